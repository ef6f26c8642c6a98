"""What a colour alone tells is found, and what anything else tells is not."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.forced_colours import lost_in_forced_colours

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

LIST = "<ul><li><a href=#>x</a><li><a href=# aria-current=page>y</a></ul>"
FIELDS = "<form><input name=x><input name=y aria-invalid=true></form>"
LOST = "in forced colours: looks like the others: {} “{}”"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.parametrize(
    ("style", "content", "found"),
    [
        ("[aria-current] { background: gold; color: red }", LIST, [LOST.format("a.", "y")]),
        ("[aria-current] { outline: 2px solid }", LIST, []),
        ("[aria-current]::before { content: '> ' }", LIST, []),
        ("[aria-invalid] { border: 1px solid red }", FIELDS, []),
        ("[aria-invalid] { background: red }", FIELDS, [LOST.format("input.", "")]),
        ("input { border: 1px solid } [aria-invalid] { border-width: 2px }", FIELDS, []),
    ],
)
def test_what_a_colour_alone_tells_is_found(
    page: Page, style: str, content: str, found: list[str]
) -> None:
    page.set_content(f"<!doctype html><style>{style}</style>{content}")

    compared: set[str] = set()

    assert lost_in_forced_colours(page, {}, compared) == found
    assert len(compared) == 1


def test_marks_of_states_are_told(page: Page) -> None:
    page.set_content(
        """<style>.state::before { content: ""; background: red }
        .state-bad::before { border: 2px solid }</style>
        <p class="state state-good">x</p><p class="state state-bad">y</p>
        <p class="state state-off">z</p>"""
    )
    marks: dict[str, str] = {}

    lost_in_forced_colours(page, marks, set())

    assert sorted(marks) == ["state-bad", "state-good", "state-off"]
    assert len(set(marks.values())) == 2
