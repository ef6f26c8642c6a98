"""A delegation registers itself, from the invitation by mail to the list of who is accredited.

Every click and key of it is counted, as in an organizer's day.
"""

import datetime as dt
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from badges.holders.validity import why_not_valid
from badges.models import Generation, PrintJob
from badges.standing.outdated_badges import outdated_holders
from conference.choices import Role
from conference.models import Conference
from conference.site.conferences.setting_up import set_up
from delegates.choices import Accreditation
from delegates.models import Country, Delegate, Delegation
from delegates.services import delegations, reference_data
from tests.e2e import hungary_day as day
from tests.e2e.counted import Count, Hands
from tests.e2e.hungary_day import HUNGARY, SPAIN, Post
from tests.e2e.test_admin import DESKTOP, PASSWORD, watched
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    QuotaFactory,
    RegistrationSettingsFactory,
    SessionFactory,
    SessionPartFactory,
    StaffRoleFactory,
    UserFactory,
    words,
)
from tests.mail_server import MailServer
from tests.servers import StartWorker, Worker

pytestmark = pytest.mark.e2e
ACCREDITED = [
    "István SZABÓ",
    "Zsófia NAGY",
    "Anna KELLER",
    "Béla KOVÁCS",
    "Péter HORVÁTH",
    "Carmen RUIZ",
]
"""Hungary's head and members as they were put in order, then Spain's."""
NAMES_OF_HUNGARY = [
    *("Anna", "Keller", "Béla", "Kovács", "Éva", "Tóth", "Molnár"),
    *(part for given, family, _function in day.NEW for part in (given, family)),
]
COUNTED = {
    "organizer": {
        "sign in": Count(2, 45),
        "confirm the delegation": Count(3, 0),
        "note two focal points": Count(12, 69),
        "invite both": Count(13, 0),
        "print the badges": Count(2, 0),
        "release the programme": Count(3, 0),
    },
    "officer": {
        "sign in": Count(2, 56),
        "return one": Count(5, 46),
        "approve five": Count(4, 2),
        "see what is proposed": Count(2, 1),
        "open the list of participants": Count(2, 0),
        "print the list of participants": Count(4, 0),
    },
    "focal point": {
        "take up the invitation": Count(4, 70),
        "sign in by a code": Count(1, 28),
        "open the delegation": Count(1, 0),
        "take two over from last time": Count(10, 0),
        "register four by the form": Count(17, 128),
        "name the head and order": Count(3, 2),
        "hand in": Count(4, 0),
        "correct what was returned": Count(2, 28),
        "change a name": Count(3, 4),
    },
}


@pytest.fixture
def conference(transactional_db: None) -> Conference:
    """With Hungary, which was there last time, and Spain; registration is open."""
    cache.clear()
    reference_data.load(at=AT)
    last_time = DelegationFactory(country=country("HU"), name=country("HU").name)
    for order, person in enumerate(
        ["Anna|Keller|Ambassador", "Béla|Kovács|Counsellor", "Éva|Tóth|Adviser"]
    ):
        given, family, function = person.split("|")
        names = {"given_name": given, "family_name": family, "function": function}
        DelegateFactory(delegation=last_time, order=order, approved=True, **names)
    DelegateFactory(delegation=last_time, family_name="Molnár")
    starts_on = timezone.localdate() + dt.timedelta(days=200)
    found: Conference = ConferenceFactory(
        slug="water-for-peace",
        title=words("Water for Peace"),
        short_title=words("Water for Peace"),
        languages=["en"],
        starts_on=starts_on,
        ends_on=starts_on + dt.timedelta(days=1),
    )
    maker = UserFactory()
    set_up(conference=found, by=maker, at=AT)
    for code in ("HU", "ES"):
        delegations.register(
            delegation=delegations.new_delegation(found, country(code)), by=maker, at=AT
        )
    RegistrationSettingsFactory(
        conference=found, opens_at=timezone.now() - dt.timedelta(hours=1), closes_at=None
    )
    return found


def country(code: str) -> Country:
    return Country.objects.get(iso2=code)


@pytest.fixture
def hungary(conference: Conference) -> Delegation:
    found = Delegation.objects.get(conference=conference, country=country("HU"))
    QuotaFactory(conference=conference, kind=None, delegation=found, places=5)
    return found


@pytest.fixture
def spain(conference: Conference) -> Delegation:
    """With somebody accredited already."""
    found = Delegation.objects.get(conference=conference, country=country("ES"))
    names = {"given_name": "Carmen", "family_name": "Ruiz"}
    DelegateFactory(delegation=found, approved=True, function="Director", **names)
    return found


@pytest.fixture
def post(settings: Settings, live_server: LiveServer) -> Iterator[Post]:
    """Where mails arrive. Their addresses lead to the pages of this test."""
    with MailServer() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.PUBLIC_URL = live_server.url
        yield Post(server)


@pytest.fixture
def worker(post: Post, live_server: LiveServer, start_worker: StartWorker) -> Worker:
    return start_worker(
        EMAIL_URL=f"smtp://127.0.0.1:{post.server.port}", PUBLIC_URL=live_server.url
    )


