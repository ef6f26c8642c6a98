"""Every service that changes a delegate or a delegation asks for the scope of whoever calls it.

The services are found in the source, by what they are given; a page that asks before is no reason
not to ask: a service is called from several.
"""

import datetime as dt
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest

from conference.choices import Role
from conference.errors import DomainError
from conference.models import AuditEvent, Conference, User
from delegates import services
from delegates.choices import Accreditation
from delegates.models import Delegate, FocalPoint, FocalPointInvitation, ScopeLine
from delegates.services.registering import Change
from delegates.services.registration.nominations import Note
from delegates.services.registration.own_fields import Given
from tests.factories import (
    AT,
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    DelegationKindFactory,
    DelegationTaskFactory,
    FocalPointFactory,
    FocalPointInvitationFactory,
    InvitationRequestFactory,
    MessageFactory,
    NominationFactory,
    OwnFieldFactory,
    ProposalFactory,
    StaffRoleFactory,
    StaffScopeFactory,
)

CONCERNING = re.compile(
    r"\b(Delegate|Delegation|Change|Proposal|Nomination|FocalPoint|FocalPointInvitation|Message)\b"
)
# Of a staff role, of a focal point, and of whoever was invited.
REFUSED = re.compile(
    r"your staff role is (not )?for|no longer a focal point|withdrawn or answered", re.IGNORECASE
)
ASKING_NOTHING = {
    "identity.resembling": "changes nothing, and asks about nobody whom the user does not see",
    "needs.read": "changes nothing; the page shows whom the user sees",
    "undoing.why_not_undone": "changes nothing",
    "undoing.why_withdrawal_stays": "changes nothing",
    "focal_points.preview": "changes nothing: it is what the user would send",
    "messages.read": "notes what the focal point has read themselves",
    "self_registration.forget_typed": "forgets what the user typed themselves",
    "handing_in.admitted": "of people whom a service holds that has asked",
    "proposals.propose": "of people held by a focal point, whose standing was asked",
    "proposals.propose_head": "of people held by a focal point, whose standing was asked",
    "proposals.take_back": "of people held by a focal point, whose standing was asked",
    "turns.take": "takes nobody who is not in the officer's line, which has the scope",
    "turns.skip": "ends a lease of the user's own",
    "turns.leave": "ends a lease of the user's own",
    "turns.decide": "calls a service that asks",
}


def public_services() -> Iterator[tuple[str, Callable[..., object]]]:
    for module in pkgutil.walk_packages(services.__path__, f"{services.__name__}."):
        if module.name.endswith(".scopes"):
            continue
        found = import_module(module.name)
        for name, each in inspect.getmembers(found, inspect.isfunction):
            if each.__module__ == module.name and not name.startswith("_"):
                yield f"{module.name.rpartition('.')[2]}.{name}", each


def concerns_people(service: Callable[..., object]) -> bool:
    parameters = inspect.signature(service).parameters
    kinds = " ".join(str(one.annotation) for name, one in parameters.items() if name != "by")
    return "by" in parameters and bool(CONCERNING.search(kinds))


CONCERNED = {name: service for name, service in public_services() if concerns_people(service)}
ASKING = sorted(CONCERNED.keys() - ASKING_NOTHING.keys())


@pytest.fixture
def beyond() -> Delegate:
    delegate: Delegate = DelegateFactory(delegation__reopened_until=AT + dt.timedelta(days=1))
    return delegate


@pytest.fixture
def officer(beyond: Delegate) -> User:
    """For the media alone."""
    conference: Conference = beyond.conference
    scope = StaffScopeFactory(conference=conference)
    media = DelegationKindFactory(conference=conference, code="media")
    ScopeLine.objects.create(conference=conference, scope=scope, kind=media)
    held = StaffRoleFactory(role=Role.REGISTRATION_OFFICER, conference=conference, scope=scope)
    user: User = held.user
    return user


def invited(beyond: Delegate) -> FocalPointInvitation:
    invitation: FocalPointInvitation = FocalPointInvitationFactory(delegation=beyond.delegation)
    return invitation


def registering_it(beyond: Delegate) -> FocalPoint:
    focal_point: FocalPoint = FocalPointFactory(delegation=beyond.delegation)
    return focal_point


