"""The file of one chunk of a print job: made, read back, and what is to be said of each entry.

A page is known by everything it depends on. Where a page of the same identity stands in a file
that was published before, it is copied from there: badges that are printed again cost nothing.
"""

import hashlib
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from badges import files, images
from badges.choices import Outcome
from badges.engine import readback
from badges.engine.badge_file import EarlierPage, FileAs, Made, make_file
from badges.engine.content import BadgeContent
from badges.engine.design.fields import words_of
from badges.engine.design.language import Design, DesignSource, parse
from badges.engine.errors import RenderError
from badges.engine.identity import engine
from badges.engine.layout.fit_check import FitCheck
from badges.engine.layout.markup import Overflow
from badges.engine.stamps.compilations import Load, Supplies
from badges.engine.stamps.fitted import BadgeOrder
from badges.engine.ways import Way
from badges.models import DesignVersion, PrintChunk, PrintEntry, PrintJob
from badges.services.job_steps import MadePage
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
) -> list[MadePage]:
    """Writes `out`, a page for each entry in order, and checks it. Tells how many stand.

    Asks `look` between its stages, and within those that take long, whether it is still wanted.
    `afresh` takes nothing from earlier files: one of them may be what went wrong before.
    Raises TextError for a text that nothing can show, another DomainError for what else stands in
    the way of a badge, PdfError for a file that is not sound.
    """
    job = chunk.job
    pictures = Pictures()
    using = supplies(pictures.load)
    orders = [_order(entry) for entry in entries]
    identities = [_identity(order, job, pictures) for order in orders]
    look()
    earlier = {} if afresh else _earlier(job, identities, out.parent, look)
    wanted = (
        earlier[name].page if name in earlier else order
        for name, order in zip(identities, orders, strict=True)
    )
    _prepare(
        [order for name, order in zip(identities, orders, strict=True) if name not in earlier],
        using,
        look,
    )
    look()
    pages = []
    with out.open("wb") as stream:
        made = make_file(wanted, using, stream, _said(orders[0].content, job))
        for entry, identity, one in zip(entries, identities, made, strict=True):
            notes = earlier[identity].notes if one.way is Way.REPEATED else _notes(one)
            pages.append(MadePage(entry.pk, one.way, identity, notes))
            tell(len(pages))
    _check(out, orders, look)
    return pages


def _prepare(orders: Sequence[BadgeOrder], using: Supplies, look: Look) -> None:
    for _digest, run in groupby(orders, key=lambda order: order.design.digest):
        some = list(run)
        contents = [order.content for order in some]
        using.compilations.prepare(contents, some[0].design, using.load, look)


def try_alone(entry: PrintEntry, load: Load) -> None:
    """Draws one badge into nowhere. Raises what stands in its way."""
    order = _order(entry)
    list(make_file([order], supplies(load), io.BytesIO(), FileAs("", order.content.language)))


def unprintable(entries: Iterable[PrintEntry], look: Look) -> dict[int, list[dict[str, Any]]]:
    """Id of each entry with a text that nothing can show, with which texts and why.

    Fitted, not drawn. What else is wrong with a badge is for whoever draws it.
    """
    checks: dict[str, FitCheck] = {}
    found = {}
    for entry in entries:
        look()
        order = _order(entry)
        check = checks.setdefault(order.design.digest, FitCheck(order.design))
        with suppress(RenderError):
            unseen = [
                {"field": misfit.field, "text": misfit.text, "reason": misfit.reason}
                for misfit in check.misfits(order.content)
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
        f"{words_of(note['field'])}: {note['reason']}" if "field" in note else note["reason"]
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


def _order(entry: PrintEntry) -> BadgeOrder:
    generation = entry.generation
    return BadgeOrder(generation.shown, _design(generation.design_version))


def _design(version: DesignVersion) -> Design:
    return _parsed(version.html, version.css)


@lru_cache(maxsize=20)
def _parsed(html: str, css: str) -> Design:
    return parse(DesignSource(html, css))


def _said(first: BadgeContent, job: PrintJob) -> FileAs:
    title = first.conference_short_title.text or first.conference_title.text
    return FileAs(title, first.language, is_archival=job.is_archival)


def _notes(made: Made) -> list[dict[str, Any]]:
    return [_note(overflow) for overflow in made.overflows]


def _note(overflow: Overflow) -> dict[str, Any]:
    """As a badge's entry keeps it: what did not fit, how large it came out, in points."""
    return {
        "field": overflow.field,
        "text": overflow.text,
        "outcome": overflow.outcome.value,
        "size": overflow.size,
    }


def _check(path: Path, orders: Sequence[BadgeOrder], look: Look) -> None:
    look()
    layout.check(path, pages=len(orders))
    if readback.codes(path, look) != [order.content.square for order in orders]:
        raise PdfError(_("The QR codes on the pages do not match the job."))


# Pages that were made before


@dataclass(frozen=True)
class Earlier:
    page: EarlierPage
    notes: list[dict[str, Any]]


def _identity(order: BadgeOrder, job: PrintJob, pictures: Pictures) -> str:
    """Of everything that the page depends on. A stored picture never changes under its key."""
    flag = order.content.delegation_flag
    said = {
        "engine": engine(),
        "design": order.design.digest,
        "content": order.content.as_snapshot(),
        "flag": pictures.load(flag).digest if flag else "",
        "is_archival": job.is_archival,
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _earlier(
    job: PrintJob, identities: Iterable[str], folder: Path, look: Look
) -> Mapping[str, Earlier]:
    """Identity to where its page stands; the files are at hand in `folder`."""
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
