"""What an organizer's reader may do on a sheet, and where that lies in the admin."""

from functools import partial
from urllib.parse import urlencode

from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import ConferenceModelAdmin, chosen_conference, may, signed_in
from conference.admin.deciding import DecidingAdmin
from conference.contributions import Fact, ListAction, contributed
from delegates.admin import cells, replacing
from delegates.admin.decisions import INVITE, PERMISSION, UNDO
from delegates.admin.sheet.way import IN_DELEGATION, ON_SHEET, along
from delegates.models import Delegate, DelegateQuerySet, Delegation
from delegates.models.scopes import narrowed
from delegates.sheet.contents import Counted, counted_in
from delegates.sheet.reader import Act, Place, Reader

CHANGE_PEOPLE = "delegates.change_delegate"
SEES_CONTACTS = "delegates.view_focalpoint"
CHANGE_DELEGATION = "delegates.change_delegation"
# Pages of the delegation as a whole, with what each needs.
PAPERS = [
    ("contacts", gettext_lazy("Focal points"), SEES_CONTACTS),
    ("tasks", gettext_lazy("Tasks"), "delegates.view_delegationtask"),
    ("nominations", gettext_lazy("Nomination"), "delegates.view_nomination"),
    ("credentials", gettext_lazy("Credentials"), "delegates.change_credentials"),
    ("messages", gettext_lazy("Messages"), "delegates.view_message"),
]
# What each act needs. It has the page of its name.
NEEDS = {
    Act.OPEN_PERSON: "delegates.view_delegate",
    Act.CHANGE_ROW: CHANGE_PEOPLE,
    Act.REORDER: CHANGE_PEOPLE,
    Act.APPOINT_HEAD: CHANGE_DELEGATION,
    Act.APPROVE: PERMISSION,
    Act.ADD_PEOPLE: "delegates.add_delegate",
}


class SheetFrame(ConferenceModelAdmin[Delegation]):
    """Makes the reader of a sheet out of a request."""

    def people(self, request: HttpRequest, delegation: Delegation) -> DelegateQuerySet:
        """Of a delegation of the conference worked in: what the user may there is known, and asked
        of the roles once more, everybody of the conference may be read to find these.
        """
        if not may(request, NEEDS[Act.OPEN_PERSON]):
            return Delegate.with_drafts.none()
        user, people = signed_in(request), Delegate.with_drafts.filter(delegation=delegation)
        return people.in_scope_of(user).known_to(user, chosen_conference(request))

    def counted(self, request: HttpRequest, people: DelegateQuerySet) -> Counted:
        """Whoever has a scope may see some of them only, and is told of all places nevertheless."""
        conference = chosen_conference(request)
        is_everybody = conference.pk not in narrowed(signed_in(request))
        return counted_in(people, is_everybody=is_everybody)

    def reader(self, request: HttpRequest, delegation: Delegation) -> Reader:
        return Reader(
            acts=frozenset(act for act, needs in NEEDS.items() if may(request, needs)),
            page=partial(page_url, request),
            on_all=lambda act: reverse(f"admin:delegates_delegation_{act}", args=[delegation.pk]),
            on_row=self.row_url,
            photo=lambda row: reverse("admin:delegates_delegate_thumbnail", args=[row.pk]),
            flag=cells.flag_address(delegation),
            facts=[
                self.of_replacements(request, delegation),
                *(one for one in contributed(Delegate, Fact) if may(request, one.needs)),
            ],
            more=partial(self.more, request),
            places=self.places(request, delegation),
            further=self.further(request, delegation),
        )

    def of_replacements(self, request: HttpRequest, delegation: Delegation) -> Fact:
        return Fact(
            "changes",
            "",
            lambda rows: replacing.with_both(rows, delegation.conference, signed_in(request)),
            lambda _conference: replacing.said_of_replacement,
        )

    def row_url(self, act: Act, delegate: Delegate) -> str:
        if act == Act.OPEN_PERSON:
            url = reverse("admin:delegates_delegate_change", args=[delegate.pk])
            return along(url, {IN_DELEGATION: "1"})
        name = f"admin:delegates_delegation_{act}"
        return reverse(name, args=[delegate.delegation_id, delegate.pk])

    def places(self, request: HttpRequest, delegation: Delegation) -> list[Place]:
        """What higher apps do with a delegation."""
        actions = [
            Place(str(action.words), self.act_url(delegation, action), acts=True)
            for action in self.acts_of_others(request)
        ]
        uses = self.uses_of(request, delegation)
        return [*actions, *(Place(str(use.words), use.url, use.acts) for use in uses if use.url)]

    def more(self, request: HttpRequest, delegate: Delegate) -> list[Place]:
        """What is decided about one person. An approval is undone beside what the row says of it,
        as soon as it is given, and later on their page.
        """
        deciding = self.people_admin()
        offered = [one for one in deciding.decisions if one.value != UNDO]
        return [
            Place(str(button.words), along(button.url, {ON_SHEET: "1"}), button.acts)
            for button in deciding.buttons_of(request, delegate, offered)
        ]

    def people_admin(self) -> DecidingAdmin[Delegate]:
        found = self.admin_site.get_model_admin(Delegate)
        assert isinstance(found, DecidingAdmin)
        return found

    def further(self, request: HttpRequest, delegation: Delegation) -> list[Place]:
        """Its own fields, what is decided about it as a whole, its history."""
        decisions = [
            Place(str(button.words), button.url, button.acts)
            for button in self.decision_buttons(request, delegation)
            # One is invited where the focal points stand.
            if button.value != INVITE
        ]
        details, order, history = (
            reverse(f"admin:delegates_delegation_{name}", args=[delegation.pk])
            for name in ("details", "order", "history")
        )
        papers = [
            Place(str(said), reverse(f"admin:delegates_delegation_{name}", args=[delegation.pk]))
            for name, said, needs in PAPERS
            if may(request, needs)
        ]
        return [
            Place(_("Name, kind and flag"), details),
            *papers,
            *decisions,
            Place(_("Why this order?"), order),
            Place(_("History"), history),
        ]

    def acts_of_others(self, request: HttpRequest) -> list[ListAction]:
        actions = contributed(Delegation, ListAction)
        return [action for action in actions if self.is_let(request, action.needs)]

    def act_url(self, delegation: Delegation, action: ListAction) -> str:
        return reverse("admin:delegates_delegation_act", args=[delegation.pk, action.name])


def page_url(request: HttpRequest, number: int) -> str:
    """Of one page of the sheet, with the search that it shows."""
    search = request.GET.get(SEARCH_VAR, "")
    query = {SEARCH_VAR: search} if search else {}
    if number > 1:
        query[PAGE_VAR] = str(number)
    return f"{request.path}?{urlencode(query)}" if query else request.path
