"""Schedules of other programs: looked at, brought in, and brought in once more."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from i18nfield.strings import LazyI18nString

from conference.errors import DomainError
from conference.models import AuditEvent, Conference, Room, User
from sessions.choices import Audience, BookingUse, Part, SessionKind
from sessions.exchange.events import file_schedule
from sessions.exchange.guids import session_guid
from sessions.exchange.markup import written_schedule
from sessions.exchange.plan import SchedulePlan, schedule_plan
from sessions.known_programme import known_programme
from sessions.models import ImportedSession, RoomBooking, Session, SessionPart
from sessions.services import schedule_import
from sessions.services.time_zone import correct_time_zone
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegateFactory,
    RoomBookingFactory,
    RoomFactory,
    SessionFactory,
    UserFactory,
    VenueFactory,
    words,
)
from tests.sessions.exchange.schedules import day, event, frab, large, numbered, pretalx

WRITTEN_BY_PRETALX = Path(__file__).parents[1] / "exchange/pretalx-2026.2.1.xml"


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory()


@pytest.fixture
def by() -> User:
    return UserFactory()


def room_of(conference: Conference, name: str, **fields: Any) -> Room:
    return RoomFactory(venue__conference=conference, name=words(name), **fields)


def plan_of(conference: Conference, data: bytes, *, makes_rooms: bool = False) -> SchedulePlan:
    return schedule_import.check(data, conference, makes_rooms=makes_rooms).plan


def brought_in(
    conference: Conference, data: bytes, by: User, *, makes_rooms: bool = False
) -> SchedulePlan:
    return schedule_import.bring_in(
        data=data,
        conference=conference,
        makes_rooms=makes_rooms,
        seen=plan_of(conference, data, makes_rooms=makes_rooms).digest,
        by=by,
        at=AT,
    )


def sentences(plan: SchedulePlan) -> list[tuple[str, str, bool]]:
    return [(one.event, one.sentence, one.is_left_out) for one in plan.problems]


def at(hour: int, minute: int = 0) -> str:
    return f"2018-05-03T{hour:02}:{minute:02}:00+05:00"


def test_events_are_sessions_in_the_rooms_of_their_names(conference: Conference, by: User) -> None:
    navruz = room_of(conference, "Зали Наврӯз")
    texts = {"type": "Side event", "description": "Glaciers", "language": "ru"}
    people = ["Ada Lovelace", "Zsolt Nagy"]
    data = pretalx(day(event(people=people, **texts), room="ЗАЛИ НАВРУЗ"))

    brought_in(conference, data, by)

    session = Session.objects.get()
    assert session.title.data == {"ru": "Water"}
    assert session.description.data == {"ru": "Glaciers"}
    assert (session.kind, session.audience) == (SessionKind.SIDE_EVENT, Audience.PUBLIC)
    assert session.starts_at == dt.datetime(2018, 5, 3, 4, tzinfo=dt.UTC)
    assert session.ends_at == dt.datetime(2018, 5, 3, 5, tzinfo=dt.UTC)
    assert session.room == navruz
    assert RoomBooking.objects.get().is_main
    parts = SessionPart.objects.values_list("part", "name", "order")
    assert list(parts) == [(Part.SPEAKER, "Ada Lovelace", 0), (Part.SPEAKER, "Zsolt Nagy", 1)]
    assert ImportedSession.objects.get().session == session
    actions = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["session.added", "conference.schedule_imported"]


def test_what_pretalx_itself_wrote_comes_in_whole(conference: Conference, by: User) -> None:
    """Of eight invented sessions, by pretalx 2026.2.1 with the conference in Dushanbe's zone."""
    VenueFactory(conference=conference, is_main=True)

    plan = brought_in(conference, WRITTEN_BY_PRETALX.read_bytes(), by, makes_rooms=True)

    assert [one for one in plan.problems if one.is_left_out] == []
    found = Session.objects.order_by("starts_at").select_related("room")
    assert [
        (str(one.title), f"{conference.local(one.starts_at):%d %H:%M}", str(one.room))
        for one in found
    ] == [
        ("Opening", "03 08:00", "Room 0"),
        ("Об ва сулҳ", "03 12:00", "Room 2"),
        ("Rivers <shared>", "03 16:00", "Room 1"),
        ("Reception", "03 20:00", "Room 0"),
        ("Water & peace", "04 10:00", "Room 1"),
        ("مياه", "04 14:00", "Room 0"),
        ("Panel", "04 18:00", "Room 2"),
        ("After midnight", "05 01:00", "Room 1"),
    ]
    assert {one.ends_at - one.starts_at for one in found} == {dt.timedelta(minutes=50)}
    assert SessionPart.objects.count() == 16


