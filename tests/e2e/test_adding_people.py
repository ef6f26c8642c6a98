"""An organizer adds six people on one visit to one page: pasted, with photos, one question."""

from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from conference.addresses import admin_url
from conference.choices import Role
from delegates.models import Delegate, Delegation
from launch import libraries
from tests.factories import (
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    StaffRoleFactory,
    words,
)

pytestmark = pytest.mark.e2e

BROWSER = libraries.browser()
AXE = Path(settings.ROOT) / "node_modules/axe-core/axe.min.js"
SIX = [
    ["Honorific", "Given name", "Family name", "Name in own script", "Language of own script",
     "Function", "Position"],
    ["H.E. Mr.", "Sodiq", "Rahmonzoda", "Содиқ Раҳмонзода", "Tajik", "Minister of Water", "Head"],
    ["Ms.", "Lola", "Karimova", "Лола Каримова", "Tajik", "Deputy Minister", "Deputy head"],
    ["Mr.", "Aziz", "Nazarov", "Азиз Назаров", "Tajik", "Adviser", "Adviser"],
    ["Ms.", "Zulfiya", "Rahim", "Зулфия Раҳим", "Tajik", "Interpreter", "Interpreter"],
    ["Dr.", "Bahrom", "Qodirov", "Баҳром Қодиров", "Tajik", "Expert", "Expert"],
    ["Mr.", "Davlat", "Saidov", "Давлат Саидов", "Tajik", "Assistant", "Assistant"],
]  # fmt: skip
FILES = [
    "Sodiq Rahmonzoda.jpg", "karimova_lola.jpg", "Азиз Назаров.jpg",
    "ZulfiyaRahim.jpg", "03 Bahrom QODIROV.jpg", "Davlat Saidov photo.jpg",
]  # fmt: skip


