"""An organizer imports a list of delegates: uploaded, checked by a worker, looked at, imported."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from conference.addresses import admin_url
from conference.choices import Role
from delegates.models import Delegate
from launch import libraries
from tests.factories import CountryFactory, DelegationFactory, StaffRoleFactory, words
from tests.servers import Worker

pytestmark = pytest.mark.e2e

BROWSER = libraries.browser()
PATIENCE = 60_000
LIST = (
    "Delegation;Given name;Family name;E-mail\n"
    "Tajikistan;Farrukh;Namuna;farrukh@example.org\n"
    "Tajikistan;Farukh;Namuna;\n"
    "Tajikistan;Zarina;Misol;nobody\n"
)


def await_text(page: Page, text: str) -> None:
    """What a worker does is shown by itself; without JavaScript by a link, again and again."""
    renew = page.get_by_role("link", name="Refresh")
    while True:
        expect(page.get_by_text(text).or_(renew)).to_be_visible(timeout=PATIENCE)
        if page.get_by_text(text).is_visible():
            return
        renew.click()


@pytest.mark.parametrize("has_javascript", [False, True])
def test_organizer_imports_a_list_with_and_without_javascript_and_never_leaves_the_host(
    live_server: LiveServer, client: Client, worker: Worker, tmp_path: Path, has_javascript: bool
) -> None:
    role = StaffRoleFactory(role=Role.ORGANIZER)
    country = CountryFactory(iso2="TJ", iso3="TJK", name=words("Tajikistan"))
    DelegationFactory(conference=role.conference, country=country)
    client.force_login(role.user)
    path = tmp_path / "people.csv"
    path.write_text(LIST)
    requested, refused = [], []

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER)
        context = browser.new_context(java_script_enabled=has_javascript)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        page = context.new_page()
        page.on("request", lambda request: requested.append(request.url))
        page.on("console", lambda message: refused.append(message.text))

        page.goto(live_server.url + admin_url(role.conference, "delegates_importrun_add"))
        page.get_by_label("File").set_input_files(path)
        page.get_by_role("button", name="Upload and check").click()
        await_text(page, "is not an e-mail address")
        page.get_by_role("link", name="Same person or not").click()
        page.get_by_role("checkbox", name="Farukh NAMUNA").check()
        page.get_by_role("group", name="One answer for").get_by_role(
            "button", name="Another person"
        ).click()
        expect(page.get_by_text("Nothing of this kind is left to answer.")).to_be_visible()
        page.get_by_role("link", name="Back to the report").click()
        page.get_by_role("button", name="Import the good rows only").click()
        await_text(page, "Look at the delegates")
        browser.close()

    assert sorted(Delegate.objects.values_list("given_name", flat=True)) == ["Farrukh", "Farukh"]
    assert {url for url in requested if not url.startswith(live_server.url)} == set()
    assert refused == []
