"""The worker's part of a sample print: a design printed for people who do not exist."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from badges import files, samples
from badges.engine import squares
from badges.engine.badge_file import fitted_badge
from badges.engine.content import BadgeContent
from badges.engine.design.language import DesignSource, parse
from badges.engine.layout.reference import render_badges
from badges.engine.qr import QUIET_MODULES
from badges.engine.stamps.fitted import BadgeOrder
from badges.models import SamplePrint
from badges.services import sample_prints
from badges.supplies import supplies
from conference.errors import DomainError
from conference.leased_work import Hold, Lane, WorkKind
from conference.pdf.layout import Asset, PdfError
from conference.scratch import scratch

# A badge of the shipped design takes a twentieth of a second.
MOST_SECONDS = 20
MOST_BYTES = 3 * 2**29
# Of a width in millimetres, as pages are measured in floating point.
TOLERANCE = 0.01

Images = Mapping[str, Asset]


def _print(sample: SamplePrint, hold: Hold[SamplePrint]) -> None:
    """What the reference cannot print nothing prints, so that is asked first."""
    contents, images = samples.sampled(sample.conference)
    source = DesignSource(sample.html, sample.css)
    with _stored(contents, source, images) as key:
        hold.require()
        report = _ways(contents, source, images)
        sample_prints.finish(sample=sample, file=key, report=report, at=hold.clock())


@contextmanager
def _stored(
    contents: Sequence[BadgeContent], source: DesignSource, images: Images
) -> Iterator[str]:
    """The key of the PDF; it is gone again when anything after it goes wrong."""
    try:
        printed = render_badges(contents, source, images).pdf
    except PdfError as error:
        raise DomainError(str(error)) from error
    _require_scannable(printed)
    with scratch() as folder:
        path = folder / "sample"
        path.write_bytes(printed)
        key = files.store(path)
    try:
        yield key
    except BaseException:
        files.discard([key])
        raise


def _require_scannable(pdf: bytes) -> None:
    """Raises DomainError where a door could not be sure to read the code of every badge."""
    for square in squares.squares(pdf):
        if square is None:
            raise DomainError(_("The design draws no code on some badges: show {{ qr }} always."))
        if square.width < squares.LEAST_MILLIMETRES - TOLERANCE:
            raise DomainError(
                _(
                    "The code is %(width).1f mm wide. Doors read it reliably from %(least).1f mm"
                    " on: make it wider."
                )
                % {"width": square.width, "least": squares.LEAST_MILLIMETRES}
            )
        if not square.is_in_white:
            raise DomainError(
                _(
                    "Around the code %.1f mm must stay white on every side, and something is drawn"
                    " there: move it away, or make the code smaller."
                )
                % (square.width * QUIET_MODULES / squares.SIDE)
            )


def _ways(contents: Sequence[BadgeContent], source: DesignSource, images: Images) -> list[Any]:
    """Of each badge why it is not made from parts, "" where it is, and of each of its own texts the
    field and why it is laid out, "" where it is stamped.

    What is compiled for it stays compiled for the print jobs.
    """
    design, using = parse(source), supplies(images.__getitem__)
    using.compilations.prepare(contents, design, using.load)
    made = [fitted_badge(BadgeOrder(one, design), using).compiled for one in contents]
    return [[one.why_not, [[place.field, place.why_not] for place in one.texts]] for one in made]


# Whoever looks at a design waits for it, and takes no more than one process from the badges.
KIND = WorkKind(
    name="sample print",
    rows=SamplePrint.objects.all,
    do=_print,
    fail=sample_prints.fail,
    language=lambda sample: sample.language,
    lease=dt.timedelta(seconds=settings.WORK_LEASE_SECONDS),
    most_attempts=1,
    wait=dt.timedelta(seconds=5),
    priority=1,
    lane=Lane("sample prints", at_once=1),
    memory=MOST_BYTES,
    seconds=MOST_SECONDS,
)
