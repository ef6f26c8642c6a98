"""Twenty people at once for five places, from every way in: five have one, and nobody waits for
ever for a lock.
"""

import io
import os
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import timezone

from conference.errors import DomainError
from conference.models import User
from delegates.choices import EXPECTED, Accreditation
from delegates.importing import applying, running
from delegates.importing.running import Terms
from delegates.models import Delegate
from delegates.services import registering
from delegates.services.registration import self_registration
from delegates.services.review import (
    accreditation,
    handing_in,
    replacement,
    turns,
    undoing,
    waiting_list,
)
from tests.factories import (
    AT,
    DelegateFactory,
    FocalPointFactory,
    QuotaFactory,
    RegistrationSettingsFactory,
)

if TYPE_CHECKING:
    from tests.delegates.importing.conftest import Office

PLACES = 5
# Of four who have a place beside these, one gives it up.
TAKEN = 3
AFTERWARDS = [
    Accreditation.APPROVED,
    Accreditation.APPROVED,
    Accreditation.REJECTED,
    Accreditation.APPROVED,
]
# Whoever replaces somebody takes no place: handed in with the others, or not yet.
IN_STEAD = {Accreditation.DRAFT, Accreditation.SUBMITTED}
OVER = "The round is over"
ROUNDS = int(os.environ.get("ROUNDS", "10"))
HEADING = "Delegation;Given name;Family name"


def at_once(acts: list[Callable[[], object]]) -> None:
    """Raises what one of them raised: a deadlock, for one."""
    together = Barrier(len(acts))

    def begin(act: Callable[[], object]) -> None:
        try:
            together.wait()
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(begin, act) for act in acts]:
            done.result()


def unlike(chance: random.Random) -> str:
    """A name that resembles no other: nobody is asked."""
    return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=9)).title()


def ways_in(office: "Office", chance: random.Random) -> list[Callable[[], object]]:
    """Of twenty: drafts that a focal point or an officer hands in, people whom an officer restores
    or whose withdrawal they undo, people whom they enter, and lines of two files.
    """
    officer, at = office.organizer, timezone.now()
    of = {"delegation": office.tajikistan}
    decided = {"decided_at": AT, "decided_by": officer}
    drafts = [DelegateFactory(accreditation=Accreditation.DRAFT, **of) for _one in range(8)]
    rejected = [
        DelegateFactory(accreditation=Accreditation.REJECTED, **decided, **of) for _one in range(4)
    ]
    withdrawn = [DelegateFactory(approved=True, **of) for _one in range(2)]
    for row in withdrawn:
        accreditation.withdraw(delegate=row, reason="Ill", by=officer, at=at)
    typed = [
        Delegate(given_name=unlike(chance), family_name=unlike(chance), **of) for _one in range(2)
    ]
    files = [
        "\n".join([HEADING, *(f"TJ;{unlike(chance)};{unlike(chance)}" for _line in range(2))])
        for _file in range(2)
    ]
    together = {"by": officer, "at": at}
    return [
        *(unless_quicker(handing_in.submit, delegate=row, **together) for row in drafts[:2]),
        unless_quicker(handing_in.submit_many, delegates=drafts[3:1:-1], **together),
        *(partial(accreditation.restore, delegate=row, **together) for row in rejected[:2]),
        partial(
            accreditation.decide_many,
            delegate_ids=[row.pk for row in rejected[2:]],
            conference=office.conference,
            accreditation=Accreditation.SUBMITTED,
            **together,
        ),
        *(partial(undoing.undo_withdrawal, delegate=row, **together) for row in withdrawn),
        *(partial(registering.register, delegate=row, **together) for row in typed),
        *(partial(imported, office, text) for text in files),
    ]


def unless_quicker(act: Callable[..., object], **given: object) -> Callable[[], None]:
    """A focal point hands in whoever is a draft, an officer some of them: who comes second is told
    so.
    """

    def tried() -> None:
        try:
            act(**given)
        except DomainError:
            return

    return tried


@dataclass(frozen=True)
class Beside:
    """Those who have a place already, one way or another, while twenty ask for one."""

    approved: Delegate
    replacing: Delegate
    rejected: Delegate
    replaced: Delegate

    def states(self) -> list[str]:
        people = Delegate.objects.in_bulk(self.ids)
        return [people[pk].accreditation for pk in self.ids]

    @property
    def ids(self) -> list[int]:
        people = (self.approved, self.replacing, self.rejected, self.replaced)
        return [row.pk for row in people]


def with_places(office: "Office") -> Beside:
    of = {"delegation": office.tajikistan}
    former, replaced = (DelegateFactory(approved=True, **of) for _one in range(2))
    replacing = replacement.enter(
        former=former,
        delegate=Delegate(given_name="In", family_name="Turn", **of),
        by=office.organizer,
        at=timezone.now(),
    )
    return Beside(DelegateFactory(**of), replacing, DelegateFactory(**of), replaced)


