"""Twenty people at once for five places, from every way in: five have one, and nobody waits for
ever for a lock.
"""

import io
import os
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import timezone

from delegates.choices import EXPECTED, Accreditation
from delegates.importing import applying, running
from delegates.importing.running import Terms
from delegates.models import Delegate
from delegates.services import registering
from delegates.services.review import accreditation, handing_in, undoing, waiting_list
from tests.factories import AT, DelegateFactory, QuotaFactory

if TYPE_CHECKING:
    from tests.delegates.importing.conftest import Office

PLACES = 5
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
    """Of twenty: drafts of a focal point, people whom an officer restores or whose withdrawal they
    undo, people whom they enter, and lines of two files.
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
        *(partial(handing_in.submit, delegate=row, **together) for row in drafts[:5]),
        partial(handing_in.submit_many, delegates=drafts[:4:-1], **together),
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
    kind = office.tajikistan.kind
    QuotaFactory(conference=office.conference, kind=kind, is_each=False, places=9)
    QuotaFactory(conference=office.conference, kind=None, category=office.categories["D"], places=7)
    QuotaFactory(
        conference=office.conference, kind=None, delegation=office.tajikistan, places=PLACES
    )
    sweep = partial(waiting_list.sweep, at=timezone.now())

    for number in range(ROUNDS):
        at_once([*ways_in(office, random.Random(number)), sweep])

        people = Delegate.objects.filter(accreditation__in=EXPECTED).count()
        assert (number, people) == (number, PLACES)
        assert Delegate.objects.filter(accreditation=Accreditation.WAITING).count() == 15
        Delegate.with_drafts.update(
            accreditation=Accreditation.DRAFT,
            decided_at=None,
            decided_by=None,
            decision_reason="",
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
