"""The programme in the admin: rooms, steps, the zone, and two editors at once."""

import datetime as dt
import re
import threading
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from conference.choices import Role
from conference.models import AuditEvent, Conference, Room
from delegates.models import Delegate
from sessions import rooms
from sessions.choices import Audience, Part, SessionKind, SessionState
from sessions.models import Session
from tests.deciding import confirmed, decided, effects, left_out
from tests.factories import (
    ConferenceFactory,
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    RoomFactory,
    SessionFactory,
    SessionOrganizerFactory,
    SessionPartFactory,
    StaffRoleFactory,
    VenueFactory,
    words,
)
from tests.here import HERE, here
from tests.releasing import release

LIST = here("agenda_session_changelist")
ADD = f"{LIST}add/"
HALL = "Plenary Hall · Congress Centre"
TAKEN = "Plenary Hall is taken by “Opening”, Thursday 3 May, 09:00–10:00 (UTC+5)."


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(slug=HERE, languages=["en", "tg"])


@pytest.fixture
def hall(conference: Conference) -> Room:
    venue = VenueFactory(conference=conference, name=words("Congress Centre"))
    return RoomFactory(venue=venue, name=words("Plenary Hall"))


@pytest.fixture
def programme_officer(conference: Conference, client: Client) -> Client:
    role = StaffRoleFactory(conference=conference, role=Role.PROGRAMME_OFFICER)
    client.force_login(role.user)
    return client


def opening(hall: Room, **fields: object) -> Session:
    """From 09:00 to 10:00 in Dushanbe."""
    return SessionFactory(
        conference=hall.conference, room=hall, **{"title": words("Opening"), **fields}
    )


def typed(room: Room | None = None, **changed: object) -> dict[str, Any]:
    """What the form posts, times on the clock of Dushanbe."""
    return {
        "title_0": "Panel",
        "title_1": "",
        "description_0": "",
        "description_1": "",
        "kind": "panel",
        "audience": "public",
        "starts_at_0": "2018-05-03",
        "starts_at_1": "09:30",
        "ends_at_0": "2018-05-03",
        "ends_at_1": "11:00",
        "room": room.pk if room else "",
        **{
            f"{prefix}-{name}": value
            for prefix in ("session_items", "parts", "session_organizers")
            for name, value in (
                ("TOTAL_FORMS", 0),
                ("INITIAL_FORMS", 0),
                ("MIN_NUM_FORMS", 0),
                ("MAX_NUM_FORMS", 1000),
            )
        },
        **changed,
    }


def errors(response: Any) -> list[str]:
    lists = re.findall(
        r'<ul class="errorlist[^"]*"[^>]*>(.*?)</ul>', response.content.decode(), re.DOTALL
    )
    return [item for found in lists for item in re.findall(r"<li>(.*?)</li>", found, re.DOTALL)]


# Entering


def test_times_are_entered_on_the_conferences_clock(
    programme_officer: Client, conference: Conference
) -> None:
    response = programme_officer.post(ADD, typed())

    session = Session.objects.get()
    assert response.status_code == 302
    assert session.starts_at == dt.datetime(2018, 5, 3, 4, 30, tzinfo=dt.UTC)
    assert (session.conference, session.state) == (conference, SessionState.PLANNED)
    assert [event.action for event in AuditEvent.objects.all()] == ["session.added"]


def test_zone_of_the_times_is_said(programme_officer: Client) -> None:
    page = programme_officer.get(ADD).content.decode()

    assert "Local time in Asia/Dushanbe, UTC+5" in page


def test_languages_are_ticked(programme_officer: Client, hall: Room) -> None:
    session = opening(hall, is_released=True, floor_languages=["en"])
    address = f"{LIST}{session.pk}/change/"
    ticked = typed(hall, expected="120", floor_languages=["en"], interpretation=["fr", "ru"])
    loaded = programme_officer.get(address).context["adminform"].form["loaded_values"].value()

    programme_officer.post(address, ticked)
    behind = programme_officer.post(address, {**ticked, "loaded_values": loaded})

    session.refresh_from_db()
    assert session.expected == 120
    assert (session.floor_languages, session.interpretation) == (["en"], ["fr", "ru"])
    assert any("Now stored: “French, Russian”." in unescape(said) for said in errors(behind))


