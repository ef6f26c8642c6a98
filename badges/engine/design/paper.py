"""On what a design prints: the size of its page, as its style sheet says it, and its name.

One badge fills one page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import tinycss2
from django.utils.translation import gettext as _

from badges.engine.design.css import MILLIMETRES
from badges.engine.design.errors import DesignError

# Millimetres, the short side first (ISO 216 and 269, JIS P 0138, ANSI).
SHEETS = {
    "A0": (841, 1189),
    "A1": (594, 841),
    "A2": (420, 594),
    "A3": (297, 420),
    "A4": (210, 297),
    "A5": (148, 210),
    "A6": (105, 148),
    "A7": (74, 105),
    "A8": (52, 74),
    "A9": (37, 52),
    "A10": (26, 37),
    "B0": (1000, 1414),
    "B1": (707, 1000),
    "B2": (500, 707),
    "B3": (353, 500),
    "B4": (250, 353),
    "B5": (176, 250),
    "B6": (125, 176),
    "B7": (88, 125),
    "B8": (62, 88),
    "B9": (44, 62),
    "B10": (31, 44),
    "C0": (917, 1297),
    "C1": (648, 917),
    "C2": (458, 648),
    "C3": (324, 458),
    "C4": (229, 324),
    "C5": (162, 229),
    "C6": (114, 162),
    "C7": (81, 114),
    "C8": (57, 81),
    "C9": (40, 57),
    "C10": (28, 40),
    "JIS B0": (1030, 1456),
    "JIS B1": (728, 1030),
    "JIS B2": (515, 728),
    "JIS B3": (364, 515),
    "JIS B4": (257, 364),
    "JIS B5": (182, 257),
    "JIS B6": (128, 182),
    "JIS B7": (91, 128),
    "JIS B8": (64, 91),
    "JIS B9": (45, 64),
    "JIS B10": (32, 45),
    "Letter": (215.9, 279.4),
    "Legal": (215.9, 355.6),
    "Ledger": (279.4, 431.8),
}
# ISO/IEC 7810 and the makers of badge cards.
CARDS = {"CR80": (53.98, 85.6), "CR100": (67, 98.5)}
SIZES = SHEETS | CARDS
# What a style sheet may call by its name: a card it gives in millimetres.
KEYWORDS = {name.lower().replace(" ", "-"): sides for name, sides in SHEETS.items()}
TURNED = {"landscape", "portrait"}
# Millimetres. Nothing that hangs round a neck or stands on a table is smaller.
SMALLEST_SIDE = 20
# Cards are given as 85.6, 85.7 and 86 mm.
NEAR = 0.5


@dataclass(frozen=True)
class Paper:
    """Millimetres, to a tenth. `name` is "" for a size that has none; `bleed` is cut off."""

    width: float
    height: float
    bleed: float = 0

    @property
    def name(self) -> str:
        sides = sorted([self.width, self.height])
        for name, usual in SIZES.items():
            if all(abs(side - own) <= NEAR for side, own in zip(sides, usual, strict=True)):
                return name
        return ""

    @property
    def is_landscape(self) -> bool:
        return self.width > self.height


def paper_of(css: str) -> Paper:
    """Of a style sheet that has been found sound. One that says nothing prints on A4."""
    width, height, bleed = *SIZES["A4"], 0.0
    for name, tokens in _said_of_pages(css):
        if name == "size":
            width, height = _sides(tokens) or (width, height)
        else:
            bleed = next(_lengths(tokens), 0.0)
    return Paper(round(width, 1), round(height, 1), round(bleed, 1))


def check(css: str) -> None:
    """Raises DesignError for a page whose size the renderer would not know, or that is no badge."""
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and rule.lower_at_keyword == "page":
            for item in tinycss2.parse_blocks_contents(rule.content or [], skip_comments=True):
                if item.type == "declaration" and item.lower_name == "size":
                    _check_size(item)


def _check_size(item: Any) -> None:
    said = [token for token in item.value if token.type not in {"whitespace", "comment"}]
    sides = list(_lengths(said))
    words = [token.lower_value for token in said if token.type == "ident"]
    names = [word for word in words if word not in TURNED]
    is_named = len(names) <= 1 and {*names} <= {*KEYWORDS} and len(words) - len(names) <= 1
    are_words = len(words) == len(said) and (is_named or words == ["auto"])
    are_lengths = len(sides) == len(said) <= 2
    if not said or not (are_lengths or are_words):
        raise DesignError(
            item.source_line,
            _(
                "(CSS) The size of the page is given as two lengths, such as 105mm 148mm, or as"
                " the name of a paper, such as A6 landscape."
            ),
        )
    if any(side < SMALLEST_SIDE for side in sides):
        raise DesignError(
            item.source_line,
            _("(CSS) Each side of a badge measures at least %d mm.") % SMALLEST_SIDE,
        )


def _said_of_pages(css: str) -> Iterator[tuple[str, Sequence[Any]]]:
    """What holds for every page, in order: what comes later counts."""
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        is_of_all = rule.type == "at-rule" and not tinycss2.serialize(rule.prelude).strip()
        content = rule.content if is_of_all else None
        for item in tinycss2.parse_blocks_contents(content or [], skip_comments=True):
            if item.type == "declaration" and item.lower_name in {"size", "bleed"}:
                yield item.lower_name, item.value


def _sides(tokens: Sequence[Any]) -> tuple[float, float] | None:
    """`105mm 148mm`, `60mm`, `A6`, `A6 landscape`, `landscape`."""
    lengths = list(_lengths(tokens))
    if lengths:
        return lengths[0], lengths[-1]
    words = {token.lower_value for token in tokens if token.type == "ident"}
    named = next((KEYWORDS[word] for word in words if word in KEYWORDS), None)
    if named is None and not words & TURNED:
        return None
    short, long = named or SIZES["A4"]
    return (long, short) if "landscape" in words else (short, long)


def _lengths(tokens: Sequence[Any]) -> Iterator[float]:
    for token in tokens:
        if token.type == "dimension" and token.lower_unit in MILLIMETRES:
            yield token.value * MILLIMETRES[token.lower_unit]
