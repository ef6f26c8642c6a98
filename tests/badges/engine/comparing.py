"""Whether two drawings of one badge look the same, field by field.

A bound on the whole page would not see a missing line: it is 0.3 % of an A6. So every field is
looked at in its own box, and what is left of the page by itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from conference.pdf.marks import Rectangle

DPI = 150
# Of 255, in any of red, green and blue: less is the ground's own colour, or the edge of a stroke.
INKED = 64
# Enough to say that the other page has ink there too: a stroke may be as thin as half a pixel.
FAINTLY_INKED = 32
# Of the inked pixels of a box, and of the pixels outside all boxes.
MOST_IN_A_BOX = 0.05
MOST_OUTSIDE = 0.0005
# The dot of a letter is less than 5 % of a name: that many pixels in no square of 2 mm of a text.
PATCH_RADIUS = 6
MOST_IN_A_PATCH = 3

Pixels = tuple[int, int, int, int]


@dataclass(frozen=True)
class Field:
    """What stands in its own box, in points from the page's top left corner. `text`: "" for a QR,
    where a row of pixels is black or white by the last bit of a number.
    """

    name: str
    text: str
    box: Rectangle


@dataclass(frozen=True)
class InkDifference:
    """`part` of the box's inked pixels differs, and `in_a_patch` pixels of the worst 2 mm."""

    field: Field
    part: float
    in_a_patch: int

    def complaint(self) -> str:
        """ "" when it looks the same."""
        where = f"{self.field.name} “{self.field.text}”"
        if self.part > MOST_IN_A_BOX:
            return f"{where}: {self.part:.1%} of its ink differs"
        if self.field.text and self.in_a_patch > MOST_IN_A_PATCH:
            return f"{where}: {self.in_a_patch} pixels differ within 2 mm"
        return ""


@dataclass(frozen=True)
class ImageDifference:
    """`outside`: which part of the page around the fields differs."""

    fields: tuple[InkDifference, ...]
    outside: float

    def complaints(self) -> list[str]:
        """What is beyond the bounds, one sentence each."""
        found = [complaint for field in self.fields if (complaint := field.complaint())]
        if self.outside > MOST_OUTSIDE:
            found.append(f"outside of the fields: {self.outside:.3%} of the page differs")
        return found


def drawn(pdf: bytes) -> list[Image.Image]:
    """Its pages in colour."""
    return list(drawn_one_by_one(pdf))


def drawn_one_by_one(pdf: bytes) -> Iterator[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            yield page.render(scale=DPI / 72).to_pil().convert("RGB")


def compare(one: Image.Image, other: Image.Image, fields: Sequence[Field]) -> ImageDifference:
    """Two pages of equal size at `DPI`."""
    assert one.size == other.size, f"{one.size} and {other.size} pixels"
    boxes = [_pixels(field.box) for field in fields]
    inks = tuple(
        _different_ink(field, one.crop(_outer(box)), other.crop(_outer(box)))
        for field, box in zip(fields, boxes, strict=True)
    )
    return ImageDifference(inks, _different_outside(one, other, boxes))


def _pixels(box: Rectangle) -> Pixels:
    """A pixel of room around it: ink may end anywhere in a pixel."""
    pixel = 72 / DPI
    left, top = int(box.left / pixel) - 1, int(box.top / pixel) - 1
    right, bottom = (box.left + box.width) / pixel, (box.top + box.height) / pixel
    return left, top, int(right) + 2, int(bottom) + 2


def _different_ink(field: Field, one: Image.Image, other: Image.Image) -> InkDifference:
    """An inked pixel differs where the other page has no such ink within one pixel of it.

    The pictures have a pixel around the box: ink at its edge may have moved across.
    Red, green and blue each for themselves: a word in another colour is another word.
    """
    ground = _ground(one)
    strengths = [ImageChops.difference(picture, ground).split() for picture in (one, other)]
    total = max(_count(_inner(_any(map(_inked, strength)))) for strength in strengths)
    lonely = [
        _inner(_any(map(_lonely, mine, others)))
        for mine, others in (strengths, reversed(strengths))
    ]
    part = sum(map(_count, lonely)) / total if total else 0.0
    return InkDifference(field, part, _in_worst_patch(_any(lonely)))


def _outer(box: Pixels) -> Pixels:
    left, top, right, bottom = box
    return left - 1, top - 1, right + 1, bottom + 1


def _inner(mask: Image.Image) -> Image.Image:
    return mask.crop((1, 1, mask.width - 1, mask.height - 1))


def _in_worst_patch(mask: Image.Image) -> int:
    if not mask.getbbox():
        return 0
    around = mask.filter(ImageFilter.BoxBlur(PATCH_RADIUS)).tobytes()
    return round(max(around) / 255 * (2 * PATCH_RADIUS + 1) ** 2)


def _lonely(mine: Image.Image, others: Image.Image) -> Image.Image:
    around = _inked(others.filter(ImageFilter.MaxFilter(3)), FAINTLY_INKED)
    return ImageChops.subtract(_inked(mine), around)


def _inked(strength: Image.Image, least: int = INKED) -> Image.Image:
    return strength.point([255 * (value > least) for value in range(256)])


def _any(masks: Iterable[Image.Image]) -> Image.Image:
    return reduce(ImageChops.lighter, masks)


def _ground(picture: Image.Image) -> Image.Image:
    """The commonest colour: a text covers less than a half of its box."""
    colours = picture.getcolors(picture.width * picture.height)
    _count_of_it, commonest = max(colours)
    return Image.new("RGB", picture.size, commonest)


def _count(mask: Image.Image) -> int:
    return mask.histogram()[255]


def _different_outside(one: Image.Image, other: Image.Image, boxes: Sequence[Pixels]) -> float:
    different = _any(map(_inked, ImageChops.difference(one, other).split()))
    looked_at = Image.new("L", one.size, 255)
    for box in boxes:
        different.paste(0, box)
        looked_at.paste(0, box)
    return _count(different) / _count(looked_at)
