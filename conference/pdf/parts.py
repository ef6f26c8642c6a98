"""A long document laid out a part at a time: memory does not grow with its pages.

A part ends where a page does. What its last page would show begins the next part instead, so that
no page shows where the parts meet: the pages are those of the whole. Each part is laid out in a
process of its own, see `conference.limited_process`.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from conference import limited_process
from conference.errors import DomainError
from conference.limited_process import Limits
from conference.pdf import joining, layout
from conference.pdf.joining import Bookmark, Part
from conference.pdf.tops import Tops

MEGABYTE = 2**20
# A part of a long list, 1,000 people of some 200,000 characters, is laid out twice, one after the
# other, and takes less than 250 MB. It may take 350; what is limited is address space, of which
# programs and fonts have some 250 MB more that are never resident.
LIMITS = Limits(memory=600 * MEGABYTE, cpu_seconds=60, seconds=300, file=64 * MEGABYTE)
BLOCKS_OF_A_PART, CHARACTERS_OF_A_PART = 1000, 300_000
TAG = re.compile(r"<\w+")
# Stands before and after what of an opening comes before the first block of all, and only there.
FRONT = "<!--front-->"
# Hears how many are done, see `conference.leased_work`.
Tell = Callable[[int], None]


@dataclass(frozen=True)
class Wrapper:
    """An element around blocks; `again` opens it where a part begins inside it.

    `running`: what may stand above its pages, by what that is: whoever makes `tops` reads it.
    """

    opening: str
    closing: str
    again: str
    running: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Block:
    """An element that no page breaks, in wrappers from the outermost inwards.

    `bookmarks`: level from 0, and title, in the outline of the file.
    """

    html: str
    within: tuple[Wrapper, ...] = ()
    bookmarks: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class LongDocument:
    """`opening` and `closing` stand around all blocks, from the doctype to the end of the body."""

    opening: str
    closing: str
    css: str
    blocks: Sequence[Block]
    # Room for the process of one part, in blocks and characters.
    blocks_of_a_part: int = BLOCKS_OF_A_PART
    # What stands above the pages, of all blocks; a part takes its own.
    tops: Tops | None = None

    def drawn_apart(self, folder: Path, *, tell: Tell) -> IO[bytes]:
        """A tagged PDF; `folder` holds its parts meanwhile. `tell` hears how many blocks are laid
        out. Raises NoAnswerError, and DomainError where something cannot be drawn.
        """
        parts = list(self._parts(folder, tell))
        return joining.joined_apart(parts, look=lambda: tell(len(self.blocks)))

    def _parts(self, folder: Path, tell: Tell) -> Iterator[Part]:
        start, first_page = 0, 0
        while start < len(self.blocks):
            end = self._end_of_part(start)
            part = self._part(start, end, first_page)
            pages, pdf = _drawn_apart(*part, self._tops(start, end), partial(tell, start))
            kept = len(pages) if end == len(self.blocks) else last_seam(pages)
            path = folder / f"{start}.pdf"
            path.write_bytes(pdf)
            yield Part(str(path), kept, self._bookmarks(pages[:kept], start, first_page))
            start = start + pages[kept][0] if kept < len(pages) else end
            first_page += kept

    def _end_of_part(self, start: int) -> int:
        room = CHARACTERS_OF_A_PART
        end = start
        while end < min(len(self.blocks), start + self.blocks_of_a_part) and room > 0:
            room -= len(self.blocks[end].html)
            end += 1
        return end

    def _part(self, start: int, end: int, first_page: int) -> tuple[str, str]:
        pieces = [_without_front(self.opening) if start else self.opening]
        open_now: tuple[Wrapper, ...] = ()
        begun = self.blocks[start - 1].within if start else ()
        for number, block in enumerate(self.blocks[start:end]):
            same = _common(open_now, block.within)
            pieces += [wrapper.closing for wrapper in reversed(open_now[same:])]
            known = _common(begun, block.within) if number == 0 else 0
            for depth, wrapper in enumerate(block.within[same:], start=same):
                pieces.append(wrapper.again if depth < known else wrapper.opening)
            open_now = block.within
            pieces.append(TAG.sub(rf'\g<0> data-mark="{number}"', block.html, count=1))
        pieces += [wrapper.closing for wrapper in reversed(open_now)]
        # The part before has left to it the number of its first page.
        counted_on = f"@page:first{{counter-reset:page {first_page + 1}}}" if start else ""
        return "".join([*pieces, self.closing]), self.css + counted_on

    def _tops(self, start: int, end: int) -> dict[str, Any] | None:
        return asdict(replace(self.tops, blocks=self.tops.blocks[start:end])) if self.tops else None

    def _bookmarks(
        self, pages: Sequence[Sequence[int]], start: int, first_page: int
    ) -> tuple[Bookmark, ...]:
        """Each on the page on which its block begins."""
        begins: dict[int, int] = {}
        for page, numbers in enumerate(pages, start=first_page):
            for number in numbers:
                begins.setdefault(number, page)
        return tuple(
            Bookmark(level, title, page)
            for number, page in sorted(begins.items())
            for level, title in self.blocks[start + number].bookmarks
        )


def last_seam(pages: Sequence[Sequence[int]]) -> int:
    """How many pages can be kept of those with these blocks, so that the next begins with a block.

    All, where no page but the first does: a gap is better than a torn block.
    """
    for page in range(len(pages) - 1, 0, -1):
        if pages[page] and pages[page][0] not in pages[page - 1]:
            return page
    return len(pages)


def _common(some: Sequence[Wrapper], others: Sequence[Wrapper]) -> int:
    """How many of both are the same from the outermost on."""
    same = 0
    for one, other in zip(some, others, strict=False):
        if one is not other:
            break
        same += 1
    return same


def _without_front(opening: str) -> str:
    before, _mark, rest = opening.partition(FRONT)
    return before + rest.partition(FRONT)[2]


def _drawn_apart(
    html: str, css: str, tops: Mapping[str, Any] | None, look: limited_process.Look
) -> tuple[list[list[int]], bytes]:
    """For each page the numbers of its blocks, in order; and the PDF."""
    question = json.dumps({"html": html, "css": css, "tops": tops}).encode()
    folders = (str(settings.FONTS_DIR), str(settings.VAR_DIR))
    with limited_process.run(__name__, question, *folders, limits=LIMITS, look=look) as answer:
        return json.loads(answer.readline()), answer.read()


def _answer(question: bytes, out: IO[bytes], fonts: str, var: str) -> None:
    settings.FONTS_DIR, settings.VAR_DIR = Path(fonts), Path(var)
    part = json.loads(question)
    try:
        tops = Tops.from_json(part["tops"]).css if part["tops"] else None
        rendered = layout.render(part["html"], part["css"], {}, is_tagged=True, css_of_places=tops)
    except layout.PdfError as error:
        raise DomainError(str(error)) from error
    if rendered.complaints:
        raise DomainError(rendered.complaints[0])
    pages = [sorted(int(number) for number in page) for page in rendered.marks]
    out.write(json.dumps(pages).encode() + b"\n" + rendered.pdf)


if __name__ == "__main__":
    limited_process.answer(_answer, confine_files=False)
