"""An organizer brings a file whose headings are not ours, says once what they are, and imports."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from conference.addresses import admin_url
from conference.choices import Role
from delegates.models import Delegate
from tests.e2e.test_import import BROWSER, PATIENCE, await_text
from tests.factories import CountryFactory, DelegationFactory, StaffRoleFactory, words
from tests.servers import Worker

pytestmark = pytest.mark.e2e

LIST = "Country;Full name;Woman\nNorway;Example Astrid FJORD;1\nNorway;Example Ole FJELL;0\n"


@pytest.mark.parametrize("has_javascript", [False, True])
def test_organizer_says_what_the_columns_are_with_and_without_javascript(
    live_server: LiveServer, client: Client, worker: Worker, tmp_path: Path, has_javascript: bool
) -> None:
    role = StaffRoleFactory(role=Role.ORGANIZER)
    country = CountryFactory(iso2="NO", iso3="NOR", name=words("Norway"))
    DelegationFactory(conference=role.conference, country=country)
    client.force_login(role.user)
    path = tmp_path / "people.csv"
    path.write_text(LIST)
    refused = []

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER)
        context = browser.new_context(java_script_enabled=has_javascript)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        page = context.new_page()
        page.on("console", lambda message: refused.append(message.text))

        page.goto(live_server.url + admin_url(role.conference, "delegates_importrun_add"))
        page.get_by_label("File").set_input_files(path)
        page.get_by_role("button", name="Upload and check").click()
        await_text(page, "seems to hold names")
        page.get_by_label("Full name").select_option("Name as given")
        page.get_by_label("Woman").select_option("Gender")
        page.get_by_role("button", name="Check again", exact=True).click()
        await_text(page, "Words that are not known")
        page.get_by_label("Gender: “1”").select_option("Female")
        page.get_by_label("Gender: “0”").select_option("Male")
        page.get_by_role("button", name="Check again", exact=True).click()
        await_text(page, "Import all of it")
        page.get_by_role("button", name="Import all of it").click()
        await_text(page, "Look at the delegates")
        expect(page.get_by_text("registered").first).to_be_visible(timeout=PATIENCE)
        browser.close()

    assert sorted(Delegate.objects.values_list("given_name", "gender")) == [
        ("Example Astrid FJORD", "female"),
        ("Example Ole FJELL", "male"),
    ]
    assert refused == []
