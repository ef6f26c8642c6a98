"""The file of one chunk of a print job: made, read back, and what is to be said of each entry.

A badge has a page for each of its faces, one after the other. It is known by everything it depends
on: where one of the same identity stands in a file that was published before, its pages are copied
from there, and badges that are printed again cost nothing.
"""

import hashlib
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from badges import files, images
from badges.choices import Outcome
from badges.engine import readback
from badges.engine.badge_file import EarlierPage, FileAs, Made, make_file
from badges.engine.content import BadgeContent
from badges.engine.design.faces import Face, Faces, words_on
from badges.engine.design.folding import Place
from badges.engine.errors import RenderError
from badges.engine.identity import engine
from badges.engine.layout.fit_check import FitCheck
from badges.engine.layout.markup import Overflow
from badges.engine.stamps.compilations import Load, Supplies
from badges.engine.stamps.fitted import BadgeOrder
from badges.engine.ways import Way
from badges.models import PrintChunk, PrintEntry, PrintJob
from badges.services.printing.job_steps import MadeBadge
from badges.supplies import supplies
from conference.leased_work import Tell
from conference.pdf import layout
from conference.pdf.layout import Asset, PdfError

Look = Callable[[], None]

# Each is copied here and kept open; what only others hold is drawn anew in a millisecond.
MOST_EARLIER_FILES = 20


def entries_of(chunk: PrintChunk) -> Any:
    """In order, without what was found to be unprintable."""
    return chunk.entries.waiting().with_badges().order_by("order")


def badge_name(entry: PrintEntry) -> str:
    """By its serial: what is said of it is kept in rows that no erasure of a person reaches."""
    return _("badge %s") % entry.generation.shown.serial


def make(
    chunk: PrintChunk,
    entries: Sequence[PrintEntry],
    out: Path,
    *,
    afresh: bool,
    tell: Tell,
    look: Look,
) -> list[MadeBadge]:
    """Writes `out`, the pages of each entry in order, and checks it. Tells how many entries stand.

    Asks `look` between its stages, and within those that take long, whether it is still wanted.
    `afresh` takes nothing from earlier files: one of them may be what went wrong before.
    Raises TextError for a text that nothing can show, another DomainError for what else stands in
    the way of a badge, PdfError for a file that is not sound.
    """
    job = chunk.job
    pictures = Pictures()
    using = supplies(pictures.load)
    wanted = [_wanted(entry) for entry in entries]
    identities = [_identity(badge, job, pictures) for badge in wanted]
    look()
    earlier = {} if afresh else _earlier(job, identities, out.parent, look)
    badges = list(zip(wanted, identities, strict=True))
    _prepare([badge for badge, name in badges if name not in earlier], using, look)
    look()
    pages = (
        page
        for badge, name in badges
        for page in (earlier[name].pages(badge) if name in earlier else badge.orders())
    )
    made = []
    with out.open("wb") as stream:
        drawn = make_file(pages, using, stream, _said(wanted[0].content, job))
        for entry, (badge, name) in zip(entries, badges, strict=True):
            faces = list(islice(drawn, len(badge.faces)))
            notes = earlier[name].notes if name in earlier else _notes(badge, faces)
            made.append(MadeBadge(entry.pk, _costliest(faces), name, notes, len(faces)))
            tell(len(made))
        # Only whoever asks for one more page than there are closes the file.
        if next(drawn, None) is not None:
            raise AssertionError("a page of no badge")
    _check(out, wanted, look)
    return made


def _prepare(badges: Sequence["Wanted"], using: Supplies, look: Look) -> None:
    alike: dict[str, list[Wanted]] = {}
    for badge in badges:
        alike.setdefault(badge.faces.digest, []).append(badge)
    for some in alike.values():
        contents = [badge.content for badge in some]
        for face in some[0].faces:
            using.compilations.prepare(contents, face.design, using.load, look)


def _costliest(faces: Sequence[Made]) -> Way:
    return max((face.way for face in faces), key=list(Way).index)


def try_alone(entry: PrintEntry, load: Load) -> None:
    """Draws one badge into nowhere. Raises what stands in its way."""
    badge = _wanted(entry)
    using = supplies(load)
    list(make_file(badge.orders(), using, io.BytesIO(), FileAs("", badge.content.language)))


def unprintable(entries: Iterable[PrintEntry], look: Look) -> dict[int, list[dict[str, Any]]]:
    """Id of each entry with a text that nothing can show, with which texts and why.

    Fitted, not drawn. What else is wrong with a badge is for whoever draws it.
    """
    checks: dict[str, FitCheck] = {}
    found = {}
    for entry in entries:
        look()
        badge = _wanted(entry)
        check = checks.setdefault(badge.faces.digest, FitCheck(badge.faces))
        with suppress(RenderError):
            unseen = [
                {
                    "face": misfit.face.value,
                    "field": misfit.field,
                    "text": misfit.text,
                    "reason": misfit.reason,
                }
                for misfit in check.misfits(badge.content)
                if misfit.outcome is None
            ]
            if unseen:
                found[entry.pk] = unseen
    return found


