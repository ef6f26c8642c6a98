"""Makes one file of badges, each in the cheapest way that shows exactly what the reference shows.

A badge is stamped from parts; where a text of it cannot be stamped, that text is laid out by
WeasyPrint on a page of its own that is stamped like a picture; where the design cannot be taken
apart, the whole badge is laid out. What a badge shows is the same in all three ways.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from badges import compilations, picture_places, qr
from badges.choices import Way
from badges.compilations import Load
from badges.compiled import PicturePlace
from badges.design_language import Design
from badges.fitting import FittedBadge, Order, TextsMarkup, fitted_badge
from badges.markup import Document, Overflow, RenderError, pictures_of
from badges.rendering import render_badges, require_whole
from badges.stamping import Stamp, Stamps
from conference import pdf, pdf_pictures
from conference.pdf_import import Copied, Source
from conference.pdf_pictures import Jpeg
from conference.pdf_writer import PdfWriter, Reference

# What WeasyPrint lays out at once: a document costs more than its pages, and memory by the page.
BATCH = 25


@dataclass(frozen=True)
class Made:
    """What became of one badge."""

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
    orders: Iterable[Order | EarlierPage], load: Load, out: BinaryIO, said: FileAs
) -> Iterator[Made]:
    """One page for each order, in order; the file is whole when the last one has been given.

    `load` gives a picture by its key. Equal input gives equal bytes. Raises RenderError for a
    badge that cannot be shown whole.
    """
    writer = PdfWriter(out)
    with ExitStack() as sources:
        press = _Press(writer, load, sources, is_archival=said.is_archival)
        remaining = iter(orders)
        while batch := list(islice(remaining, BATCH)):
            yield from press.batch(batch)
        press.stamps.close()
        writer.close(title=said.title, language=said.language, is_archival=said.is_archival)


class _Press:
    """What is written, and what is shared on the way."""

    def __init__(
        self, writer: PdfWriter, load: Load, sources: ExitStack, *, is_archival: bool
    ) -> None:
        self.writer = writer
        self.copied = Copied(writer, is_archival=is_archival)
        self.stamps = Stamps(writer, self.copied)
        self.load = load
        self.is_archival = is_archival
        self.opened = sources
        self.sources: dict[Path, Source] = {}

    def batch(self, orders: Sequence[Order | EarlierPage]) -> Iterator[Made]:
        badges = [fitted_badge(one, self.load) for one in orders if isinstance(one, Order)]
        whole = self.laid_out([one for one in badges if one.way is Way.LAID_OUT])
        texts = self.texts_laid_out([one for one in badges if one.way is Way.TEXTS_LAID_OUT])
        fitted = iter(badges)
        for one in orders:
            if isinstance(one, EarlierPage):
                self.repeat(one)
                yield Made(Way.REPEATED, ())
                continue
            badge = next(fitted)
            if badge.way is Way.LAID_OUT:
                yield next(whole)
            else:
                self.stamp(badge, next(texts) if badge.laid_out else None)
                yield Made(badge.way, badge.overflows())

    def repeat(self, page: EarlierPage) -> None:
        if page.file not in self.sources:
            source = self.opened.enter_context(Source(page.file, self.copied))
            self.sources[page.file] = source
        self.sources[page.file].copy_page(page.page)

    def laid_out(self, badges: Sequence[FittedBadge]) -> Iterator[Made]:
        """Draws each badge on a page of its own."""
        for design, run in _by_design(badges):
            contents = [badge.order.content for badge in run]
            keys = {key for content in contents for key in content.images()}
            images = {key: self.load(key) for key in keys}
            rendered = render_badges(contents, design.source, images)
            with Source(rendered.pdf, self.copied) as source:
                for page, overflows in enumerate(rendered.overflows):
                    source.copy_page(page)
                    yield Made(Way.LAID_OUT, overflows)

    def texts_laid_out(self, badges: Sequence[FittedBadge]) -> Iterator[Reference]:
        """For each badge a drawing of those of its texts that are not stamped."""
        for design, run in _by_design(badges):
            document = Document(design)
            document.styles.hide()
            for badge in run:
                document.add(TextsMarkup(document, badge, self.load))
            html = document.html(run[0].order.content)
            rendered = pdf.render(html, document.css(), document.assets)
            require_whole(rendered, pages=len(run))
            with Source(rendered.pdf, self.copied) as source:
                for page in range(len(run)):
                    yield source.form(page)

    def stamp(self, badge: FittedBadge, texts: Reference | None) -> None:
        compiled = badge.compiled
        stamp = Stamp(self.stamps, compiled.page_height)
        stamp.operators.append(stamp.draw(self.stamps.form(compiled.digest, lambda: compiled.art)))
        for picture in compiled.pictures:
            self.picture(stamp, badge, picture)
        for index, place in enumerate(compiled.texts):
            if index not in badge.laid_out:
                stamp.text(badge.fitted[index], place, place.top + badge.moved(place.growth))
        if texts is not None:
            stamp.operators.append(stamp.draw(texts))
        contents = self.writer.put_stream(b"".join(stamp.operators))
        self.writer.put_page(bytes(contents), stamp.resources(), compiled.boxes)

    def picture(self, stamp: Stamp, badge: FittedBadge, place: PicturePlace) -> None:
        content = badge.order.content
        place = place.moved(badge.moved(place.growth))
        if place.field == "qr":
            square = pdf_pictures.put_bits(self.writer, qr.modules(qr.payload(content.code)))
            stamp.picture(square, picture_places.drawn_in(place, 1, 1), place.seen_in)
            return
        key = pictures_of(content)[place.field]
        asset = self.load(key)
        if asset.media_type == pdf.JPEG:
            jpeg = _photo(key, asset)
            drawn = picture_places.drawn_in(place, jpeg.width, jpeg.height)
            is_smooth = place.is_smooth and not self.is_archival
            photo = pdf_pictures.put_jpeg(self.writer, jpeg, is_smooth=is_smooth)
            stamp.picture(photo, drawn, place.seen_in)
            return
        drawn = picture_places.drawn_in(place, *compilations.natural_size(asset))
        form = self.stamps.form(
            f"{key} {drawn.width} {drawn.height}",
            lambda: compilations.drawing(
                asset, drawn.width, drawn.height, is_smooth=place.is_smooth
            ),
        )
        stamp.form(form, drawn, place.seen_in)


def _photo(key: str, asset: pdf.Asset) -> Jpeg:
    try:
        return pdf_pictures.read_jpeg(asset.data)
    except (OSError, KeyError) as error:
        raise RenderError(_("The picture %s cannot be drawn.") % key) from error


def _by_design(badges: Sequence[FittedBadge]) -> Iterator[tuple[Design, list[FittedBadge]]]:
    """Neighbours of one design."""
    for _digest, neighbours in groupby(badges, key=lambda badge: badge.order.design.digest):
        run = list(neighbours)
        yield run[0].order.design, run
