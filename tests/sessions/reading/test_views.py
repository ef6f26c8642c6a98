"""The public agenda: what exists for whom, and at what cost."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from i18nfield.strings import LazyI18nString
from pytest_django import DjangoAssertNumQueries

from conference.choices import ConferenceState, Role
from conference.models import Conference, Room, User
from delegates.services import delegations
from delegates.services.review import accreditation
from sessions.choices import Audience, DocumentState, SessionKind, SessionState
from sessions.days import programme_day
from sessions.models import Session, SessionVersion
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    DocumentFactory,
    RoomFactory,
    SessionFactory,
    SessionItemFactory,
    SessionOrganizerFactory,
    SessionPartFactory,
    StaffRoleFactory,
    UserFactory,
    VenueFactory,
    words,
)
from tests.releasing import release
from tests.sessions.overflowing import overflow

HOME = "/en/dushanbe-2018/"
AGENDA = f"{HOME}agenda/"
FEED = f"{HOME}agenda.ics"


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(slug="dushanbe-2018", languages=["en", "tg"])


def published(conference: Conference, **fields: object) -> Session:
    return SessionFactory(conference=conference, **{"is_released": True, **fields})


def full(conference: Conference, number: int, people: int = 2) -> Session:
    """A side event in a room of its own, with people and organizing delegations."""
    session = published(
        conference,
        kind=SessionKind.SIDE_EVENT,
        room=RoomFactory(venue=VenueFactory(conference=conference)),
        starts_at=AT + dt.timedelta(hours=number),
        ends_at=AT + dt.timedelta(hours=number + 1),
    )
    foyer_of(session)
    for _ in range(people):
        SessionPartFactory(session=session)
        SessionOrganizerFactory(session=session)
        row = SessionItemFactory(session=session)
        DocumentFactory(session=None, item=row.item, state=DocumentState.PUBLISHED)
    release(session)
    return session


def foyer_of(session: Session) -> Room:
    """A room that it overflows into."""
    room = RoomFactory(venue__conference=session.conference, name=words("Foyer"))
    return overflow(session, room).room


def pages(session: Session) -> list[str]:
    return [f"{AGENDA}{session.code}/", f"{AGENDA}{session.code}.ics"]


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


# What is released is read


@pytest.mark.parametrize(
    ("conference_state", "is_released", "session_state", "status"),
    [
        (ConferenceState.OPEN, True, SessionState.PLANNED, 200),
        (ConferenceState.OPEN, True, SessionState.CANCELLED, 200),
        (ConferenceState.ARCHIVED, True, SessionState.PLANNED, 200),
        (ConferenceState.OPEN, False, SessionState.PLANNED, 404),
        (ConferenceState.DRAFT, True, SessionState.PLANNED, 404),
    ],
)
def test_session_exists_when_it_is_released_and_its_conference_open(
    client: Client,
    conference: Conference,
    conference_state: ConferenceState,
    is_released: bool,
    session_state: SessionState,
    status: int,
) -> None:
    session = published(conference, is_released=is_released, state=session_state)
    Conference.objects.update(state=conference_state)

    assert [client.get(page).status_code for page in pages(session)] == [status, status]


@pytest.mark.parametrize("address", [HOME, AGENDA, FEED])
def test_conference_that_is_a_draft_does_not_exist(
    client: Client, conference: Conference, address: str
) -> None:
    Conference.objects.update(state=ConferenceState.DRAFT)

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", [HOME, AGENDA, FEED])
def test_draft_is_named_nowhere(client: Client, conference: Conference, address: str) -> None:
    published(conference)
    published(conference, is_released=False, title=words("Not yet"))

    assert "Not yet" not in text(client, address)


def test_agenda_does_not_exist_before_its_first_release(
    client: Client, conference: Conference
) -> None:
    session = published(conference, is_released=False)
    addresses = [AGENDA, FEED, f"{AGENDA}day/2018-05-03/", f"{AGENDA}now", *pages(session)]

    assert [client.get(address).status_code for address in addresses] == [404] * 6
    assert "has not been published yet" in text(client, HOME)


def test_what_is_changed_is_read_with_the_next_release(
    client: Client, conference: Conference
) -> None:
    session = published(conference, title=words("Water"))
    Session.objects.update(title=words("Fire"))
    before = text(client, AGENDA)

    release(session)

    assert ("Water" in before, "Fire" in before) == (True, False)
    assert "Fire" in text(client, AGENDA)


def test_draft_does_not_exist_for_its_organizer_either(
    client: Client, conference: Conference, admin_user: User
) -> None:
    session = published(conference, is_released=False)
    client.force_login(admin_user)

    assert [client.get(page).status_code for page in pages(session)] == [404, 404]


def test_session_is_not_found_under_another_conference(
    client: Client, conference: Conference
) -> None:
    session = published(ConferenceFactory(slug="other"))

    assert [client.get(page).status_code for page in pages(session)] == [404, 404]


@pytest.mark.parametrize("audience", [Audience.DELEGATES, Audience.GROUPS, Audience.INVITATION])
def test_session_for_some_is_nowhere_for_the_others(
    client: Client, conference: Conference, audience: Audience
) -> None:
    """Neither its time nor its room, nor that there is another one."""
    room = RoomFactory(venue=VenueFactory(conference=conference), name=words("Press Room"))
    addresses = [HOME, AGENDA, FEED, f"{AGENDA}day/2018-05-03/"]
    published(conference, title=words("Opening"))
    before = [text(client, address) for address in addresses]

    session = published(conference, room=room, audience=audience, title=words("Secret"))

    assert [text(client, address) for address in addresses] == before
    gone = [*pages(session), f"{AGENDA}room/{room.pk}/"]
    assert [client.get(address).status_code for address in gone] == [404, 404, 404]


@pytest.mark.parametrize(
    ("role", "status"), [(Role.PROGRAMME_OFFICER, 200), (Role.BADGE_DESK, 404), (None, 404)]
)
def test_session_for_some_is_read_by_who_works_on_the_agenda(
    client: Client, conference: Conference, role: Role | None, status: int
) -> None:
    published(conference, title=words("Opening"))
    hidden = published(conference, audience=Audience.INVITATION, title=words("Small circle"))
    place = conference if role else ConferenceFactory()
    user = StaffRoleFactory(conference=place, role=role or Role.ORGANIZER).user
    address = f"{AGENDA}for-some/"
    anonymous = client.get(address)
    client.force_login(user)

    response = client.get(address)

    assert (anonymous.status_code, response.status_code) == (302, status)
    if status == 200:
        page = response.content.decode()
        assert "Small circle" in page
        assert "By invitation" in page
        assert hidden.code not in page
        assert "no-store" in response["Cache-Control"]


def test_closed_session_says_time_room_and_closed(client: Client, conference: Conference) -> None:
    room = RoomFactory(venue=VenueFactory(conference=conference), name=words("Press Room"))
    session = published(
        conference,
        room=room,
        audience=Audience.CLOSED,
        kind=SessionKind.SIDE_EVENT,
        title=words("Secret"),
        description=words("Secret"),
        is_released=False,
    )
    SessionPartFactory(session=session, delegate=None, name="Secret")
    SessionOrganizerFactory(session=session, delegation__name=words("Secret"))
    release(session)

    for address in (HOME, AGENDA, *pages(session)):
        assert "Secret" not in text(client, address)
        assert "ide event" not in text(client, address)
    page = text(client, pages(session)[0])
    assert all(words in page for words in ("Closed", "09:00", "10:00", "Press Room"))


def test_cancelled_session_stays_visible_as_cancelled(
    client: Client, conference: Conference
) -> None:
    session = published(conference, state=SessionState.CANCELLED, title=words("Press conference"))

    for address in (AGENDA, pages(session)[0]):
        page = text(client, address)
        assert "Press conference" in page
        assert "Cancelled" in page


# Whatever a conference has or lacks


def test_whoever_will_not_attend_is_not_announced(client: Client, conference: Conference) -> None:
    session = published(conference)
    delegation = DelegationFactory(conference=conference)
    person, other = DelegateFactory.create_batch(2, delegation=delegation)
    for delegate in (person, other):
        SessionPartFactory(session=session, delegate=delegate)
    release(session)
    accreditation.withdraw(delegate=person, reason="Ill", by=UserFactory(), at=AT)

    page = text(client, reverse("agenda:session", args=[conference.slug, session.code]))

    assert other.family_name.upper() in page
    assert person.family_name.upper() not in page


def test_people_of_a_withdrawn_delegation_are_not_announced(
    client: Client, conference: Conference
) -> None:
    session = published(conference)
    stays, goes = (DelegateFactory(delegation__conference=conference) for _ in range(2))
    for delegate in (stays, goes):
        SessionPartFactory(session=session, delegate=delegate)
    release(session)
    delegations.withdraw(delegation=goes.delegation, reason="Recalled", by=UserFactory(), at=AT)

    page = text(client, pages(session)[0])

    assert stays.family_name.upper() in page
    assert goes.family_name.upper() not in page


def test_conference_without_anything(client: Client, conference: Conference) -> None:
    assert "has not been published yet" in text(client, HOME)


def test_session_across_midnight_stands_on_its_evening(
    client: Client, conference: Conference
) -> None:
    start = dt.datetime(2018, 5, 3, 15, tzinfo=dt.UTC)
    published(conference, starts_at=start, ends_at=start + dt.timedelta(hours=5))

    page = text(client, AGENDA)

    assert re.findall(r"<h2.*>(.*)</h2>", page) == ["Thursday 3 May"]
    assert "20:00" in page
    assert "until Friday 4 May, 01:00" in " ".join(page.split())


def test_times_are_labelled_with_the_place(client: Client, conference: Conference) -> None:
    published(conference)

    assert "All times are local time in Dushanbe, Tajikistan, UTC+5" in text(client, AGENDA)


def test_missing_translation_is_shown_and_marked(client: Client, conference: Conference) -> None:
    published(conference, title=LazyI18nString({"ar": "حفل الافتتاح"}))

    assert '<span lang="ar" dir="rtl">حفل الافتتاح</span>' in text(client, AGENDA)


def test_markup_in_a_title_is_text(client: Client, conference: Conference) -> None:
    title = "<b>Bold</b>" + "x" * 400
    session = published(conference, title=words(title), description=words("<i>\n\n<script>"))

    for address in (AGENDA, pages(session)[0]):
        page = text(client, address)
        assert "<b>" not in page
        assert "&lt;b&gt;Bold&lt;/b&gt;" in page
    assert "<p>&lt;i&gt;</p><p>&lt;script&gt;</p>" in page


def test_address_of_a_venue_leads_to_a_map(client: Client, conference: Conference) -> None:
    venue = VenueFactory(conference=conference, address=words("Rudaki Avenue 1 & 3, Dushanbe"))
    session = published(conference, room=RoomFactory(venue=venue))

    for address in (HOME, pages(session)[0]):
        found = re.findall(r'href="(https:[^"]*)" rel="external noreferrer"', text(client, address))
        assert found == [
            "https://www.openstreetmap.org/search?query=Rudaki+Avenue+1+%26+3%2C+Dushanbe"
        ]


def test_venue_without_an_address_leads_to_no_map(client: Client, conference: Conference) -> None:
    room = RoomFactory(venue=VenueFactory(conference=conference, address=words("")))
    session = published(conference, room=room)

    for address in (HOME, pages(session)[0]):
        assert "https:" not in text(client, address)


def test_note_that_is_in_another_language_says_in_which(
    client: Client, conference: Conference
) -> None:
    cancelled = {"state": SessionState.CANCELLED, "cancel_note": words("It rains.")}
    session = published(conference, **cancelled)

    russian, english = (
        text(client, f"/{language}/dushanbe-2018/agenda/{session.code}/")
        for language in ("ru", "en")
    )

    assert (
        '<p lang="en" dir="ltr">It rains.</p><p class="in-language">на английском языке</p>'
        in russian
    )
    assert "in-language" not in english


# The agenda now, and its parts


def around_now(conference: Conference, days: tuple[int, ...]) -> dt.date:
    """A session that takes each of these whole days from today; today, where the conference is."""
    today = programme_day(conference.local(timezone.now()))
    for number in days:
        day = today + dt.timedelta(days=number)
        start = dt.datetime.combine(day, dt.time(4), conference.zone)
        published(conference, starts_at=start, ends_at=start + dt.timedelta(days=1))
    return today


def now(client: Client) -> tuple[int, str]:
    response = client.get(f"{AGENDA}now")
    return response.status_code, response["Location"]


@pytest.mark.parametrize("zone", ["Asia/Dushanbe", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_now_leads_to_the_second_day_on_the_second_day(client: Client, zone: str) -> None:
    conference = ConferenceFactory(slug="dushanbe-2018", time_zone=zone)
    today = around_now(conference, (-1, 0, 1))

    start = dt.datetime.combine(today, dt.time(4), conference.zone).astimezone(dt.UTC)
    assert now(client) == (303, f"{AGENDA}day/{today}/#at-{start:%Y%m%dT%H%MZ}")


def test_now_on_a_day_without_sessions_leads_to_the_next(
    client: Client, conference: Conference
) -> None:
    today = around_now(conference, (-1, 1))

    assert now(client) == (303, f"{AGENDA}day/{today + dt.timedelta(days=1)}/")


@pytest.mark.parametrize("days", [(1, 2), (-2, -1)], ids=["before", "after"])
def test_now_leads_to_the_whole_agenda_while_nothing_takes_place(
    client: Client, conference: Conference, days: tuple[int, ...]
) -> None:
    around_now(conference, days)

    assert now(client) == (303, AGENDA)


def test_where_now_leads_is_asked_each_time(client: Client, conference: Conference) -> None:
    around_now(conference, (0,))

    response = client.get(f"{AGENDA}now")

    assert "no-cache" in response["Cache-Control"]
    assert "ETag" not in response


def shown(client: Client, address: str) -> list[str]:
    return re.findall(r'<h3 class="entry-title">\s*<a [^>]*>([^<]*)</a>', text(client, address))


def test_parts_of_the_agenda_hold_what_belongs_to_them(
    client: Client, conference: Conference
) -> None:
    room = RoomFactory(venue=VenueFactory(conference=conference))
    panel = {"kind": SessionKind.PANEL}
    published(conference, title=words("Panel in the room"), room=room, **panel)
    other = RoomFactory(venue=room.venue)
    elsewhere = published(conference, title=words("Panel elsewhere"), room=other, **panel)
    secret = published(conference, title=words("Secret"), audience=Audience.CLOSED, **panel)
    by = SessionOrganizerFactory(session=elsewhere)
    SessionOrganizerFactory(session=secret, delegation=by.delegation)
    release(elsewhere, secret)
    published(
        conference,
        title=words("Next day, in the room"),
        room=room,
        starts_at=dt.datetime(2018, 5, 4, 9, tzinfo=conference.zone),
        ends_at=dt.datetime(2018, 5, 4, 10, tzinfo=conference.zone),
    )

    assert shown(client, f"{AGENDA}room/{room.pk}/") == [
        "Panel in the room",
        "Next day, in the room",
    ]
    assert shown(client, f"{AGENDA}kind/panel/") == ["Panel in the room", "Panel elsewhere"]
    assert shown(client, f"{AGENDA}by/{by.delegation_id}/") == ["Panel elsewhere"]
    assert shown(client, f"{AGENDA}day/2018-05-03/") == [
        "Panel in the room",
        "Panel elsewhere",
        "Closed",
    ]


def test_session_is_found_in_the_rooms_that_it_overflows_into(
    client: Client, conference: Conference
) -> None:
    venue = VenueFactory(conference=conference, is_main=True)
    hall = RoomFactory(venue=venue, name=words("Hall"))
    session = published(conference, title=words("Opening"), room=hall)
    published(conference, title=words("Panel"), room=RoomFactory(venue=venue), kind="panel")
    foyer = foyer_of(session)
    release(session)
    page, calendar = (text(client, address) for address in pages(session))
    day = text(client, f"{AGENDA}day/2018-05-03/")

    assert shown(client, f"{AGENDA}room/{foyer.pk}/") == ["Opening"]
    assert "Room: <bdi>Foyer</bdi>" in text(client, f"{AGENDA}room/{foyer.pk}/")
    assert "Overflow: <bdi>Foyer</bdi>" in " ".join(page.split())
    assert "LOCATION:Hall / Foyer\\," in calendar
    assert day.count(">Opening</a>") == 3  # in the list, and in the table in both rooms


def test_session_page_says_what_runs_at_the_same_time_and_leads_on(
    client: Client, conference: Conference
) -> None:
    def at(hour: int, title: str, **fields: object) -> Session:
        start = dt.datetime(2018, 5, 3, hour, tzinfo=conference.zone)
        times = {"starts_at": start, "ends_at": start + dt.timedelta(minutes=90)}
        return published(conference, title=words(title), **times | fields)

    at(8, "Opening")
    at(10, "Coffee", kind=SessionKind.BREAK)
    panel = at(11, "Panel")
    at(12, "Side event")
    at(12, "Called off", state=SessionState.CANCELLED)
    at(12, "Secret", audience=Audience.CLOSED)
    at(14, "Closing")
    page = text(client, f"{AGENDA}{panel.code}/")

    beside = page.partition('<section class="around">')[2].partition("</section>")[0]
    assert re.findall(r"<a [^>]*>([^<]*)</a>", beside) == ["Side event", "Closed"]
    assert re.findall(r'rel="(prev|next)"[^>]*>([^<]*)</a>', page) == [
        ("prev", "Opening"),
        ("next", "Closing"),
    ]


def test_calendar_of_a_day_or_a_room_holds_what_its_page_does(
    client: Client, conference: Conference
) -> None:
    room = RoomFactory(venue=VenueFactory(conference=conference))
    published(conference, title=words("In the room"), room=room)
    published(conference, title=words("Next day"), starts_at=AT, ends_at=AT + dt.timedelta(hours=1))

    found = {
        part: re.findall("SUMMARY;LANGUAGE=en:(.*?)\r", text(client, f"{AGENDA}{part}.ics"))
        for part in (f"room/{room.pk}", "day/2018-04-01")
    }

    assert list(found.values()) == [["In the room"], ["Next day"]]
    assert client.get(f"{AGENDA}room/{room.pk + 1}.ics").status_code == 404


def test_every_part_that_is_offered_is_there(client: Client, conference: Conference) -> None:
    for hour in range(3):
        full(conference, hour)
    published(conference, kind=SessionKind.BREAK)
    nav = text(client, AGENDA).partition('<nav class="choices"')[2].partition("</nav>")[0]

    offered = re.findall('href="([^"]*)"', nav)

    assert len(offered) == 1 + 2 + 1 + 6 + 2 + 6
    assert [client.get(address).status_code for address in offered] == [200] * len(offered)
    assert all("?" not in address for address in offered)


def test_my_agenda_says_what_there_is_to_choose_and_names_no_session(
    client: Client, conference: Conference
) -> None:
    """So that a large agenda is made and sent once."""
    published(conference, title=words("Opening"))

    page = text(client, f"{AGENDA}mine/")

    assert f'data-programme="{AGENDA}"' in page
    assert f"{AGENDA}day/" in page
    assert "Opening" not in page


@pytest.mark.parametrize("part", ["day/2018-05-09", "day/2018-02-30", "room/1", "kind/panel"])
def test_part_without_a_session_does_not_exist(
    client: Client, conference: Conference, part: str
) -> None:
    published(conference, kind=SessionKind.PLENARY)

    assert client.get(f"{AGENDA}{part}/").status_code == 404


def test_kind_of_a_closed_session_is_not_told(client: Client, conference: Conference) -> None:
    published(conference, kind=SessionKind.BILATERAL, audience=Audience.CLOSED)
    published(conference)

    assert client.get(f"{AGENDA}kind/bilateral/").status_code == 404
    assert "ilateral" not in text(client, AGENDA)


def test_room_of_another_conference_is_no_part(client: Client, conference: Conference) -> None:
    other = ConferenceFactory(slug="other")
    room = RoomFactory(venue=VenueFactory(conference=other))
    published(other, room=room)

    assert client.get(f"{AGENDA}room/{room.pk}/").status_code == 404


def test_agenda_of_a_draft_has_no_parts(client: Client, conference: Conference) -> None:
    session = published(conference, room=RoomFactory(venue=VenueFactory(conference=conference)))
    parts = ["now", "day/2018-05-03/", f"room/{session.room_id}/", f"kind/{session.kind}/"]
    there = [client.get(f"{AGENDA}{part}").status_code for part in parts]
    Conference.objects.update(state=ConferenceState.DRAFT)

    assert there == [303, 200, 200, 200]
    assert [client.get(f"{AGENDA}{part}").status_code for part in parts] == [404] * 4


# What it costs


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [(HOME, 5), (AGENDA, 3), (FEED, 3), (f"{AGENDA}day/{AT:%Y-%m-%d}/", 3), (f"{AGENDA}mine/", 3)],
)
def test_queries_of_the_programme_do_not_grow(
    client: Client,
    conference: Conference,
    django_assert_num_queries: DjangoAssertNumQueries,
    number: int,
    address: str,
    queries: int,
) -> None:
    for hour in range(number):
        full(conference, hour)

    with django_assert_num_queries(queries):
        text(client, address)


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_a_session_do_not_grow(
    client: Client,
    conference: Conference,
    django_assert_num_queries: DjangoAssertNumQueries,
    number: int,
) -> None:
    sessions = [full(conference, hour, people=number) for hour in range(number)]

    for page, queries in zip(pages(sessions[0]), (5, 3), strict=True):
        with django_assert_num_queries(queries):
            text(client, page)


@pytest.mark.parametrize("address", [HOME, AGENDA, FEED])
def test_page_seen_before_is_not_sent_again(
    client: Client, conference: Conference, address: str
) -> None:
    session = published(conference)
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    Session.objects.filter(pk=session.pk).update(title=words("Another title"))
    release(session)
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, changed.status_code) == (304, 200)
    assert first.cookies == {}


def test_reading_needs_no_sign_in_and_writing_is_not_offered(
    client: Client, conference: Conference
) -> None:
    published(conference)

    assert client.post(AGENDA).status_code == 405
    assert client.get(AGENDA).status_code == 200


def test_table_shows_both_of_whom_readers_were_told_in_one_room(
    client: Client, conference: Conference
) -> None:
    """No release tells of two any more; those of earlier versions may have."""
    for title in ("First", "Beside", "Second"):
        room = RoomFactory(venue__conference=conference)
        published(conference, room=room, title=words(title))
    first, second = SessionVersion.objects.order_by("pk")[::2]
    second.facts["place"] = first.facts["place"]
    second.save(update_fields=["facts"])

    page = text(client, f"{AGENDA}day/2018-05-03/")

    [row] = re.findall(r'<th scope="row">.*?</tr>', page, re.DOTALL)
    cells = [sorted(re.findall(r"<a [^>]*>(.*?)</a>", cell)) for cell in row.split("<td")[1:]]
    assert cells == [["First", "Second"], ["Beside"]]