def test_looking_changes_nothing(conference: Conference) -> None:
    plan = plan_of(conference, pretalx(day(event())), makes_rooms=True)

    assert [one.event.title for one in plan.new] == ["Water"]
    assert [room.name for room in plan.new_rooms] == ["Navruz"]
    assert not Session.objects.exists()
    assert not Room.objects.exists()


def test_missing_rooms_are_made_once_in_the_main_venue_or_named(
    conference: Conference, by: User
) -> None:
    VenueFactory(conference=conference)
    main = VenueFactory(conference=conference, is_main=True, order=9)
    hours = {"date": at(11)}
    data = pretalx(day(numbered(1)), day(numbered(2, **hours), room="NAVRUZ"))

    refused = plan_of(conference, data)
    brought_in(conference, data, by, makes_rooms=True)

    sentence = "There is no room “Navruz”. Add it, or let missing rooms be added."
    assert sentences(refused)[0] == ("Water", sentence, True)
    room = Room.objects.get()
    assert (str(room), room.venue) == ("Navruz", main)
    assert set(Session.objects.values_list("room", flat=True)) == {room.pk}


def test_room_of_another_venue_is_named_with_it(conference: Conference) -> None:
    library = VenueFactory(conference=conference, name=words("National Library"))
    there = RoomFactory(venue=library, name=words("Room 1"))
    room_of(conference, "Room 1")
    data = pretalx(
        day(numbered(1), room="Room 1"), day(numbered(2), room="Room 1, national library")
    )

    plan = plan_of(conference, data)

    sentence = "Several rooms are called “Room 1”: write its venue behind it, after a comma."
    assert sentences(plan) == [("Water", sentence, True)]
    assert [room.key for room in plan.rooms] == [there.pk]


def test_file_that_comes_again_changes_what_differs_and_nothing_else(
    conference: Conference, by: User
) -> None:
    room_of(conference, "Navruz")
    hall = room_of(conference, "Hall")
    first = pretalx(day(numbered(1), numbered(2, date=at(10))))
    brought_in(conference, first, by)
    session = Session.objects.get(imported_as__guid="guid-1")
    session.title = LazyI18nString({"en": "Water", "ru": "Вода"})
    session.kind = SessionKind.PANEL
    session.save()
    same = plan_of(conference, first)

    again = pretalx(day(numbered(1, title="Rivers", date=at(14)), room="Hall"))
    plan = brought_in(conference, again, by)

    assert same.does_nothing
    assert len(same.same) == 2
    assert [one.fields for one in plan.changed] == [("title", "starts_at", "ends_at", "room")]
    assert [one.title["en"] for one in plan.missing] == ["Water"]
    session.refresh_from_db()
    assert session.title.data == {"en": "Rivers", "ru": "Вода"}
    assert (session.room, session.kind) == (hall, SessionKind.PANEL)
    assert Session.objects.count() == 2
    assert AuditEvent.objects.filter(action="session.changed").count() == 1


def test_what_was_changed_here_stays_until_the_file_changes_it(
    conference: Conference, by: User
) -> None:
    room_of(conference, "Navruz")
    hall = room_of(conference, "Hall")
    data = pretalx(day(numbered(1, people=["Ada"])))  # type: ignore[arg-type]
    brought_in(conference, data, by)
    session = Session.objects.get()
    session.title, session.room = words("Ice"), hall
    session.starts_at, session.ends_at = (dt.datetime.fromisoformat(at(hour)) for hour in (15, 16))
    session.save()
    SessionPart.objects.all().delete()

    same = plan_of(conference, data)
    plan = brought_in(conference, pretalx(day(numbered(1, title="Rivers", people=["Ada"]))), by)  # type: ignore[arg-type]

    assert same.does_nothing
    assert [one.fields for one in plan.changed] == [("title",)]
    session.refresh_from_db()
    assert (str(session), session.room) == ("Rivers", hall)
    assert session.starts_at == dt.datetime.fromisoformat(at(15))
    assert not SessionPart.objects.exists()
    session.title = words("Ice")
    session.save()
    assert plan_of(conference, pretalx(day(numbered(1, title="Rivers")))).changed == []


