"""What is still told apart where colours are the reader's own."""

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).with_suffix(".js").read_text()


def lost_in_forced_colours(page: Page, marks: dict[str, str]) -> list[str]:
    """What is told by a colour alone. `marks` holds how the mark of each kind of state looks."""
    page.emulate_media(forced_colors="active")
    page.evaluate("document.getAnimations().forEach(fading => fading.finish())")
    found: list[str]
    states: list[tuple[str, str]]
    found, states = page.evaluate(SCRIPT)
    marks.update(states)
    page.emulate_media(forced_colors="none")
    return [f"in forced colours: {text}" for text in found]
