"""A design with everything on the page but what is one delegate's own: those places stay free.

Names, function, delegation and serial are texts of their own places, photo, flag and QR pictures.
All else (titles, dates, the category's words, zones) is the same for many badges and is drawn
once. Two badges of equal static parts that show the same fields have one skeleton.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from badges.engine.content import NOTHING, BadgeContent, texts_of, with_own_parts
from badges.engine.design import fields
from badges.engine.design.boxes import Box
from badges.engine.design.tree import Element, Field
from badges.engine.layout.markup import BadgeMarkup, Document
from conference.pdf import layout
from conference.pdf.layout import Asset
from conference.pdf.marks import ATTRIBUTE
from conference.writing.languages import Localized

PICTURES = frozenset({*fields.own_pictures(), fields.QR})
NOTHING_DRAWN = Asset(layout.SVG, b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>')
THERE = Localized("x", "")


@dataclass(frozen=True)
class TextSlot:
    """A place for one text. `name` marks it on the page."""

    name: str
    field: str
    box: Box


@dataclass(frozen=True)
class PictureSlot:
    name: str
    field: str


def without_own_parts(content: BadgeContent, named: Collection[str]) -> BadgeContent:
    """What the skeleton depends on: the static parts, and which of the others there are.

    `named` are the fields that the design shows or asks for.
    """
    shown = texts_of(content)

    def there(name: str) -> Localized:
        return THERE if name in shown and name in named else NOTHING

    def picture(name: str) -> str:
        return "x" if getattr(content, name) and name in named else ""

    return with_own_parts(content, there, picture)


class SkeletonMarkup(BadgeMarkup):
    """Writes a badge with its own parts left out: texts as empty boxes of given heights.

    `heights`, in millimetres, are for the slots in the order of the page; what is missing is half
    as high as its box. `loose` names the texts that stand outside of any box.
    """

    def __init__(
        self,
        document: Document,
        content: BadgeContent,
        images: Mapping[str, Asset],
        heights: Sequence[float] = (),
    ) -> None:
        super().__init__(document, content, images)
        self.heights = heights
        self.text_slots: list[TextSlot] = []
        self.picture_slots: list[PictureSlot] = []
        self.loose: list[str] = []

    def text(self, name: str, box: Box | None) -> str:
        if name not in fields.OWN_TEXTS:
            return super().text(name, box)
        if box is None:
            self.loose.append(name)
            return super().text(name, box)
        return self.slot(name, box)

    def slot(self, name: str, box: Box) -> str:
        place = len(self.text_slots)
        slot = TextSlot(f"text-{place}", name, box)
        self.text_slots.append(slot)
        height = self.heights[place] if place < len(self.heights) else box.height / 2
        styled = self.document.styles.slot(height)
        return f'<span class="{styled}" {ATTRIBUTE}="{slot.name}"></span>'

    def mark_of_picture(self, node: Element) -> dict[str, str]:
        name = _field_of(node)
        if name not in PICTURES:
            return {}
        slot = PictureSlot(f"picture-{len(self.picture_slots)}", name)
        self.picture_slots.append(slot)
        return {ATTRIBUTE: slot.name}

    def picture(self, name: str) -> str:
        if name not in PICTURES:
            return super().picture(name)
        return self.document.address("nothing", NOTHING_DRAWN)


def _field_of(node: Element) -> str:
    source = node.attributes["src"]
    return source[0].name if isinstance(source[0], Field) else ""
