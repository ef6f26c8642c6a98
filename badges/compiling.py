"""From a skeleton to its compiled form: laid out a few times with texts of different heights.

Where a text stands may depend on how high the texts above it came out. Each page of the layout
makes one text higher; the differences say how every place moves. Two more pages, with other
heights, prove that the places really follow so, and that nothing else on the page moves.
"""

import hashlib
from collections.abc import Mapping, Sequence
from itertools import pairwise

import pypdfium2
from django.utils.translation import gettext as _
from PIL import Image, ImageChops

from badges.compiled import Compiled, PicturePlace, TextPlace, obstacle_of
from badges.content import BadgeContent
from badges.design_language import Design
from badges.fit import MM_PER_POINT
from badges.markup import Document
from badges.rendering import require_whole
from badges.skeletons import PictureSlot, SkeletonMarkup, TextSlot
from conference import pdf
from conference.pdf import Asset
from conference.pdf_marks import Mark

# In points; a tenth of a pixel of a printer.
NOTICEABLE = 0.01
PROOFS = ((1.0, 0.9, 0.8, 0.7), (0.3, 0.95, 0.45, 0.6, 0.8))
DRAWN_AT = 72

Marks = Mapping[str, Mark]


def compile_skeleton(
    content: BadgeContent, design: Design, images: Mapping[str, Asset]
) -> Compiled:
    """Raises RenderError for a design that does not make one page of one badge."""
    document = Document(design)
    first = SkeletonMarkup(document, content, images)
    document.add(first)
    trials = _trials(first.text_slots)
    for heights in trials[1:]:
        document.add(SkeletonMarkup(document, content, images, heights))
    rendered = pdf.render(document.html(content), document.css(), document.assets)
    require_whole(rendered, pages=len(trials))
    layout = _Layout(trials, rendered.marks, len(first.text_slots))
    art = pdf.single_page(rendered.pdf)
    why_not = _why_not(first, layout, rendered.pdf)
    return Compiled(
        digest=hashlib.sha256(art.document).hexdigest(),
        art=art.document,
        boxes=art.boxes,
        page_height=rendered.page_height,
        heights=tuple(height / MM_PER_POINT for height in trials[0]),
        texts=() if why_not else tuple(map(layout.text_place, first.text_slots)),
        pictures=() if why_not else tuple(map(layout.picture_place, first.picture_slots)),
        overflows=tuple(first.overflows),
        why_not=why_not,
    )


def _trials(slots: Sequence[TextSlot]) -> list[tuple[float, ...]]:
    """Heights in millimetres: half of each box, then one after the other full, then the proofs."""
    base = tuple(slot.box.height / 2 for slot in slots)
    one_higher = [
        (*base[:place], slot.box.height, *base[place + 1 :]) for place, slot in enumerate(slots)
    ]
    proofs = [
        tuple(slot.box.height * parts[place % len(parts)] for place, slot in enumerate(slots))
        for parts in PROOFS
    ]
    return [base, *one_higher, *proofs]


class _Layout:
    """The marks of all trials, and how places follow from heights."""

    def __init__(
        self, trials: Sequence[Sequence[float]], marks: Sequence[Marks], slots: int
    ) -> None:
        self.trials = trials
        self.marks = marks
        self.slots = range(slots)

    def growth(self, name: str) -> tuple[float, ...]:
        base = self.marks[0][name].content.top
        return tuple(
            (self.marks[1 + slot][name].content.top - base) / self._higher(1 + slot, slot)
            for slot in self.slots
        )

    def _higher(self, trial: int, slot: int) -> float:
        return (self.trials[trial][slot] - self.trials[0][slot]) / MM_PER_POINT

    def follows(self, name: str) -> bool:
        """Whether its places in all trials are as its growth says, and nothing else of it moves."""
        base = self.marks[0][name]
        growth = self.growth(name)
        for trial, marks in enumerate(self.marks):
            found = marks[name].content
            moved = sum(
                factor * self._higher(trial, slot)
                for slot, factor in zip(self.slots, growth, strict=True)
            )
            expected = (base.content.left, base.content.top + moved, base.content.width)
            if any(
                abs(one - other) > NOTICEABLE
                for one, other in zip(expected, (found.left, found.top, found.width), strict=True)
            ):
                return False
        return True

    def text_place(self, slot: TextSlot) -> TextPlace:
        mark = self.marks[0][slot.name]
        why_not = obstacle_of(mark, slot.box)
        if not why_not and not self.follows(slot.name):
            why_not = _("its place does not follow from the texts above it")
        return TextPlace(
            field=slot.field,
            box=slot.box,
            left=mark.content.left,
            top=mark.content.top,
            width=mark.content.width,
            growth=self.growth(slot.name),
            align=mark.align,
            colour=mark.colour,
            why_not=why_not,
        )

    def picture_place(self, slot: PictureSlot) -> PicturePlace:
        mark = self.marks[0][slot.name]
        return PicturePlace(
            field=slot.field,
            drawn_in=mark.content,
            seen_in=mark.padding,
            growth=self.growth(slot.name),
            fit=mark.object_fit,
            position=mark.object_position,
            is_smooth=mark.is_smooth,
        )

    def obstacle_of_picture(self, slot: PictureSlot) -> str:
        mark = self.marks[0].get(slot.name)
        if mark is None:
            return _("is not on the page")
        if mark.effects:
            return ", ".join(name.replace("_", "-") for name in mark.effects)
        if not mark.is_sized:
            return _("width or height is left to the picture")
        return "" if self.follows(slot.name) else _("its place does not follow from the texts")


def _why_not(skeleton: SkeletonMarkup, layout: _Layout, rendered: bytes) -> str:
    if skeleton.loose:
        return _("%s stands outside of a box") % skeleton.loose[0]
    for text in skeleton.text_slots:
        if text.name not in layout.marks[0]:
            return _("%s is not on the page") % text.field
    for picture in skeleton.picture_slots:
        obstacle = layout.obstacle_of_picture(picture)
        if obstacle:
            return f"{picture.field}: {obstacle}"
    if _art_moves(rendered):
        return _("what is drawn around the texts moves with them")
    return ""


def _art_moves(rendered: bytes) -> bool:
    with pypdfium2.PdfDocument(rendered) as document:
        pages = [_drawn(page) for page in document]
    return any(ImageChops.difference(one, other).getbbox() for one, other in pairwise(pages))


def _drawn(page: pypdfium2.PdfPage) -> Image.Image:
    picture: Image.Image = page.render(scale=DRAWN_AT / 72).to_pil().convert("RGB")
    return picture
