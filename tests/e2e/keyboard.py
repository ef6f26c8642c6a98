"""What somebody meets who goes through a page by Tab alone."""

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).with_suffix(".js").read_text()
PATIENCE = 30
"""So often Tab is pressed beyond what there is before it counts as held fast."""


def keyboard_faults(page: Page) -> list[str]:
    """What is left out, comes out of order, is hidden when it has the focus, or holds it."""
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(SCRIPT)
    presses: int = page.evaluate("keyboardWalk.begin()")
    page.keyboard.press("Shift+Tab")
    for _ in range(presses):
        page.keyboard.press("Tab")
    for _ in range(PATIENCE):
        if page.evaluate("keyboardWalk.isDone()"):
            break
        page.keyboard.press("Tab")
    found: list[str] = page.evaluate("keyboardWalk.end()")
    return [f"by keyboard: {text}" for text in found]


def held_open(page: Page, known: set[str]) -> list[str]:
    """What opens over the page and stays when Escape is pressed, or loses the focus.

    Of each kind one is tried, and of those on earlier pages, which are `known`, none.
    """
    page.evaluate(SCRIPT)
    openers: list[str] = page.evaluate("keyboardWalk.openers()")
    found = []
    for place, kind in enumerate(openers):
        if kind in known:
            continue
        known.add(kind)
        page.evaluate("place => keyboardWalk.focusOpener(place)", place)
        page.keyboard.press("Enter")
        if page.evaluate("keyboardWalk.isOver()"):
            page.keyboard.press("Escape")
            if page.evaluate("keyboardWalk.isOver()"):
                found.append(f"by keyboard: Escape leaves open {kind}")
            elif not page.evaluate("keyboardWalk.isBackAt()"):
                found.append(f"by keyboard: Escape leads away from {kind}")
    return found
