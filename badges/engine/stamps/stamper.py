"""Stamps badges on the pages of one file."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from badges.engine import qr
from badges.engine.content import pictures_of
from badges.engine.errors import RenderError
from badges.engine.layout.markup import Document
from badges.engine.layout.reference import require_whole
from badges.engine.stamps import picture_places
from badges.engine.stamps.compilations import Load, Supplies, logo_of
from badges.engine.stamps.compiled import PicturePlace
from badges.engine.stamps.fitted import FittedBadge, TextsMarkup
from badges.engine.stamps.operators import Stamp, Stamps
from conference.pdf import layout, pictures
from conference.pdf.importing import Copied, Source
from conference.pdf.marks import POINTS_PER_PIXEL, Rectangle
from conference.pdf.pictures import Jpeg
from conference.pdf.writer import PdfWriter, Reference


class Stamper:
    """Close it before the file: what its pages share is written then."""

    def __init__(
        self, writer: PdfWriter, copied: Copied, supplies: Supplies, *, is_archival: bool
    ) -> None:
        self.writer = writer
        self.stamps = Stamps(writer, copied)
        self.supplies = supplies
        self.is_archival = is_archival

    def close(self) -> None:
        self.stamps.close()

    def stamp(self, badge: FittedBadge, texts: Reference | None = None) -> None:
        """Adds a page. `texts`: a drawing of those that are not stamped."""
        compiled = badge.compiled
        stamp = Stamp(self.stamps, compiled.page_height)
        stamp.operators.append(stamp.draw(self.stamps.form(compiled.digest, lambda: compiled.art)))
        for picture in compiled.pictures:
            self._picture(stamp, badge, picture)
        for index, place in enumerate(compiled.texts):
            if index not in badge.laid_out:
                stamp.text(badge.fitted[index], place, place.top + badge.moved(place.growth))
        if texts is not None:
            stamp.operators.append(stamp.draw(texts))
        contents = self.writer.put_stream(b"".join(stamp.operators))
        self.writer.put_page(bytes(contents), stamp.resources(), compiled.boxes)

    def _picture(self, stamp: Stamp, badge: FittedBadge, place: PicturePlace) -> None:
        content = badge.order.content
        place = place.moved(badge.moved(place.growth))
        is_smooth = place.is_smooth and not self.is_archival
        if place.field == "qr":
            modules = qr.modules(content.square)
            square = pictures.put_bits(self.writer, modules, is_smooth=is_smooth)
            stamp.picture(square, _drawn_in(place, *modules.size), place.seen_in)
            return
        key = pictures_of(content)[place.field]
        asset = self.supplies.load(key)
        if asset.media_type == layout.JPEG:
            jpeg = _photo(key, asset)
            drawn = _drawn_in(place, jpeg.width, jpeg.height)
            photo = pictures.put_jpeg(self.writer, jpeg, is_smooth=is_smooth)
            stamp.picture(photo, drawn, place.seen_in)
            return
        compilations = self.supplies.compilations
        drawn = picture_places.drawn_in(place, *compilations.natural_size(asset))
        form = self.stamps.form(
            f"{asset.digest} {drawn.width} {drawn.height} {place.is_smooth}",
            lambda: compilations.drawing(
                asset, drawn.width, drawn.height, is_smooth=place.is_smooth
            ),
        )
        stamp.form(form, drawn, place.seen_in)


def _drawn_in(place: PicturePlace, width: int, height: int) -> Rectangle:
    """Of a picture with so many pixels, of which CSS counts 96 to the inch."""
    return picture_places.drawn_in(place, width * POINTS_PER_PIXEL, height * POINTS_PER_PIXEL)


def texts_laid_out(
    badges: Sequence[FittedBadge], copied: Copied, load: Load
) -> Iterator[Reference]:
    """For each badge of one design a drawing of those of its texts that are not stamped."""
    if not badges:
        return
    document = Document(badges[0].order.design)
    document.styles.hide()
    for badge in badges:
        document.add(TextsMarkup(document, badge, logo_of(badge.order.content, load)))
    html = document.html(badges[0].order.content)
    rendered = layout.render(html, document.css(), document.assets)
    require_whole(rendered, pages=len(badges))
    with Source(rendered.pdf, copied) as source:
        for page in range(len(badges)):
            yield source.form(page)


def _photo(key: str, asset: layout.Asset) -> Jpeg:
    try:
        return pictures.read_jpeg(asset.data)
    except (OSError, KeyError) as error:
        raise RenderError(_("The picture %s cannot be drawn.") % key) from error
