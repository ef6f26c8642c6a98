"""Who asks for what registration needs: each page of focal points, of review, and the lists.

The addresses of focal points and liaison officers are all of those of `delegates.registration`: an
address that nobody was answered at is told. What they are sent is what their pages offer, and what
only a script sends.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.urls import resolve

from bench.admin_requests.answering import SEARCHES
from bench.admin_requests.asking import Walk, Worker
from bench.admin_requests.costs import Asked, Cost
from bench.admin_requests.large_conference import Filled
from conference.addresses import admin_url
from conference.models import User
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation, ListPrinting
from tests.addresses import ALL, Address
from tests.admin_pages import REASON, Ask, links_of, sendings

REGISTRATION = "registration"
ACCOMPANIED = "accompanied"
MOST_VALUES = 25
SENT_BY_SCRIPT = {
    "typed": {"given_name": ["Zarina"], "family_name": ["Mirzoeva"], "function": ["Minister"]},
    "name_proposals": {"given_name": ["Zarina"], "family_name": ["Mirzoeva"]},
    "reorder": {"step": ["earlier"]},
    "appoint_head": {"leads": ["yes"]},
}
"""To addresses that no page offers as a form."""

CORRECTED = "return-to_correct"
PAGES = (
    "delegation_statistics",
    "delegation_statistics_xlsx",
    "delegation_credentials_table",
    "delegation_credentials_xlsx",
    "listprinting_changelist",
    "listprinting_now",
    "listprinting_add",
    "quota_changelist",
    "proposal_changelist",
    "delegationtask_changelist",
    "invitationrequest_changelist",
)


@dataclass
class RegistrationWalk:
    """Asks for everything of registration, each thing once."""

    worker: Worker
    place: Filled
    costs: dict[Asked, Cost] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)

    def everything(self) -> None:
        who = self.place.registering
        self.of_focal_point(who.focal_point, self.place.largest)
        self.of_focal_point(who.focal_point_of_many, self.place.largest)
        self.of_liaison_officer(who.liaison_officer)
        for officer in (self.place.organizer, who.officer, who.officer_of_few):
            self.queue(officer)
        self.ask(who.officer_of_nobody, queue_page(self.place, "queue"))
        self.ask(who.officer_of_nobody, Ask.sending(queue_page(self.place, "queue_next").path, {}))
        self.lists()

    @property
    def forgotten(self) -> list[str]:
        """Addresses of registration at which nothing was answered."""
        return sorted({row.name for row in OF_REGISTRATION} - self.answered)

    def ask(self, who: User, ask: Ask) -> str:
        asked = Asked(who.pk, who.name, ask)
        if asked in self.costs:
            return ""
        self.costs[asked], page = self.worker.answer(asked)
        if self.costs[asked].status < 400 and (name := name_of(ask.path)):
            self.answered.add(name)
        return page

    # Focal points

    def of_focal_point(self, user: User, delegation: Delegation) -> None:
        for address in OF_REGISTRATION:
            if not address.name.startswith(ACCOMPANIED):
                for path in self.paths(address):
                    self.page(user, address, path)
        people = Delegate.with_drafts.filter(delegation=delegation)
        rows = [people.filter(accreditation=state).last() for state in Accreditation]
        rows.append(people.filter(proposals__isnull=False, proposals__decided_at=None).last())
        for row in filter(None, rows):
            path = OPEN_PERSON.path(**self.place.named | {"delegate_id": str(row.pk)})
            self.page(user, OPEN_PERSON, path)

    def of_liaison_officer(self, user: User) -> None:
        for address in OF_REGISTRATION:
            if address.name.startswith(ACCOMPANIED):
                for path in self.paths(address):
                    self.page(user, address, path)

    def paths(self, address: Address) -> Iterator[str]:
        path = address.path(**self.place.named)
        yield path
        if address.name in {"delegation", "accompanied_delegation"}:
            yield f"{path}?page=2"
            yield f"{path}?page=last"
            yield from (f"{path}?q={code}" for code in SEARCHES)

    def page(self, user: User, address: Address, path: str) -> None:
        """With the forms that it offers; of those that differ in whom they are about, two."""
        page = self.ask(user, Ask(path))
        if address.name in SENT_BY_SCRIPT:
            self.ask(user, Ask.sending(path, SENT_BY_SCRIPT[address.name]))
        for ask in of_each_kind(sendings(path, page)):
            self.ask(user, ask)

    # Officers

    def queue(self, user: User) -> None:
        """The next in line, and everything that can be done with them."""
        self.ask(user, queue_page(self.place, "queue"))
        self.ask(user, Ask.sending(queue_page(self.place, "queue_next").path, {}))
        submitted = Delegate.objects.for_conference(self.place.conference).visible_to(user)
        rows = submitted.filter(accreditation=Accreditation.SUBMITTED).order_by("submitted_at")
        approved = submitted.filter(proposals__decided_at=None, proposals__isnull=False)
        for row in filter(None, (rows.first(), rows.last(), approved.first())):
            path = admin_url(self.place.conference, "delegates_delegate_review", row.pk)
            page = self.ask(user, Ask(path))
            for ask in acts_of(path, page):
                self.ask(user, ask)

    def lists(self) -> None:
        """Each filter, order, page and search of the lists; the acts on what a filter leaves."""
        organizer, conference = self.place.organizer, self.place.conference
        walk = Walk(self.worker, self.place, self.costs)
        for model in (Delegate, Delegation):
            path = admin_url(conference, f"delegates_{model._meta.model_name}_changelist")
            page = walk.ask(organizer, Ask(path))
            found = links_of(path, page, most=MOST_VALUES)
            found += [Ask(f"{path}?q={code}") for code in SEARCHES]
            found += [
                Ask(f"{path}?accreditation__exact={Accreditation.SUBMITTED}&q={code}")
                for code in SEARCHES
                if model is Delegate
            ]
            for ask in found:
                walk.ask(organizer, ask)
        path = admin_url(conference, "delegates_delegate_changelist")
        with_all = self.place.registering.officer_with_all_columns
        for ask in links_of(path, walk.ask(with_all, Ask(path)), most=1):
            if "o=" in ask.path:
                walk.ask(with_all, ask)
        submitted = f"{path}?accreditation__exact={Accreditation.SUBMITTED}"
        walk.actions(organizer, submitted, walk.ask(organizer, Ask(f"{submitted}&p=1")), Delegate)
        for name in PAGES:
            walk.ask(organizer, Ask(admin_url(conference, f"delegates_{name}")))
        printing = ListPrinting.objects.for_conference(conference).latest("number")
        path = admin_url(conference, "delegates_listprinting_change", printing.pk)
        walk.ask(organizer, Ask(path))
        for page in ("change", "details", "order", "history"):
            path = admin_url(conference, f"delegates_delegation_{page}", self.place.largest.pk)
            walk.ask(organizer, Ask(path))


def queue_page(place: Filled, name: str) -> Ask:
    return Ask(admin_url(place.conference, f"delegates_delegate_{name}"))


def acts_of(path: str, page: str) -> list[Ask]:
    """What each button of the page of somebody in the queue sends, with a reason where asked."""
    values: dict[str, list[str]] = {}
    for ask in sendings(path, page):
        values |= {name: list(value) for name, value in ask.form or ()}
    values |= {name: [REASON] for name in values if name.endswith("reason")}
    values[CORRECTED] = re.findall(rf'name="{CORRECTED}" value="(\w+)"', page)[:1]
    acts = sorted(set(re.findall(r'name="act" value="(\w+)"', page)))
    return [Ask.sending(path, values | {"act": [act]}) for act in acts]


def of_each_kind(asks: list[Ask]) -> list[Ask]:
    """Of forms to one kind of address with the same fields the first and the last."""
    kinds: dict[Any, list[Ask]] = {}
    for ask in asks:
        fields = tuple(name for name, _values in ask.form or ())
        act = dict(ask.form or ()).get("act", ())
        kinds.setdefault((name_of(ask.path), fields, act), []).append(ask)
    return [ask for found in kinds.values() for ask in dict.fromkeys((found[0], found[-1]))]


def name_of(path: str) -> str:
    """Of the address of registration that the path leads to; "" of any other."""
    found = resolve_site(urlsplit(path).path)
    return found.url_name or "" if found and found.namespace == REGISTRATION else ""


def resolve_site(path: str) -> Any:
    return None if path.startswith("/admin/") else resolve(path)


OF_REGISTRATION = [row for row in ALL if row.namespace == REGISTRATION]
(OPEN_PERSON,) = (row for row in OF_REGISTRATION if row.name == "open_person")
