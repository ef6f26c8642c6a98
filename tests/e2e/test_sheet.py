"""A delegation's sheet in a browser: put in order and undone, aloud, and printed on one page."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO

import pypdfium2
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Locator, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from conference.addresses import admin_url
from conference.choices import Role
from delegates.models import Delegate, Delegation
from delegates.services import delegations
from delegates.sheet import contents
from launch import libraries
from tests.e2e.cut_text import what_is_cut
from tests.factories import DelegateFactory, DelegationFactory, StaffRoleFactory, words

pytestmark = pytest.mark.e2e

BROWSER = libraries.browser()


@pytest.fixture
def delegation(transactional_db: None) -> Delegation:
    role = StaffRoleFactory(role=Role.ORGANIZER)
    made: Delegation = DelegationFactory(conference=role.conference, name=words("Tajikistan"))
    return made


@contextmanager
def browsing(server: LiveServer, client: Client, delegation: Delegation) -> Iterator[Page]:
    """As an organizer of the conference."""
    client.force_login(delegation.conference.staff_roles.get().user)
    cookie = settings.SESSION_COOKIE_NAME
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER)
        context = browser.new_context(base_url=server.url)
        context.add_cookies(
            [{"name": cookie, "value": client.cookies[cookie].value, "url": server.url}]
        )
        yield context.new_page()
        browser.close()


def url_of(delegation: Delegation) -> str:
    return admin_url(delegation.conference, "delegates_delegation_change", delegation.pk)


def in_order() -> list[str]:
    return list(Delegate.objects.order_by("order").values_list("given_name", flat=True))


def test_member_is_moved_by_keyboard_and_by_dragging_aloud_and_undone(
    live_server: LiveServer, client: Client, delegation: Delegation
) -> None:
    for order, name in enumerate(["Aziz", "Bahrom", "Davlat"]):
        DelegateFactory(delegation=delegation, given_name=name, family_name="Nur", order=order)

    with browsing(live_server, client, delegation) as sheet:
        sheet.goto(url_of(delegation))
        said = sheet.get_by_role("status")
        handle = sheet.get_by_role("button", name="Move Aziz NUR")

        with sheet.expect_response("**/place/") as ordered:
            handle.press("ArrowDown")
        expect(said).to_contain_text("Aziz NUR is moved: place 2 of 3.")
        expect(handle).to_be_focused()

        with sheet.expect_response("**/place/") as undone:
            said.get_by_role("button", name="Undo").click()
        # Somebody did that: it keeps them signed in.
        sent = [each.value.request.headers for each in (ordered, undone)]
        assert ["x-automatic" in headers for headers in sent] == [False, False]
        expect(said).to_have_text("Aziz NUR is moved: place 1 of 3.")

        with sheet.expect_response("**/place/"):
            handle.hover()
            sheet.mouse.down()
            below = sheet.locator(".member").filter(has_text="Davlat NUR").bounding_box()
            assert below
            sheet.mouse.move(below["x"] + 200, below["y"] + below["height"] - 4, steps=12)
            sheet.mouse.up()
        expect(said).to_contain_text("Aziz NUR is moved: place 3 of 3.")
        # What was put back and what was not is so for everybody.
        sheet.reload()
        expect(sheet.locator(".member-name")).to_have_text(["Bahrom NUR", "Davlat NUR", "Aziz NUR"])

    assert in_order() == ["Bahrom", "Davlat", "Aziz"]


def test_last_place_of_a_page_is_not_the_last_of_the_delegation(
    live_server: LiveServer,
    client: Client,
    delegation: Delegation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(contents, "MEMBERS_ON_A_PAGE", 2)
    for order, name in enumerate(["Aziz", "Bahrom", "Davlat"]):
        DelegateFactory(delegation=delegation, given_name=name, family_name="Nur", order=order)

    with browsing(live_server, client, delegation) as sheet:
        sheet.goto(url_of(delegation))
        with sheet.expect_response("**/place/"):
            sheet.get_by_role("button", name="Move Aziz NUR").press("ArrowDown")
        expect(sheet.get_by_role("status")).to_contain_text("place 2 of 3")
        sheet.wait_for_load_state("networkidle")

    assert in_order() == ["Bahrom", "Aziz", "Davlat"]


def test_place_is_counted_after_the_head_and_what_stood_open_closes(
    live_server: LiveServer, client: Client, delegation: Delegation
) -> None:
    for order, name in enumerate(["Aziz", "Bahrom", "Davlat"]):
        person = DelegateFactory(
            delegation=delegation, given_name=name, family_name="Nur", order=order
        )
    Delegation.objects.filter(pk=delegation.pk).update(head=person)

    with browsing(live_server, client, delegation) as sheet:
        sheet.goto(url_of(delegation))
        opened = sheet.locator(".member-more[open]")
        more = sheet.get_by_label("More about Aziz NUR")
        more.click()
        expect(opened).to_have_count(1)
        with sheet.expect_response("**/place/"):
            sheet.get_by_role("button", name="Move Aziz NUR").press("ArrowDown")
        expect(opened).to_have_count(0)
        expect(sheet.get_by_role("status")).to_contain_text(
            "Aziz NUR is moved: place 2 of 2 after the head."
        )
        more.press("Enter")
        expect(opened).to_have_count(1)
        sheet.keyboard.press("Escape")
        expect(opened).to_have_count(0)
        expect(more).to_be_focused()


def test_member_is_approved_in_the_row_and_that_is_undone_there(
    live_server: LiveServer, client: Client, delegation: Delegation
) -> None:
    for order, name in enumerate(["Aziz", "Bahrom"]):
        DelegateFactory(delegation=delegation, given_name=name, family_name="Nur", order=order)
    # What is asked first has a page: two of one name.
    twins = ["Davlat", "Davlat"]
    for order, name in enumerate(twins, start=2):
        DelegateFactory(delegation=delegation, given_name=name, family_name="Rahim", order=order)

    def row(sheet: Page, name: str) -> Locator:
        return sheet.locator(".member").filter(has_text=name).last

    with browsing(live_server, client, delegation) as sheet:
        sheet.goto(url_of(delegation))
        aziz, address = row(sheet, "Aziz NUR"), sheet.url
        aziz.get_by_label("More about Aziz NUR").click()
        aziz.get_by_role("button", name="Approve").click()
        expect(aziz).to_contain_text("Approved")
        expect(aziz.get_by_role("link", name="Change")).to_be_focused()
        expect(sheet.locator("#sheet-said")).to_contain_text("is approved")
        expect(sheet.get_by_role("button", name="Approve all 3")).to_be_visible()

        aziz.get_by_role("button", name="Undo").click()
        expect(aziz).to_contain_text("Submitted")
        expect(sheet.get_by_role("button", name="Approve all 4")).to_be_visible()
        assert sheet.url == address

        davlat = row(sheet, "Davlat RAHIM")
        davlat.get_by_label("More about Davlat RAHIM").click()
        davlat.get_by_role("button", name="Approve").click()
        sheet.wait_for_url("**/approved/?on_sheet=1")
        sheet.get_by_role("button", name="Approve RAHIM, Davlat").click()
        sheet.wait_for_url("**/#member-*")
        expect(row(sheet, "Davlat RAHIM")).to_contain_text("Approved")
        expect(row(sheet, "Davlat RAHIM").get_by_role("link", name="Change")).to_be_focused()
        sheet.get_by_role("button", name="Undo").click()
        expect(row(sheet, "Davlat RAHIM")).to_contain_text("Submitted")


def photo() -> str:
    output = BytesIO()
    Image.new("RGB", (413, 531), "#996655").save(output, "JPEG")
    return default_storage.save("photos/aa/one.jpg", ContentFile(output.getvalue()))


def people_of_long_names(delegation: Delegation, count: int) -> None:
    key = photo()
    rows = [
        DelegateFactory(
            delegation=delegation,
            honorific="H.E. Prof. Dr.",
            given_name="Muhammad Abdurrahmon",
            family_name=f"Featherstonehaugh-{number:02}",
            own_name="Муҳаммад Абдураҳмони Раҳмонзода",
            own_name_language="tg",
            function="First Deputy Minister of Economic Development and Trade of the Republic",
            department="Department for International Organizations",
            ministry="Ministry of Economic Development and Trade",
            photo=key,
            approved=number % 2 == 0,
            order=number,
        )
        for number in range(count)
    ]
    delegations.appoint_head(
        delegation=delegation,
        delegate=rows[0],
        by=delegation.conference.staff_roles.get().user,
        at=timezone.now(),
    )


def test_twenty_people_are_printed_on_one_page_of_a4_with_their_photos(
    live_server: LiveServer, client: Client, delegation: Delegation
) -> None:
    people_of_long_names(delegation, 20)

    with browsing(live_server, client, delegation) as sheet:
        sheet.goto(url_of(delegation))
        file = sheet.pdf(prefer_css_page_size=True)

    with closing(pypdfium2.PdfDocument(file)) as document:
        sizes = [[round(side) for side in page.get_size()] for page in document]
        names = document[0].get_textpage().get_text_range().count("FEATHERSTONEHAUGH")
        photos = [*document[0].get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,))]
    assert sizes == [[595, 842]]
    assert (names, len(photos)) == (20, 20)


@pytest.mark.parametrize("width", [390, 1280, 1600])
def test_what_is_opened_on_a_sheet_stays_within_its_page(
    live_server: LiveServer, client: Client, delegation: Delegation, width: int
) -> None:
    people_of_long_names(delegation, 3)

    with browsing(live_server, client, delegation) as sheet:
        sheet.goto(url_of(delegation))
        menu = sheet.locator(".member-more").last
        menu.locator("summary").click()
        expect(menu.get_by_role("button", name="One place earlier")).to_be_visible()
        # A menu lies over what it belongs to.
        opened = [text for text in what_is_cut(sheet, width) if "upon each other" not in text]
        menu.locator("summary").click()
        sheet.locator(".member-change").last.click()
        expect(sheet.locator(".member-changing")).to_be_visible()
        changing = what_is_cut(sheet, width)

    assert (opened, changing) == ([], [])