def why_not_drawn(entry: PrintEntry) -> str:
    """`name in own script: no font has the character …`, for each of its texts.

    The texts themselves are not said. Of one that could not be drawn, what happened.
    """
    return " ".join(
        f"{words_on(note.get('face', Place.FRONT), note['field'])}: {note['reason']}"
        if "field" in note
        else note["reason"]
        for note in entry.notes
    )


class Pictures:
    """The pictures of one file. What many badges show is kept; a photo is shown once."""

    def __init__(self) -> None:
        self.kept: dict[str, Asset] = {}

    def load(self, key: str) -> Asset:
        if key in self.kept:
            return self.kept[key]
        asset = images.load(key)
        if asset.media_type != layout.JPEG:
            self.kept[key] = asset
        return asset


@dataclass(frozen=True)
class Wanted:
    """A badge that is to be in the file: the same content on each of its faces."""

    content: BadgeContent
    faces: Faces

    def orders(self) -> list[BadgeOrder]:
        return [BadgeOrder(self.content, face.design) for face in self.faces]


def _wanted(entry: PrintEntry) -> Wanted:
    generation = entry.generation
    return Wanted(generation.shown, generation.design_version.as_faces())


def _said(first: BadgeContent, job: PrintJob) -> FileAs:
    title = first.conference_short_title.text or first.conference_title.text
    return FileAs(title, first.language, is_archival=job.is_archival)


def _notes(badge: Wanted, made: Sequence[Made]) -> list[dict[str, Any]]:
    return [
        _note(face.place, overflow)
        for face, page in zip(badge.faces, made, strict=True)
        for overflow in page.overflows
    ]


def _note(place: Place, overflow: Overflow) -> dict[str, Any]:
    """As a badge's entry keeps it: what did not fit, how large it came out, in points."""
    return {
        "face": place.value,
        "field": overflow.field,
        "text": overflow.text,
        "outcome": overflow.outcome.value,
        "size": overflow.size,
    }


def _check(path: Path, badges: Sequence[Wanted], look: Look) -> None:
    """Every page has its badge's code or none, and each badge has it once at least."""
    look()
    layout.check(path, pages=sum(len(badge.faces) for badge in badges))
    codes = iter(readback.codes(path, look))
    for badge in badges:
        found = [(face, next(codes)) for face in badge.faces]
        is_shown = any(code for _face, code in found)
        is_right = all(code in _codes_on(face, badge.content) for face, code in found)
        if not (is_shown and is_right):
            raise PdfError(_("The QR codes on the pages do not match the job."))


def _codes_on(face: Face, content: BadgeContent) -> set[str]:
    """What a page of the face may say: it may show the code under a condition."""
    return {"", content.square} if face.has_code else {""}


# Pages that were made before


@dataclass(frozen=True)
class Earlier:
    """`first` is the page of its first face."""

    first: EarlierPage
    notes: list[dict[str, Any]]

    def pages(self, badge: Wanted) -> Iterator[EarlierPage]:
        for number in range(len(badge.faces)):
            yield EarlierPage(self.first.file, self.first.page + number)


def _identity(badge: Wanted, job: PrintJob, pictures: Pictures) -> str:
    """Of everything that its pages depend on. A stored picture never changes under its key."""
    flag = badge.content.delegation_flag
    said = {
        "engine": engine(),
        "design": badge.faces.digest,
        "content": badge.content.as_snapshot(),
        "flag": pictures.load(flag).digest if flag else "",
        "is_archival": job.is_archival,
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _earlier(
    job: PrintJob, identities: Iterable[str], folder: Path, look: Look
) -> Mapping[str, Earlier]:
    """Identity to where its first page stands; the files are at hand in `folder`."""
    rows = list(
        PrintEntry.objects.for_conference(job.conference)
        .filter(identity__in=identities, outcome=Outcome.PRINTED, page_in_file__isnull=False)
        .exclude(chunk__file="")
        .order_by("identity", "-pk")
        .distinct("identity")
        .values_list("identity", "chunk__file", "page_in_file", "notes")
    )
    worth_opening = Counter(key for _identity, key, _page, _notes in rows)
    most = {key for key, _count in worth_opening.most_common(MOST_EARLIER_FILES)}
    paths: dict[str, Path | None] = {}
    found = {}
    for identity, key, page, notes in rows:
        if key not in most:
            continue
        if key not in paths:
            paths[key] = files.at_hand(key, folder, look)
        path = paths[key]
        if path is not None and page is not None:
            found[identity] = Earlier(EarlierPage(path, page - 1), notes)
    return found
