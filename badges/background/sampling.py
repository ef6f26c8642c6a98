"""The worker's part of a sample print: a design printed for people who do not exist."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
from django.conf import settings
from django.utils.translation import gettext as _

from badges import files, samples
from badges.engine import squares
from badges.engine.badge_file import fitted_badge
from badges.engine.content import BadgeContent
from badges.engine.design.faces import Face, Faces
from badges.engine.errors import RenderError
from badges.engine.layout.reference import render_badges
from badges.engine.qr import QUIET_MODULES
from badges.engine.side_by_side import side_by_side
from badges.engine.squares import Square
from badges.engine.stamps.fitted import BadgeOrder
from badges.models import SamplePrint
from badges.services.printing import sample_prints
from badges.supplies import supplies
from conference.errors import DomainError
from conference.leased_work import Hold, Lane, WorkKind
from conference.pdf.layout import Asset, PdfError
from conference.scratch import scratch

# A badge of the shipped design takes a twentieth of a second.
MOST_SECONDS = 20
MOST_BYTES = 3 * 2**29
# Two faces of A6 beside one another fill the width of a page on a sharp screen.
PICTURE_DPI = 110
# Of a width in millimetres, as pages are measured in floating point.
TOLERANCE = 0.01

Images = Mapping[str, Asset]


def _print(sample: SamplePrint, hold: Hold[SamplePrint]) -> None:
    """What the reference cannot print nothing prints, so that is asked first."""
    contents, images = samples.sampled(sample.conference)
    faces = sample.as_faces()
    with _stored(contents, faces, images) as (key, picture):
        hold.require()
        report = [_ways(contents, face, images) for face in faces]
        sample_prints.finish(
            sample=sample, file=key, picture=picture, report=report, at=hold.clock()
        )


@contextmanager
def _stored(
    contents: Sequence[BadgeContent], faces: Faces, images: Images
) -> Iterator[tuple[str, str]]:
    """The keys of the PDF, with the faces of each badge beside one another, and of a picture of its
    first page; both are gone again when anything after it goes wrong.
    """
    printed = [_printed(contents, face, images, alone=len(faces) == 1) for face in faces]
    _require_scannable(faces, printed)
    with scratch() as folder:
        path, picture = folder / "sample", folder / "picture"
        path.write_bytes(_shown(printed, contents[0]))
        _draw_first_page(path, picture)
        keys: list[str] = []
        try:
            keys += [files.store(path)]
            keys += [files.store(picture)]
            yield keys[0], keys[1]
        except BaseException:
            files.discard(keys)
            raise


def _printed(contents: Sequence[BadgeContent], face: Face, images: Images, *, alone: bool) -> bytes:
    """Raises DomainError, with the name of the face where there are several."""
    try:
        return render_badges(contents, face.source, images).pdf
    except (PdfError, RenderError) as error:
        why = str(error) if alone else f"{face.place.label}: {error}"
        raise DomainError(why) from error


def _shown(printed: Sequence[bytes], first: BadgeContent) -> bytes:
    if len(printed) == 1:
        return printed[0]
    return side_by_side(printed, title=first.conference_title.text, language=first.language)


def _draw_first_page(path: Path, picture: Path) -> None:
    with pypdfium2.PdfDocument(path) as pages, picture.open("wb") as out:
        pages[0].render(scale=PICTURE_DPI / 72).to_pil().convert("RGB").save(out, "PNG")


def _require_scannable(faces: Faces, printed: Sequence[bytes]) -> None:
    """Raises DomainError where a door could not be sure to read the code of every badge: each has
    it on one face at least, and wherever it is, it is large enough and in white.
    """
    drawn = [list(squares.squares(pdf)) for pdf in printed]
    if not all(any(on_faces) for on_faces in zip(*drawn, strict=True)):
        raise DomainError(_("The design draws no code on some badges: show {{ qr }} always."))
    for face, found in zip(faces, drawn, strict=True):
        try:
            _require_readable(found)
        except DomainError as error:
            if len(faces) == 1:
                raise
            raise DomainError(f"{face.place.label}: {error}") from error


def _require_readable(found: Sequence[Square | None]) -> None:
    for square in found:
        if square is None:
            continue
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


def _ways(contents: Sequence[BadgeContent], face: Face, images: Images) -> list[Any]:
    """Of a face of each badge why it is not made from parts, "" where it is, and of each of its own
    texts the field and why it is laid out, "" where it is stamped.

    What is compiled for it stays compiled for the print jobs.
    """
    design, using = face.design, supplies(images.__getitem__)
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
