"""Every kind of page of focal points, of liaison officers and of who asks to be invited, in a real
browser: whole, and for everybody.

The kinds are those of the URL configuration: a new page cannot escape.
"""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from conference.choices import Role
from conference.models import User
from delegates.models import Delegate, Delegation
from delegates.services import conferences, scopes
from delegates.services.review import accreditation, proposals
from tests.addresses import ALL
from tests.architecture.test_focal_points import filled
from tests.delegates.importing.worker import import_next
from tests.e2e.cut_text import what_is_cut
from tests.e2e.forced_colours import lost_in_forced_colours
from tests.e2e.keyboard import held_open, keyboard_faults
from tests.e2e.longest_values import make_longest
from tests.e2e.shifts import settle, watch_shifts, what_moves
from tests.e2e.targets import too_small
from tests.e2e.test_admin import DESKTOP, PASSWORD, PHONE, watched
from tests.e2e.test_every_page import (
    ENLARGED,
    NEVER_SAID,
    OF_COLOURS,
    STAND_STILL,
    WALL,
    what_is_wrong,
)
from tests.factories import (
    AT,
    ConferenceFactory,
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    DelegationTaskFactory,
    FocalPointFactory,
    MessageFactory,
    QuotaFactory,
    RegistrationSettingsFactory,
    StaffRoleFactory,
    SubmissionFactory,
    UserFactory,
    words,
)

pytestmark = pytest.mark.e2e

LANGUAGES = ("en", "ar")
AT_LEAST = 17
"""So many kinds there are: a list that came out short would find nothing."""
LIST = (
    "Given name,Family name,Function,Passport\n"
    "Ágnes,Tóth,Director,1\n"
    "Ágnes,Toth,Director,2\n"
    "B?la,Kun,Adviser,3\n"
    ",,Nobody,4\n"
)


@pytest.fixture
def delegation(transactional_db: None) -> Delegation:
    """In the state of everything at once, called as long as anything is."""
    country = CountryFactory(iso2="HU", iso3="HUN", name=words("Hungary"))
    DelegateFactory(delegation__country=country, approved=True, family_name="Keller")
    days = {"starts_on": dt.date(2034, 5, 3), "ends_on": dt.date(2034, 5, 4)}
    conference = ConferenceFactory(languages=["en", "ar"], **days)
    conferences.install_defaults(conference=conference, by=UserFactory(), at=AT)
    found: Delegation = DelegationFactory(
        conference=conference, country=country, flag_code="hu", confirmed_at=AT
    )
    RegistrationSettingsFactory(
        conference=conference, opens_at=AT, closes_at=None, takes_requests=True
    )
    QuotaFactory(conference=conference, kind=None, delegation=found, places=5)
    DelegationTaskFactory(conference=conference)
    MessageFactory(delegation=found, is_from_secretariat=True)
    MessageFactory(delegation=found)
    SubmissionFactory(delegation=found)
    for order, row in enumerate(people_in_every_state(found)):
        Delegate.with_drafts.filter(pk=row.pk).update(order=order)
    return found


def people_in_every_state(delegation: Delegation) -> list[Delegate]:
    by = UserFactory()
    draft = DelegateFactory(delegation=delegation, accreditation="draft")
    waiting = DelegateFactory(delegation=delegation, waiting=True)
    submitted, returned, approved, withdrawn = DelegateFactory.create_batch(
        4, delegation=delegation, submitted_at=AT
    )
    decide = {"reason": "Ill", "by": by, "at": AT}
    fields = ["function", "email"]
    accreditation.return_(delegate=returned, fields=fields, **decide)
    accreditation.withdraw(delegate=withdrawn, **decide)
    accreditation.approve(delegate=approved, by=by, at=AT)
    approved.refresh_from_db()
    proposals.propose(delegate=approved, fields={"function": "Minister"}, by=by, at=AT)
    return [draft, waiting, submitted, returned, approved, withdrawn]


