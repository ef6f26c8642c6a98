"""The box in the head of every page, by keyboard alone."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from conference.addresses import admin_url
from conference.models import StaffRole
from delegates.models import Delegation
from tests.e2e.test_adding_people import photo
from tests.e2e.test_admin import DESKTOP, sign_in, watched
from tests.factories import DelegateFactory

pytestmark = pytest.mark.e2e


@pytest.fixture
def people(role: StaffRole) -> None:
    delegation = Delegation.objects.get(conference=role.conference, flag_code="tj")
    for given, family in (("Beat", "Zürcher"), ("Aziz", "Zurayev")):
        DelegateFactory(delegation=delegation, given_name=given, family_name=family)


def test_a_person_is_found_and_opened_by_keyboard_alone(
    browser: Browser, live_server: LiveServer, role: StaffRole, people: None
) -> None:
    """A slash, the name, Enter; what was looked for stands in no address."""
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, problems = watched(context, urlsplit(live_server.url).netloc)
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    sign_in(page, live_server, role)
    page.goto(f"{live_server.url}/admin/{role.conference.slug}/")
    box = page.locator("#finder-words")

    page.keyboard.press("/")
    page.keyboard.type("zu")
    page.wait_for_selector("#finder-answers [role=row]")
    marked = page.locator("#finder-answers [aria-selected=true]")
    first = marked.locator("bdi").first.inner_text()
    page.keyboard.press("ArrowDown")
    second = marked.locator("bdi").first.inner_text()
    page.keyboard.press("ArrowRight")
    beside = marked.inner_text()
    names = box.get_attribute("aria-activedescendant"), marked.get_attribute("id")
    page.keyboard.press("Escape")
    is_closed = box.get_attribute("aria-expanded")
    page.keyboard.press("Control+a")
    page.keyboard.type("Zuercher")
    page.wait_for_selector("#finder-answers [role=row]:only-child")
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/")
    heading = page.locator("h1").inner_text()
    context.close()

    assert first == "ZURAYEV, Aziz"
    assert second == "ZÜRCHER, Beat"
    assert beside == "Decide"
    assert names[0] == names[1]
    assert is_closed == "false"
    assert "ZÜRCHER" in heading.upper()
    assert [url for url in addresses if "rcher" in url] == []
    assert problems == []


def test_a_slash_in_a_field_is_a_slash(
    browser: Browser, live_server: LiveServer, role: StaffRole, people: None
) -> None:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    page, _problems = watched(context, urlsplit(live_server.url).netloc)
    sign_in(page, live_server, role)
    page.goto(f"{live_server.url}/admin/{role.conference.slug}/delegates/delegate/")
    page.locator("#searchbar").focus()

    page.keyboard.type("a/b")
    typed = page.locator("#searchbar").input_value()
    context.close()

    assert typed == "a/b"


@pytest.fixture
def open_page(
    browser: Browser, live_server: LiveServer, role: StaffRole, people: None
) -> Iterator[Callable[..., Page]]:
    """A page of the organizer's conference, signed in."""
    context = browser.new_context(viewport=DESKTOP, base_url=live_server.url)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(8000)
    sign_in(page, live_server, role)

    def opened(name: str, *args: object) -> Page:
        page.goto(admin_url(role.conference, name, *args))
        return page

    yield opened
    context.close()


@pytest.fixture
def delegation(role: StaffRole) -> Delegation:
    return Delegation.objects.get(conference=role.conference, flag_code="tj")


ROWS = "#finder-answers [role=row]"
MARKED = "#finder-answers [aria-selected=true]"


