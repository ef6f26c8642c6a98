"""What a slot of a sheet shows is the single face, wherever it stands and however it is turned."""

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter

from badges.engine import readback
from badges.engine.badge_file import FileAs
from badges.engine.design.language import DesignSource, parse
from badges.engine.sheets.imposition import Area, Duplex, Imposition
from badges.engine.sheets.papers import PAPERS, SheetPaper
from badges.engine.sheets.sheet_file import BadgeSheet, CoverSheet, make_sheets
from conference.pdf import layout
from tests.badges.engine.pairs import printed
from tests.badges.engine.people import people, pictures

DPI = 300
SCALE = DPI / 72
IMAGES = pictures()
SAID = FileAs("Sheets", "en")
# Of 255: less is the edge of a stroke, which falls on other pixels there.
INKED = 96


def design(width: float, height: float) -> DesignSource:
    """Something different at every edge and corner, in colour to the edges of a bleed."""
    return DesignSource(
        '<div class="badge"><div class="band"></div><img class="qr" src="{{ qr }}" alt="">'
        '<p class="serial" data-width="20" data-height="5" data-sizes="9 8" data-lines="1"'
        ' data-weight="400" data-leading="1.2">{{ serial }}</p></div>',
        f"@page{{size:{width}mm {height}mm;margin:0;bleed:3mm}}"
        f".badge{{position:relative;width:{width}mm;height:{height}mm}}.badge p{{margin:0}}"
        ".band{position:absolute;left:-3mm;top:-3mm;right:30%;height:9mm;background:#1d4f91}"
        ".qr{position:absolute;left:5mm;bottom:5mm;width:20mm;height:20mm;"
        "image-rendering:pixelated}"
        ".serial{position:absolute;right:4mm;top:12mm}",
    )


def face_of(paper: SheetPaper) -> tuple[float, float]:
    panel = paper.panels()[0]
    return round(panel.width, 2), round(panel.height, 2)


def faces(path: Path, width: float, height: float, count: int) -> list[str]:
    """So many pages; what their codes say."""
    contents = people(count)
    path.write_bytes(printed(contents, parse(design(width, height)), IMAGES)[1])
    return [content.square for content in contents]


def sheets(
    path: Path, made_of: Sequence[BadgeSheet | CoverSheet], imposition: Imposition
) -> list[Image.Image]:
    """Written beside the faces, checked, and drawn."""
    out = path.with_name("sheets")
    with out.open("wb") as stream:
        make_sheets(made_of, imposition, path, None, stream, SAID)
    layout.check(out, pages=len(made_of) * imposition.sides)
    return drawn(out)


def drawn(path: Path) -> list[Image.Image]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.render(scale=SCALE).to_pil().convert("RGB") for page in document]


def cut_out(sheet: Image.Image, area: Area, offset: tuple[float, float]) -> Image.Image:
    pixel = 25.4 / DPI
    left, top = round((area.left + offset[0]) / pixel), round((area.top + offset[1]) / pixel)
    size = round(area.width / pixel), round(area.height / pixel)
    return sheet.crop((left, top, left + size[0], top + size[1]))


def differs(one: Image.Image, other: Image.Image) -> int:
    """Pixels of the one whose ink the other has not within a pixel, either way."""
    width, height = min(one.width, other.width), min(one.height, other.height)
    inks = [
        ImageChops.invert(picture.crop((0, 0, width, height)).convert("L"))
        for picture in (one, other)
    ]
    lonely = 0
    for mine, others in (inks, reversed(inks)):
        near = others.filter(ImageFilter.MaxFilter(5))
        missing = ImageChops.subtract(mine, near)
        # The outermost pixels belong to two slots.
        inner = missing.crop((2, 2, width - 2, height - 2))
        lonely += sum(inner.histogram()[INKED:])
    return lonely


PLAIN = [paper for paper in PAPERS.values() if not paper.is_folded]
FOLDED = [paper for paper in PAPERS.values() if paper.is_folded]


@pytest.mark.parametrize("paper", PLAIN, ids=lambda paper: paper.key)
def test_slot_equals_the_single_face_on_both_sides(tmp_path: Path, paper: SheetPaper) -> None:
    # Without a margin what is moved to one side leaves the paper.
    offset = (0.7, -0.4) if min(paper.margin) > 1 else (0, 0)
    path = tmp_path / "faces"
    codes = faces(path, *face_of(paper), 2 * paper.slots)
    singles = drawn(path)
    sheet = BadgeSheet({slot: (2 * slot - 2, 2 * slot - 1) for slot in range(1, paper.slots + 1)})
    for duplex, turned in ((Duplex.LONG, 0), (Duplex.SHORT, 180)):
        imposition = Imposition(paper, duplex, offset)

        front, back = sheets(path, [sheet], imposition)

        for slot, (face, its_back) in sheet.slots.items():
            found = cut_out(front, imposition.slot(slot), offset)
            assert differs(singles[face], found) == 0, slot
            found = cut_out(back, imposition.slot(slot, is_back=True), offset).rotate(turned)
            assert differs(singles[its_back], found) == 0, slot
        for is_back, side in enumerate(readback.placed_codes(tmp_path / "sheets")):
            assert {
                imposition.slot_at(code.x, code.y, is_back=bool(is_back)): code.text
                for code in side
            } == {slot: codes[pages[is_back]] for slot, pages in sheet.slots.items()}