@pytest.fixture
def user(delegation: Delegation) -> User:
    """Who registers the delegation and accompanies it."""
    held = StaffRoleFactory(conference=delegation.conference, role=Role.LIAISON_OFFICER)
    organizer = StaffRoleFactory(conference=delegation.conference).user
    scopes.limit(holder=held, to=[delegation], by=organizer, at=AT)
    user: User = User.objects.get(pk=held.user_id)
    FocalPointFactory(delegation=delegation, user=user)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def pages(client: Client, delegation: Delegation, user: User) -> dict[str, str]:
    """Address by what it is of: each kind once, and the form of people in every state."""
    client.force_login(user)
    people = list(Delegate.with_drafts.filter(delegation=delegation).order_by("order"))
    values = filled(delegation, user) | {"delegate_id": str(people[0].pk)}
    own = {address.name: address for address in ALL if address.namespace == "registration"}
    values["run_id"] = uploaded(client, own["upload_list"].path(**values))
    make_longest(delegation.conference)
    found = {}
    for address in own.values():
        path = address.path(**values)
        if is_page(client, path):
            found[address.name] = path
    for row in people[1:]:
        of_row = values | {"delegate_id": str(row.pk)}
        for name in ("open_person", "leave"):
            found[f"{name}, {row.accreditation}"] = own[name].path(**of_row)
    client.logout()
    assert len(found) >= AT_LEAST
    return found


def uploaded(client: Client, path: str) -> str:
    """The key of a list that was read, of which something is asked."""
    answer = client.post(path, {"file": SimpleUploadedFile("people.csv", LIST.encode())})
    assert import_next()
    return str(answer["Location"].rstrip("/").rpartition("/")[2])


def is_page(client: Client, path: str) -> bool:
    response = client.get(path)
    response.close()
    return response.status_code == 200 and response["Content-Type"].startswith("text/html")


def sign_in(page: Page, server: LiveServer, user: User) -> None:
    page.goto(f"{server.url}/accounts/login/")
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/registration/")


def test_pages_of_registration_are_whole_and_for_everybody(
    browser: Browser, live_server: LiveServer, user: User, pages: dict[str, str]
) -> None:
    """See `test_every_page`: asked of each what is asked there."""
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, user)
    found = []
    opened: set[str] = set()
    for name, path in pages.items():
        page.goto("about:blank")
        problems.clear()
        page.goto(f"{live_server.url}{path}")
        settle(page)
        wrong = problems.copy()
        wrong += [text for width in (WALL, DESKTOP["width"]) for text in what_is_cut(page, width)]
        wrong += [word for word in NEVER_SAID if word in page.content()]
        wrong += too_small(page, is_phone=False) + what_is_wrong(page)
        page.emulate_media(color_scheme="dark")
        page.evaluate(STAND_STILL)
        wrong += [f"dark: {text}" for text in what_is_wrong(page, OF_COLOURS)]
        page.emulate_media(color_scheme="light")
        page.evaluate(STAND_STILL)
        wrong += lost_in_forced_colours(page, {}, set())
        wrong += keyboard_faults(page) + held_open(page, opened)
        found += [f"{name}: {text}" for text in wrong]
    context.close()

    assert found == [], "\n".join(found)


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_pages_of_registration_stay_where_they_are(
    browser: Browser,
    live_server: LiveServer,
    user: User,
    pages: dict[str, str],
    screen: dict[str, int],
) -> None:
    context = browser.new_context(viewport=screen)  # type: ignore[arg-type]
    watch_shifts(context)
    page = context.new_page()
    sign_in(page, live_server, user)

    found = what_moves(page, [f"{live_server.url}{path}" for path in pages.values()])
    context.close()

    assert found == [], "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_registration_are_whole_and_for_everybody_on_a_phone_and_twice_as_large(
    browser: Browser, live_server: LiveServer, user: User, pages: dict[str, str], language: str
) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True)  # type: ignore[arg-type]
    page, _problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, user)
    found = []
    for name, path in pages.items():
        page.goto(f"{live_server.url}{path.replace('/en/', f'/{language}/', 1)}")
        settle(page)
        wrong = [text for width in (ENLARGED, PHONE["width"]) for text in what_is_cut(page, width)]
        wrong += what_is_wrong(page) + too_small(page, is_phone=True)
        found += [f"{name}: {text}" for text in wrong]
    context.close()

    assert found == [], "\n".join(found)
