"""A delegate's page: how it stands with the person in one line, and who is next in line."""

from copy import copy
from dataclasses import dataclass, replace
from functools import partial, reduce
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from conference.admin import ConferenceModelAdmin, Decision, Said, may
from conference.admin.decisions import Button
from conference.admin.forgeries import is_key
from conference.contributions import Fact, contributed
from conference.requests.nested import query_within
from conference.requests.parts import is_asked_alone
from delegates.admin.decisions import PERMISSION
from delegates.admin.decisions.moving import MOVE
from delegates.admin.person.erasing import PERMISSION as ERASES
from delegates.admin.sheet.rows import RowPages
from delegates.admin.sheet.way import IN_DELEGATION, LIST, ON_SHEET, along, url_of_row, way_of
from delegates.choices import EXPECTED, Accreditation
from delegates.models import Delegate, Delegation
from delegates.quotas.composition import line_for
from delegates.sheet.contents import name_of, state_in

# In the address of whoever came from the one before.
IN_LINE = "in_line"
# In the address of the form of somebody new: in whose place.
REPLACES = "replaces"
ADDS, CHANGES = "delegates.add_delegate", "delegates.change_delegate"


@dataclass(frozen=True)
class NextInLine:
    """Who waits for a decision after this one; `count` are all who wait beside this one."""

    name: str
    delegation: str
    url: str
    count: int


def replace_url(request: HttpRequest, delegate: Delegate) -> str:
    """ "" where nobody can come in their place, or the user adds nobody."""
    if delegate.accreditation not in EXPECTED or not (may(request, ADDS) and may(request, CHANGES)):
        return ""
    query = urlencode({"delegation": delegate.delegation_id, REPLACES: delegate.pk})
    return f"{reverse('admin:delegates_delegate_add')}?{query}"


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
        former = self.former_in(request) if obj is None else None
        context["replaces"] = former
        if obj is not None:
            line = partial(line_for, [obj])
            is_pending = obj.accreditation == Accreditation.SUBMITTED
            context |= {
                "standing": [state_in(line, obj), *self.facts_of(request, obj)],
                "next_in_line": self.next_in_line(request, obj),
                "waits": is_pending,
                "replace_url": replace_url(request, obj),
                "may_erase": not obj.erased_at and may(request, ERASES),
                # Whoever goes through the line decides with one key.
                "at_hand": Accreditation.APPROVED if IN_LINE in request.GET and is_pending else "",
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def former_in(self, request: HttpRequest) -> Delegate | None:
        """In whose place somebody is added, of those whom the officer may change."""
        number = request.GET.get(REPLACES, "")
        if not is_key(number):
            return None
        rows = self.get_queryset(request).filter(accreditation__in=EXPECTED)
        return get_object_or_404(rows, pk=int(number)) if may(request, CHANGES) else None

    def facts_of(self, request: HttpRequest, delegate: Delegate) -> list[Said]:
        """What higher apps say of the person."""
        facts = [one for one in contributed(Delegate, Fact) if may(request, one.needs)]
        people: QuerySet[Delegate] = Delegate.with_drafts.filter(pk=delegate.pk)
        row = reduce(lambda loaded, fact: fact.load(loaded), facts, people).get()
        return [said for fact in facts for said in fact.say_for(row.conference)(row)]

    # Next in line

    def next_in_line(self, request: HttpRequest, delegate: Delegate) -> NextInLine | None:
        """The next who waits for a decision in protocol order, within the list that one came from;
        after the last comes the first. Whoever came from a delegation's sheet ends that one first.
        """
        if not may(request, PERMISSION):
            return None
        listed = self.listed(request).filter(accreditation=Accreditation.SUBMITTED)
        waiting = listed.exclude(pk=delegate.pk).in_protocol_order()
        if IN_DELEGATION in request.GET:
            here = waiting.filter(delegation=delegate.delegation_id)
            waiting = here if here.exists() else waiting
        row = waiting.filter(comes_after(delegate)).first() or waiting.first()
        if row is None:
            return None
        url = reverse("admin:delegates_delegate_change", args=[row.pk])
        url = along(url, {**way_of(request), IN_LINE: "1"})
        return NextInLine(name_of(row), str(row.delegation), url, waiting.count())

    def listed(self, request: HttpRequest) -> Any:
        """The rows of the list that the page was opened from, on all of its pages."""
        everybody = self.get_queryset(request).select_related("delegation")
        if LIST not in way_of(request):
            return everybody
        asked = copy(request)
        asked.GET = query_within(request.GET[LIST])  # type: ignore[assignment]
        try:
            return self.get_changelist_instance(asked).get_queryset(asked)
        except IncorrectLookupParameters:
            return everybody

    # What is decided leads back to where one came from, with its place in the line

    def decision_buttons(self, request: HttpRequest, row: Delegate) -> list[Button]:
        """The one that leads to another delegation stands beside the delegation."""
        if row.erased_at:
            return []
        return [
            replace(button, url=along(button.url, way_of(request)))
            for button in super().decision_buttons(request, row)
            if button.value != MOVE.value
        ]

    def undoing(self, request: HttpRequest, decision: Decision, row: Delegate) -> str:
        """What is said of a row has no button: that stands in the row."""
        if is_in_row(request):
            return ""
        return along(super().undoing(request, decision, row), way_of(request))

    def back_url(self, request: HttpRequest, row: Delegate) -> str:
        if ON_SHEET in request.GET:
            return self._url_in_sheet(request, row)
        return along(self.record_url(row), way_of(request))

    def decision_page(
        self, request: HttpRequest, row: Delegate, *, decision: Decision
    ) -> HttpResponseBase:
        """Decided in its row on a sheet, it answers with the row; what is asked has a page."""
        answer = super().decision_page(request, row, decision=decision)
        if not is_in_row(request):
            return answer
        if not answer.has_header("Location"):
            return HttpResponseClientRedirect(request.get_full_path())
        return self._sheets().decided_answer(request, row, decision)

    def _sheets(self) -> RowPages:
        sheets = self.admin_site.get_model_admin(Delegation)
        assert isinstance(sheets, RowPages)
        return sheets

    def _url_in_sheet(self, request: HttpRequest, row: Delegate) -> str:
        return url_of_row(row, self._sheets().people(request, row.delegation))

    def response_post_save_change(
        self, request: HttpRequest, obj: Delegate
    ) -> HttpResponseRedirect:
        """Saved, it leads back to the sheet that it was opened from."""
        if IN_DELEGATION in request.GET:
            return HttpResponseRedirect(self._url_in_sheet(request, obj))
        return super().response_post_save_change(request, obj)


def is_in_row(request: HttpRequest) -> bool:
    return ON_SHEET in request.GET and is_asked_alone(request)


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
