"""A second badge of a delegate is never taken for the personal one."""

import pytest
from django.db import IntegrityError

from badges import badge_states
from badges.badge_states import BadgeStates, held_by, outdated_badges, with_badges
from badges.choices import Obstacle, Purpose
from badges.export_columns import cells_for
from badges.models import BadgeType, DesignVersion, Generation
from badges.previews.form_contents import wish_for
from badges.previews.talk import Wish
from badges.print_plan import count_plans, make_plan, obstacles_of
from badges.services import generations, missing_badges
from badges.services.jobs import order_of_one
from badges.snapshot import with_what_badges_show
from conference.models import Conference
from delegates.models import Delegate
from tests.badges.conftest import AT, MakeDelegates, Send, WorkOff
from tests.factories import (
    BadgeFactory,
    BadgeTypeFactory,
    BadgeTypeZoneFactory,
    DesignVersionFactory,
    GenerationFactory,
    PrintJobFactory,
    ZoneFactory,
)


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
    assert badge_states.holders_of_live_badges(conference) == set()
    assert badge_states.holders_of_live_badges(conference, [delegate.pk]) == set()
    assert order_of_one(delegate, Purpose.FIRST).language == "en"
    assert cells_for(conference)(shown) == ("", "To be printed")
    due = missing_badges.due(conference)
    assert (due.unissued, due.changed_count) == (1, 0)


def test_form_shows_no_number_and_no_language_of_a_day_badge(
    conference: Conference, delegate: Delegate
) -> None:
    wish = wish_for(delegate, {}, conference=conference, language="fr")

    assert isinstance(wish, Wish)
    assert (wish.content.serial, wish.content.language) == ("00000-0", "en")


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
    assert [
        chosen.generation_id
        for chosen in generations.live_of([delegate.pk], personal.badge.type_id)
    ] == [personal.pk]
    assert (personal.badge.serial, personal.number) == (1, 1)
    day.refresh_from_db()
    assert (day.state, day.badge.serial) == ("live", 900)


def test_job_of_another_type_prints_second_badges_in_its_design_for_its_zones(
    conference: Conference, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    people = make_delegates(2)
    send(people)
    work_off()
    version = DesignVersion.objects.get()
    day = BadgeTypeFactory(
        conference=conference,
        design=DesignVersionFactory(
            design__conference=conference, html=version.html, css=version.css
        ).design,
    )
    zone = ZoneFactory(conference=conference, letter="Q")
    BadgeTypeZoneFactory(type=day, zone=zone)

    job = send(None, type=day)
    work_off()

    job.refresh_from_db()
    assert (job.state, job.page_count, job.type) == ("published", 2, day)
    printed = Generation.objects.filter(badge__type=day).order_by("badge__serial")
    assert [
        (row.state, row.number, row.badge.serial, row.content["zones"], row.design_version.design)
        for row in printed
    ] == [("live", 1, serial, ["Q"], day.design) for serial in (3, 4)]
    assert {row.content["zones"] == ["Q"] for row in Generation.objects.personal()} == {False}
    assert Generation.objects.live().count() == 4
    again = send([people[0]], Purpose.AGAIN, reason="paper_jam", type=day)
    assert again.entries.get().generation == printed[0]
    replaced = send([people[1]], Purpose.REPLACE, reason="lost", type=day)
    work_off()
    replaced.refresh_from_db()
    assert replaced.state == "published"
    assert set(Generation.objects.personal().values_list("state", flat=True)) == {"live"}
    assert list(
        Generation.objects.filter(badge__type=day)
        .order_by("badge__serial", "number")
        .values_list("state", "number")
    ) == [("live", 1), ("ended", 1), ("live", 2)]


def test_large_job_of_another_type_waits_for_nobody_of_the_personal_one(
    conference: Conference,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    all_jobs_are_large: None,
) -> None:
    [delegate] = make_delegates()
    day = BadgeTypeFactory(conference=conference)

    jobs = [send([delegate]), send([delegate], type=day)]
    work_off()

    assert [job.entries.get().generation.badge.type_id for job in jobs] == [
        BadgeType.objects.personal().get().pk,
        day.pk,
    ]


def test_type_of_another_conference_is_no_type_of_a_job(conference: Conference) -> None:
    with pytest.raises(IntegrityError, match="badges_printjob_type_stays_inside"):
        PrintJobFactory(conference=conference, type=BadgeTypeFactory())
