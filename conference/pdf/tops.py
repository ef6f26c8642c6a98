"""What stands above the pages of a long document: what each shows, and what its columns continue.

Where a page and a column begin is known once a part is laid out; what is written in the margins
then moves nothing. Pure functions.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conference.pdf.marks import Mark

# Two blocks that begin within so many points begin on one line.
ON_A_LINE = 2.0
EMPTY_LINE = "\u00a0"


@dataclass(frozen=True)
class Running:
    """Of one block, what the margins call what it is in. `goes_on`: an earlier block was in that
    very `name` already.
    """

    section: str = ""
    name: str = ""
    goes_on: bool = False


@dataclass(frozen=True)
class Tops:
    """How they are written. `continued` has a `%s` for the name; `start` is the edge, left or
    right, at which lines and columns begin; `middle` parts the columns, in points from the left.
    """

    blocks: Sequence[Running]
    continued: str
    start: str
    middle: float
    between: str = " · "
    to: str = " – "

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Tops":
        return cls(**{**said, "blocks": [Running(**one) for one in said["blocks"]]})

    def css(self, pages: Sequence[Mapping[str, Mark]]) -> str:
        """By the pages' numbers in their part: of each the blocks that it shows."""
        end = "left" if self.start == "right" else "right"
        rules = []
        for number, page in enumerate(pages, start=1):
            if not page:
                continue
            places = {int(block): mark.content for block, mark in page.items()}
            first, second = self._columns(places)
            head = self._head([self.blocks[block] for block in sorted(places)])
            rules.append(
                f"@page:nth({number}){{"
                f"@top-{self.start}{{content:{_lines(head, self._label(first))}}}"
                f"@top-{end}{{content:{_lines('', self._label(second))}}}}}"
            )
        return "".join(rules)

    def _head(self, shown: Sequence[Running]) -> str:
        """`States · Hungary – Tajikistan`."""
        named = [one for one in shown if one.name] or [shown[0]]
        first, last = named[0], named[-1]
        begins = self.between.join(filter(None, (first.section, first.name)))
        if first.section != last.section:
            return begins + self.to + self.between.join((last.section, last.name))
        return begins if first.name == last.name else begins + self.to + last.name

    def _columns(self, places: Mapping[int, Any]) -> Iterator[int | None]:
        """The block with which each begins, where that is at the top of the page."""
        top = min(place.top for place in places.values())
        middle = self.middle
        for is_left in (self.start == "left", self.start == "right"):
            begins = min(
                (block for block, place in places.items() if (place.left < middle) == is_left),
                default=None,
            )
            is_at_top = begins is not None and places[begins].top <= top + ON_A_LINE
            yield begins if is_at_top else None

    def _label(self, block: int | None) -> str:
        if block is None or not self.blocks[block].goes_on:
            return ""
        return self.continued % self.blocks[block].name


def _lines(*lines: str) -> str:
    r"""As a value of CSS, one below the other. An escape ends with the blank behind it."""
    return ' "\\A " '.join(css_string(line or EMPTY_LINE) for line in lines)


def css_string(text: str) -> str:
    """By the rules of CSS Syntax: what could end the string is written by its number."""
    plain = "".join(
        letter if letter.isalnum() or letter == " " else f"\\{ord(letter):x} " for letter in text
    )
    return f'"{plain}"'
