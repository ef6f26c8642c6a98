from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from conference.admin.base import RecordAdmin
from conference.admin.scoped import ConferenceModelAdmin
from conference.admin.trail.kinds import KindOfRecordFilter
from conference.admin.trail.sentences import ToldEvent, told
from conference.models import AuditEvent, InstallationEvent


def told_of(event: Any) -> ToldEvent:
    told_event: ToldEvent = event.told
    return told_event


class Trail(admin.ModelAdmin[Any]):
    """A list of events, to be read only."""

    list_display = ["at", "what", "changed_fields", "reason"]
    list_display_links = None
    list_select_related = ["by"]
    list_filter = ["by", "at", ("target_type", KindOfRecordFilter)]
    date_hierarchy = "at"

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The events of the page, told together: names are looked up once for all of them."""
        changes = super().get_changelist_instance(request)
        events = list(changes.result_list)
        for event, words in zip(events, told(events, request), strict=True):
            event.told = words
        changes.result_list = events
        return changes

    @admin.display(description=_("what"), ordering="action")
    def what(self, event: Any) -> SafeString:
        return told_of(event).sentence

    @admin.display(description=_("fields"))
    def changed_fields(self, event: Any) -> str:
        return told_of(event).fields

    @admin.display(description=_("reason"))
    def reason(self, event: Any) -> str:
        return told_of(event).reason

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        return False


@admin.register(AuditEvent)
class AuditEventAdmin(Trail, ConferenceModelAdmin[AuditEvent]):
    """The audit trail of the conference."""


@admin.register(InstallationEvent)
class InstallationEventAdmin(Trail, RecordAdmin[InstallationEvent]):
    """What belongs to no conference: sign-ins, users, countries. For its administrator."""

    list_display = [*Trail.list_display, "ip_address"]

    def limit(
        self, queryset: QuerySet[InstallationEvent], request: HttpRequest
    ) -> QuerySet[InstallationEvent]:
        return queryset
