"""Stamps badges on the pages of one file."""

from django.utils.translation import gettext as _

from badges import compilations, picture_places, qr
from badges.compilations import Load
from badges.compiled import PicturePlace
from badges.fitting import FittedBadge
from badges.markup import RenderError, pictures_of
from badges.stamping import Stamp, Stamps
from conference import pdf, pdf_pictures
from conference.pdf_import import Copied
from conference.pdf_pictures import Jpeg
from conference.pdf_writer import PdfWriter, Reference


class Stamper:
    """Close it before the file: what its pages share is written then."""

    def __init__(self, writer: PdfWriter, copied: Copied, load: Load, *, is_archival: bool) -> None:
        self.writer = writer
        self.stamps = Stamps(writer, copied)
        self.load = load
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
            modules = qr.modules(qr.payload(content.code))
            square = pdf_pictures.put_bits(self.writer, modules, is_smooth=is_smooth)
            stamp.picture(square, picture_places.drawn_in(place, 1, 1), place.seen_in)
            return
        key = pictures_of(content)[place.field]
        asset = self.load(key)
        if asset.media_type == pdf.JPEG:
            jpeg = _photo(key, asset)
            drawn = picture_places.drawn_in(place, jpeg.width, jpeg.height)
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