def test_taken_room_is_named_with_who_has_it(programme_officer: Client, hall: Room) -> None:
    opening(hall)

    response = programme_officer.post(ADD, typed(hall))

    assert errors(response) == [TAKEN]
    assert Session.objects.count() == 1


def test_rooms_that_a_session_overflows_into_are_taken_with_its_own(
    programme_officer: Client, hall: Room
) -> None:
    foyer, gallery = (RoomFactory(venue=hall.venue, name=words(name)) for name in ("Foyer", "Loft"))
    opening(foyer)
    refused = programme_officer.post(ADD, typed(hall, overflow_rooms=[foyer.pk, gallery.pk]))
    again = programme_officer.post(ADD, typed(hall, overflow_rooms=[hall.pk]))
    coffee = programme_officer.post(ADD, typed(hall, kind="break", overflow_rooms=[gallery.pk]))

    programme_officer.post(ADD, typed(hall, overflow_rooms=[gallery.pk]))
    session = Session.objects.exclude(room=foyer).get()
    both = {(row.room, row.is_main) for row in session.bookings.all()}
    programme_officer.post(f"{LIST}{session.pk}/change/", typed(gallery, overflow_rooms=[hall.pk]))

    assert errors(refused) == [TAKEN.replace("Plenary Hall", "Foyer")]
    assert errors(again) == ["Plenary Hall is its own room already."]
    assert errors(coffee) == ["A break takes no room from others."]
    assert both == {(hall, True), (gallery, False)}
    assert {(row.room, row.is_main) for row in session.bookings.all()} == {
        (gallery, True),
        (hall, False),
    }
    assert AuditEvent.objects.latest("pk").fields == ["overflow_rooms", "room"]


def test_overflow_that_somebody_else_changed_meanwhile_is_not_saved_over(
    programme_officer: Client, hall: Room
) -> None:
    foyer = RoomFactory(venue=hall.venue, name=words("Foyer"))
    session = opening(hall, title=words("Panel"), kind="panel")
    page = programme_officer.get(f"{LIST}{session.pk}/change/").content.decode()
    loaded = re.findall(r'name="loaded_values" value="([^"]*)"', page)[0]
    same = typed(hall, starts_at_1="09:00", ends_at_1="10:00", loaded_values=loaded)
    programme_officer.post(f"{LIST}{session.pk}/change/", same | {"overflow_rooms": [foyer.pk]})

    late = programme_officer.post(f"{LIST}{session.pk}/change/", same | {"title_0": "Late"})

    assert "Now stored: “Foyer" in late.content.decode()
    assert session.bookings.count() == 2


def test_end_before_start_is_told_at_the_end(programme_officer: Client, hall: Room) -> None:
    response = programme_officer.post(ADD, typed(hall, ends_at_1="08:00"))

    assert errors(response) == ["The end must be after the start."]


def test_session_may_be_edited_in_its_own_time(programme_officer: Client, hall: Room) -> None:
    session = opening(hall)
    same = typed(hall, starts_at_1="09:00", ends_at_1="10:00")

    response = programme_officer.post(f"{LIST}{session.pk}/change/", same)

    session.refresh_from_db()
    assert response.status_code == 302
    assert str(session.title) == "Panel"


def test_text_of_many_lines_is_cleaned_of_what_copying_leaves(
    programme_officer: Client, hall: Room
) -> None:
    programme_officer.post(
        ADD, typed(hall, description_0="One\u00ad\u200b\u2028two\r\n\r\nthree\u00a0four")
    )
    answer = programme_officer.post(ADD, typed(description_0="\u202eretaW"))

    session = Session.objects.get()
    assert session.description.data == {"en": "One\ntwo\n\nthree four"}
    assert errors(answer) == [
        "Contains a hidden direction control (U+202E) that can turn the text round; type it again."
    ]


def test_texts_are_asked_for_in_the_conferences_languages(programme_officer: Client) -> None:
    page = programme_officer.get(ADD).content.decode()

    assert re.findall(r'name="title_(\d)"', page) == ["0", "1"]


def test_only_rooms_of_the_conference_are_offered(programme_officer: Client, hall: Room) -> None:
    RoomFactory(name=words("Elsewhere"))

    page = programme_officer.get(ADD).content.decode()

    assert HALL in page
    assert "Elsewhere" not in page


