"""What a page shows of its words: whether one can read them all."""

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).with_suffix(".js").read_text()
WIDE = 1280
"""From here on nothing has to be scrolled sideways."""


def what_is_cut(page: Page, width: int) -> list[str]:
    """What cannot be read at this width: one line each, of the page itself the first."""
    if page.viewport_size and page.viewport_size["width"] != width:
        page.set_viewport_size({"width": width, "height": page.viewport_size["height"]})
    all_of_it, shown = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    found = [f"{all_of_it} pixels wide"] if all_of_it != shown else []
    cut: list[str] = page.evaluate(SCRIPT, width >= WIDE)
    return [f"{width}: {words}" for words in found + cut]
