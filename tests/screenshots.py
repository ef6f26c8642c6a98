"""The pictures of pages in `docs/screenshots`, taken of the demonstration as it runs.

    make run
    .venv/bin/python -m tests.screenshots [ADDRESS]

ADDRESS is what `make run` prints, http://localhost:8200 unless it says another.
"""

import argparse
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from conference import embedded
from launch import libraries

FOLDER = Path(__file__).parent.parent / "docs/screenshots"
SIZE = {"width": 1100, "height": 800}
ORGANIZER = "organizer2018@dais.example"
ADMIN = "/admin/dushanbe-2018/delegates"
PATIENCE = 30_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address", nargs="?", default="http://localhost:8200")
    address = parser.parse_args().address
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=libraries.browser())
        context = browser.new_context(base_url=address, viewport=SIZE, device_scale_factor=1)
        page = context.new_page()
        sign_in(page)
        for name, go in PAGES.items():
            go(page)
            page.evaluate("document.fonts.ready")
            page.screenshot(path=FOLDER / f"{name}.png")
            print(FOLDER / f"{name}.png")
        browser.close()


def sign_in(page: Page) -> None:
    page.goto(f"{ADMIN}/delegation/")
    page.get_by_label("Email").fill(ORGANIZER)
    page.get_by_label("Password").fill(embedded.demo_passwords()[ORGANIZER])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{ADMIN}/delegation/")


def agenda(page: Page) -> None:
    page.goto("/en/dushanbe-2018/agenda/")


def delegation(page: Page) -> None:
    page.goto(f"{ADMIN}/delegation/?q=Kazakhstan")
    page.locator("#result_list").get_by_role("link", name="Kazakhstan").first.click()
    expect(page.get_by_role("heading", name="Kazakhstan")).to_be_visible()


def person(page: Page) -> None:
    """The second of the delegation, with the badge as it would be printed now."""
    delegation(page)
    page.locator("[data-members] .member-name a").first.click()
    page.wait_for_url(re.compile(r"/delegate/\d+/change/"))
    expect(page.get_by_role("img", name="The badge as")).to_be_visible(timeout=PATIENCE)


PAGES: dict[str, Callable[[Page], None]] = {
    "agenda": agenda,
    "delegation": delegation,
    "person": person,
}


if __name__ == "__main__":
    main()