@pytest.mark.parametrize("field", ["room", "delegate", "delegation"])
def test_row_of_another_conference_is_refused(
    programme_officer: Client, conference: Conference, field: str
) -> None:
    forged: dict[str, dict[str, Any]] = {
        "room": {"room": RoomFactory()},
        "delegate": {
            "parts-TOTAL_FORMS": 1,
            "parts-0-part": "chair",
            "parts-0-order": 0,
            "parts-0-delegate": DelegateFactory().pk,
        },
        "delegation": {
            "session_organizers-TOTAL_FORMS": 1,
            "session_organizers-0-order": 0,
            "session_organizers-0-delegation": DelegationFactory().pk,
        },
    }

    response = programme_officer.post(ADD, typed(**forged[field]))

    assert response.status_code == 200
    assert Session.objects.count() == 0


def test_people_and_organizers_belong_to_the_sessions_conference(
    programme_officer: Client, conference: Conference
) -> None:
    delegate = DelegateFactory(delegation=DelegationFactory(conference=conference))
    people = {
        "parts-TOTAL_FORMS": 2,
        "parts-0-part": "chair",
        "parts-0-order": 0,
        "parts-0-delegate": delegate.pk,
        "parts-1-part": "speaker",
        "parts-1-order": 1,
        "parts-1-name": "Amina Idrissi",
        "session_organizers-TOTAL_FORMS": 1,
        "session_organizers-0-order": 0,
        "session_organizers-0-delegation": delegate.delegation.pk,
    }

    response = programme_officer.post(ADD, typed(**people))

    assert response.status_code == 302, errors(response)
    session = Session.objects.get()
    assert [(part.part, part.delegate, part.name) for part in session.parts.all()] == [
        ("chair", delegate, ""),
        ("speaker", None, "Amina Idrissi"),
    ]
    assert [row.delegation for row in session.session_organizers.all()] == [delegate.delegation]


def test_state_and_code_cannot_be_posted(programme_officer: Client) -> None:
    forged = {"state": "cancelled", "code": "mine"}

    programme_officer.post(ADD, typed(**forged))

    session = Session.objects.get()
    assert session.state == SessionState.PLANNED
    assert session.code != "mine"


# Decisions


@pytest.mark.parametrize(
    ("before", "after", "follows"),
    [
        (
            SessionState.PLANNED,
            SessionState.CANCELLED,
            "Plenary Hall is free from 09:00 to 10:00.",
        ),
        (
            SessionState.CANCELLED,
            SessionState.PLANNED,
            "Readers see it on the agenda as it was until you release the change.",
        ),
    ],
)
def test_actions_say_what_follows_and_decide_for_the_chosen_rows(
    programme_officer: Client, hall: Room, before: str, after: str, follows: str
) -> None:
    session = opening(hall, state=before, is_released=True)
    chosen = {"action": after, "_selected_action": [session.pk]}

    page = programme_officer.post(LIST, chosen)
    session.refresh_from_db()
    before_confirmed = session.state
    confirmed(programme_officer, LIST, page, reason="Rain")

    session.refresh_from_db()
    assert follows in effects(page)
    assert (before_confirmed, session.state) == (before, after)


def test_action_that_is_possible_for_none_decides_nothing_and_says_why(
    programme_officer: Client, hall: Room
) -> None:
    one, other = (
        opening(hall, title=words(title), state=SessionState.CANCELLED) for title in ("Gone", "Off")
    )
    chosen = {"action": "cancelled", "_selected_action": [one.pk, other.pk]}

    response = programme_officer.post(LIST, chosen, follow=True)

    assert [str(said) for said in response.context["messages"]] == [
        "Gone: “Cancel the session” is not possible.",
        "Off: “Cancel the session” is not possible.",
    ]


