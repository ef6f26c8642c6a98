"""A skeleton laid out once: what is drawn on every badge of it, and the places of what differs.

All lengths are points from the page's top left corner, downwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from badges.engine.design.boxes import Box
from badges.engine.layout.markup import Overflow
from conference.pdf.marks import Mark, Rectangle


@dataclass(frozen=True)
class TextPlace:
    """`top` at the compiled heights; `growth`: by how much it moves for each point that the text
    of each place is higher than there. `why_not`: why it cannot be stamped, "" where it can.
    """

    field: str
    box: Box
    left: float
    top: float
    width: float
    growth: tuple[float, ...]
    align: str
    colour: tuple[float, ...]
    why_not: str = ""


@dataclass(frozen=True)
class PicturePlace:
    """`drawn_in` holds the picture, `seen_in` clips it; both move as a text's place does."""

    field: str
    drawn_in: Rectangle
    seen_in: Rectangle
    growth: tuple[float, ...]
    fit: str
    position: tuple[tuple[str, float, str], tuple[str, float, str]]
    is_smooth: bool

    def moved(self, down: float) -> "PicturePlace":
        if not down:
            return self
        return replace(self, drawn_in=self.drawn_in.moved(down), seen_in=self.seen_in.moved(down))


@dataclass(frozen=True)
class Compiled:
    """`art` is a PDF of one page, `digest` its name, `boxes` are the page's in the PDF's own sense.
    `kind` names all skeletons of a design that show the same fields in the same places.

    `heights`: of each text's place when it was laid out.

    `why_not`: why no badge of it can be made of parts, "" where they can. `overflows`: static
    texts that did not fit their boxes.
    """

    digest: str
    kind: str
    art: bytes
    boxes: Mapping[str, tuple[float, ...]]
    page_height: float
    heights: tuple[float, ...]
    texts: tuple[TextPlace, ...]
    pictures: tuple[PicturePlace, ...]
    overflows: tuple[Overflow, ...]
    why_not: str = ""


def not_taken_apart(why_not: str) -> Compiled:
    """Of a skeleton whose badges can only be laid out whole."""
    return Compiled(
        digest="",
        kind="",
        art=b"",
        boxes={},
        page_height=0,
        heights=(),
        texts=(),
        pictures=(),
        overflows=(),
        why_not=why_not,
    )


def obstacle_of(mark: Mark, box: Box) -> str:
    """Why a text in this place would not be drawn as it is there: names of CSS properties."""
    effects = [name.replace("_", "-") for name in mark.effects]
    if mark.weight != box.weight:
        effects.append("font-weight")
    return ", ".join(effects)
