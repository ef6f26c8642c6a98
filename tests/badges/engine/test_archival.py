"""A file for the archive keeps the rules of PDF/A-2b (ISO 19005-2) that its objects can show.

There is no validator among the test tools; each rule here names its clause.
"""

import io
import re
from collections.abc import Iterator
from functools import cache
from xml.etree import ElementTree

import pikepdf
import pytest
import uharfbuzz
from PIL import Image, ImageCms

from badges.engine.design.language import DesignSource, parse
from badges.engine.design.shipped import A6_PORTRAIT, shipped
from conference.pdf import layout
from conference.pdf.layout import Asset
from tests.badges.engine.layouts import HINDERED_TEXTS, LOOSE_FIELD, PLACED, SIMPLE
from tests.badges.engine.pairs import printed
from tests.badges.engine.people import people, pictures

HINDERED = DesignSource(SIMPLE, PLACED + HINDERED_TEXTS["opacity"])
DESIGNS = {"stamped": shipped(A6_PORTRAIT), "texts laid out": HINDERED, "laid out": LOOSE_FIELD}
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
DC = "{http://purl.org/dc/elements/1.1/}"
BLENDS = {"/Normal", "/Compatible"}
# A unit of a font's widths is a thousandth of an em; they may differ by one (6.2.11.5).
SAME_WIDTH = 1.0


def logo() -> bytes:
    """A picture with an alpha channel, as organizers upload them."""
    out = io.BytesIO()
    picture = Image.radial_gradient("L").convert("RGBA")
    picture.putalpha(Image.linear_gradient("L"))
    picture.save(out, "PNG")
    return out.getvalue()


@cache
def archive(name: str) -> bytes:
    images = pictures() | {"logo": Asset(layout.PNG, logo())}
    return printed(people(36), parse(DESIGNS[name]), images, is_archival=True)[1]


@pytest.fixture(params=DESIGNS)
def data(request: pytest.FixtureRequest) -> bytes:
    return archive(request.param)


@pytest.fixture
def document(data: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(data)) as opened:
        yield opened


def streams(document: pikepdf.Pdf) -> Iterator[pikepdf.Stream]:
    return (one for one in document.objects if isinstance(one, pikepdf.Stream))