def ways_round(
    office: "Office", beside: Beside, focal_points: Sequence[User]
) -> list[Callable[[], object]]:
    """What goes on among them: focal points hand in and replace somebody, officers decide in turn.
    One of the places becomes free by that, for one of the twenty.
    """
    at, delegation = timezone.now(), office.tajikistan
    by_officer = {"by": office.organizer, "at": at}
    decisions: list[tuple[Delegate, Callable[[Delegate], object]]] = [
        (row, lambda held: accreditation.approve(delegate=held, **by_officer))
        for row in (beside.approved, beside.replacing)
    ]
    decisions.append(
        (
            beside.rejected,
            lambda held: accreditation.reject(delegate=held, reason="No", **by_officer),
        )
    )
    new = Delegate(given_name="In", family_name="Stead", delegation=delegation)
    return [
        *(
            unless_quicker(self_registration.hand_in, delegation=delegation, by=user, at=at)
            for user in focal_points
        ),
        partial(
            self_registration.replace,
            former=beside.replaced,
            delegate=new,
            by=focal_points[0],
            at=at,
        ),
        *(
            partial(
                turns.decide, delegate=row, version=turns.version_of(row), act=act, **by_officer
            )
            for row, act in decisions
        ),
    ]


def imported(office: "Office", text: str) -> None:
    _report, result = running.import_at_once(
        file=io.BytesIO(text.encode()),
        conference=office.conference,
        terms=Terms(),
        by=office.organizer,
        at=timezone.now(),
    )
    assert result is not None
    assert result.created == 2


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_five_have_a_place(office: "Office") -> None:
    """The quotas overlap: those who meet hold several, and the sweep goes round among them."""
    conference, delegation = office.conference, office.tajikistan
    RegistrationSettingsFactory(conference=conference, opens_at=AT, offer_hours=0)
    focal_points = [FocalPointFactory(delegation=delegation).user for _one in range(2)]
    QuotaFactory(conference=conference, kind=delegation.kind, is_each=False, places=12)
    QuotaFactory(conference=conference, kind=None, category=office.categories["D"], places=10)
    QuotaFactory(conference=conference, kind=None, delegation=delegation, places=PLACES + TAKEN)

    for number in range(ROUNDS):
        beside = with_places(office)
        acts = ways_in(office, random.Random(number))
        acts += ways_round(office, beside, focal_points)
        at_once([*acts, partial(waiting_list.sweep, at=timezone.now())])

        of_twenty = Delegate.objects.filter(replaces=None).exclude(pk__in=beside.ids)
        of_twenty = of_twenty.exclude(decision_reason=OVER)
        people = of_twenty.filter(accreditation__in=EXPECTED)
        assert people.count() <= PLACES, number
        # The place of whoever was rejected, if all twenty were quicker.
        waiting_list.sweep(at=timezone.now())
        assert (number, people.count()) == (number, PLACES)
        assert of_twenty.filter(accreditation=Accreditation.WAITING).count() == 20 - PLACES
        assert beside.states() == AFTERWARDS
        assert Delegate.with_drafts.get(replaces=beside.replaced).accreditation in IN_STEAD
        Delegate.with_drafts.update(
            accreditation=Accreditation.REJECTED,
            decided_at=AT,
            decided_by=office.organizer,
            decision_reason=OVER,
            waiting_since=None,
            offered_until=None,
        )


@pytest.mark.django_db
def test_lines_over_quota_wait_in_their_order_and_the_report_says_so(office: "Office") -> None:
    QuotaFactory(conference=office.conference, kind=None, delegation=office.tajikistan, places=2)
    names = ["Ali;Valiev", "Zarina;Nazarova", "Bobur;Umarov", "Cholpon;Eshimova"]

    result = office.imported("\n".join([HEADING, *(f"TJ;{name}" for name in names)]))

    assert (result.created, result.waiting) == (4, 2)
    states = Delegate.objects.order_by("pk").values_list("accreditation", flat=True)
    assert list(states) == ["submitted", "submitted", "waiting", "waiting"]


@pytest.mark.django_db
def test_parts_of_a_file_are_counted_together(
    office: "Office", monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large file is entered in parts."""
    monkeypatch.setattr(applying, "CHUNK", 1)
    QuotaFactory(conference=office.conference, kind=None, delegation=office.tajikistan, places=1)

    result = office.imported(f"{HEADING}\nTJ;Ali;Valiev\nTJ;Zarina;Nazarova")

    assert (result.created, result.waiting) == (2, 1)
