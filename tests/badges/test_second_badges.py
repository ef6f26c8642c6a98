"""A second badge of a delegate is never taken for the personal one."""

import pytest

from badges import badge_states
from badges.badge_states import BadgeStates, held_by, outdated_badges, with_badges
from badges.choices import Obstacle, Purpose
from badges.export_columns import cells_for
from badges.models import Generation
from badges.print_plan import count_plans, make_plan, obstacles_of
from badges.services import generations, missing_badges
from badges.services.jobs import order_of_one
from badges.snapshot import with_what_badges_show
from conference.models import Conference
from delegates.models import Delegate
from tests.badges.conftest import AT, MakeDelegates, Send, WorkOff
from tests.factories import BadgeFactory, BadgeTypeFactory, GenerationFactory


@pytest.fixture
def delegate(conference: Conference, make_delegates: MakeDelegates) -> Delegate:
    """Holds a day badge, in Russian and out of date, and no personal one."""
    [found] = make_delegates()
    give_day_badge(found)
    return found


def give_day_badge(delegate: Delegate) -> Generation:
    day = BadgeTypeFactory(conference=delegate.conference)
    badge = BadgeFactory(type=day, delegate=delegate, serial=900)
    content = {"language": "ru", "serial": "00900", "code": "x", "function": {"text": "Former"}}
    found: Generation = GenerationFactory(badge=badge, live=True, content=content)
    return found


def test_who_holds_only_a_day_badge_is_due_a_personal_one(
    conference: Conference, delegate: Delegate
) -> None:
    everybody = Delegate.objects.for_conference(conference)
    shown = with_badges(everybody).get()

    assert make_plan(conference, delegate_ids=None, purpose=Purpose.FIRST).printable == [
        delegate.pk
    ]
    assert count_plans(conference, delegate_ids=None)[Purpose.REPLACE].printable == 0
    assert obstacles_of(delegate)[Purpose.AGAIN] == Obstacle.NOT_PRINTED
    assert [row.pk for row in badge_states.to_be_printed(everybody)] == [delegate.pk]
    assert [
        list(rows)
        for rows in (
            badge_states.holding(everybody),
            badge_states.holding_invalid(everybody, at=AT),
        )
    ] == [[], []]
    assert BadgeStates(conference).of_delegate(shown) == ("wait", "To be printed")
    assert held_by(with_what_badges_show(everybody).get()) is None
    assert outdated_badges(conference) == {}
    assert order_of_one(delegate, Purpose.FIRST).language == "en"
    assert cells_for(conference)(shown) == ("", "To be printed")
    due = missing_badges.due(conference)
    assert (due.unissued, due.changed_count) == (1, 0)


def test_a_day_badge_in_print_keeps_nobody_from_a_personal_one(
    conference: Conference, make_delegates: MakeDelegates
) -> None:
    [delegate] = make_delegates()
    day = BadgeFactory(type=BadgeTypeFactory(conference=conference), delegate=delegate)
    GenerationFactory(badge=day)

    assert obstacles_of(delegate)[Purpose.FIRST] is None
    assert list(badge_states.being_printed(Delegate.objects.all())) == []


def test_of_two_badges_the_personal_one_is_printed_numbered_and_repeated(
    conference: Conference, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    [delegate] = make_delegates()
    day = give_day_badge(delegate)
    send([delegate])
    work_off()
    personal = Generation.objects.personal().get()

    again = send([delegate], Purpose.AGAIN, reason="paper_jam")

    assert again.entries.get().generation == personal
    assert [chosen.generation_id for chosen in generations.live_of([delegate.pk])] == [personal.pk]
    assert (personal.badge.serial, personal.number) == (1, 1)
    day.refresh_from_db()
    assert (day.state, day.badge.serial) == ("live", 900)