def somebody_new(beyond: Delegate) -> Delegate:
    return Delegate(delegation=beyond.delegation, given_name="Ali", family_name="Karimov")


def own_delegation(beyond: Delegate) -> Any:
    media = DelegationKindFactory(conference=beyond.conference, code="media")
    return DelegationFactory(conference=beyond.conference, kind=media)


def own_field(beyond: Delegate) -> Any:
    return OwnFieldFactory(conference=beyond.conference)


# How each parameter is given; of one service otherwise where its name stands before.
GIVEN: dict[str, Callable[[Delegate], Any]] = {
    "delegate": lambda row: row,
    "delegates": lambda row: [row],
    "delegation": lambda row: row.delegation,
    "delegations": lambda row: [row.delegation],
    "conference": lambda row: row.conference,
    "changes": lambda row: [Change(row, {"function": "Minister"})],
    "fields": lambda _row: {"function": "Minister"},
    "former": lambda row: row,
    "other": lambda row: DelegateFactory(delegation=row.delegation),
    "proposal": lambda row: ProposalFactory(delegate=row),
    "nomination": lambda row: NominationFactory(delegation=row.delegation),
    "note": lambda _row: Note("1/2", AT.date()),
    "noted": lambda _row: {},
    "invitation": invited,
    "invitations": lambda row: [invited(row)],
    "focal_point": registering_it,
    "message": lambda row: MessageFactory(delegation=row.delegation),
    "request": lambda row: InvitationRequestFactory(conference=row.conference),
    "task": lambda row: DelegationTaskFactory(conference=row.conference),
    "answers": lambda row: {own_field(row): Given(text="Yes")},
    "reason": lambda _row: "Because",
    "text": lambda _row: "Good morning",
    "email": lambda _row: "anna@example.org",
    "until": lambda _row: AT + dt.timedelta(days=1),
    "is_done": lambda _row: True,
    "is_from_secretariat": lambda _row: True,
    "dietary": lambda _row: "Fish",
    "access": lambda _row: "",
    "given_name": lambda _row: "Ann",
    "family_name": lambda _row: "Karim",
    "chosen": lambda _row: [],
    "typed": lambda _row: {},
    "accreditation": lambda _row: Accreditation.WITHDRAWN,
    "moving.move delegation": own_delegation,
    "delegations.register delegation": lambda row: DelegationFactory.build(
        conference=row.conference, kind=row.delegation.kind, country=CountryFactory()
    ),
    "delegations.change fields": lambda _row: ["acronym"],
    "delegations.appoint_heads heads": lambda row: {row.delegation_id: row},
    "accreditation.return_ fields": lambda _row: ["function"],
    "registering.register delegate": somebody_new,
    "registering.register_many delegates": lambda row: [somebody_new(row)],
    "replacement.replace delegate": somebody_new,
    "replacement.enter delegate": somebody_new,
    "self_registration.add delegate": somebody_new,
    "self_registration.replace delegate": somebody_new,
}
GIVEN["delegations.register_many delegations"] = lambda row: [
    GIVEN["delegations.register delegation"](row)
]


def given_to(name: str, row: Delegate) -> dict[str, Any]:
    parameters = inspect.signature(CONCERNED[name]).parameters
    return {
        each: (GIVEN.get(f"{name} {each}") or GIVEN[each])(row)
        for each, one in parameters.items()
        if each not in ("by", "at") and (one.default is one.empty or each == "delegation")
    }


@pytest.mark.parametrize("name", ASKING)
def test_service_refuses_what_is_beyond_the_scope(
    beyond: Delegate, officer: User, name: str
) -> None:
    given = given_to(name, beyond)
    now = {"at": AT} if "at" in inspect.signature(CONCERNED[name]).parameters else {}
    before = AuditEvent.objects.count()

    with pytest.raises(DomainError, match=REFUSED):
        CONCERNED[name](**given, by=officer, **now)

    assert AuditEvent.objects.count() == before


def test_what_asks_nothing_is_there() -> None:
    assert ASKING_NOTHING.keys() - CONCERNED.keys() == set()
    assert all(ASKING_NOTHING.values())
