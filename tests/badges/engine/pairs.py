"""The same badges made both ways, side by side: as they are printed, and by the reference."""

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PIL import Image

from badges.engine.badge_file import FileAs, fitted_badge, make_file
from badges.engine.content import BadgeContent
from badges.engine.design.language import Design, DesignSource, parse
from badges.engine.layout.fit import MM_PER_POINT
from badges.engine.layout.reference import render_badges
from badges.engine.stamps.fitted import BadgeOrder, FittedBadge
from badges.engine.ways import Way
from badges.supplies import supplies
from conference.pdf.layout import Asset
from conference.pdf.marks import Rectangle
from tests.badges.engine.comparing import Field, ImageDifference, compare, drawn

# A document of the reference costs more than its pages.
BATCH = 25


@dataclass(frozen=True)
class Compared:
    """One badge, how it was made and what is different about it."""

    content: BadgeContent
    way: Way
    difference: ImageDifference

    def complaints(self) -> list[str]:
        where = f"badge {self.content.serial} ({self.way}), "
        return [where + complaint for complaint in self.difference.complaints()]


def compared(
    contents: Sequence[BadgeContent], source: DesignSource, images: Mapping[str, Asset]
) -> Iterator[Compared]:
    design = parse(source)
    for start in range(0, len(contents), BATCH):
        batch = contents[start : start + BATCH]
        ways, pages = stamped(batch, design, images)
        references = reference(batch, source, images)
        for content, way, page, right in zip(batch, ways, pages, references, strict=True):
            yield Compared(content, way, compare(right, page, fields(content, design, images)))


def stamped(
    contents: Sequence[BadgeContent], design: Design, images: Mapping[str, Asset]
) -> tuple[list[Way], list[Image.Image]]:
    ways, pdf = printed(contents, design, images)
    return ways, drawn(pdf)


def printed(
    contents: Sequence[BadgeContent],
    design: Design,
    images: Mapping[str, Asset],
    *,
    is_archival: bool = False,
) -> tuple[list[Way], bytes]:
    out = io.BytesIO()
    orders = [BadgeOrder(content, design) for content in contents]
    said = FileAs("Badges", contents[0].language, is_archival)
    made = list(make_file(orders, supplies(images.__getitem__), out, said))
    return [one.way for one in made], out.getvalue()


def reference(
    contents: Sequence[BadgeContent], source: DesignSource, images: Mapping[str, Asset]
) -> list[Image.Image]:
    return drawn(render_badges(contents, source, images).pdf)


def fields(content: BadgeContent, design: Design, images: Mapping[str, Asset]) -> list[Field]:
    """Where its own texts and its QR stand; none where the badge is not taken apart.

    The QR is among them, photo and flag are not: at its hundred edges the last bit of a number
    decides which side of a pixel is black, as it does at the edge of a letter.
    """
    return list(_fields(fitted_badge(BadgeOrder(content, design), supplies(images.__getitem__))))


def _fields(badge: FittedBadge) -> Iterator[Field]:
    for place, one in zip(badge.compiled.texts, badge.fitted, strict=True):
        top = place.top + badge.moved(place.growth)
        height = one.fit.height / MM_PER_POINT
        box = Rectangle(place.left, top, place.width, height)
        yield Field(place.field, one.text.text, box)
    for picture in badge.compiled.pictures:
        if picture.field == "qr":
            box = picture.drawn_in.moved(badge.moved(picture.growth))
            yield Field("qr", "", box)


def ways_of(all_of_them: Sequence[Compared]) -> Counter[Way]:
    return Counter(one.way for one in all_of_them)
