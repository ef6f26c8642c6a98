"""What is too small to be pressed is found, and what is not is not."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.targets import too_small

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

BOX = "display: inline-block; width: {0}px; height: {0}px"
SMALL, MIDDLE, LARGE = (BOX.format(size) for size in (16, 30, 44))
TICK = "<input type=checkbox style='margin: 0; width: {0}px; height: {0}px'>"
OVERLAY = "<style>a::after { content: ''; position: absolute; inset: 0 }</style>"
ROW = "position: relative; height: 44px; width: 200px"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.parametrize(
    ("content", "everywhere", "on_a_phone"),
    [
        (f"<a href=# style='{LARGE}'>x</a>", 0, 0),
        (f"<a href=# style='{MIDDLE}'>x</a>", 0, 1),
        (f"<a href=# style='{SMALL}'>x</a>", 0, 1),
        (f"<a href=# style='{SMALL}'>x</a><a href=# style='{SMALL}'>y</a>", 2, 2),
        ("<p>Words and <a href=#>a link</a>, and words.", 0, 0),
        ("<p><a href=#>a link</a> · <a href=#>another</a>", 0, 2),
        (f"{OVERLAY}<p style='{ROW}'><a href=#>a link in a row</a>", 0, 0),
        ("<label style='display: block; padding: 16px'><input type=checkbox>Words</label>", 0, 0),
        (TICK.format(24), 0, 0),
        (TICK.format(16), 0, 1),
        (TICK.format(24) + TICK.format(25), 0, 2),
        (f"<button disabled style='{SMALL}'>x</button>", 0, 0),
        (f"<details><summary style='{LARGE}'>x</summary><a href=# style='{SMALL}'>y</a>", 0, 0),
    ],
)  # fmt: skip
def test_what_is_too_small_is_found(
    page: Page, content: str, everywhere: int, on_a_phone: int
) -> None:
    page.set_content(
        f"<!doctype html><body style='font: 15px/18px sans-serif; margin: 60px'>{content}"
    )

    assert len(too_small(page, is_phone=False)) == everywhere
    assert len(too_small(page, is_phone=True)) == on_a_phone