def test_holding_many_after_all_does_what_it_can_and_names_the_rest_with_the_reason(
    programme_officer: Client, hall: Room
) -> None:
    """One was never cancelled, the room of another went to somebody since it was."""
    held = opening(hall)
    gone = {"state": SessionState.CANCELLED, "conference": hall.conference}
    roomless = SessionFactory(room=None, title=words("Walk"), **gone)
    crowded = opening(hall, title=words("Crowded"), state=SessionState.CANCELLED)
    chosen = [row.pk for row in (held, roomless, crowded)]

    asked = programme_officer.post(LIST, {"action": "planned", "_selected_action": chosen})
    answer = confirmed(programme_officer, LIST, asked)

    assert left_out(asked) == ["Opening: “Hold it after all” is not possible."]
    found = dict(Session.objects.values_list("pk", "state"))
    assert [found[pk] for pk in chosen] == ["planned", "planned", "cancelled"]
    assert [str(said) for said in answer.context["messages"]] == [
        "Planned: 1 session.",
        "“Opening” is “Planned” and cannot become “Planned”.",
        "Plenary Hall is taken by “Opening”, Thursday 3 May, 09:00–10:00 (UTC+5).",
    ]


def test_decisions_of_other_conferences_do_not_exist(programme_officer: Client) -> None:
    stranger = SessionFactory()

    response = programme_officer.post(f"{LIST}{stranger.pk}/decide/cancelled/")

    stranger.refresh_from_db()
    assert (response.status_code, stranger.state) == (404, SessionState.PLANNED)


def test_what_readers_have_seen_is_not_deleted(programme_officer: Client, hall: Room) -> None:
    seen = opening(hall, state=SessionState.CANCELLED, is_released=True)
    unseen = opening(hall)

    answers = [
        programme_officer.post(f"{LIST}{session.pk}/delete/", {"post": "yes"}).status_code
        for session in (seen, unseen)
    ]

    assert answers == [403, 302]
    assert list(Session.objects.all()) == [seen]


# What decisions of others do to the agenda


@pytest.fixture
def organizer(conference: Conference, client: Client) -> Client:
    client.force_login(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)
    return client


def test_sessions_that_lose_their_people_are_named(organizer: Client, hall: Room) -> None:
    delegate = DelegateFactory(delegation__conference=hall.conference)
    session = opening(hall)
    gone = opening(RoomFactory(venue=hall.venue), state=SessionState.CANCELLED)
    for one in (session, gone):
        SessionPartFactory(session=one, delegate=delegate, part=Part.MODERATOR)
    SessionPartFactory(session=session, delegate=None, name="Amina Idrissi")
    SessionOrganizerFactory(session=session, delegation=delegate.delegation)
    named = "“Opening”, Thursday 3 May, 09:00"

    person = organizer.get(here("delegates_delegate_decide", delegate.pk, "withdrawn"))
    delegation = organizer.get(here("delegates_delegation_withdraw", delegate.delegation_id))

    assert effects(person) == [f"{named}, loses its moderator."]
    assert effects(delegation) == [
        "Its 1 delegate keeps the decision made, but is not admitted.",
        f"{named}, is organized by it: cancel it, or name another organizer.",
        f"{named}, loses its moderator.",
    ]


def test_closed_session_is_not_named_to_who_does_not_work_on_the_agenda(
    client: Client, conference: Conference, hall: Room
) -> None:
    role = StaffRoleFactory(conference=conference, role=Role.REGISTRATION_OFFICER)
    client.force_login(role.user)
    delegate = DelegateFactory(delegation__conference=conference)
    closed = opening(hall, title=words("Secret"), audience=Audience.CLOSED)
    SessionPartFactory(session=closed, delegate=delegate, part=Part.MODERATOR)
    SessionOrganizerFactory(session=closed, delegation=delegate.delegation)
    pages = [
        here("delegates_delegate_decide", delegate.pk, "withdrawn"),
        here("delegates_delegation_withdraw", delegate.delegation_id),
    ]

    said = [effects(client.get(page)) for page in pages]

    unnamed = "A session that is not public, Thursday 3 May, 09:00,"
    assert said[0] == [f"{unnamed} loses its moderator."]
    assert f"{unnamed} is organized by it: cancel it, or name another organizer." in said[1]
    assert "Secret" not in str(said)


