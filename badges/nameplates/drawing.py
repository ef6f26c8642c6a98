"""Draws nameplates: each on an A4 sheet of its own, the same on both panels, to be folded."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges import images
from badges.engine.badge_file import FileAs, fitted_badge, make_file
from badges.engine.content import BadgeContent
from badges.engine.design.language import Design
from badges.engine.errors import RenderError, TextError
from badges.engine.sheets.imposition import Imposition
from badges.engine.sheets.sheet_file import BadgeSheet, make_sheets
from badges.engine.stamps.fitted import BadgeOrder
from badges.nameplates.seats import PAPER, Seat
from badges.supplies import supplies
from conference.errors import DomainError
from conference.writing.languages import direction

Tell = Callable[[int], None]


class Unset(models.TextChoices):
    """Why a nameplate is not printed."""

    TOO_LONG = "too_long", gettext_lazy("The name does not fit in letters that a room can read")
    NO_LETTERS = "no_letters", gettext_lazy("The fonts lack letters of the name")
    NO_FLAG = "no_flag", gettext_lazy("The flag is missing or cannot be drawn")


def sort_out(
    seats: Sequence[Seat], design: Design, tell: Tell
) -> tuple[list[Seat], dict[str, Unset]]:
    """Those that can be printed, in order, and why each of the others cannot, by its key."""
    printable, unset = [], {}
    for done, seat in enumerate(seats):
        tell(done)
        why = _why_not(seat.content, design)
        if why:
            unset[seat.key] = why
        else:
            printable.append(seat)
    return printable, unset


def _why_not(content: BadgeContent, design: Design) -> Unset | None:
    try:
        for key in content.images():
            images.load(key)
    except RenderError:
        return Unset.NO_FLAG
    try:
        badge = fitted_badge(BadgeOrder(content, design), supplies(images.load))
    except TextError:
        return Unset.NO_LETTERS
    return Unset.TOO_LONG if badge.overflows() else None


def draw(
    seats: Sequence[Seat],
    design: Design,
    language: str,
    faces: Path,
    out: BinaryIO,
    look: Callable[[], None],
) -> None:
    """Writes `out`; `faces` is where what comes before it may lie. Asks `look` at each plate
    whether it is still wanted. Raises DomainError where there is nothing to print.
    """
    if not seats:
        raise DomainError(_("None of these nameplates can be printed."))
    orders = [BadgeOrder(seat.content, design) for seat in seats]
    said = FileAs(_("Nameplates"), language)
    with faces.open("wb") as single:
        for _made in make_file(orders, supplies(images.load), single, said):
            look()
    imposition = Imposition(PAPER, is_right_to_left=direction(language) == "rtl")
    sheets = [BadgeSheet({1: (page, page)}) for page in range(len(seats))]
    make_sheets(sheets, imposition, faces, None, out, said, look)
