"""From a skeleton to its compiled form: laid out a few times with texts of different heights.

Where a text stands may depend on how high the texts above it came out. For the first skeleton of
a kind, pages with one text higher each say by how much every place moves. Two more pages of every
skeleton, with other heights, prove that its places really follow so, and that nothing else on the
page moves; what does not follow is not stamped.
"""

import hashlib
from collections.abc import Mapping, Sequence
from itertools import pairwise

import pypdfium2
from django.utils.translation import gettext as _
from PIL import ImageChops

from badges.engine.content import BadgeContent
from badges.engine.design import fields
from badges.engine.design.language import Design
from badges.engine.layout.fit import MM_PER_POINT
from badges.engine.layout.markup import Document
from badges.engine.layout.reference import require_whole
from badges.engine.memory import Memory
from badges.engine.stamps.compiled import Compiled, PicturePlace, TextPlace, obstacle_of
from badges.engine.stamps.skeletons import PictureSlot, SkeletonMarkup, TextSlot
from conference.pdf import layout
from conference.pdf.layout import Asset, RenderedDocument
from conference.pdf.marks import Mark

# In points; a tenth of a pixel of a printer.
NOTICEABLE = 0.01
# The last of the trials, which are drawn.
PROOFS = ((1.0, 0.9, 0.8, 0.7), (0.3, 0.95, 0.45, 0.6, 0.8))
DRAWN_AT = 72

Marks = Mapping[str, Mark]
Growths = Mapping[str, tuple[float, ...]]
Kind = tuple[bool | tuple[str, ...] | TextSlot | PictureSlot, ...]


def compile_skeletons(
    contents: Sequence[BadgeContent], design: Design, images: Mapping[str, Asset]
) -> list[Compiled]:
    """One for each, laid out in one document: what they share, fonts and styles, costs once.

    Raises RenderError for a design that does not make one page of one badge.
    """
    document = Document(design)
    known: dict[Kind, Growths] = {}
    drafts = _written(document, contents, images, known)
    rendered = layout.render(document.html(contents[0]), document.css(), document.assets)
    require_whole(rendered, pages=len(document.bodies))
    for draft in drafts:
        if draft.kind not in known:
            known[draft.kind] = draft.growths(rendered.marks)
            _growths.put((design.digest, draft.kind), known[draft.kind])
    with pypdfium2.PdfDocument(rendered.pdf) as drawn:
        return [_compiled(draft, rendered, drawn, known[draft.kind]) for draft in drafts]


def _numbers(growths: Growths) -> int:
    return sum(100 + 8 * len(moves) for moves in growths.values())


# Of a design and a kind of skeleton: slot to how it moves with each text's height.
_growths: Memory[Growths] = Memory(2**20, _numbers)


def _written(
    document: Document,
    contents: Sequence[BadgeContent],
    images: Mapping[str, Asset],
    known: dict[Kind, Growths],
) -> list["_Draft"]:
    """What is laid out only to be measured is not drawn. `known` has the kinds measured before."""
    drafts = []
    measured: set[Kind] = set()
    for content in contents:
        skeleton = SkeletonMarkup(document, content, images)
        document.add(skeleton)
        draft = _Draft(skeleton, page=len(document.bodies) - 1)
        for heights in draft.proofs:
            document.add(SkeletonMarkup(document, content, images, heights))
        growths = _growths.get((document.design.digest, draft.kind))
        if growths is not None:
            known[draft.kind] = growths
        elif draft.kind not in measured:
            measured.add(draft.kind)
            draft.one_higher = draft.heights_one_higher()
        for heights in draft.one_higher:
            document.add(SkeletonMarkup(document, content, images, heights), is_seen=False)
        drafts.append(draft)
    return drafts


def _compiled(
    draft: "_Draft", rendered: RenderedDocument, drawn: pypdfium2.PdfDocument, growths: Growths
) -> Compiled:
    skeleton, pages = draft.skeleton, range(draft.page, draft.page + 1 + len(PROOFS))
    found = _Layout(draft, [rendered.marks[page] for page in pages], growths)
    why_not = _why_not(skeleton, found, art_moves=_differ([drawn[page] for page in pages]))
    art = layout.single_page(rendered.pdf, draft.page)
    return Compiled(
        digest=hashlib.sha256(art.document).hexdigest(),
        kind=hashlib.sha256(repr(draft.kind).encode()).hexdigest(),
        art=art.document,
        boxes=art.boxes,
        page_height=art.height,
        heights=tuple(height / MM_PER_POINT for height in draft.base),
        texts=() if why_not else tuple(map(found.text_place, skeleton.text_slots)),
        pictures=() if why_not else tuple(map(found.picture_place, skeleton.picture_slots)),
        overflows=tuple(skeleton.overflows),
        why_not=why_not,
    )


