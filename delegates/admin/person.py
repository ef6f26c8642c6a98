"""A delegate's page: how it stands with the person in one line, and who is next in line."""

from copy import copy
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse

from conference.admin import ConferenceModelAdmin, Decision, Said, may
from conference.admin.decisions import Button
from conference.contributions import Fact, contributed
from delegates.admin.decisions import PERMISSION
from delegates.admin.decisions.moving import MOVE
from delegates.choices import Accreditation
from delegates.models import Delegate
from delegates.sheet.contents import name_of, state_of

# The list that the user came from, as Django's own links say it.
LIST = "_changelist_filters"
# In the address of whoever came from the one before.
IN_LINE = "in_line"


@dataclass(frozen=True)
class NextInLine:
    """Who waits for a decision after this one; `count` are all who wait beside this one."""

    name: str
    delegation: str
    url: str
    count: int


class PersonPage(ConferenceModelAdmin[Delegate]):
    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if obj is not None:
            is_pending = obj.accreditation == Accreditation.PENDING
            context |= {
                "standing": [state_of(obj), *self.facts_of(request, obj)],
                "next_in_line": self.next_in_line(request, obj),
                "waits": is_pending,
                # Whoever goes through the line decides with one key.
                "at_hand": Accreditation.APPROVED if IN_LINE in request.GET and is_pending else "",
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def facts_of(self, request: HttpRequest, delegate: Delegate) -> list[Said]:
        """What higher apps say of the person."""
        facts = [one for one in contributed(Delegate, Fact) if may(request, one.needs)]
        people: QuerySet[Delegate] = Delegate.objects.filter(pk=delegate.pk)
        row = reduce(lambda loaded, fact: fact.load(loaded), facts, people).get()
        return [said for fact in facts for said in fact.say_for(row.conference)(row)]

    # Next in line

    def next_in_line(self, request: HttpRequest, delegate: Delegate) -> NextInLine | None:
        """The next who waits for a decision in protocol order, within the list that one came from;
        after the last comes the first.
        """
        if not may(request, PERMISSION):
            return None
        listed = self.listed(request).filter(accreditation=Accreditation.PENDING)
        waiting = listed.exclude(pk=delegate.pk).in_protocol_order()
        row = waiting.filter(comes_after(delegate)).first() or waiting.first()
        if row is None:
            return None
        url = reverse("admin:delegates_delegate_change", args=[row.pk])
        query = urlencode({**list_of(request), IN_LINE: "1"})
        return NextInLine(name_of(row), str(row.delegation), f"{url}?{query}", waiting.count())

    def listed(self, request: HttpRequest) -> Any:
        """The rows of the list that the page was opened from, on all of its pages."""
        everybody = self.get_queryset(request).select_related("delegation")
        came_from = list_of(request)
        if not came_from:
            return everybody
        asked = copy(request)
        asked.GET = QueryDict(came_from[LIST])
        try:
            return self.get_changelist_instance(asked).get_queryset(asked)
        except IncorrectLookupParameters:
            return everybody

    # What is decided on the page leads back to it, with its place in the line

    def decision_buttons(self, request: HttpRequest, row: Delegate) -> list[Button]:
        """The one that leads to another delegation stands beside the delegation."""
        query = urlencode(list_of(request))
        buttons = [one for one in super().decision_buttons(request, row) if one.value != MOVE.value]
        return [replace(one, url=f"{one.url}?{query}") if query else one for one in buttons]

    def decision_page(
        self, request: HttpRequest, row: Delegate, *, decision: Decision
    ) -> HttpResponseBase:
        answer = super().decision_page(request, row, decision=decision)
        came_from = list_of(request)
        if came_from and answer.headers.get("Location") == self.record_url(row):
            return HttpResponseRedirect(f"{self.record_url(row)}?{urlencode(came_from)}")
        return answer


def list_of(request: HttpRequest) -> dict[str, str]:
    """As it stands in the page's address; nothing where it was not opened from a list."""
    return {LIST: request.GET[LIST]} if request.GET.get(LIST) else {}


def comes_after(delegate: Delegate) -> Q:
    """In protocol order: `delegates.models.PROTOCOL_ORDER`."""
    delegation = delegate.delegation
    here = Q(delegation_id=delegation.pk)
    if delegation.head_id != delegate.pk:
        is_later = Q(order__gt=delegate.order) | Q(order=delegate.order, pk__gt=delegate.pk)
        here &= Q(leads__isnull=True) & is_later
    key = delegation.protocol_key
    beside = Q(delegation__protocol_key=key, delegation_id__gt=delegation.pk)
    return here | beside | Q(delegation__protocol_key__gt=key)
