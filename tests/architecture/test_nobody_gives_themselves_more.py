"""No sequence of what the pages offer lets a focal point approve, or anybody give themselves more.

The steps are drawn from the URL configuration: an address, what its page offers, and what it does
not offer and might be taken for meant. Approved stays who was, as they were; and of what somebody
is allowed nothing is added.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from itertools import product
from typing import Any, ClassVar

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from hypothesis.strategies import DataObject, booleans, data, just, lists, sampled_from

from conference.choices import SCOPED_BY_KIND, Role, WorkState
from conference.models import Conference, StaffInvitation, StaffRole, User
from conference.permissions import permissions_of
from delegates.choices import Accreditation, AnswerKind, QuestionKind
from delegates.columns import COLUMNS
from delegates.columns.kinds import Matters
from delegates.models import (
    Delegate,
    FocalPoint,
    FocalPointInvitation,
    ScopeLine,
)
from delegates.models.importing.imports import ImportStep
from tests.addresses import ALL, Address
from tests.badges.printed import portrait
from tests.factories import (
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    FocalPointFactory,
    FocalPointInvitationFactory,
    ImportLineFactory,
    ImportQuestionFactory,
    ImportRunFactory,
    NominationFactory,
    OwnFieldFactory,
    OwnValueFactory,
    ProposalFactory,
    RegistrationFieldFactory,
    RegistrationSettingsFactory,
    StaffInvitationFactory,
    StaffRoleFactory,
    StaffScopeFactory,
    UserFactory,
)
from tests.page_forms import PageForm, forms_of

OF_A_DELEGATE = {field.name for field in Delegate._meta.get_fields()}
MATTERS = [
    column.name
    for column in COLUMNS
    if column.matters == Matters.ALWAYS and column.name in OF_A_DELEGATE
]
ASKED = ("given_name", "family_name", "honorific", "function", "position", "photo", "email")
TEXTS = ["Anna", "Минист", "approved", "2030-01-01", ""]
# What no form of theirs has, and somebody might try.
SMUGGLED: Mapping[str, list[str]] = {
    "accreditation": [Accreditation.APPROVED],
    "decision": [Accreditation.APPROVED, "approve"],
    "action": ["approve", "approve_selected", "delete_selected"],
    "role": list(Role),
    "scope": [""],
    "roles": [Role.ORGANIZER],
    "name": ["Anna"],
    "is_superuser": ["on"],
    "is_staff": ["on"],
    "position": ["head"],
    "take": ["1"],
    "reason": ["Because"],
}
ALL_AT_ONCE = {name: values[0] for name, values in SMUGGLED.items()}
WAYS_OUT = ("logout", "inactive", "jsi18n")
OF_ALL = [address for address in ALL if not address.name.endswith(WAYS_OUT)]
# Most steps in their delegation, some wherever an account leads.
OF_FOCAL_POINTS = [address for address in OF_ALL if address.namespace == "registration"]
OF_ACCOUNTS = [address for address in OF_ALL if address.namespace == ""]
OF_STAFF = [address for address in OF_ALL if address.namespace == "admin"]
GRANTING = [one for one in OF_STAFF if re.search("staff|user_|scope|invit|focal", one.name)]
EVERYBODY: frozenset[tuple[object, ...]] = frozenset()
assert len(OF_FOCAL_POINTS) > 25
assert len(OF_ACCOUNTS) > 25
assert len(OF_STAFF) > 100


class Walk(RuleBasedStateMachine):
    """Somebody goes about the pages that `addresses` lead to, and sends what they like."""

    addresses: ClassVar[list[Address]]

    def enter(self, user: User, *values: Mapping[str, list[str]]) -> None:
        self.user = user
        self.paths = list(
            dict.fromkeys(path for each in values for path in paths_of(self.addresses, each))
        )
        self.client = Client(raise_request_exception=True)
        self.allowed = self.what_is_allowed()

    @rule(chance=data())
    def send(self, chance: DataObject) -> None:
        path = chance.draw(sampled_from(self.paths))
        form = chance.draw(sampled_from(self.forms_at(path)))
        changed = changes(form, self.user)
        several = lists(sampled_from(changed), max_size=4) if changed else just([])
        sent = dict(form.values) | dict(chance.draw(several))
        for name in form.files:
            if chance.draw(booleans()):
                sent[name] = SimpleUploadedFile("a.jpg", portrait(), "image/jpeg")
        self.client.post(form.action or path, sent)

    def forms_at(self, path: str) -> list[PageForm]:
        """What the page there sends; where nothing is read, a form without fields."""
        self.client.force_login(self.user)
        found = forms_of(said(self.client.get(path)))
        sent = [one for one in found if one.method == "post" and "logout" not in one.action]
        return sent or [PageForm("", "post", path)]

    def what_is_allowed(self) -> set[object]:
        """All that the user is: what a wider one would have, and not this one."""
        user = User.objects.get(pk=self.user.pk)
        focal = FocalPoint.objects.filter(user=user, revoked_at=None)
        may = {
            (permission, one.conference_id, lines_of(one))
            for one in StaffRole.objects.filter(user=user)
            for permission in permissions_of(one.role, has_scope=one.scope_id is not None)
        }
        return {
            ("superuser", user.is_superuser),
            *(one for one in may if not one[2] or (*one[:2], EVERYBODY) not in may),
            *(("focal point", one.delegation_id) for one in focal),
        }

    @invariant()
    def nothing_is_added(self) -> None:
        if hasattr(self, "allowed"):
            assert self.what_is_allowed() <= self.allowed


def said(page: HttpResponse) -> str:
    if page.streaming:
        b"".join(page.streaming_content)  # type: ignore[arg-type]
        return ""
    return page.content.decode(errors="replace")


def changes(form: PageForm, user: User) -> list[tuple[str, Any]]:
    """Each field that may be sent otherwise, or beside the others, and one way to."""
    texts = [*TEXTS, user.email]
    return [
        *((name, text) for name in form.texts for text in texts),
        *((name, offer) for name, offers in form.offers.items() for offer in offers),
        *form.buttons,
        *((name, value) for name, values in SMUGGLED.items() for value in values),
    ]


def paths_of(addresses: Iterable[Address], values: Mapping[str, list[str]]) -> list[str]:
    """Of each address as many as there are rows to name."""
    return [
        address.path(**dict(zip(named, each, strict=True)))
        for address in addresses
        for named in [[name for name in address.parameters if name in values]]
        for each in product(*(values[name] for name in named))
    ]


def lines_of(role: StaffRole) -> frozenset[tuple[object, ...]]:
    lines = ScopeLine.objects.filter(scope=role.scope_id)
    return frozenset(lines.values_list("kind", "category", "delegation"))


def approved() -> dict[int, dict[str, object]]:
    """Who is, and all that matters of them."""
    rows = Delegate.with_drafts.filter(accreditation=Accreditation.APPROVED)
    return {row["pk"]: row for row in rows.values("pk", "delegation__head", *MATTERS)}


def someone_of_each_state(conference: Conference) -> list[Delegate]:
    delegation = DelegationFactory(conference=conference)
    people = [
        DelegateFactory(delegation=delegation, accreditation=Accreditation.DRAFT),
        DelegateFactory(delegation=delegation),
        DelegateFactory(
            delegation=delegation,
            accreditation=Accreditation.RETURNED,
            decided_at=timezone.now(),
            decided_by=UserFactory(),
        ),
    ]
    approved = DelegateFactory(delegation=delegation, approved=True)
    ProposalFactory(delegate=approved)
    return [*people, approved]


def papers_of(people: list[Delegate], user: User) -> dict[str, list[str]]:
    """An uploaded list that asks something, a note verbale and a file of each person."""
    delegation, conference = people[0].delegation, people[0].conference
    run = ImportRunFactory(
        conference=conference,
        delegation=delegation,
        created_by=user,
        state=WorkState.DONE,
        step=ImportStep.CHECK,
        file=ContentFile(b"list", name="list.xlsx"),
    )
    line = ImportLineFactory(run=run, conference=conference, line=2)
    ImportQuestionFactory(
        run=run,
        conference=conference,
        kind=QuestionKind.PERSON,
        lines=[line.line],
        detail={"candidates": []},
    )
    note = NominationFactory(delegation=delegation, file=ContentFile(b"%PDF-", name="note.pdf"))
    field = OwnFieldFactory(conference=conference, answer=AnswerKind.FILE)
    for person in people:
        file = ContentFile(b"%PDF-", name="one.pdf")
        OwnValueFactory(delegate=person, field=field, file=file, text="")
    return {"run_id": [str(run.pk)], "number": [str(note.pk)], "field_id": [str(field.pk)]}


class FocalPointWalk(Walk):
    addresses = [*OF_FOCAL_POINTS, *OF_ACCOUNTS]
    own: Mapping[str, list[str]]

    @initialize()
    def register(self) -> None:
        conference = ConferenceFactory()
        RegistrationSettingsFactory(conference=conference, opens_at=timezone.now(), closes_at=None)
        for column in ASKED:
            RegistrationFieldFactory(conference=conference, column=column)
        own, others = someone_of_each_state(conference), someone_of_each_state(conference)
        focal_point = FocalPointFactory(delegation=own[0].delegation)
        papers = {
            where[0].delegation_id: papers_of(where, focal_point.user) for where in (own, others)
        }
        FocalPointInvitationFactory(delegation=others[0].delegation)
        StaffInvitationFactory(conference=conference)
        self.approved = approved()
        ways = [
            {
                "slug": [conference.slug],
                "delegation_id": [str(where[0].delegation_id)],
                "delegate_id": [str(one.pk) for one in people],
                **papers[where[0].delegation_id],
            }
            for where, people in ((own, own), (own, others[-1:]), (others, others[-1:]))
        ]
        self.own = ways[0]
        self.enter(focal_point.user, *ways)

    @invariant()
    def nobody_becomes_approved(self) -> None:
        if hasattr(self, "approved"):
            now = approved()
            assert now.items() <= self.approved.items()


class StaffWalk(Walk):
    addresses = [*OF_STAFF, *OF_ACCOUNTS]
    role: ClassVar[Role]

    @initialize()
    def take_up(self) -> None:
        conference = ConferenceFactory()
        people = someone_of_each_state(conference)
        scope = None
        if self.role in SCOPED_BY_KIND:
            scope = StaffScopeFactory(conference=conference)
            ScopeLine.objects.create(
                conference=conference, scope=scope, kind=people[0].delegation.kind
            )
        held = StaffRoleFactory(role=self.role, conference=conference, scope=scope)
        other = StaffRoleFactory(conference=conference)
        rows = [str(one.pk) for one in (held, other, held.user, people[-1])]
        self.enter(
            held.user,
            {
                "conference": [conference.slug],
                "object_id": rows,
                "holder_id": [str(held.pk), str(other.pk)],
                "delegation": [str(people[0].delegation_id)],
                "delegation_id": [str(people[0].delegation_id)],
                "delegate_id": [str(one.pk) for one in people],
            },
        )


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside leaves nothing: one form does not take away what the next would do."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def accept_all(walk: Walk) -> None:
    """Whatever was offered to the user's own address meanwhile is taken."""
    offers = [*StaffInvitation.objects.all(), *FocalPointInvitation.objects.all()]
    ways = [one for one in OF_ACCOUNTS if one.name.endswith("-accept")]
    for path in paths_of(ways, {"pk": [str(one.pk) for one in offers]}):
        walk.client.post(path)