def test_moderator_who_withdraws_is_announced_no_more(organizer: Client, hall: Room) -> None:
    delegate = DelegateFactory(
        delegation__conference=hall.conference,
        given_name="Zsolt",
        family_name="Nagy",
        approved=True,
    )
    session = opening(hall, kind=SessionKind.SIDE_EVENT)
    SessionPartFactory(session=session, delegate=delegate, part=Part.MODERATOR)
    release(session)
    page = reverse("agenda:session", args=[HERE, session.code])
    url = here("delegates_delegate_decide", delegate.pk, "withdrawn")

    announced = "NAGY" in Client().get(page).content.decode()
    shown = organizer.get(url)
    decided(organizer, url, reason="Illness")

    assert effects(shown) == [
        "The side event “Opening”, Thursday 3 May, 09:00, loses its moderator."
    ]
    assert f'<a href="{LIST}{session.pk}/change/">Opening</a>' in shown.content.decode()
    assert announced
    assert "NAGY" not in Client().get(page).content.decode()


AFTER_MIDNIGHT = dt.datetime(2018, 5, 3, 20, tzinfo=dt.UTC)


def parts_of(client: Client, delegate: Delegate) -> list[str]:
    page = client.get(here("delegates_delegation_change", delegate.delegation_id))
    return re.findall(r'member-part">(.*?)</span>', unescape(strip_bdi(page.content.decode())))


def found_by(client: Client, query: str) -> list[str]:
    answer = client.post(here("find"), {"find": query})
    return [each.found.about for each in answer.context["find_answers"]]


def strip_bdi(page: str) -> str:
    return re.sub("</?bdi[^>]*>", "", page)


def test_late_session_is_named_with_the_day_that_its_clock_is_on(
    organizer: Client, hall: Room
) -> None:
    """At one in the morning of the fourth in Dushanbe, on the agenda the evening of the third."""
    delegate = DelegateFactory(delegation__conference=hall.conference)
    session = opening(
        hall, starts_at=AFTER_MIDNIGHT, ends_at=AFTER_MIDNIGHT + dt.timedelta(hours=1)
    )
    SessionPartFactory(session=session, delegate=delegate, part=Part.MODERATOR)

    withdraws = organizer.get(here("delegates_delegate_decide", delegate.pk, "withdrawn"))

    assert parts_of(organizer, delegate) == ["Moderator: Opening, Friday 4 May, 01:00"]
    assert effects(withdraws) == ["“Opening”, Friday 4 May, 01:00, loses its moderator."]
    assert found_by(organizer, "Opening") == ["Friday 4 May, 01:00 · Plenary Hall · Planned"]


@pytest.mark.parametrize("act", ["delegates_delegate_decide", "delegates_delegation_withdraw"])
def test_row_of_whoever_comes_no_more_says_that_a_session_names_them_still(
    organizer: Client, hall: Room, act: str
) -> None:
    delegate = DelegateFactory(delegation__conference=hall.conference, approved=True)
    SessionPartFactory(session=opening(hall), delegate=delegate, part=Part.MODERATOR)
    before = parts_of(organizer, delegate)
    is_one = act == "delegates_delegate_decide"
    url = here(act, delegate.pk, "withdrawn") if is_one else here(act, delegate.delegation_id)

    decided(organizer, url, reason="Illness")

    words = "Moderator{} Opening, Thursday 3 May, 09:00"
    assert before == [words.format(":")]
    assert parts_of(organizer, delegate) == [f"Still named, but not announced: {words.format(',')}"]


def test_what_the_cancelling_of_a_session_says_is_what_comes_of_it(
    organizer: Client, hall: Room
) -> None:
    delegate = DelegateFactory(
        delegation__conference=hall.conference, given_name="Zsolt", family_name="Nagy"
    )
    session = opening(hall, is_released=True)
    SessionPartFactory(session=session, delegate=delegate, part=Part.MODERATOR)
    SessionOrganizerFactory(session=session, delegation=delegate.delegation)
    url = f"{LIST}{session.pk}/decide/cancelled/"

    shown = organizer.get(url)
    taken = rooms.taken_by(Session(room=hall, starts_at=session.starts_at, ends_at=session.ends_at))
    decided(organizer, url, reason="Rain")

    free = rooms.taken_by(Session(room=hall, starts_at=session.starts_at, ends_at=session.ends_at))
    assert effects(shown) == [
        "Readers see it on the agenda as it was until you release the change.",
        "Plenary Hall is free from 09:00 to 10:00.",
        "NAGY, Zsolt is no longer its moderator.",
        f"{delegate.delegation}, which organizes it, has no session there.",
    ]
    assert "Cancel “Opening”</button>" in shown.content.decode()
    assert taken is not None
    assert (taken.session, free) == (session, None)
    withdrawing = organizer.get(here("delegates_delegate_decide", delegate.pk, "withdrawn"))
    assert effects(withdrawing) == []