def photo(name: str, size: tuple[int, int] = (413, 531)) -> FilePayload:
    output = BytesIO()
    Image.new("RGB", size, "#996655").save(output, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": output.getvalue()}


def paste(page: Page, lines: list[list[str]]) -> None:
    """As the clipboard of a spreadsheet program gives them to the field that has the focus."""
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
          );
        }""",
        "\n".join("\t".join(cells) for cells in lines) + "\n",
    )


@pytest.fixture
def delegation(transactional_db: None) -> Delegation:
    country = CountryFactory(iso2="TJ", iso3="TJK", name=words("Tajikistan"))
    conference = StaffRoleFactory(role=Role.ORGANIZER).conference
    made: Delegation = DelegationFactory(
        conference=conference, country=country, name=words("Tajikistan")
    )
    DelegateFactory(delegation=made, given_name="Aziz", family_name="Nazarov", function="Driver")
    return made


def test_six_people_with_photos_take_one_visit_to_one_page(
    live_server: LiveServer, client: Client, delegation: Delegation
) -> None:
    role = delegation.conference.staff_roles.get()
    client.force_login(role.user)
    sheet = admin_url(role.conference, "delegates_delegation_change", delegation.pk)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER)
        context = browser.new_context()
        cookie = settings.SESSION_COOKIE_NAME
        context.add_cookies(
            [{"name": cookie, "value": client.cookies[cookie].value, "url": live_server.url}]
        )
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(live_server.url + sheet)

        page.get_by_role("link", name="Add people").click()
        page.get_by_label("Honorific, row 1").focus()
        paste(page, SIX)
        expect(page.get_by_label("Family name, row 6")).to_have_value("Saidov")
        page.get_by_label("Choose photos").set_input_files([photo(name) for name in FILES])
        # A namesake is registered: whose of the two a photo is, is asked.
        expect(page.locator(".adding-rows img")).to_have_count(5)
        page.get_by_label("Азиз Назаров.jpg").select_option("Aziz NAZAROV, row 3")
        page.get_by_role("button", name="Register", exact=True).click()
        expect(page.get_by_text("One question before they are registered")).to_be_visible()
        page.get_by_role("button", name="Another person: register").click()
        expect(page.get_by_text("6 people are registered. 6 photos are added.")).to_be_visible()
        assert page.url == live_server.url + sheet
        browser.close()

    assert complaints == []
    people = Delegate.objects.exclude(photo="").order_by("order")
    assert [(row.family_name, row.own_name_language) for row in people] == [
        (cells[2], "tg") for cells in SIX[1:]
    ]
    delegation.refresh_from_db()
    assert delegation.head == people[0]


def test_row_that_is_typed_into_is_followed_by_an_empty_one(
    live_server: LiveServer, client: Client, delegation: Delegation
) -> None:
    role = delegation.conference.staff_roles.get()
    client.force_login(role.user)
    adding = admin_url(role.conference, "delegates_delegation_add_people", delegation.pk)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER)
        context = browser.new_context()
        cookie = settings.SESSION_COOKIE_NAME
        context.add_cookies(
            [{"name": cookie, "value": client.cookies[cookie].value, "url": live_server.url}]
        )
        page = context.new_page()
        page.goto(live_server.url + adding)
        page.get_by_label("Given name, row 6").fill("Umed")
        page.get_by_label("Given name, row 6").press("ArrowDown")
        expect(page.get_by_label("Given name, row 7")).to_be_focused()
        page.get_by_label("Given name, row 7").fill("Vahob")
        # Enter looks and saves nothing.
        page.get_by_label("Given name, row 7").press("Enter")
        expect(page.get_by_label("Given name, row 10")).to_be_visible()
        page.get_by_role("button", name="Register", exact=True).click()
        expect(page.get_by_text("2 people are registered.")).to_be_visible()
        browser.close()

    assert Delegate.objects.filter(delegation=delegation).count() == 3


def test_many_photos_go_a_few_at_a_time_and_what_is_said_of_each_stays(
    live_server: LiveServer, client: Client, delegation: Delegation
) -> None:
    """What was typed before goes with each."""
    role = delegation.conference.staff_roles.get()
    client.force_login(role.user)
    adding = admin_url(role.conference, "delegates_delegation_add_people", delegation.pk)
    names = [f"{number:02}.jpg" for number in range(14)]

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER)
        context = browser.new_context()
        cookie = settings.SESSION_COOKIE_NAME
        context.add_cookies(
            [{"name": cookie, "value": client.cookies[cookie].value, "url": live_server.url}]
        )
        page = context.new_page()
        page.goto(live_server.url + adding)
        page.evaluate(
            """() => {
              window.sent = [];
              document.addEventListener("htmx:beforeRequest", () => {
                window.sent.push(document.querySelector("#adding-files").files.length);
              });
            }"""
        )
        page.get_by_label("Given name, row 1").fill("Umed")
        page.get_by_label("Choose photos").set_input_files(
            [photo("tiny.jpg", (20, 20)), *(photo(name) for name in names)]
        )
        expect(page.locator(".adding-chosen > li")).to_have_count(14)
        expect(page.locator("#adding[inert]")).to_have_count(0)
        expect(page.get_by_label("Given name, row 1")).to_have_value("Umed")
        expect(page.locator(".adding-said")).to_contain_text("tiny.jpg")
        context.set_offline(True)
        page.get_by_label("Choose photos").set_input_files([photo("late.jpg")])
        expect(page.locator(".adding-said")).to_contain_text("The connection was lost.")
        expect(page.locator("#adding[inert]")).to_have_count(0)
        sent = page.evaluate("window.sent")
        browser.close()

    assert sent == [6, 6, 3, 1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_that_asks_can_be_used_by_everybody_at_every_width(
    live_server: LiveServer,
    client: Client,
    delegation: Delegation,
    scheme: Literal["light", "dark"],
) -> None:
    """With a question, a problem and a photo; axe styles the page, which our policy forbids."""
    role = delegation.conference.staff_roles.get()
    client.force_login(role.user)
    adding = admin_url(role.conference, "delegates_delegation_add_people", delegation.pk)
    lines = [*SIX[:-1], ["Mr.", "Davlat", "=Saidov", "Давлат Саидов"]]
    found: list[str] = []

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER)
        context = browser.new_context(color_scheme=scheme, bypass_csp=True)
        cookie = settings.SESSION_COOKIE_NAME
        context.add_cookies(
            [{"name": cookie, "value": client.cookies[cookie].value, "url": live_server.url}]
        )
        page = context.new_page()
        page.goto(live_server.url + adding)
        page.get_by_label("Honorific, row 1").focus()
        paste(page, lines)
        expect(page.get_by_label("Given name, row 6")).to_have_value("Davlat")
        page.get_by_label("Choose photos").set_input_files([photo("Lola Karimova.jpg")])
        expect(page.locator(".adding-rows img")).to_have_count(1)
        page.get_by_role("button", name="Register", exact=True).click()
        expect(page.get_by_text("This person may be registered already")).to_be_visible()
        page.evaluate(AXE.read_text())
        for width in (390, 1280, 1600):
            page.set_viewport_size({"width": width, "height": 900})
            found += page.evaluate(
                """axe.run("#adding").then(result => result.violations
                    .filter(rule => ["serious", "critical"].includes(rule.impact))
                    .map(rule => rule.id + ": " + rule.nodes[0].html))"""
            )
            wide = page.evaluate("document.documentElement.scrollWidth")
            found += [f"{wide} pixels at {width}"] if wide > width else []
        browser.close()

    assert found == []