def dictionaries(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Each dictionary of the file, those that stand in others too."""
    waiting = list(document.objects)
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Stream):
            waiting += direct(one.stream_dict.values())
            yield one.stream_dict
        elif isinstance(one, pikepdf.Dictionary):
            waiting += direct(one.values())
            yield one
        elif isinstance(one, pikepdf.Array):
            waiting += direct(one)


def direct(values: object) -> list[pikepdf.Object]:
    return [one for one in values if isinstance(one, pikepdf.Object) and not one.is_indirect]


def test_file_is_written_as_an_archive_reads_it(data: bytes, document: pikepdf.Pdf) -> None:
    """6.1.2, 6.1.3, 6.1.6, 6.1.7: header, trailer, streams."""
    assert re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}", data)
    assert data.endswith(b"%%EOF\n")
    assert len(document.trailer.ID) == 2
    assert "/Encrypt" not in document.trailer
    for one in streams(document):
        assert not {"/F", "/FFilter", "/FDecodeParms"} & {*one.stream_dict.keys()}
        assert "/LZWDecode" not in str(one.stream_dict.get("/Filter", ""))


def test_it_says_what_it_is_and_what_its_colours_mean(document: pikepdf.Pdf) -> None:
    """6.2.3, 6.6.2, 6.6.4: output intent, metadata."""
    intents = list(document.Root.OutputIntents)
    profile = ImageCms.ImageCmsProfile(io.BytesIO(intents[0].DestOutputProfile.read_bytes()))
    assert (len(intents), intents[0].S, intents[0].DestOutputProfile.N) == (1, "/GTS_PDFA1", 3)
    assert (profile.profile.xcolor_space.strip(), profile.profile.device_class) == ("RGB", "mntr")

    metadata = document.Root.Metadata
    assert (metadata.Type, metadata.Subtype) == ("/Metadata", "/XML")
    packet = metadata.read_bytes()
    assert b"bytes=" not in packet.splitlines()[0]
    assert b"encoding=" not in packet.splitlines()[0]
    (description, titles) = ElementTree.fromstring(packet).iter(f"{RDF}Description")
    assert (description.get(f"{PDFA}part"), description.get(f"{PDFA}conformance")) == ("2", "B")
    (title,) = titles.find(f"{DC}title").iter(f"{RDF}li")
    assert title.text == str(document.docinfo.Title)
    assert {*document.docinfo.keys()} == {"/Title"}


def test_nothing_in_it_acts_or_comes_from_elsewhere(document: pikepdf.Pdf) -> None:
    """6.2.9, 6.3, 6.5, 6.8: no action, annotation, attachment, PostScript or reference."""
    assert not {"/AA", "/OpenAction", "/Names", "/AcroForm"} & {*document.Root.keys()}
    for one in dictionaries(document):
        assert str(one.get("/Type")) not in {"/Annot", "/Action", "/Filespec", "/EmbeddedFile"}
        assert str(one.get("/Subtype")) != "/PS"
        assert not {"/OPI", "/PS", "/Ref"} & {*one.keys()}


def test_its_pictures_are_not_to_be_smoothed(document: pikepdf.Pdf) -> None:
    """6.2.8: no picture asks for interpolation or has alternates; what colours it has are said."""
    drawn = [one for one in streams(document) if one.get("/Subtype") == "/Image"]

    assert len(drawn) >= 36
    assert [one.get("/Interpolate", False) for one in drawn] == [False] * len(drawn)
    assert not any({"/Alternates", "/OPI"} & {*one.stream_dict.keys()} for one in drawn)
    assert {str(one.ColorSpace) for one in drawn} <= {"/DeviceRGB", "/DeviceGray"}


def test_its_transparency_is_of_a_kind_that_lasts(document: pikepdf.Pdf) -> None:
    """6.2.5, 6.2.10: no transfer function, ordinary blending; RGB is that of the output intent."""
    for one in dictionaries(document):
        assert not {"/TR", "/HTP", "/HTO"} & {*one.keys()}
        assert "/TR2" not in one or one.TR2 == "/Default"
        assert str(one.get("/BM", "/Normal")) in BLENDS
        if one.get("/S") == "/Transparency":
            assert str(one.get("/CS", "/DeviceRGB")) in {"/DeviceRGB", "/DeviceGray"}


def composite_fonts(document: pikepdf.Pdf) -> Iterator[tuple[pikepdf.Object, pikepdf.Object]]:
    for one in document.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == "/Type0":
            yield one, one.DescendantFonts[0]


def program(descendant: pikepdf.Object) -> uharfbuzz.Font:
    """What is embedded: as outlines of TrueType or as those of PostScript."""
    descriptor = descendant.FontDescriptor
    stream = descriptor.get("/FontFile2", descriptor.get("/FontFile3"))
    return uharfbuzz.Font(uharfbuzz.Face(stream.read_bytes()))


def widths(descendant: pikepdf.Object) -> dict[int, float]:
    found: dict[int, float] = {}
    said = list(descendant.W)
    while said:
        first, values = int(said[0]), said[1]
        if isinstance(values, pikepdf.Array):
            found |= {first + place: float(width) for place, width in enumerate(values)}
            said = said[2:]
        else:
            found |= dict.fromkeys(range(first, int(values) + 1), float(said[2]))
            said = said[3:]
    return found


def test_fonts_are_embedded_and_agree_with_their_programs(document: pikepdf.Pdf) -> None:
    """6.2.11.3, 6.2.11.4, 6.2.11.5, 6.2.11.7."""
    fonts = list(composite_fonts(document))

    assert len(fonts) >= 14
    for font, descendant in fonts:
        embedded = program(descendant)
        assert font.Encoding == "/Identity-H"
        assert "/ToUnicode" in font
        assert descendant.CIDToGIDMap == "/Identity"
        assert re.match(r"/[A-Z]{6}\+", str(font.BaseFont))
        assert font.BaseFont == descendant.BaseFont == descendant.FontDescriptor.FontName
        for glyph, width in widths(descendant).items():
            real = 1000 * embedded.get_glyph_h_advance(glyph) / embedded.face.upem
            assert abs(real - width) <= SAME_WIDTH, (str(font.BaseFont), glyph)


def shown(document: pikepdf.Pdf) -> Iterator[tuple[pikepdf.Object, bytes]]:
    """Each string that is shown, with its font, on the pages and in what they draw."""
    pages = [(page, page.Resources) for page in document.pages]
    forms = [
        (one, one.Resources)
        for one in streams(document)
        if one.get("/Subtype") == "/Form" and "/Resources" in one
    ]
    for holder, resources in (*pages, *forms):
        font = None
        for operands, operator in pikepdf.parse_content_stream(holder):
            if str(operator) == "Tf":
                font = resources.Font[str(operands[0])]
            elif str(operator) in {"Tj", "TJ"}:
                yield from ((font, text) for text in strings(operands[0]))


def strings(operand: pikepdf.Object) -> Iterator[bytes]:
    parts = operand if isinstance(operand, pikepdf.Array) else [operand]
    return (bytes(part) for part in parts if isinstance(part, pikepdf.String))


def test_every_glyph_is_in_its_font_and_none_is_the_missing_one(document: pikepdf.Pdf) -> None:
    """6.2.11.4.1, 6.2.11.8: no .notdef; what is shown has a width and is in the program."""
    used: dict[tuple[int, int], set[int]] = {}
    known = {}
    for font, text in shown(document):
        codes = {int.from_bytes(text[at : at + 2], "big") for at in range(0, len(text), 2)}
        used.setdefault(font.objgen, set()).update(codes)
        known[font.objgen] = font.DescendantFonts[0]

    assert len(used) >= 14
    for key, glyphs in used.items():
        assert 0 not in glyphs
        assert glyphs <= {*widths(known[key])}
        assert max(glyphs) < program(known[key]).face.glyph_count


def test_ordinary_file_does_not_claim_to_be_for_the_archive() -> None:
    plain = printed(people(1), parse(shipped(A6_PORTRAIT)), pictures())[1]

    with pikepdf.open(io.BytesIO(plain)) as document:
        assert not {"/Metadata", "/OutputIntents"} & {*document.Root.keys()}