def test_conference_shows_and_hides_its_agenda(organizer: Client, hall: Room) -> None:
    conference = hall.conference
    opening(hall, is_released=True)
    opening(RoomFactory(venue=hall.venue))
    decide = here("conference_conference_decide", conference.pk, "x").removesuffix("x/")

    hides = organizer.get(f"{decide}draft/")
    decided(organizer, f"{decide}draft/")
    doors = organizer.get(here("conference_conference_doors", conference.pk))
    shows = organizer.get(doors.context["opening"][0].url)

    assert effects(hides)[-1] == "1 session can no longer be found."
    assert effects(shows)[-1] == "1 session of its agenda is seen by everybody."


# Lists


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_list_do_not_grow(
    programme_officer: Client,
    conference: Conference,
    django_assert_num_queries: DjangoAssertNumQueries,
    number: int,
) -> None:
    for _ in range(number):
        opening(RoomFactory(venue=VenueFactory(conference=conference)))

    with django_assert_num_queries(14):
        programme_officer.get(LIST)


def test_list_filters_programme_days_and_shows_the_days_of_clocks(
    programme_officer: Client, hall: Room
) -> None:
    # 01:00 on 4 May in Dushanbe: still the evening of the third.
    late = dt.datetime(2018, 5, 3, 20, tzinfo=dt.UTC)
    opening(hall, title=words("Reception"), starts_at=late, ends_at=late + dt.timedelta(hours=1))
    opening(hall, starts_at=late + dt.timedelta(hours=8), ends_at=late + dt.timedelta(hours=9))

    page = programme_officer.get(f"{LIST}?day=2018-05-03").content.decode()
    listed = [strip_tags(cell) for cell in re.findall(r'<t[dh] class="field-.*?</t[dh]>', page)]

    assert listed == [
        *(
            "Friday 4 May",
            "01:00–02:00",
            "Reception",
            "Plenary",
            HALL,
            "Planned",
        ),
        "No chair or moderator",
        "not released yet",
    ]
    assert '<a href="?day=2018-05-04">' in page  # the other choice


# The zone


def test_organizer_corrects_the_zone(conference: Conference, hall: Room, client: Client) -> None:
    client.force_login(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)
    session = opening(hall)
    CountryFactory(iso2="TJ", name=words("Tajikistan"))

    page = client.get(f"{LIST}time-zone/").content.decode()
    response = client.post(f"{LIST}time-zone/", {"time_zone": "Asia/Tokyo"})

    session.refresh_from_db()
    conference.refresh_from_db()
    chosen = '<option value="Asia/Dushanbe" selected>Dushanbe, Tajikistan (UTC+5 in May)</option>'
    assert chosen in page
    assert page.index(chosen) < page.index(">Abidjan")
    assert response.status_code == 302
    assert conference.local(session.starts_at).hour == 9
    assert session.starts_at.hour == 0


def test_zone_is_not_for_the_programme_officer(programme_officer: Client) -> None:
    assert programme_officer.get(f"{LIST}time-zone/").status_code == 403


# Two editors at once


@pytest.fixture
def rival(transactional_db: None) -> Iterator[None]:
    """Another editor, on another connection, takes the room and commits while we are saving."""
    barrier = threading.Event()

    def book() -> None:
        room = Room.objects.get()
        opening(room)
        connections.close_all()
        barrier.set()

    def hold_back(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('INSERT INTO "agenda_session"') and not barrier.is_set():
            thread = threading.Thread(target=book)
            thread.start()
            assert barrier.wait(timeout=20)
            thread.join()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(hold_back):
        yield


def test_room_taken_while_saving_is_named_too(
    rival: None, conference: Conference, hall: Room, programme_officer: Client
) -> None:
    response = programme_officer.post(ADD, typed(hall))

    assert response.status_code == 200
    assert TAKEN in errors(response)
    assert [str(session.title) for session in Session.objects.all()] == ["Opening"]
