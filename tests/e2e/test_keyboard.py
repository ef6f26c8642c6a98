"""What goes wrong by keyboard alone is found, and what goes well is not."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.keyboard import held_open, keyboard_faults

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

STYLE = "<style>body { background: white } :focus-visible { outline: 2px solid navy }</style>"
COVER = "<div style='position: fixed; inset: 0; background: white'></div>"
HELD = """<button id=held>y</button>
    <script>held.onkeydown = (event) => { if (event.key === "Tab") event.preventDefault(); }
    </script>"""
GONE_WITH_THE_FOCUS = """<a href=#>x</a> <button id=gone>y</button> <button>z</button>
    <script>gone.onfocus = () => queueMicrotask(() => gone.remove())</script>"""
TURNED = "<p style='display: flex; flex-direction: {}-reverse'><a href=#>x</a><a href=#>y</a>"
OVER = "<details><summary>More</summary><p style='position: absolute'>Words</p></details>"
CLOSING = """<script>addEventListener("keydown", ({ key }) => {
    const more = document.querySelector("details");
    if (key === "Escape") { more.open = false; (%s).focus() } })</script>"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("<a href=#>x</a> <button>y</button> <input type=date aria-label=z>", []),
        ("<label><input type=radio name=a>x</label> <label><input type=radio name=a>y</label>", []),
        ("<a href=#>x</a> <a href=# hidden>y</a> <button disabled>z</button>", []),
        ("<div style='columns: 2'><a href=#>x</a><br><br><br><a href=#>y</a></div>", []),
        ("<a href=# tabindex=1>x</a>", ["comes before its turn: a “x”"]),
        ("<a href=#>x</a> <button tabindex=-1>y</button>", ["is left out: button “y”"]),
        ("<a href=#>x</a> <b style='cursor: pointer'>y</b>", ["can only be pressed: b “y”"]),
        (TURNED.format("row"), ["jumps back from a “x”: a “y”"]),
        (TURNED.format("column"), ["jumps back from a “x”: a “y”"]),
        (f"<a href=#>x</a>{COVER}", ["is covered by div “”: a “x”"]),
        (
            "<a href=# style='position: absolute; left: -999px'>x</a>",
            ["is off the screen: a “x”"],
        ),
        (
            "<a href=# style='position: absolute; clip: rect(0 0 0 0)'>x</a>",
            ["cannot be seen: a “x”"],
        ),
        ("<a href=# style='outline: none'>x</a>", ["shows no ring: a “x”"]),
        ("<a href=# style='outline-color: #eee'>x</a>", ["shows no ring: a “x”"]),
        (
            "<p style='outline: 2px solid navy'><a href=# style='outline: none'>x</a>",
            ["shows no ring: a “x”"],
        ),
        (GONE_WITH_THE_FOCUS, ["is taken away with the focus: button#gone “y”"]),
        (f"<a href=#>x</a> {HELD}", ["does not let go: button#held “y”"]),
    ],
)  # fmt: skip
def test_what_goes_wrong_by_keyboard_is_found(page: Page, content: str, found: list[str]) -> None:
    page.set_content(f"<!doctype html>{STYLE}<body>{content}")

    assert keyboard_faults(page) == [f"by keyboard: {text}" for text in found]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (OVER + CLOSING % "more.firstChild", []),
        ("<details><summary>More</summary><p>Words</p></details>", []),
        (OVER, ["Escape leaves open details. > summary."]),
        (
            OVER + "<a href=#>x</a>" + CLOSING % "document.querySelector('a')",
            ["Escape leads away from details. > summary."],
        ),
    ],
)
def test_what_stays_open_is_found(page: Page, content: str, found: list[str]) -> None:
    page.set_content(f"<!doctype html>{STYLE}<body>{content}")

    assert held_open(page, set()) == [f"by keyboard: {text}" for text in found]
