"""The pictures of pages in `docs/screenshots`, taken of the demonstration as it runs.

    make run
    .venv/bin/python -m tests.screenshots [ADDRESS]

ADDRESS is what `make run` prints, http://localhost:8000 unless it says another.
"""

import argparse
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from conference import embedded
from launch import libraries

FOLDER = Path(__file__).parent.parent / "docs/screenshots"
GUIDE = Path(__file__).parent.parent / "docs/guide/pictures"
SIZE = {"width": 1100, "height": 800}
ADMIN = "/admin/dushanbe-2018/delegates"
TOMORROW = "/admin/rabat-dialogue"
IN_ANOTHER_SCRIPT = "Воронцова"
LATECOMER = "vogel"
OVER_QUOTA = "Republic of Korea"
PATIENCE = 30_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address", nargs="?", default="http://localhost:8000")
    address = parser.parse_args().address
    passwords = embedded.demo_passwords()
    maker, focal_point = ((who, passwords[who]) for who in (embedded.MAKER, embedded.FOCAL_POINT))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=libraries.browser())
        for who, folder, pages in [
            (maker, FOLDER, PAGES),
            (maker, GUIDE, OF_THE_GUIDE),
            (new_administrator(), GUIDE, OF_THE_INSTALLATION),
            (focal_point, FOLDER, OF_FOCAL_POINTS),
        ]:
            context = browser.new_context(base_url=address, viewport=SIZE, device_scale_factor=1)
            page = context.new_page()
            sign_in(page, *who)
            for name, go in pages.items():
                go(page)
                page.wait_for_load_state("networkidle")
                page.evaluate("document.fonts.ready")
                page.screenshot(path=folder / f"{name}.png")
                print(folder / f"{name}.png")
            context.close()
        browser.close()


def new_administrator() -> tuple[str, str]:
    """The demonstration has none: one is made, whose password nobody keeps."""
    email = f"administrator-{secrets.token_hex(3)}@dais.example"
    password = secrets.token_urlsafe()
    said = {"DJANGO_SUPERUSER_EMAIL": email, "DJANGO_SUPERUSER_PASSWORD": password}
    command = [sys.executable, "manage.py", "createsuperuser", "--noinput"]
    subprocess.run(command, check=True, env=os.environ | said, cwd=embedded.ROOT)
    return email, password


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile("/(admin|registration)/"))


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


# Of the guides: the conference that opens tomorrow.


def start(page: Page) -> None:
    page.goto(f"{TOMORROW}/")


def find(page: Page) -> None:
    """Somebody asked for in another script."""
    start(page)
    page.keyboard.press("/")
    page.keyboard.type(IN_ANOTHER_SCRIPT)
    expect(page.get_by_role("grid").get_by_role("row").first).to_be_visible()


def questions(page: Page) -> None:
    page.goto(f"{TOMORROW}/delegates/importrun/")
    page.locator("#result_list tbody a").first.click()
    page.get_by_role("link", name="Same person or not").first.click()


def decision(page: Page) -> None:
    """To withdraw the head of a delegation: the most that follows from one."""
    page.goto(f"{TOMORROW}/delegates/delegation/")
    page.locator("#result_list tbody th a").first.click()
    page.locator("[data-members] .member-name a").first.click()
    page.get_by_role("link", name="Withdraw").locator("visible=true").first.click()


def desk(page: Page) -> None:
    """Somebody is asked for. What is printed stands in a frame that no picture shows."""
    page.goto(f"{TOMORROW}/badges/printjob/desk/")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type(LATECOMER)
    expect(page.get_by_role("grid").get_by_role("row").first).to_be_visible()


def health(page: Page) -> None:
    page.goto("/admin/-/health/")


def review(page: Page) -> None:
    """Whoever is next in line."""
    page.goto(f"{TOMORROW}/delegates/delegate/queue/")
    page.get_by_role("button", name="Next in line").first.click()
    page.wait_for_url("**/review/")


def registration(page: Page) -> None:
    """The delegation of which somebody waits for a place."""
    page.goto("/en/registration/")
    page.get_by_role("link", name=OVER_QUOTA).first.click()
    expect(page.get_by_role("heading", name=OVER_QUOTA)).to_be_visible()


PAGES: dict[str, Callable[[Page], None]] = {
    "agenda": agenda,
    "delegation": delegation,
    "person": person,
    "review": review,
}
OF_FOCAL_POINTS: dict[str, Callable[[Page], None]] = {
    "registration": registration,
}
OF_THE_GUIDE: dict[str, Callable[[Page], None]] = {
    "start": start,
    "find": find,
    "delegation": delegation,
    "person": person,
    "questions": questions,
    "decision": decision,
    "desk": desk,
}
OF_THE_INSTALLATION: dict[str, Callable[[Page], None]] = {
    "health": health,
}


if __name__ == "__main__":
    main()
