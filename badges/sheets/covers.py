"""The cover sheets of one file: what is in each envelope, and a receipt to be signed for it.

All are laid out as one document: a document costs more than its pages.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from badges.engine.content import BadgeContent, direction_of
from badges.engine.sheets.arranging import NAMES_ON_A_COVER
from badges.engine.sheets.papers import SheetPaper
from conference.pdf import layout
from conference.pdf.layout import Asset, PdfError
from conference.writing.languages import Localized, direction

# Each part of a name runs in its own direction, whatever stands beside it (Unicode UAX 9).
ISOLATE, ISOLATED = "\u2068", "\u2069"
# Wide enough to part two columns.
SPACE = "\u2003"
# So many letters find room on a row: in one line, in a smaller one, in two or in three.
SIZES = ((70, ""), (84, "small"), (170, "long"), (1000, "longer"))
STYLE = Path(__file__).with_name("covers.css")


@dataclass(frozen=True)
class Envelope:
    """What the badges in it show, in their order. `about` is one of them, or of those left out,
    and says whose envelope it is; `places`: how many badges it was meant to hold.
    """

    contents: Sequence[BadgeContent]
    about: BadgeContent
    places: int


@dataclass(frozen=True)
class CoverText:
    """A text with what a page must know to set it."""

    text: str
    language: str
    direction: str


@dataclass(frozen=True)
class CoverRow:
    """`text`: the serial and the name. `size` is a class that makes long ones smaller."""

    text: str
    own_name: CoverText
    size: str


@dataclass(frozen=True)
class CoverPage:
    """`flag` is the name of an asset, "" for none. The receipt stands on the last page."""

    conference: CoverText
    delegation: CoverText
    flag: str
    count: int
    rows: Sequence[CoverRow]
    number: int
    of: int

    @property
    def is_last(self) -> bool:
        return self.number == self.of


def covers(
    envelopes: Sequence[Envelope],
    paper: SheetPaper,
    language: str,
    flags: Mapping[str, Asset],
) -> bytes:
    """A tagged PDF with the pages of each envelope's cover, in order.

    `flags` by the key that a content names. Raises PdfError for a flag that cannot be drawn.
    """
    pages = [page for envelope in envelopes for page in _pages(envelope)]
    with translation.override(language):
        html: SafeString = render_to_string(
            "badges/cover_sheets.html",
            {
                "pages": pages,
                "title": _("Cover sheets"),
                "language": language,
                "direction": direction(language),
            },
        )
    css = f"@page{{size:{paper.width}mm {paper.height}mm}}{_style()}"
    rendered = layout.render(html, css, flags, is_tagged=True)
    if rendered.complaints:
        raise PdfError(rendered.complaints[0])
    if rendered.pages != len(pages):
        raise PdfError(_("A cover sheet does not fit on its page."))
    return rendered.pdf


@lru_cache(maxsize=1)
def _style() -> str:
    return STYLE.read_text()


def _pages(envelope: Envelope) -> Iterator[CoverPage]:
    """As many as were planned, however many badges are left."""
    about = envelope.about
    starts = range(0, envelope.places, NAMES_ON_A_COVER)
    for number, start in enumerate(starts, start=1):
        some = envelope.contents[start : start + NAMES_ON_A_COVER]
        yield CoverPage(
            conference=_text(
                about.conference_title
                if about.conference_title.text
                else about.conference_short_title
            ),
            delegation=_text(about.delegation_name),
            flag=about.delegation_flag,
            count=len(envelope.contents),
            rows=list(map(_row, some)),
            number=number,
            of=len(starts),
        )


def _row(content: BadgeContent) -> CoverRow:
    names = filter(None, (content.family_name.text, content.given_name.text))
    name = ", ".join(map(_isolated, names))
    text = SPACE.join((_isolated(content.serial), name, ""))
    return CoverRow(text, _text(content.own_name), _size(text + content.own_name.text))


def _isolated(text: str) -> str:
    return f"{ISOLATE}{text}{ISOLATED}"


def _size(text: str) -> str:
    """By how wide it is about, in letters of Latin: marks and controls take no room."""
    seen = (letter for letter in text if unicodedata.category(letter) not in {"Mn", "Me", "Cf"})
    width = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in seen)
    return next((size for most, size in SIZES if width <= most), SIZES[-1][1])


def _text(text: Localized) -> CoverText:
    return CoverText(text.text, text.language, direction_of(text))
