"""Whatever a name or a design holds, the file is sound, complete and says nothing it should not."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from badges.engine import qr
from badges.engine.content import BadgeContent
from badges.engine.design.errors import DesignError
from badges.engine.design.language import DesignSource, parse
from badges.engine.design.shipped import A6_PORTRAIT, shipped
from badges.engine.errors import RenderError
from badges.engine.ways import Way
from conference.pdf import layout
from conference.pdf.layout import Asset, PdfError
from conference.writing.languages import Localized
from tests.badges.engine.comparing import drawn
from tests.badges.engine.layouts import LOOSE_FIELD, PLACED, SIMPLE
from tests.badges.engine.pairs import compared, printed
from tests.badges.engine.people import people, pictures

DESIGN = parse(shipped(A6_PORTRAIT))
IMAGES = pictures()
TEXTS = ("given_name", "family_name", "own_name", "function", "delegation_name")

HOSTILE = {
    "PDF": "(…) Tj ET Q endstream endobj %%EOF \\) >> /JS (app.alert(1)) <</S/JavaScript>>",
    "HTML": '"><link rel=attachment href=file:///etc/passwd><img src=http://host.invalid/x>',
    "template": "{{ photo }}{% if photo %}",
    "controls": "A\x00n\x07n\x1ba\x7f\x9d\r\nB",
    "bidi": "\u202eevil\u202c \u2067a\u2066b\u2068c \u200f\u200e\u061c\u2069\u2069\u2069 x\u202d",
    "long": "Wolfe " * 833 + "ab",
    "one word": "W" * 300,
    "marks": "a" + "\u0301\u0323" * 40,
    "spaces": "\u3000\u00a0\u2009x\u200b\ufeff y\u2028z",
    "lone surrogate": "A\ud800B\udfff",
    "joiners": "\u200d\u200cم\u200dح\u200c",
}
UNPRINTABLE = {"emoji": "Zoë 😀", "unassigned": "A\u0378", "private": "A\ue000", "none": "A\uffff"}


def person(text: str = "", **changes: object) -> BadgeContent:
    fields = {name: Localized(text, "") for name in TEXTS} if text else {}
    return replace(people(1)[0], **fields, **changes)


def file_of(contents: list[BadgeContent], source: DesignSource | None = None) -> bytes:
    return printed(contents, parse(source) if source else DESIGN, IMAGES)[1]


def objects(document: pikepdf.Pdf, kind: str) -> Iterator[Any]:
    for one in document.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == kind:
            yield one


def objects_of_fonts(document: pikepdf.Pdf) -> Iterator[str]:
    """Under which name each font holds its program; "" where it holds none."""
    for font in objects(document, "/Font"):
        if font.Subtype != "/Type0":
            programs = {"/FontFile", "/FontFile2", "/FontFile3"} & {*font.FontDescriptor.keys()}
            yield "".join(programs)


def assert_sound(data: bytes, folder: Path, pages: int) -> None:
    """Its structure, its fonts, and that nothing in it acts, is attached or leads elsewhere."""
    path = folder / "badges.pdf"
    path.write_bytes(data)
    layout.check(path, pages)
    with pikepdf.open(path) as document:
        kinds = {str(font.Subtype) for font in objects(document, "/Font")}
        embedded = {*objects_of_fonts(document)}
        assert kinds == {"/Type0", "/CIDFontType2"}
        assert embedded <= {"/FontFile2", "/FontFile3"}
        assert not {"/Names", "/OpenAction", "/AA", "/AcroForm", "/AF"} & {*document.Root.keys()}
        assert not list(objects(document, "/Action"))
        assert not list(objects(document, "/Filespec"))
        assert not any("/Annots" in page or "/AA" in page for page in document.pages)


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("source", [shipped(A6_PORTRAIT), LOOSE_FIELD])
def test_hostile_text_is_printed_as_text(kind: str, source: DesignSource, tmp_path: Path) -> None:
    content = person(HOSTILE[kind], serial=HOSTILE[kind][:8])

    data = file_of([content, person()], source)

    assert_sound(data, tmp_path, pages=2)
    assert qr.read_back(drawn(data)[0]) == content.square


def test_hostile_text_looks_as_in_the_reference() -> None:
    crowd = [person(text) for text in HOSTILE.values()]

    badges = list(compared(crowd, shipped(A6_PORTRAIT), IMAGES))

    assert [complaint for one in badges for complaint in one.complaints()] == []


@pytest.mark.parametrize("kind", UNPRINTABLE)
def test_character_that_no_font_has_is_refused_by_name(kind: str) -> None:
    text = UNPRINTABLE[kind]

    with pytest.raises(
        RenderError, match=r"Badge 2018-00000, .*: no font has the character"
    ) as told:
        file_of([person(own_name=Localized(text, ""))])

    assert f"“{text[-1]}”" in str(told.value)


REACHING = [
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3">{part}</svg>'
    for part in (
        '<image href="file:///etc/passwd" width="4" height="3"/>',
        '<image href="http://host.invalid/x.png" width="4" height="3"/>',
        '<style>@import "http://host.invalid/x.css";</style><path d="M0 0h4v3H0z"/>',
    )
]


@pytest.mark.parametrize("field", ["delegation_flag", "conference_logo"])
@pytest.mark.parametrize("number", range(len(REACHING)))
def test_picture_that_reaches_out_is_refused(number: int, field: str) -> None:
    key = f"reaching {number}"
    images = IMAGES | {key: Asset(layout.SVG, REACHING[number].encode())}

    with pytest.raises((RenderError, PdfError)):
        printed([person(**{field: key})], DESIGN, images)


@pytest.mark.parametrize(
    ("html", "css"),
    [
        (SIMPLE, PLACED + '.photo{background:url("file:///etc/passwd")}'),
        (SIMPLE, '@import "http://host.invalid/x.css";' + PLACED),
        (SIMPLE, PLACED + "@font-face{font-family:x;src:url(http://host.invalid/x)}"),
        (SIMPLE + '<img src="http://host.invalid/x.png">', PLACED),
        (SIMPLE + "<script>1</script>", PLACED),
        (SIMPLE + '<p style="color:red">x</p>', PLACED),
        (SIMPLE + '<a href="http://host.invalid">x</a>', PLACED),
        (SIMPLE + '<p data-mark="text-0">x</p>', PLACED),
    ],
)
def test_design_that_reaches_out_is_refused(html: str, css: str) -> None:
    with pytest.raises(DesignError):
        parse(DesignSource(html, css))


def test_every_qr_of_a_file_decodes_from_its_page() -> None:
    crowd = people(200)

    ways, data = printed(crowd, DESIGN, IMAGES)

    assert [qr.read_back(page) for page in drawn(data)] == [one.square for one in crowd]
    assert {*ways} == {Way.STAMPED}


@pytest.mark.parametrize("source", [shipped(A6_PORTRAIT), LOOSE_FIELD])
def test_file_of_all_scripts_is_sound(source: DesignSource, tmp_path: Path) -> None:
    assert_sound(file_of(people(54), source), tmp_path, pages=54)


def test_broken_photo_is_refused() -> None:
    images = IMAGES | {"photo": Asset(layout.JPEG, b"no picture")}

    with pytest.raises(RenderError, match="The picture photo cannot be drawn"):
        printed([person()], DESIGN, images)


def test_text_behind_a_name_is_not_in_the_file_in_clear() -> None:
    """Content streams hold glyphs: nothing that a name says is read as PDF."""
    with pikepdf.open(io.BytesIO(file_of([person(HOSTILE["PDF"])]))) as document:
        operators = {str(one.operator) for one in pikepdf.parse_content_stream(document.pages[0])}

    assert operators <= {"Do", "q", "Q", "re", "W", "n", "cm", "BT", "ET", "rg", "Tm", "Tf", "TJ",
                         "Tj", "Ts"}  # fmt: skip
