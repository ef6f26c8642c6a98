"""The queue of who was not invited and asks to be."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import Card, ConferenceModelAdmin, Decision, ReasonForm
from conference.admin.decisions import DecisionForm, Given, Outcome
from conference.admin.further_pages import ReadOnlyAdmin
from conference.admin.lists.cells import words_with_dot
from conference.writing.dates import moment
from conference.writing.languages import OWN_NAMES
from delegates.choices import OrganizationType, RequestState
from delegates.models import Delegation, DelegationKind, InvitationRequest, Organization
from delegates.services.registration import invitation_requests

DECIDES = "delegates.change_invitationrequest"
MARKS = {
    RequestState.WAITING: "wait",
    RequestState.ACCEPTED: "good",
    RequestState.DECLINED: "off",
}


class AcceptForm(DecisionForm):
    delegation = forms.ModelChoiceField(
        Delegation.objects.none(),
        label=gettext_lazy("Delegation"),
        required=False,
        empty_label=gettext_lazy("That of the country or organization; a new one if there is none"),
    )
    kind = forms.ModelChoiceField(
        DelegationKind.objects.none(),
        label=gettext_lazy("Kind of a new delegation"),
        required=False,
        empty_label=gettext_lazy("What follows from the country or organization"),
    )
    organization = forms.ModelChoiceField(
        Organization.objects.none(),
        label=gettext_lazy("Organization"),
        required=False,
        empty_label=gettext_lazy("A new one, under the name in the request"),
    )
    of_type = forms.ChoiceField(
        label=gettext_lazy("Type of a new organization"),
        choices=[("", gettext_lazy("Choose …")), *OrganizationType.choices],
        required=False,
    )
    is_another = forms.BooleanField(
        label=gettext_lazy("It is another than those which are called alike"), required=False
    )

    def __init__(self, data: Any, **further: Any) -> None:
        super().__init__(data, **further)
        if all(row.country_id for row in self.rows):
            for name in ("organization", "of_type", "is_another"):
                del self.fields[name]
        if self.conference is None:
            return
        here = Delegation.objects.for_conference(self.conference).active().in_protocol_order()
        self._offer("delegation", here)
        self._offer("kind", DelegationKind.objects.for_conference(self.conference))
        self._offer("organization", Organization.objects.known_in(self.conference))

    def _offer(self, name: str, rows: Any) -> None:
        if name in self.fields:
            self.fields[name].queryset = rows  # type: ignore[attr-defined]


class DeclineForm(ReasonForm):
    answer = forms.CharField(
        label=gettext_lazy("Mail to whoever wrote"),
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        max_length=2000,
        required=False,
        help_text=gettext_lazy(
            "Below a sentence in their language which says that the request cannot be granted."
            " Blank: no mail is sent."
        ),
    )


def accept(rows: Any, given: Given) -> Outcome:
    for row in rows:
        delegation = invitation_requests.accept(
            request=row, by=given.by, at=given.at, **given.answers
        )
    return Outcome(
        1,
        told=_("%s: whoever wrote is noted as focal point. Invite them on its page.") % delegation,
    )


def decline(rows: Any, given: Given) -> Outcome:
    for row in rows:
        invitation_requests.decline(
            request=row, reason=given.reason, by=given.by, at=given.at, **given.answers
        )
    return Outcome(1)


def erase(rows: Any, given: Given) -> Outcome:
    for row in rows:
        invitation_requests.erase(request=row, by=given.by, at=given.at)
    return Outcome(1)


ON_REQUESTS = [
    Decision(
        value="accept",
        words=gettext_lazy("Accept"),
        act=gettext_lazy("Accept the request of %s"),
        will=gettext_lazy(
            "The delegation is there, and whoever wrote is noted as its focal point. Nobody is told"
            " until you invite them."
        ),
        done=gettext_lazy("accepted"),
        decide=accept,
        needs=DECIDES,
        is_legal=lambda row: row.is_waiting,
        form=AcceptForm,
    ),
    Decision(
        value="decline",
        words=gettext_lazy("Decline"),
        act=gettext_lazy("Decline the request of %s"),
        will=gettext_lazy("It leaves the queue. A delegation that exists stays as it is."),
        done=gettext_lazy("declined"),
        decide=decline,
        needs=DECIDES,
        is_legal=lambda row: row.is_waiting,
        form=DeclineForm,
        takes_away=True,
    ),
    Decision(
        value="erase",
        words=gettext_lazy("Erase what was written"),
        act=gettext_lazy("Erase what was written for %s"),
        will=gettext_lazy(
            "Name, function, address, phone and reason go for good, and the mails to them. It"
            " happens by itself ninety days after the decision."
        ),
        done=gettext_lazy("erased"),
        decide=erase,
        needs=DECIDES,
        is_legal=lambda row: row.erased_at is None,
        is_public=True,
        takes_away=True,
    ),
]


@admin.register(InvitationRequest)
class InvitationRequestAdmin(ReadOnlyAdmin, ConferenceModelAdmin[InvitationRequest]):
    list_display = ["party", "writer", "received", "state_cell"]
    list_display_links = ["party"]
    list_filter = ["state"]
    list_select_related = ["country", "delegation"]
    search_fields = ["organization", "name", "email"]
    decisions = ON_REQUESTS

    @admin.display(description=gettext_lazy("country or organization"))
    def party(self, row: InvitationRequest) -> str:
        return str(row)

    @admin.display(description=gettext_lazy("from"))
    def writer(self, row: InvitationRequest) -> str:
        return ", ".join(filter(None, [row.name, row.function])) or "–"

    @admin.display(description=gettext_lazy("received"), ordering="asked_at")
    def received(self, row: InvitationRequest) -> str:
        return moment(row.asked_at)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_cell(self, row: InvitationRequest) -> str:
        return words_with_dot(MARKS[RequestState(row.state)], row.get_state_display())

    def card(self, row: InvitationRequest) -> Card:
        return Card(title=str(row), lines=[self.writer(row), row.email, row.reason])

    def record_page(self, request: HttpRequest, row: InvitationRequest) -> HttpResponseBase:
        facts = [
            (_("Country or organization"), str(row)),
            (_("Name"), row.name),
            (_("Function"), row.function),
            (_("E-mail"), row.email),
            (_("Phone"), row.phone),
            (_("Language of correspondence"), OWN_NAMES.get(row.language, row.language)),
            (_("Received"), moment(row.asked_at)),
        ]
        return self.page(
            request,
            "admin/delegates/invitationrequest/request.html",
            title=str(row),
            row=row,
            facts=[(label, text) for label, text in facts if text],
            state=self.state_cell(row),
            decided=moment(row.decided_at) if row.decided_at else "",
            contacts_url=self._contacts_url(row),
            buttons=self.decision_buttons(request, row),
        )

    def _contacts_url(self, row: InvitationRequest) -> str:
        if row.delegation_id is None:
            return ""
        return reverse("admin:delegates_delegation_contacts", args=[row.delegation_id])
