"""What is still told apart where colours are the reader's own."""

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).with_suffix(".js").read_text()


def lost_in_forced_colours(page: Page, marks: dict[str, str], compared: set[str]) -> list[str]:
    """What is told by a colour alone. `marks` holds how the mark of each kind of state looks,
    `compared` what else was looked at beside its neighbours.
    """
    page.emulate_media(forced_colors="active")
    page.evaluate("document.getAnimations().forEach(fading => fading.finish())")
    found: list[str]
    states: list[tuple[str, str]]
    kinds: list[str]
    found, states, kinds = page.evaluate(SCRIPT)
    marks.update(states)
    compared.update(kinds)
    page.emulate_media(forced_colors="none")
    return [f"in forced colours: {text}" for text in found]