class _Draft:
    """A skeleton in the document that is laid out: first page, proofs, and maybe more pages.

    Heights are millimetres, one for each text. `base`: half of each box.
    """

    def __init__(self, skeleton: SkeletonMarkup, page: int) -> None:
        boxes = [slot.box for slot in skeleton.text_slots]
        self.skeleton = skeleton
        self.page = page
        named = skeleton.document.design.named
        self.kind: Kind = (
            skeleton.content.category_is_hatched,
            # Where it is not named, nothing depends on it.
            (skeleton.direction if fields.DIRECTION in named else "",),
            tuple(sorted(name for name in named if skeleton.has(name))),
            *skeleton.text_slots,
            *skeleton.picture_slots,
        )
        self.base = tuple(box.height / 2 for box in boxes)
        self.proofs = [
            tuple(box.height * parts[place % len(parts)] for place, box in enumerate(boxes))
            for parts in PROOFS
        ]
        self.one_higher: list[tuple[float, ...]] = []

    def heights_one_higher(self) -> list[tuple[float, ...]]:
        """The base with one box after the other full."""
        return [
            (*self.base[:place], 2 * self.base[place], *self.base[place + 1 :])
            for place in range(len(self.base))
        ]

    def growths(self, marks: Sequence[Marks]) -> Growths:
        """From the pages behind the proofs: how places move for each point of each height."""
        base, first = marks[self.page], self.page + 1 + len(PROOFS)
        return {
            name: tuple(
                (marks[first + place][name].content.top - mark.content.top)
                / (height / MM_PER_POINT)
                if name in marks[first + place]
                else 0.0
                for place, height in enumerate(self.base)
            )
            for name, mark in base.items()
        }


class _Layout:
    """The marks of a skeleton's own pages, and how its places follow from heights."""

    def __init__(self, draft: _Draft, marks: Sequence[Marks], growths: Growths) -> None:
        self.heights = [draft.base, *draft.proofs]
        self.marks = marks
        self.growths = growths

    def follows(self, name: str) -> bool:
        """Whether its places on all pages are as its growth says, and nothing else of it moves."""
        base = self.marks[0][name].content
        for heights, marks in zip(self.heights, self.marks, strict=True):
            moved = sum(
                factor * (height - former) / MM_PER_POINT
                for factor, height, former in zip(
                    self.growths[name], heights, self.heights[0], strict=True
                )
            )
            found = marks[name].content
            expected = (base.left, base.top + moved, base.width)
            places = zip(expected, (found.left, found.top, found.width), strict=True)
            if any(abs(one - other) > NOTICEABLE for one, other in places):
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
            growth=self.growths[slot.name],
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
            growth=self.growths[slot.name],
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
        if mark.object_fit == "none":
            return "object-fit"
        if not mark.is_sized:
            return _("width or height is left to the picture")
        return "" if self.follows(slot.name) else _("its place does not follow from the texts")


def _why_not(skeleton: SkeletonMarkup, layout: _Layout, *, art_moves: bool) -> str:
    if skeleton.loose:
        return _("%s stands outside of a box") % skeleton.loose[0]
    for text in skeleton.text_slots:
        if text.name not in layout.marks[0]:
            return _("%s is not on the page") % text.field
    for picture in skeleton.picture_slots:
        obstacle = layout.obstacle_of_picture(picture)
        if obstacle:
            return f"{picture.field}: {obstacle}"
    if art_moves:
        return _("what is drawn around the texts moves with them")
    return ""


def _differ(pages: Sequence[pypdfium2.PdfPage]) -> bool:
    drawn = [page.render(scale=DRAWN_AT / 72).to_pil().convert("RGB") for page in pages]
    return any(ImageChops.difference(one, other).getbbox() for one, other in pairwise(drawn))
