"""A second badge of a delegate is never taken for the personal one."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django.utils import timezone
from i18nfield.strings import LazyI18nString

from badges.choices import Obstacle, Purpose
from badges.export_columns import cells_for
from badges.models import Badge, BadgeType, DesignVersion, Generation
from badges.previews.form_contents import wish_for
from badges.previews.talk import Wish
from badges.services import missing_badges
from badges.services.changed_badges import by_type, changed_badges
from badges.services.printing import generations
from badges.services.printing.jobs import SheetOrder, order_of_one
from badges.snapshot import with_what_badges_show
from badges.standing import badge_states
from badges.standing.badge_states import BadgeStates, held_by, with_badges, with_current_generations
from badges.standing.outdated_badges import outdated_badges
from badges.standing.print_plan import count_plans, make_plan, obstacles_of
from conference.models import Conference, User
from delegates.models import Category, Delegate
from tests.badges.conftest import AT, MakeDelegates, Send, WorkOff
from tests.factories import (
    BadgeFactory,
    BadgeTypeFactory,
    BadgeTypeZoneFactory,
    CategoryZoneFactory,
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


def day_type() -> BadgeType:
    return BadgeType.objects.get(is_personal=False)


def test_who_holds_only_a_day_badge_is_due_a_personal_one(
    conference: Conference, delegate: Delegate
) -> None:
    everybody = Delegate.objects.for_conference(conference)
    shown = with_badges(everybody).get()

    assert make_plan(conference, holder_ids=None, purpose=Purpose.FIRST).printable == [delegate.pk]
    assert count_plans(conference, holder_ids=None)[Purpose.REPLACE].printable == 0
    assert obstacles_of(delegate)[Purpose.AGAIN] == Obstacle.NOT_PRINTED
    assert [row.pk for row in badge_states.to_be_printed(everybody)] == [delegate.pk]
    assert [
        list(rows)
        for rows in (
            badge_states.holding(everybody),
            badge_states.holding_invalid(everybody, at=AT),
        )
    ] == [[], []]
    assert BadgeStates(conference, at=AT).of_delegate(shown) == ("wait", "To be printed")
    assert held_by(with_what_badges_show(everybody).get()) is None
    assert outdated_badges(conference) == {}
    assert badge_states.holders_of_live_badges(conference) == set()
    assert badge_states.holders_of_live_badges(conference, [delegate.pk]) == set()
    assert order_of_one(delegate, Purpose.FIRST).language == "en"
    assert cells_for(conference)(shown) == ("", "To be printed")
    due = missing_badges.due(conference, at=AT)
    assert due.unissued == 1
    assert due.changed == {(day_type().pk, "ru"): [delegate.pk]}


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
        chosen.generation_id for chosen in generations.live_of([delegate.pk], personal.badge.type)
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
    front = DesignVersion.objects.get().as_faces().front.source
    day = BadgeTypeFactory(
        conference=conference,
        design=DesignVersionFactory(
            design__conference=conference, html=front.html, css=front.css, is_in_use=True
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


@pytest.fixture
def dinner(conference: Conference) -> BadgeType:
    """Opens one zone, for an evening."""
    found: BadgeType = BadgeTypeFactory(
        conference=conference,
        name=LazyI18nString({"en": "Dinner", "ru": "Ужин"}),
        starts_at=dt.datetime(2018, 5, 3, 13, 30, tzinfo=dt.UTC),
        ends_at=dt.datetime(2018, 5, 3, 18, 0, tzinfo=dt.UTC),
    )
    BadgeTypeZoneFactory(type=found, zone__letter="Q")
    return found


def test_second_badge_shows_its_type_and_times_on_the_conference_clock(
    dinner: BadgeType, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    [delegate] = make_delegates()
    send([delegate])
    job = send([delegate], type=dinner)
    work_off()

    second = Generation.objects.get(badge__type=dinner).shown
    assert [field.text for field in (second.badge_type, second.opens_from, second.opens_until)] == [
        "Dinner",
        "3 May 2018, 18:30",
        "3 May 2018, 23:00",
    ]
    assert {
        (field.text, field.language)
        for field in (
            Generation.objects.personal().get().shown.badge_type,
            Generation.objects.personal().get().shown.opens_from,
        )
    } == {("", "")}
    assert job.type == dinner


def test_what_a_type_says_puts_its_own_badges_out_of_date_and_no_others(
    conference: Conference,
    dinner: BadgeType,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    clerk: User,
) -> None:
    [delegate] = make_delegates()
    for badge_type in (None, dinner):
        send([delegate], type=badge_type)
    work_off()
    assert outdated_badges(conference, dinner.pk) == outdated_badges(conference) == {}

    BadgeType.objects.filter(pk=dinner.pk).update(name=LazyI18nString({"en": "Gala"}))

    badges = with_current_generations(Badge.objects.order_by("serial"))
    states = BadgeStates(conference, at=AT)
    assert [states.is_outdated(badge) for badge in badges] == [False, True]
    assert outdated_badges(conference) == {}
    [group] = changed_badges(conference, at=AT)
    assert (group.badge_type, list(group.ids)) == (dinner, [delegate.pk])
    assert group.changes == ["Badge type: “Dinner” is “Gala” now"]
    [job] = missing_badges.send_changed(
        sheets=SheetOrder(), conference=conference, chosen=by_type([group]), by=clerk, at=AT
    )
    work_off()
    assert (job.type, changed_badges(conference, at=AT)) == (dinner, [])
    Delegate.objects.filter(pk=delegate.pk).update(function="Minister")
    assert dinner.ends_at
    assert [len(changed_badges(conference, at=at)) for at in (AT, dinner.ends_at)] == [2, 1]


def test_second_badge_left_valid_is_not_due_and_the_personal_one_is(
    conference: Conference,
    dinner: BadgeType,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    clerk: User,
) -> None:
    [delegate] = make_delegates()
    for badge_type in (None, dinner):
        send([delegate], type=badge_type)
    work_off()
    Delegate.objects.filter(pk=delegate.pk).update(function="Minister")
    groups = changed_badges(conference, at=AT)
    assert len({group.key for group in groups}) == 2

    second = [group for group in groups if group.badge_type == dinner]
    count = missing_badges.leave_valid(
        conference=conference, chosen=by_type(second), by=clerk, at=AT
    )

    assert count == 1
    assert [group.badge_type.is_personal for group in changed_badges(conference, at=AT)] == [True]


def test_badge_says_from_when_until_when_it_opens(
    conference: Conference,
    dinner: BadgeType,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
) -> None:
    [delegate] = make_delegates()
    send([delegate], type=dinner)
    work_off()
    badge = with_current_generations(Badge.objects.all()).get()
    assert dinner.starts_at
    assert dinner.ends_at

    with timezone.override(conference.zone):
        states = [
            BadgeStates(conference, at=at).in_words(badge)
            for at in (AT, dinner.starts_at, dinner.ends_at)
        ]

    assert states == [
        ("wait", "Valid from 3 May 2018, 18:30"),
        ("good", "Valid"),
        ("bad", "No longer valid since 3 May 2018, 23:00"),
    ]


def test_category_with_too_many_zones_refuses_no_type_that_has_its_own(
    conference: Conference, dinner: BadgeType, category: Category, make_delegates: MakeDelegates
) -> None:
    [delegate] = make_delegates()
    for number in range(11):
        CategoryZoneFactory(category=category, zone__letter=f"{number}")
    day = BadgeTypeFactory(conference=conference)

    assert [
        obstacles_of(delegate, type_id)[Purpose.FIRST] for type_id in (None, day.pk, dinner.pk)
    ] == [Obstacle.TOO_MANY_ZONES, Obstacle.TOO_MANY_ZONES, None]