@pytest.mark.parametrize("duplex", Duplex)
@pytest.mark.parametrize("paper", PLAIN, ids=lambda paper: paper.key)
def test_back_lies_behind_its_front(paper: SheetPaper, duplex: Duplex) -> None:
    """Held against the light, the edges of both are one."""
    imposition = Imposition(paper, duplex)
    is_page_of_a_book = duplex is Duplex.LONG

    for slot in range(1, paper.slots + 1):
        front, back = imposition.slot(slot), imposition.slot(slot, is_back=True)
        if is_page_of_a_book:
            assert back.left == pytest.approx(paper.width - front.left - front.width)
            assert back.top == front.top
        else:
            assert back.top == pytest.approx(paper.height - front.top - front.height)
            assert back.left == front.left


@pytest.mark.parametrize("duplex", ["", *Duplex])
def test_face_that_lies_across_its_slot_is_turned(tmp_path: Path, duplex: str) -> None:
    paper = PAPERS["a7-on-a4"]
    imposition = Imposition(paper, duplex)
    path = tmp_path / "faces"
    faces(path, 74, 105, 2)

    pages = sheets(path, [BadgeSheet({4: (0, 1)})], imposition)

    singles = drawn(path)
    turned_back = {"": 90, Duplex.LONG: -90, Duplex.SHORT: 90}[duplex]
    found = [cut_out(pages[0], imposition.slot(4), (0, 0)).rotate(90, expand=True)]
    if duplex:
        area = imposition.slot(4, is_back=True)
        found.append(cut_out(pages[1], area, (0, 0)).rotate(turned_back, expand=True))
    assert [differs(*pair) for pair in zip(singles, found, strict=False)] == [0] * len(found)


@pytest.mark.parametrize("paper", FOLDED, ids=lambda paper: paper.key)
def test_folded_card_shows_both_faces_on_one_side(tmp_path: Path, paper: SheetPaper) -> None:
    imposition = Imposition(paper, Duplex.LONG)
    width, height = face_of(paper)
    path = tmp_path / "faces"
    faces(path, width, height, 2)

    (front,) = sheets(path, [BadgeSheet({paper.slots: (0, 1)})], imposition)

    slot, singles = imposition.slot(paper.slots), drawn(path)
    for panel, single in zip(paper.panels(), singles, strict=True):
        area = Area(slot.left + panel.left, slot.top + panel.top, panel.width, panel.height)
        assert differs(single, cut_out(front, area, (0, 0)).rotate(-panel.turned)) == 0


@pytest.mark.parametrize("paper", PAPERS.values(), ids=lambda paper: paper.key)
def test_slots_lie_on_the_paper_and_nothing_of_ours_lies_in_them(paper: SheetPaper) -> None:
    imposition = Imposition(paper)
    slots = [imposition.slot(slot) for slot in range(1, paper.slots + 1)]

    for one in slots:
        assert -0.01 <= one.left <= one.left + one.width <= paper.width + 0.01
        assert -0.01 <= one.top <= one.top + one.height <= paper.height + 0.01
        for line, _ends in imposition.marks():
            across, down, to_across, to_down = line.ends
            middle = (across + to_across) / 2, (down + to_down) / 2
            for point in ((across, down), (to_across, to_down), middle):
                assert not one.holds(*point)
    assert len({(one.left, one.top) for one in slots}) == paper.slots


def test_slot_of_a_badge_left_out_is_white_with_a_thin_cross(tmp_path: Path) -> None:
    imposition = Imposition(PAPERS["a6-on-a4"])
    path = tmp_path / "faces"
    faces(path, 105, 148, 2)

    (sheet,) = sheets(path, [BadgeSheet({1: (0,), 2: (), 3: (1,)})], imposition)

    left_out, never_used = (cut_out(sheet, imposition.slot(slot), (0, 0)) for slot in (2, 4))
    inner = never_used.crop((3, 3, never_used.width - 3, never_used.height - 3))
    assert inner.getextrema() == ((255, 255),) * 3
    histogram = left_out.convert("L").histogram()
    assert 0 < sum(histogram[:250]) < 0.01 * left_out.width * left_out.height
    across, down = left_out.width // 2, left_out.height // 2
    middle = left_out.crop((across - 1, down - 1, across + 2, down + 2)).convert("L")
    assert sum(middle.histogram()[:250]) > 0


def test_bleed_of_a_badge_stays_out_of_the_slot_beside_it(tmp_path: Path) -> None:
    imposition = Imposition(PAPERS["a6-on-a4"])
    path = tmp_path / "faces"
    faces(path, 105, 148, 1)

    (sheet,) = sheets(path, [BadgeSheet({3: (0,)})], imposition)

    above = cut_out(sheet, imposition.slot(1), (0, 0))
    assert above.crop((2, 2, above.width - 2, above.height - 2)).getextrema() == ((255, 255),) * 3


def test_sheets_of_equal_faces_are_equal_bytes(tmp_path: Path) -> None:
    path = tmp_path / "faces"
    faces(path, 105, 148, 2)
    written = []

    for _time in range(2):
        out = io.BytesIO()
        sheet = BadgeSheet({1: (0,), 4: (1,)})
        make_sheets([sheet], Imposition(PAPERS["a6-on-a4"]), path, None, out, SAID)
        written.append(out.getvalue())

    assert written[0] == written[1]


def test_paper_holds_faces_of_its_size_upright_or_turned() -> None:
    held = {
        key: [size for size in ((105, 148), (74, 105), (53.98, 85.6), (297, 105)) if p.holds(*size)]
        for key, p in PAPERS.items()
    }

    assert held["a6-on-a4"] == [(105, 148)]
    assert held["a7-on-a4"] == held["a7-on-letter"] == [(74, 105)]
    assert held["cr80-on-letter"] == held["avery-5395"] == [(53.98, 85.6)]
    assert held["nameplate-on-a4"] == [(297, 105)]
    assert replace(PAPERS["a6-on-a4"], slot=(100, 148)).holds(105, 148) is False