def walk(machine: type[Walk], *, times: int, steps: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=times,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_focal_point_approves_nobody_and_becomes_nothing_more(db: None) -> None:
    walk(FocalPointWalk, times=15, steps=20)


@pytest.mark.parametrize("role", list(Role))
def test_no_staff_role_gives_itself_more(db: None, role: Role) -> None:
    walk(type("OneWalk", (StaffWalk,), {"role": role}), times=4, steps=12)


def try_each_form(walk: Walk, nothing: Callable[[], None]) -> None:
    """Each change of each form, one at a time, and at last what no form has."""
    everything = ALL_AT_ONCE | {"email": walk.user.email}
    for path in walk.paths:
        for form in walk.forms_at(path):
            ways = changes(form, walk.user)
            kept = [form.values | {name: value} for name, value in ways] if form.values else []
            for sent in [*kept, form.values | everything]:
                with undone():
                    walk.client.post(form.action or path, sent)
                    accept_all(walk)
                    nothing()


@pytest.mark.parametrize("role", list(Role))
def test_no_form_gives_its_sender_more(db: None, role: Role) -> None:
    """On the pages where something is granted."""
    walk = type("OneWalk", (StaffWalk,), {"role": role, "addresses": GRANTING})()
    walk.take_up()
    try_each_form(walk, walk.nothing_is_added)


def test_focal_point_reaches_each_page_that_names_what_is_theirs(db: None) -> None:
    """Else nothing is tried there: what an address names has to exist."""
    walk = type("OneWalk", (FocalPointWalk,), {"addresses": OF_FOCAL_POINTS})()
    walk.register()
    walk.client.force_login(walk.user)
    naming = [
        one for one in OF_FOCAL_POINTS if {"run_id", "number", "field_id"} & {*one.parameters}
    ]

    reached = set()
    for one in naming:
        for path in paths_of([one], walk.own):
            page = walk.client.get(path)
            said(page)
            if page.status_code == HTTPStatus.OK:
                reached.add(one.name)

    assert reached == {"uploaded_list", "nomination", "file"}


def test_no_form_of_a_focal_point_approves(db: None) -> None:
    walk = type("OneWalk", (FocalPointWalk,), {"addresses": OF_FOCAL_POINTS})()
    walk.register()
    try_each_form(walk, walk.nobody_becomes_approved)
