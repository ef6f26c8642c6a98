"""If the doors opened now: each line appears where something is missing, and goes with it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from i18nfield.strings import LazyI18nString

from badges.background import fit_checks
from conference.choices import Role, WorkState
from conference.models import BackgroundJob, Conference, Room, Venue, VenueTravel
from delegates.choices import Accreditation
from delegates.models import Delegate, DelegationKind
from delegates.services import delegations
from sessions.choices import SessionState
from sessions.models import Session
from tests.deciding import decided
from tests.factories import (
    AT,
    BackgroundJobFactory,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    GenerationFactory,
    RoomFactory,
    SessionFactory,
    SessionPartFactory,
    StaffRoleFactory,
    UserFactory,
    VenueFactory,
    VenueTravelFactory,
)
from tests.here import HERE, here

ZONE = dt.timezone(dt.timedelta(hours=5))
NINE = dt.datetime(2018, 5, 3, 9, tzinfo=ZONE)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def conference() -> Conference:
    """One of which nothing is missing: it has nothing but a logo."""
    made: Conference = ConferenceFactory(
        slug=HERE,
        logo="logos/a.png",
        languages=["en", "tg"],
        title=in_both("Water"),
        short_title=in_both("Water"),
        place=in_both("Dushanbe"),
    )
    return made


@pytest.fixture
def organizer(client: Client, conference: Conference) -> Client:
    client.force_login(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)
    return client


def said(client: Client, conference: Conference) -> list[str]:
    page = client.get(here("conference_conference_doors", conference.pk))
    return [one.words for one in page.context["found"]]


@dataclass(frozen=True)
class Case:
    """Makes something that is missing, and answers with what mends it."""

    words: str
    make: Callable[[Conference], Callable[[], object]]


def session(conference: Conference, **values: object) -> Session:
    """One of which nothing is missing."""
    complete: dict[str, object] = {
        "title": LazyI18nString({"en": "Opening", "tg": "Ифтитоҳ"}),
        "room": RoomFactory(
            venue__conference=conference, venue__name=in_both("Palace"), name=in_both("Hall")
        ),
        "starts_at": NINE,
        "ends_at": NINE + HOUR,
    }
    made: Session = SessionFactory(conference=conference, **complete | values)
    SessionPartFactory(session=made, part="chair", delegate=None, name="Somebody")
    return made


def update(row: Session | Delegate | Conference, **values: object) -> Callable[[], object]:
    return lambda: type(row)._default_manager.filter(pk=row.pk).update(**values)


def without_logo(conference: Conference) -> Callable[[], object]:
    Conference.objects.update(logo="")
    return update(conference, logo="logos/b.png")


def without_head(conference: Conference) -> Callable[[], object]:
    delegation = DelegationFactory(conference=conference)
    person = ready_person(delegation=delegation, accreditation=Accreditation.APPROVED)
    return lambda: delegations.appoint_head(
        delegation=delegation, delegate=person, by=UserFactory(), at=AT
    )


def ready_person(**values: object) -> Delegate:
    """Somebody rejected: nobody waits for them."""
    decided: dict[str, object] = {
        "accreditation": Accreditation.REJECTED,
        "decided_at": AT,
        "decided_by": UserFactory(),
    }
    made: Delegate = DelegateFactory(**decided | values)
    return made


def pending(conference: Conference) -> Callable[[], object]:
    row = DelegateFactory(delegation__conference=conference, photo="photos/a.jpg")
    appoint(row)
    by = UserFactory()
    return update(row, accreditation=Accreditation.REJECTED, decided_at=AT, decided_by=by)


def appoint(row: Delegate) -> None:
    delegations.appoint_head(
        delegation=row.delegation, delegate=row, by=UserFactory(), at=timezone.now()
    )


def photo_missing(conference: Conference) -> Callable[[], object]:
    row = with_valid_badge(conference, photo="")
    return update(row, photo="photos/a.jpg")


def with_valid_badge(conference: Conference, **values: object) -> Delegate:
    row = DelegateFactory(delegation__conference=conference, approved=True, **values)
    appoint(row)
    return row  # type: ignore[no-any-return]


def to_print(conference: Conference) -> Callable[[], object]:
    row = with_valid_badge(conference, photo="photos/a.jpg")
    by = UserFactory()
    return update(row, accreditation=Accreditation.REJECTED, decided_at=AT, decided_by=by)


def out_of_date(conference: Conference) -> Callable[[], object]:
    row = with_valid_badge(conference, photo="photos/a.jpg")
    GenerationFactory(badge__delegate=row, content={"language": "en"}, live=True)
    by = UserFactory()
    # The badge of somebody who lost the right to it is to be taken, not replaced.
    return lambda: (
        row.badges.get().generations.all().delete()
        or update(row, accreditation=Accreditation.REJECTED, decided_at=AT, decided_by=by)()
    )


def fit_unchecked(conference: Conference) -> Callable[[], object]:
    with_valid_badge(conference, photo="photos/a.jpg")
    return lambda: checked(conference, found=0)


def checked(conference: Conference, *, found: int) -> BackgroundJob:
    job: BackgroundJob = BackgroundJobFactory(
        conference=conference,
        kind=fit_checks.KIND,
        state=WorkState.DONE,
        request={"everybody": True},
        total=1,
        finished_at=AT,
        result={"checked": 1, "found": found},
    )
    return job


def misfit(conference: Conference) -> Callable[[], object]:
    with_valid_badge(conference, photo="photos/a.jpg")
    job = checked(conference, found=1)
    return lambda: BackgroundJob.objects.filter(pk=job.pk).update(result={"checked": 1, "found": 0})


def outside(conference: Conference) -> Callable[[], object]:
    day = dt.timedelta(days=7)
    row = session(conference, starts_at=NINE + day, ends_at=NINE + day + HOUR)
    return update(row, starts_at=NINE, ends_at=NINE + HOUR)


def roomless(conference: Conference) -> Callable[[], object]:
    row = session(conference, room=None)
    return update(row, room=RoomFactory(venue__conference=conference))


def nobody(conference: Conference) -> Callable[[], object]:
    return lambda: ready_person(delegation__conference=conference)


def no_session(conference: Conference) -> Callable[[], object]:
    return lambda: session(conference)


def leaderless(conference: Conference) -> Callable[[], object]:
    row = session(conference)
    row.parts.all().delete()
    return lambda: SessionPartFactory(session=row, part="moderator", delegate=None, name="A")


def without_its_leader(conference: Conference) -> Callable[[], object]:
    """Named as it was planned, and not announced since."""
    row = session(conference)
    row.parts.all().delete()
    chair = ready_person(delegation__conference=conference)
    appoint(chair)
    SessionPartFactory(session=row, part="chair", delegate=chair)
    return lambda: SessionPartFactory(session=row, part="moderator", delegate=None, name="A")


def untitled(conference: Conference) -> Callable[[], object]:
    row = session(conference, title=LazyI18nString({"en": "Opening"}))
    return update(row, title=LazyI18nString({"en": "Opening", "tg": "Ифтитоҳ"}))


def two_places(conference: Conference) -> Callable[[], object]:
    person = with_valid_badge(conference, photo="photos/a.jpg")
    rows = [session(conference), session(conference)]
    for row in rows:
        SessionPartFactory(session=row, part="panellist", delegate=person)
    return update(rows[1], state=SessionState.CANCELLED)


def too_far(conference: Conference) -> Callable[[], object]:
    person = with_valid_badge(conference, photo="photos/a.jpg")
    for hours in (0, 1):
        room = RoomFactory(venue__conference=conference, name=in_both("Hall"))
        row = session(
            conference,
            room=room,
            starts_at=NINE + hours * HOUR,
            ends_at=NINE + (hours + 1) * HOUR,
        )
        SessionPartFactory(session=row, part="panellist", delegate=person)
    first, second = Venue.objects.filter(rooms__sessions__parts__delegate=person).order_by("pk")
    VenueTravelFactory(first=first, second=second)
    return VenueTravel.objects.all().delete


def shut(conference: Conference) -> Callable[[], object]:
    row = session(conference)
    Room.objects.filter(pk=row.room.pk).update(opens_at=dt.time(3), closes_at=dt.time(4))
    return lambda: Room.objects.update(closes_at=dt.time(23))


def crowded(conference: Conference) -> Callable[[], object]:
    row = session(conference, expected=81)
    Room.objects.update(capacity=80)
    return update(row, expected=80)


def boothless(conference: Conference) -> Callable[[], object]:
    session(conference, interpretation=["en"])
    return lambda: Room.objects.update(booths=1)


def over_plenary(conference: Conference) -> Callable[[], object]:
    session(conference, kind="opening")
    return update(session(conference, kind="panel"), kind="bilateral")


def in_both(text: str) -> LazyI18nString:
    return LazyI18nString({"en": text, "tg": text})


def unnamed(conference: Conference) -> Callable[[], object]:
    Conference.objects.update(place=LazyI18nString({"en": "Dushanbe"}))
    return update(conference, place=in_both("Dushanbe"))


def venue_unnamed(conference: Conference) -> Callable[[], object]:
    row = VenueFactory(conference=conference, name=LazyI18nString({"en": "Palace"}))
    return lambda: Venue.objects.filter(pk=row.pk).update(name=in_both("Palace"))


def room_unnamed(conference: Conference) -> Callable[[], object]:
    venue = VenueFactory(conference=conference, name=in_both("Palace"))
    row = RoomFactory(venue=venue, name=LazyI18nString({"en": "Hall"}))
    return lambda: Room.objects.filter(pk=row.pk).update(name=in_both("Hall"))


CASES = [
    Case("The conference has no logo.", without_logo),
    Case("The conference has no title, short title or place in Тоҷикӣ.", unnamed),
    Case("1 venue has no name in Тоҷикӣ.", venue_unnamed),
    Case("1 room has no name in Тоҷикӣ.", room_unnamed),
    Case("1 delegation has no confirmed head.", without_head),
    Case("Nobody is registered yet.", nobody),
    Case("1 delegate is waiting for a decision.", pending),
    Case("1 photo is missing.", photo_missing),
    Case("1 badge is to be printed.", to_print),
    Case("1 badge is out of date.", out_of_date),
    Case("The texts of the badges have not been checked recently.", fit_unchecked),
    Case("1 badge has a text that does not fit.", misfit),
    Case("The agenda has no session yet.", no_session),
    Case("1 session is outside the conference’s days.", outside),
    Case("1 session has no room.", roomless),
    Case("1 session has no chair or moderator.", leaderless),
    Case("1 session has no chair or moderator.", without_its_leader),
    Case("1 session has no title in Тоҷикӣ.", untitled),
    Case("1 person is in two sessions at the same time.", two_places),
    Case("1 person has too little time to get from one venue to another.", too_far),
    Case("1 session is outside the hours of its room.", shut),
    Case("For 1 session more people are expected than its room has seats.", crowded),
    Case("1 session is to be interpreted in a room without booths.", boothless),
    Case("1 session is held over a plenary.", over_plenary),
]


def test_conference_of_which_nothing_is_missing_is_ready(
    organizer: Client, conference: Conference
) -> None:
    session(conference)
    ready_person(delegation__conference=conference, photo="photos/a.jpg")
    DelegationKind.objects.update(is_counted=False)

    assert said(organizer, conference) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.make.__name__)
def test_line_appears_and_goes(organizer: Client, conference: Conference, case: Case) -> None:
    mend = case.make(conference)
    assert case.words in said(organizer, conference)

    mend()

    assert case.words not in said(organizer, conference)


def test_each_line_about_sessions_leads_to_exactly_these(
    organizer: Client, conference: Conference
) -> None:
    session(conference)
    for make in (outside, roomless, leaderless, untitled, shut, over_plenary):
        make(conference)
    page = organizer.get(here("conference_conference_doors", conference.pk))
    lines = [one for one in page.context["found"] if "lacks=" in one.url]

    found = [
        [url for _name, url in one.named]
        == [
            here("agenda_session_change", row.pk)
            for row in organizer.get(one.url).context["cl"].result_list
        ]
        for one in lines
    ]

    assert found == [True] * 6


def test_rehearsal_on_the_day_before_is_no_slip(organizer: Client, conference: Conference) -> None:
    for days in (1, 2):
        before = NINE - dt.timedelta(days=days)
        session(conference, starts_at=before, ends_at=before + HOUR)

    assert "1 session is outside the conference’s days." in said(organizer, conference)


def test_nobody_is_told_what_they_may_not_see(client: Client, conference: Conference) -> None:
    pending(conference)
    roomless(conference)
    role = StaffRoleFactory(conference=conference, role=Role.SECURITY_OFFICER)
    client.force_login(role.user)

    assert said(client, conference) == ["1 delegate is waiting for a decision."]


def test_queries_do_not_grow_with_what_is_missing(
    organizer: Client, conference: Conference, django_assert_max_num_queries: object
) -> None:
    for case in CASES[1:]:
        case.make(conference)
    for _ in range(6):
        for make in (without_head, pending, roomless, leaderless, two_places):
            make(conference)

    with django_assert_max_num_queries(45):  # type: ignore[operator]
        organizer.get(here("conference_conference_doors", conference.pk))


def test_programme_is_read_once_for_all_that_is_said_of_it(
    organizer: Client, conference: Conference
) -> None:
    two_places(conference)

    with CaptureQueriesContext(connection) as asked:
        organizer.get(here("conference_conference_doors", conference.pk))

    travel = VenueTravel._meta.db_table
    assert sum(f'FROM "{travel}"' in query["sql"] for query in asked) == 1


def test_draft_is_opened_from_there(organizer: Client, conference: Conference) -> None:
    url = here("conference_conference_doors", conference.pk)
    opening = here("conference_conference_decide", conference.pk, "open")

    assert opening not in organizer.get(url).content.decode()
    Conference.objects.update(state="draft")
    assert opening in organizer.get(url).content.decode()


def test_opening_leads_through_what_is_not_ready(organizer: Client, conference: Conference) -> None:
    Conference.objects.update(state="draft")
    doors = here("conference_conference_doors", conference.pk)
    opening = here("conference_conference_decide", conference.pk, "open")

    record = organizer.get(here("conference_conference_change", conference.pk)).content.decode()

    assert doors in record
    assert opening not in record
    assert opening in organizer.get(doors).content.decode()


def test_nobody_opens_past_the_checklist(organizer: Client, conference: Conference) -> None:
    """Typed by hand, sent by hand, or from a checklist that has changed since."""
    Conference.objects.update(state="draft")
    doors = here("conference_conference_doors", conference.pk)
    (button,) = organizer.get(doors).context["opening"]
    bare = here("conference_conference_decide", conference.pk, "open")
    Conference.objects.update(logo="")

    answers = [
        organizer.get(bare),
        organizer.post(bare),
        organizer.get(button.url),
        organizer.post(button.url),
    ]

    assert [answer.headers.get("Location") for answer in answers] == [doors] * 4
    conference.refresh_from_db()
    assert conference.state == "draft"
    page = organizer.get(doors)
    assert str(next(iter(page.context["messages"]))).startswith("These items are not ready.")
    decided(organizer, page.context["opening"][0].url)
    conference.refresh_from_db()
    assert conference.state == "open"
