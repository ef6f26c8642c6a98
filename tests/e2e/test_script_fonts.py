"""Names are drawn in their own script on a machine that has no font for it."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from conference.models import StaffRole
from conference.pdf import fonts
from tests.e2e.test_admin import BROWSER, DESKTOP, sign_in
from tests.factories import DelegateFactory, DelegationFactory, VenueFactory, words

pytestmark = pytest.mark.e2e

FONTCONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""
OURS = "Noto Sans Variable"
LOADED = """document.fonts.ready.then(() => [...new Set(
    [...document.fonts].filter(one => one.status === "loaded").map(one => one.family)
)].sort())"""
IS_LOADED = """name => [...document.fonts].some(
    one => one.family.includes(name) && one.status === "loaded"
)"""
OWN_NAMES = {
    "王毅": ("zh-hans", "Noto Sans SC Variable"),
    "山田太郎": ("ja", "Noto Sans JP Variable"),
    "김민준": ("ko", "Noto Sans KR Variable"),
    "สมชาย": ("th", "Noto Sans Thai Variable"),
}


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """On a machine whose one font has Latin, Greek and Cyrillic letters."""
    folder = tmp_path_factory.mktemp("fonts")
    latin = fonts.file(fonts.BASE, fonts.REGULAR)
    (folder / latin.name).write_bytes(latin.read_bytes())
    (folder / "fonts.conf").write_text(FONTCONFIG.format(folder=folder))
    poor = os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf")}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, env={**poor})
        yield browser
        browser.close()


def loaded(page: Page) -> list[str]:
    page.wait_for_load_state("networkidle")
    return [family.strip('"') for family in page.evaluate(LOADED)]


@pytest.mark.parametrize("own_name", OWN_NAMES)
def test_own_name_fetches_the_font_of_its_script_and_no_other(
    browser: Browser, live_server: LiveServer, role: StaffRole, own_name: str
) -> None:
    language, family = OWN_NAMES[own_name]
    plain, named = DelegationFactory.create_batch(2, conference=role.conference)
    DelegateFactory(delegation=plain)
    DelegateFactory(delegation=named, own_name=own_name, own_name_language=language)
    page = browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    sign_in(page, live_server, role)
    delegations = f"{live_server.url}/admin/{role.conference.slug}/delegates/delegation"

    page.goto(f"{delegations}/{plain.pk}/change/")
    without = loaded(page)
    page.goto(f"{delegations}/{named.pk}/change/")
    with_it = loaded(page)
    page.close()

    assert without == [OURS]
    assert with_it == sorted([OURS, family])


def test_part_that_shows_another_script_brings_its_font(
    browser: Browser, live_server: LiveServer, role: StaffRole
) -> None:
    """What is found comes into a page that showed no such name."""
    VenueFactory(conference=role.conference, name=words("Zz 서울"))
    page = browser.new_page(viewport=DESKTOP)  # type: ignore[arg-type]
    sign_in(page, live_server, role)
    page.goto(f"{live_server.url}/admin/{role.conference.slug}/")
    before = loaded(page)
    page.locator("#finder-words").fill("Zz")
    page.get_by_text("서울").first.wait_for()
    page.wait_for_function(IS_LOADED, arg="Noto Sans KR Variable")
    after = loaded(page)
    page.close()

    assert before == [OURS]
    assert after == sorted([OURS, "Noto Sans KR Variable"])
