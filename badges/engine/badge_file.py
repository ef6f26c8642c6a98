"""Makes one file of badges, each in the cheapest way that shows exactly what the reference shows.

A badge is stamped from parts; where a text of it cannot be stamped, that text is laid out by
WeasyPrint on a page of its own that is stamped like a picture; where the design cannot be taken
apart, the whole badge is laid out. What a badge shows is the same in all three ways.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from badges.engine.layout.markup import Overflow
from badges.engine.layout.reference import render_badges
from badges.engine.stamps import proving
from badges.engine.stamps.compilations import Supplies
from badges.engine.stamps.fitted import BadgeOrder, FittedBadge, fit_to
from badges.engine.stamps.stamper import Stamper, texts_laid_out
from badges.engine.ways import Way
from conference.pdf.importing import Copied, Source
from conference.pdf.writer import PdfWriter

# What WeasyPrint lays out at once: a document costs more than its pages, and memory by the page.
BATCH = 25


@dataclass(frozen=True)
class Made:
    """What became of one page."""

    way: Way
    overflows: tuple[Overflow, ...]


@dataclass(frozen=True)
class EarlierPage:
    """A page of a file that was made before, counted from 0."""

    file: Path
    page: int


@dataclass(frozen=True)
class FileAs:
    """What a file says of itself. `language` is a BCP 47 tag. `is_archival`: it is PDF/A-2b."""

    title: str
    language: str
    is_archival: bool = False


def make_file(
    orders: Iterable[BadgeOrder | EarlierPage], supplies: Supplies, out: BinaryIO, said: FileAs
) -> Iterator[Made]:
    """One page for each order, in order; the file is whole when the last one has been given.

    A badge of two faces is two orders: each is compiled, proven and fitted on its own. Equal input
    gives equal bytes. Raises RenderError for a badge that cannot be shown whole.
    """
    writer = PdfWriter(out)
    with ExitStack() as sources:
        pages = _Pages(writer, supplies, sources, is_archival=said.is_archival)
        remaining = iter(orders)
        while batch := list(islice(remaining, BATCH)):
            yield from pages.batch(batch)
        pages.stamper.close()
        writer.close(title=said.title, language=said.language, is_archival=said.is_archival)


def fitted_badge(order: BadgeOrder, supplies: Supplies) -> FittedBadge:
    """A badge as far as it goes before anything is drawn.

    Raises RenderError for a text that no size can show.
    """
    compiled = supplies.compilations.compiled(order.content, order.design, supplies.load)
    return fit_to(proving.proven(compiled, order, supplies), order)


class _Pages:
    """What is written, and what is shared on the way."""

    def __init__(
        self, writer: PdfWriter, supplies: Supplies, sources: ExitStack, *, is_archival: bool
    ) -> None:
        self.copied = Copied(writer, is_archival=is_archival)
        self.stamper = Stamper(writer, self.copied, supplies, is_archival=is_archival)
        self.supplies = supplies
        self.opened = sources
        self.sources: dict[Path, Source] = {}

    def batch(self, orders: Sequence[BadgeOrder | EarlierPage]) -> Iterator[Made]:
        badges = [fitted_badge(one, self.supplies) for one in orders if isinstance(one, BadgeOrder)]
        whole = {
            digest: self.laid_out(alike)
            for digest, alike in _by_design(badges, Way.LAID_OUT).items()
        }
        texts = {
            digest: texts_laid_out(alike, self.copied, self.supplies.load)
            for digest, alike in _by_design(badges, Way.TEXTS_LAID_OUT).items()
        }
        fitted = iter(badges)
        for one in orders:
            if isinstance(one, EarlierPage):
                self.repeat(one)
                yield Made(Way.REPEATED, ())
                continue
            badge = next(fitted)
            digest = badge.order.design.digest
            if badge.way is Way.LAID_OUT:
                yield next(whole[digest])
            else:
                self.stamper.stamp(badge, next(texts[digest]) if badge.laid_out else None)
                yield Made(badge.way, badge.overflows())

    def repeat(self, page: EarlierPage) -> None:
        if page.file not in self.sources:
            source = self.opened.enter_context(Source(page.file, self.copied))
            self.sources[page.file] = source
        self.sources[page.file].copy_page(page.page)

    def laid_out(self, badges: Sequence[FittedBadge]) -> Iterator[Made]:
        """Draws each badge of one design on a page of its own."""
        contents = [badge.order.content for badge in badges]
        keys = {key for content in contents for key in content.images()}
        images = {key: self.supplies.load(key) for key in keys}
        rendered = render_badges(contents, badges[0].order.design.source, images)
        with Source(rendered.pdf, self.copied) as source:
            for page, overflows in enumerate(rendered.overflows):
                source.copy_page(page)
                yield Made(Way.LAID_OUT, overflows)


def _by_design(badges: Sequence[FittedBadge], way: Way) -> dict[str, list[FittedBadge]]:
    """Those of one design together, in order: fronts stand between backs."""
    found: dict[str, list[FittedBadge]] = {}
    for badge in badges:
        if badge.way is way:
            found.setdefault(badge.order.design.digest, []).append(badge)
    return found
