"""What of a page is too small to be pressed."""

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = (Path(__file__).parent / "small_targets.js").read_text()
LEAST, ON_A_PHONE = 24, 44
"""In pixels: WCAG 2.5.8 everywhere, a finger's width on a phone."""


def too_small(page: Page, *, is_phone: bool) -> list[str]:
    found: list[str] = page.evaluate(
        SCRIPT, {"least": ON_A_PHONE if is_phone else LEAST, "isTouch": is_phone}
    )
    return [f"too small: {text}" for text in found]
