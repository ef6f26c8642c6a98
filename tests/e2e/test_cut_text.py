"""What cannot be read on a page is found, and what can is not."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.cut_text import what_is_cut

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

WORDS = "Office of the High Representative for the Least Developed Countries"
FOR_EARS = "position: absolute; clip: rect(0 0 0 0)"
NARROW = "width: 90px; white-space: nowrap"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (f"<p style='{NARROW}; overflow: hidden'>{WORDS}", ["cut", "out of its box"]),
        (f"<p style='width: 300px; height: 20px; overflow: hidden'>{WORDS}", ["cut below"]),
        (f"<p style='{NARROW}'>{WORDS}", ["out of its box"]),
        (f"<p style='{NARROW}; overflow: auto'>{WORDS}", ["to be scrolled", "out of its box"]),
        (f"<p>{WORDS}<p style='margin-top: -30px'>{WORDS}", ["upon each other"]),
        (f"<p>{WORDS} <input style='margin-inline-start: -40px'>", ["upon each other"]),
        (f"<select style='width: 90px'><option>{WORDS}</select>", ["does not fit"]),
        (f"<input style='width: 90px' placeholder='{WORDS}'>", ["does not fit"]),
        (f"<p style='width: 3000px'>{WORDS}", ["3008 pixels wide"]),
        (f"<p>{WORDS}", []),
        (f"<input style='width: 90px' value='{WORDS}'>", []),
        (f"<p style='width: 90px'><select style='width: 100%'><option>{WORDS}</select>", []),
        (f"<p style='{NARROW}; overflow: hidden; {FOR_EARS}'>{WORDS}", []),
        (f"<details><summary>More</summary><p style='{NARROW}'>{WORDS}</details>", []),
    ],
)  # fmt: skip
def test_what_is_cut_is_found(page: Page, content: str, found: list[str]) -> None:
    page.set_content(f"<!doctype html><body style='font: 15px sans-serif'>{content}")

    assert [line.split(": ")[1] for line in what_is_cut(page, 1280)] == found


def test_table_may_be_scrolled_on_a_phone_alone(page: Page) -> None:
    page.set_content(
        f"<!doctype html><div style='overflow-x: auto'><table><td>{10 * WORDS.replace(' ', '')}"
    )

    assert [what_is_cut(page, width) for width in (390, 1280)] == [
        [],
        [f"1280: to be scrolled: div “{WORDS.replace(' ', '')[:50]}”"],
    ]
