"""The cover sheets of one file: what is in each envelope, and a receipt to be signed for it.

All are laid out as one document: a document costs more than its pages.
"""

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
from badges.engine.sheets.imposition import POINTS
from badges.engine.sheets.papers import SheetPaper
from conference.pdf import layout
from conference.pdf.layout import Asset, PdfError
from conference.pdf.shaping import UnknownCharacterError, shape
from conference.writing.languages import Localized, direction

# Each part of a name runs in its own direction, whatever stands beside it (Unicode UAX 9).
ISOLATE, ISOLATED = "\u2068", "\u2069"
WITHOUT_ISOLATES = dict.fromkeys(map(ord, (ISOLATE, ISOLATED)))
# Wide enough to part two columns.
SPACE = "\u2003"
# Sizes in points as the style sheet has them, in one line, in a smaller one, in two or in three; of
# several lines each but the last loses a word's length.
SIZES = ((11, ""), (9, "small"), (9 / 1.7, "long"))
SMALLEST = "longer"
MARGINS = 2 * 18
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
    """`text`: the serial, and the name or what else the badge is known by. `size` is a class that
    makes long ones smaller.
    """

    text: str
    own_name: CoverText
    size: str


@dataclass(frozen=True)
class CoverPage:
    """`flag` is the name of an asset, "" for none. The receipt stands on the last page."""

    conference: CoverText
    owner: CoverText
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
    room = (paper.width - MARGINS) * POINTS
    pages = [page for envelope in envelopes for page in _pages(envelope, room)]
    with translation.override(language):
        html: SafeString = render_to_string(
            "badges/cover_sheets.html",
            {
                "pages": pages,
                "title": _("Cover sheets"),
                "language": language,
                "direction": direction(language),
                # A label that has no translation is English, whatever the page is in.
                "isolate": ISOLATE,
                "isolated": ISOLATED,
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


def _pages(envelope: Envelope, room: float) -> Iterator[CoverPage]:
    """As many as were planned, however many badges are left."""
    about = envelope.about
    starts = range(0, envelope.places, NAMES_ON_A_COVER)
    for number, start in enumerate(starts, start=1):
        some = envelope.contents[start : start + NAMES_ON_A_COVER]
        yield CoverPage(
            conference=_first(about.conference_title, about.conference_short_title),
            # Blanks are nobody's: of them their type is said.
            owner=_first(about.delegation_name, about.delegation_acronym, about.badge_type),
            flag=about.delegation_flag,
            count=len(envelope.contents),
            rows=[_row(one, room) for one in some],
            number=number,
            of=len(starts),
        )


def _row(content: BadgeContent, room: float) -> CoverRow:
    names = (_first(one).text for one in (content.family_name, content.given_name))
    name = ", ".join(_isolated(one) for one in names if one)
    text = SPACE.join((_isolated(content.serial), name or _what_it_is(content)))
    own_name = _first(content.own_name)
    if own_name.text:
        text += SPACE
    return CoverRow(text, own_name, _size(text, own_name, room))


def _what_it_is(content: BadgeContent) -> str:
    """Of a badge that shows no person."""
    copy = f"{content.copy_number}/{content.copy_count}" if content.copy_number else ""
    plate = Localized(content.vehicle_plate, content.language)
    said = (_first(content.badge_type).text, copy, _first(plate).text)
    return " · ".join(_isolated(one) for one in said if one)


def _isolated(text: str) -> str:
    return f"{ISOLATE}{text}{ISOLATED}"


def _size(text: str, own_name: CoverText, room: float) -> str:
    """`room` is how long a line is, in points."""
    ems = _ems(text, "", "ltr") + _ems(own_name.text, own_name.language, own_name.direction)
    return next((name for most, name in SIZES if ems * most <= room), SMALLEST)


def _ems(text: str, language: str, way: str) -> float:
    return shape(text.translate(WITHOUT_ISOLATES), language, 400, way).advance if text else 0


def _first(*texts: Localized) -> CoverText:
    """The first that the fonts can write, else none: a badge may be printed although they lack a
    text that its design does not show, and so may its cover.
    """
    for text in texts:
        found = CoverText(text.text, text.language, direction_of(text))
        if text.text and _can_be_written(found):
            return found
    return CoverText("", "", "ltr")


def _can_be_written(text: CoverText) -> bool:
    try:
        shape(text.text, text.language, 400, text.direction)
    except UnknownCharacterError:
        return False
    return True