def type_into_the_box(page: Page, words: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(words)


def test_box_keeps_the_keyboard_where_people_are_added(
    open_page: Callable[..., Page], delegation: Delegation
) -> None:
    page = open_page("delegates_delegation_add_people", delegation.pk)
    page.locator("h1").click()
    page.evaluate("document.activeElement.blur()")

    type_into_the_box(page, "zu")
    page.wait_for_selector(MARKED)

    expect(page.locator("#finder-words")).to_be_focused()
    expect(page.locator("#finder-answers")).to_be_visible()


def test_photos_go_on_whatever_becomes_of_what_the_box_asked(
    open_page: Callable[..., Page], delegation: Delegation
) -> None:
    """The next six go once the former six are here, and not before; an error of the box is none
    of theirs.
    """
    page = open_page("delegates_delegation_add_people", delegation.pk)
    held: list[Route] = []
    page.route(page.url, lambda route: held.append(route))  # noqa: PLW0108
    page.get_by_label("Choose photos").set_input_files(
        [photo(f"{number}.jpg") for number in range(7)]
    )
    expect(page.locator(".adding-said")).to_contain_text("0 of 7 photos are here.")

    type_into_the_box(page, "zu")
    page.wait_for_selector(ROWS)
    page.route("**/find/", lambda route: route.fulfill(status=500))
    with page.expect_response("**/find/"):
        page.keyboard.type("r")
    first = len(held)
    page.unroute(page.url)
    held[0].continue_()

    expect(page.locator(".adding-chosen > li")).to_have_count(7)
    assert first == 1


def test_enter_opens_no_answer_to_former_words(open_page: Callable[..., Page]) -> None:
    page = open_page("index")
    type_into_the_box(page, "zu")
    page.wait_for_selector(MARKED)
    held: list[Route] = []
    page.route(
        "**/find/",
        lambda route: (
            held.append(route) if route.request.headers.get("hx-request") else route.continue_()
        ),
    )

    with page.expect_request("**/find/"):
        page.keyboard.type("e")
        is_marked = page.locator(MARKED).count()
        page.keyboard.press("Enter")
    assert (is_marked, page.url) == (0, page.url.split("/find/")[0])
    page.keyboard.press("Enter")
    page.wait_for_url("**/find/")

    assert page.locator(".found-page bdi.answer-name").all_inner_texts() == ["ZÜRCHER, Beat"]


def test_answers_that_come_while_more_is_typed_are_not_marked(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("index")
    held: list[Route] = []
    page.route("**/find/", lambda route: held.append(route))  # noqa: PLW0108
    with page.expect_request("**/find/"):
        type_into_the_box(page, "zu")

    # The answers come between the next letter and what is asked for it.
    page.locator("#finder-words").evaluate("box => { box.value = 'zue'; }")
    held[0].continue_()
    page.wait_for_selector(ROWS)

    assert page.locator(MARKED).count() == 0


def test_box_leads_to_signing_in_once_the_login_ended(open_page: Callable[..., Page]) -> None:
    page = open_page("index")
    Session.objects.all().delete()

    type_into_the_box(page, "zu")

    page.wait_for_url("**/accounts/login/**")


def test_error_of_the_box_leaves_a_sheet_as_it_is(
    open_page: Callable[..., Page], delegation: Delegation
) -> None:
    page = open_page("delegates_delegation_change", delegation.pk)
    page.evaluate("document.body.dataset.here = 'yes'")
    page.route("**/find/", lambda route: route.fulfill(status=500))

    with page.expect_response("**/find/"):
        type_into_the_box(page, "zu")
    page.wait_for_timeout(300)

    assert page.evaluate("document.body.dataset.here") == "yes"
    expect(page.locator("#finder-words")).to_have_value("zu")


@pytest.mark.parametrize("words", ["Zuercher", "zzzqqq"])
def test_whoever_presses_enter_before_the_answer_gets_it(
    open_page: Callable[..., Page], live_server: LiveServer, role: StaffRole, words: str
) -> None:
    """As a scanner does: the first, or the page that says that there is none."""
    page = open_page("index")

    type_into_the_box(page, words)
    page.keyboard.press("Enter")

    if words == "Zuercher":
        expect(page.locator("h1")).to_contain_text("ZÜRCHER, Beat")
    else:
        expect(page.locator("main")).to_contain_text("zzzqqq")
        expect(page).to_have_url(live_server.url + admin_url(role.conference, "find"))