def test_room_that_was_taken_is_asked_for_again_where_none_was_found_since(
    conference: Conference, by: User
) -> None:
    room, hall = room_of(conference, "Navruz"), room_of(conference, "Hall")
    nine = dt.datetime.fromisoformat(at(9))
    opening = SessionFactory(
        conference=conference, room=room, starts_at=nine, ends_at=nine + dt.timedelta(hours=1)
    )
    data = pretalx(day(numbered(1)))
    brought_in(conference, data, by)
    session = Session.objects.get(imported_as__isnull=False)

    session.room = hall
    session.save()
    elsewhere = plan_of(conference, data)
    session.room = None
    session.save()
    opening.delete()
    plan = brought_in(conference, data, by)

    assert elsewhere.does_nothing
    assert [one.fields for one in plan.changed] == [("room",)]
    assert Session.objects.get().room == room


def test_people_of_the_file_come_and_go_and_delegates_stay(
    conference: Conference, by: User
) -> None:
    data = pretalx(day(event(people=["Ada Lovelace", "Zsolt Nagy"]), room=""))
    brought_in(conference, data, by)
    session = Session.objects.get()
    delegate = DelegateFactory(
        delegation__conference=conference, given_name="Ada", family_name="LOVELACE"
    )
    SessionPart.objects.filter(name="Ada Lovelace").update(name="", delegate=delegate)
    SessionPart.objects.create(
        conference=conference, session=session, part=Part.CHAIR, name="Chair", order=2
    )

    brought_in(conference, pretalx(day(event(people=["Lovelace, Ada", "Mary"]), room="")), by)

    people = SessionPart.objects.order_by("order").values_list("name", "delegate")
    assert list(people) == [("", delegate.pk), ("Chair", None), ("Mary", None)]


def test_sessions_that_change_places_leave_their_rooms_first(
    conference: Conference, by: User
) -> None:
    one, other = room_of(conference, "One"), room_of(conference, "Other")
    beside = room_of(conference, "Beside")
    brought_in(
        conference, pretalx(day(numbered(1), room="One"), day(numbered(2), room="Other")), by
    )
    first = Session.objects.get(imported_as__guid="guid-1")
    RoomBookingFactory(overflow=True, session=first, room=beside)

    brought_in(
        conference, pretalx(day(numbered(1), room="Other"), day(numbered(2), room="One")), by
    )

    assert list(Session.objects.order_by("pk").values_list("room", flat=True)) == [other.pk, one.pk]
    first.refresh_from_db()
    assert first.overflow_rooms() == [beside]


def test_who_finds_the_room_taken_comes_without_and_is_named(
    conference: Conference, by: User
) -> None:
    room = room_of(conference, "Navruz", turn_round=15)
    nine = dt.datetime.fromisoformat(at(9))
    SessionFactory(
        conference=conference,
        room=room,
        title=words("Opening"),
        starts_at=nine,
        ends_at=nine + dt.timedelta(minutes=30),
    )
    RoomBookingFactory(
        room=room,
        use=BookingUse.CLOSURE,
        session=None,
        note="Sound check",
        starts_at=nine + dt.timedelta(hours=5),
        ends_at=nine + dt.timedelta(hours=6),
    )
    data = pretalx(
        day(
            numbered(1, title="Too early", date=at(9, 40)),
            numbered(2, title="Free", date=at(11)),
            numbered(3, title="Late", date=at(11, 50)),
            numbered(4, title="Over the check", date=at(13), duration="04:00"),
            numbered(5, title="Coffee", date=at(9), type="Break"),
        )
    )

    plan = brought_in(conference, data, by)

    taken = "Its room is taken by “{}”, Thursday 3 May, {}: it comes in without a room."
    assert sentences(plan) == [
        ("Too early", taken.format("Opening", "09:00"), False),
        ("Late", taken.format("Free", "11:00"), False),
        ("Over the check", taken.format("Sound check", "14:00"), False),
    ]
    in_rooms = Session.objects.filter(imported_as__isnull=False, room=room)
    assert {str(session) for session in in_rooms} == {"Free", "Coffee"}
    assert plan_of(conference, data).does_nothing


def test_what_is_cancelled_here_takes_no_room(conference: Conference, by: User) -> None:
    room_of(conference, "Navruz")
    brought_in(conference, pretalx(day(numbered(1))), by)
    known = known_programme(conference)
    [(key, session)] = known.sessions.items()
    cancelled = replace(known, sessions={key: replace(session, is_cancelled=True)}, bookings=())
    data = pretalx(day(numbered(1, title="Ice", date=at(10)), numbered(2, date=at(10))))
    schedule = file_schedule(
        written_schedule(data), zone=conference.zone, languages=conference.languages
    )

    plan = schedule_plan(schedule, cancelled, makes_rooms=False)

    assert sentences(plan) == []
    assert [one.fields for one in plan.changed] == [("title", "starts_at", "ends_at")]


