"""The proof of a design: people who do not exist, stamped, look as they do in the reference.

A design can do more to a text than the compile knows of: cover it, colour its lines apart, lay it
out by a rule that only the reference sees. So the first badge of a kind waits while two samples
of it are drawn in both ways and compared. What looks different there is never stamped.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from io import BytesIO

import pypdfium2
from django.utils.translation import gettext as _
from PIL import Image, ImageChops

from badges.engine.content import NOTHING, BadgeContent, texts_of, with_own_parts
from badges.engine.design import fields
from badges.engine.errors import RenderError
from badges.engine.layout.reference import render_badges
from badges.engine.stamps.compilations import Supplies, logo_of
from badges.engine.stamps.compiled import Compiled
from badges.engine.stamps.fitted import BadgeOrder, FittedBadge, fit_to
from badges.engine.stamps.stamper import Stamper, texts_laid_out
from conference.pdf import layout
from conference.pdf.importing import Copied
from conference.pdf.layout import Asset
from conference.pdf.marks import Rectangle
from conference.pdf.writer import PdfWriter
from conference.writing.languages import Localized

DPI = 150
PIXEL = 72 / DPI
# A channel that differs by so much, from all pixels around as well, is another ink.
ANOTHER = 64
# Of the pixels of a text's place, and of the whole page.
MOST_OF_A_PLACE, MOST_OF_THE_PAGE = 0.005, 0.0005

PHOTO, FLAG = "proof:photo", "proof:flag"
FLAG_DRAWN = Asset(
    layout.SVG,
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path fill="#14233b"'
    b' d="M0 0h40v30H0z"/><path fill="#2a7f62" d="M3 3h34v24H3z"/></svg>',
)
SAMPLES = (
    {name: samples.proof for name, samples in fields.OWN_TEXTS.items()},
    {name: samples.further_proof for name, samples in fields.OWN_TEXTS.items()},
)


def proven(compiled: Compiled, order: BadgeOrder, supplies: Supplies) -> Compiled:
    """This badge's skeleton, as one that is never stamped where the proof fails."""
    if compiled.why_not:
        return compiled
    looks_the_same = supplies.compilations.kept(
        ("verdict", order.design.digest, compiled.kind),
        lambda: _looks_the_same(compiled, order, supplies),
    )
    if looks_the_same:
        return compiled
    return replace(compiled, why_not=_("made of parts, it would look different"))


def _looks_the_same(compiled: Compiled, order: BadgeOrder, supplies: Supplies) -> bool:
    orders = [BadgeOrder(_sample(order.content, texts), order.design) for texts in SAMPLES]
    contents = [one.content for one in orders]
    images = {PHOTO: _picture("#8a96ad"), FLAG: FLAG_DRAWN} | logo_of(order.content, supplies.load)
    try:
        badges = [fit_to(compiled, one) for one in orders]
        stamped = _stamped(badges, Supplies(images.__getitem__, supplies.compilations))
        reference = render_badges(contents, order.design.source, images).pdf
    except RenderError:
        return False
    pages = zip(_drawn(stamped), _drawn(reference), strict=True)
    return all(
        _is_same(badge, _different(*both)) for badge, both in zip(badges, pages, strict=True)
    )


def _is_same(badge: FittedBadge, different: Image.Image) -> bool:
    """Text by text, and then the rest of the page."""
    for where in _places(badge):
        if _share(different.crop(where)) > MOST_OF_A_PLACE:
            return False
        different.paste(0, where)
    return _share(different) <= MOST_OF_THE_PAGE


def _sample(content: BadgeContent, texts: Mapping[str, Localized]) -> BadgeContent:
    """The same parts are there, with other words and pictures in them."""
    shown = texts_of(content)

    def picture(name: str) -> str:
        if not getattr(content, name):
            return ""
        return FLAG if name == "delegation_flag" else PHOTO

    return with_own_parts(content, lambda name: texts[name] if name in shown else NOTHING, picture)


def _stamped(badges: Sequence[FittedBadge], supplies: Supplies) -> bytes:
    """As files are made: what is not stamped is laid out."""
    out = BytesIO()
    writer = PdfWriter(out)
    copied = Copied(writer, is_archival=False)
    stamper = Stamper(writer, copied, supplies, is_archival=False)
    texts = texts_laid_out([badge for badge in badges if badge.laid_out], copied, supplies.load)
    for badge in badges:
        stamper.stamp(badge, next(texts) if badge.laid_out else None)
    stamper.close()
    writer.close(title="", language="", is_archival=False)
    return out.getvalue()


@lru_cache(maxsize=1)
def _picture(colour: str) -> Asset:
    """With an edge, so that a part that is cut off is missed."""
    picture = Image.new("RGB", (240, 300), "#14233b")
    picture.paste(colour, (20, 20, 220, 280))
    out = BytesIO()
    picture.save(out, "JPEG", quality=95)
    return Asset(layout.JPEG, out.getvalue())


def _drawn(document: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(document) as pages:
        return [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in pages]


def _places(badge: FittedBadge) -> list[tuple[int, int, int, int]]:
    """Of each text, in pixels, with two pixels of room."""
    places = []
    for place, one in zip(badge.compiled.texts, badge.fitted, strict=True):
        top = place.top + badge.moved(place.growth)
        height = one.fit.height / 25.4 * 72
        places.append(_pixels(Rectangle(place.left, top, place.width, height)))
    return places


def _pixels(place: Rectangle) -> tuple[int, int, int, int]:
    return (
        int(place.left / PIXEL) - 2,
        int(place.top / PIXEL) - 2,
        int((place.left + place.width) / PIXEL) + 3,
        int((place.top + place.height) / PIXEL) + 3,
    )


def _different(one: Image.Image, other: Image.Image) -> Image.Image:
    """White where a pixel of either page is like none within a pixel of it on the other."""
    masks = [
        mask
        for mine, others in ((one, other), (other, one))
        for channel, there in zip(mine.split(), others.split(), strict=True)
        for mask in (
            ImageChops.subtract(channel, _around(there, ImageChops.lighter)),
            ImageChops.subtract(_around(there, ImageChops.darker), channel),
        )
    ]
    different = Image.new("L", one.size)
    for mask in masks:
        different = ImageChops.lighter(different, mask)
    return different.point([255 * (value > ANOTHER) for value in range(256)])


def _around(
    picture: Image.Image, further: Callable[[Image.Image, Image.Image], Image.Image]
) -> Image.Image:
    """Each pixel as the furthest of itself and its eight neighbours: what Pillow's filter of ranks
    answers at four times the cost.
    """
    for right, down in ((1, 0), (0, 1)):
        for back in (0, 1):
            near = picture.crop((0, 0, picture.width - right, picture.height - down))
            far = picture.crop((right, down, picture.width, picture.height))
            picture = picture.copy()
            picture.paste(further(near, far), (right * back, down * back))
    return picture


def _share(mask: Image.Image) -> float:
    return mask.histogram()[255] / (mask.width * mask.height)
