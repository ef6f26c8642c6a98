"""Hands on a mouse and a keyboard that count what pages ask of whoever works with them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from playwright.sync_api import FilePayload, Locator, Page

HAS_FOCUS = "one => one === document.activeElement"


class Count(NamedTuple):
    clicks: int = 0
    keys: int = 0


@dataclass
class Hands:
    """A click into a field that has the focus is spared, and a value that stands there already.

    A choice from a list is two clicks, a text replaced is selected by the click into it. What the
    operating system asks about files is not counted.
    """

    page: Page
    counts: dict[str, Count] = field(default_factory=dict)
    stage: str = ""

    @contextmanager
    def at(self, stage: str) -> Iterator[Page]:
        self.stage = stage
        self.counts.setdefault(stage, Count())
        yield self.page

    def count(self, clicks: int = 0, keys: int = 0) -> None:
        before = self.counts[self.stage]
        self.counts[self.stage] = Count(before.clicks + clicks, before.keys + keys)

    def click(self, what: Locator) -> None:
        what.click()
        self.count(clicks=1)

    def press(self, key: str) -> None:
        """On whatever has the focus."""
        self.page.keyboard.press(key)
        self.count(keys=1)

    def keys(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.count(keys=len(text))

    def write(self, where: Locator, text: str) -> None:
        """In place of what stands there."""
        if where.input_value() == text:
            return
        if not where.evaluate(HAS_FOCUS):
            self.click(where)
        where.select_text()
        self.keys(text)

    def write_day(self, where: Locator, figures: str) -> None:
        """Into an input of the browser's own, from its first part on: month, day, year."""
        where.click(position={"x": 15, "y": 15})
        self.count(clicks=1)
        self.keys(figures)

    def choose(self, where: Locator, label: str) -> None:
        if where.locator("option:checked").inner_text() == label:
            return
        where.select_option(label=label)
        self.count(clicks=2)

    def hand_over(self, where: Locator, files: Sequence[FilePayload]) -> None:
        where.set_input_files(files)
        self.count(clicks=1)
