"""What moves on a page is found, however late, and what stays is not."""

import pytest
from playwright.sync_api import Browser

from tests.e2e.shifts import shifts, watch_shifts

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("top", "found"), [("0", []), ("200px", ["moves by 0.115: ['BODY']"])])
def test_what_moves_last_is_found(browser: Browser, top: str, found: list[str]) -> None:
    context = browser.new_context()
    watch_shifts(context)
    page = context.new_page()
    page.goto("data:text/html,<!doctype html><p id=moved style='height: 300px'>x")
    page.evaluate("new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(seen)))")

    page.evaluate("top => { document.body.style.paddingTop = top }", top)
    moved = shifts(page)
    context.close()

    assert moved == found
