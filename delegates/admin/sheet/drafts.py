"""What the history of a delegation or of a person tells of drafts to whoever sees none: nothing."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from conference.admin import ConferenceModelAdmin, may
from conference.models import AuditEvent
from delegates.models import Delegate
from delegates.models.delegate_queryset import DRAFTS
from delegates.services.delegations import OF_DRAFTS


class TellsOfDrafts(ConferenceModelAdmin[Any]):
    def known_events(
        self, request: HttpRequest, events: QuerySet[AuditEvent]
    ) -> QuerySet[AuditEvent]:
        return events if may(request, DRAFTS) else events.exclude(detail__contains=OF_DRAFTS)


class NamesNoDraft(TellsOfDrafts):
    def untold(self, request: HttpRequest, ids: Collection[int]) -> Collection[int]:
        """Whoever was a draft and has been removed since, too."""
        if may(request, DRAFTS):
            return ()
        registered = Delegate.objects.filter(pk__in=ids).order_by()
        return set(ids) - set(registered.values_list("pk", flat=True))