def test_what_was_written_from_this_programme_is_not_read_back(conference: Conference) -> None:
    session = SessionFactory(conference=conference)
    data = pretalx(day(event(attributes=f'guid="{session_guid(session.code)}"'), room=""))

    plan = plan_of(conference, data)

    assert (plan.own, sentences(plan), plan.does_nothing) == (1, [], True)


def test_orders_that_are_full_already_hold_one_more(conference: Conference, by: User) -> None:
    """Somebody gave the last room and the last speaker the largest number there is."""
    room_of(conference, "Navruz", order=32_767)
    brought_in(conference, pretalx(day(event(people=["Ada"]))), by)
    SessionPart.objects.update(order=32_767)

    data = pretalx(day(event(people=["Ada", "Eve"])), day(numbered(2, start="12:00"), room="Sogd"))
    brought_in(conference, data, by, makes_rooms=True)

    assert sorted(str(room.name) for room in Room.objects.all()) == ["Navruz", "Sogd"]
    assert sorted(SessionPart.objects.values_list("name", flat=True)) == ["Ada", "Eve"]


def test_room_that_a_session_keeps_is_none_of_the_files(conference: Conference, by: User) -> None:
    room_of(conference, "Navruz")
    other = room_of(conference, "Sogd")
    data = pretalx(day(event()))
    brought_in(conference, data, by)
    Session.objects.update(room=other)

    assert plan_of(conference, data).rooms == ()


def test_nothing_is_done_where_something_else_was_seen(conference: Conference, by: User) -> None:
    room = room_of(conference, "Navruz")
    data = pretalx(day(event()))
    seen = plan_of(conference, data).digest
    nine = dt.datetime.fromisoformat(at(9))
    SessionFactory(
        conference=conference, room=room, starts_at=nine, ends_at=nine + dt.timedelta(hours=1)
    )

    with pytest.raises(DomainError, match="The agenda has changed since you looked"):
        schedule_import.bring_in(
            data=data, conference=conference, makes_rooms=False, seen=seen, by=by, at=AT
        )

    assert Session.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_events(
    conference: Conference, by: User, count: int, django_assert_num_queries: Any
) -> None:
    VenueFactory(conference=conference)
    data = large(count, rooms=count)
    with django_assert_num_queries(6):
        seen = plan_of(conference, data, makes_rooms=True).digest

    with django_assert_num_queries(21):
        schedule_import.bring_in(
            data=data, conference=conference, makes_rooms=True, seen=seen, by=by, at=AT
        )

    assert Session.objects.count() == count


# The time zone


WITHOUT_OFFSET = frab(day(event(date="", start="09:00"), room=""))
WITH_OFFSET = pretalx(day(event(), room=""))


@pytest.mark.parametrize("zones", [["Asia/Tokyo"], ["Asia/Tokyo", "Europe/Berlin"]])
@pytest.mark.parametrize("data", [WITHOUT_OFFSET, WITH_OFFSET], ids=["without", "with offset"])
def test_file_says_nothing_anew_because_the_time_zone_was_corrected_here(
    conference: Conference, by: User, data: bytes, zones: list[str]
) -> None:
    """What was moved by hand stays where it is, however the file says when it begins."""
    brought_in(conference, data, by)
    for zone in zones:
        conference = correct_time_zone(conference=conference, time_zone=zone, by=by, at=AT)
    session = Session.objects.get()
    session.starts_at, session.ends_at = (
        moment + dt.timedelta(hours=1) for moment in (session.starts_at, session.ends_at)
    )
    session.save()

    again = [brought_in(conference, data, by).does_nothing for _time in range(2)]

    session.refresh_from_db()
    assert again == [True, True]
    assert f"{conference.local(session.starts_at):%H:%M}" == "10:00"


def test_file_that_moves_a_session_once_the_time_zone_is_corrected_is_heeded(
    conference: Conference, by: User
) -> None:
    brought_in(conference, WITHOUT_OFFSET, by)
    conference = correct_time_zone(conference=conference, time_zone="Asia/Tokyo", by=by, at=AT)

    brought_in(conference, frab(day(event(date="", start="11:00"), room="")), by)

    assert f"{conference.local(Session.objects.get().starts_at):%H:%M}" == "11:00"


def test_file_brought_in_before_anything_was_remembered_of_it_is_no_hindrance(
    conference: Conference, by: User
) -> None:
    brought_in(conference, WITHOUT_OFFSET, by)
    ImportedSession.objects.update(written={})

    correct_time_zone(conference=conference, time_zone="Asia/Tokyo", by=by, at=AT)

    assert ImportedSession.objects.get().written == {}