@pytest.fixture
def organizer(browser: Browser, live_server: LiveServer) -> Iterator[Hands]:
    yield from somebody(browser, live_server)


@pytest.fixture
def officer(browser: Browser, live_server: LiveServer) -> Iterator[Hands]:
    yield from somebody(browser, live_server)


@pytest.fixture
def focal_point(browser: Browser, live_server: LiveServer) -> Iterator[Hands]:
    yield from somebody(browser, live_server)


@pytest.fixture
def other(browser: Browser, live_server: LiveServer) -> Iterator[Hands]:
    yield from somebody(browser, live_server)


def somebody(browser: Browser, server: LiveServer) -> Iterator[Hands]:
    """In a browser of their own; the test fails where any of its pages has a problem."""
    context = browser.new_context(viewport=DESKTOP, base_url=server.url)  # type: ignore[arg-type]
    page, problems = watched(context, urlsplit(server.url).netloc)
    yield Hands(page)
    context.close()
    assert problems == []


def staff(conference: Conference, role: Role) -> str:
    """The address with which somebody of that role signs in."""
    email = f"{role}@dais.example"
    user = StaffRoleFactory(conference=conference, role=role, user__email=email).user
    user.set_password(PASSWORD)
    user.save()
    return email


def panel(conference: Conference) -> None:
    """To be released: with somebody who waits for a place, and is named to nobody."""
    start = dt.datetime.combine(conference.starts_on, dt.time(9), conference.zone)
    ends = start + dt.timedelta(hours=1)
    session = SessionFactory(
        conference=conference, title=words("Rivers"), kind="panel", starts_at=start, ends_at=ends
    )
    for order, family_name in enumerate(["Varga", "Nagy", "Szabó"]):
        delegate = Delegate.objects.get(conference=conference, family_name=family_name)
        SessionPartFactory(session=session, delegate=delegate, order=order)


def of_nagy(conference: Conference) -> Generation:
    return Generation.objects.get(
        badge__delegate=Delegate.objects.get(conference=conference, family_name="Nagy")
    )


def printed(conference: Conference) -> list[str]:
    """Names on the pages of badges, in their order."""
    entries = PrintJob.objects.get(conference=conference).entries.filter(page__isnull=False)
    badges = [entry.generation.shown for entry in entries.order_by("page")]
    return [f"{shown.given_name.text} {shown.family_name.text}" for shown in badges]


def test_delegation_registers_itself_until_it_is_accredited(
    organizer: Hands,
    officer: Hands,
    focal_point: Hands,
    other: Hands,
    hungary: Delegation,
    spain: Delegation,
    post: Post,
    worker: Worker,
) -> None:
    conference = hungary.conference
    asked = day.noting_what_is_asked(focal_point.page, hungary)
    day.sign_in(organizer, conference, staff(conference, Role.ORGANIZER))
    day.confirm(organizer)
    day.note_focal_points(organizer)
    day.invite(organizer)
    mails = post.next_two()
    day.take_up(focal_point, mails[HUNGARY])
    day.sign_in_by_code(focal_point, HUNGARY, post)
    day.open_delegation(focal_point, "Hungary")
    day.take_people_over(focal_point)
    day.register_four(focal_point)
    day.name_head_and_order(focal_point)
    day.hand_in(focal_point, "5 people are handed in.", "1 person waits for a place.")

    day.sign_in(officer, conference, staff(conference, Role.REGISTRATION_OFFICER))
    day.return_one(officer)
    day.correct(focal_point, post.next_to(HUNGARY))
    day.hand_in(focal_point, "1 person is handed in.")
    day.approve_five(officer)
    day.print_badges(organizer)
    day.change_a_name(focal_point)
    day.see_the_proposal(officer)
    panel(conference)
    day.release_programme(organizer)

    badge = of_nagy(conference)
    assert why_not_valid(badge, at=timezone.now()) is None
    assert outdated_holders(conference) == {}
    assert printed(conference) == ACCREDITED
    assert day.people_of_the_agenda(other, conference) == ["Zsófia NAGY", "István SZABÓ"]
    assert day.listed(officer) == ACCREDITED
    assert day.listed_on_paper(officer) == ACCREDITED
    waits = Delegate.objects.get(conference=conference, family_name="Varga")
    assert waits.accreditation == Accreditation.WAITING

    day.take_up(other, mails[SPAIN])
    day.sign_in_by_code(other, SPAIN, post)
    own = day.read_own_pages(other, spain)
    missing = {("GET", f"/en/{conference.slug}/registration/987654/")}
    assert {status for status, _text in day.answers_to(other, missing)} == {404}
    assert day.answers_to(other, asked) == day.answers_to(other, missing)
    assert {method for method, _path in asked} == {"GET", "POST"}
    said = {word.casefold() for word in re.findall(r"\w+", own)}
    assert [name for name in NAMES_OF_HUNGARY if name.casefold() in said] == []
    assert {
        "organizer": organizer.counts,
        "officer": officer.counts,
        "focal point": focal_point.counts,
    } == COUNTED
