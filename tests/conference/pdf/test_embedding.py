"""A text that is drawn by its glyphs is seen, read and measured as it was shaped."""

import io

import pikepdf
import pypdfium2
import pytest
import uharfbuzz

from conference.pdf import fonts, layout
from conference.pdf.embedding import FontsOfFile, face, resource_name
from conference.pdf.shaping import shape
from conference.pdf.writer import PdfWriter
from tests.conference.pdf.drawings import opened, put_page, text_of, written

POINTS = 20


def in_glyphs(*texts: str, language: str = "en", weight: int = fonts.REGULAR) -> bytes:
    """A file with a page for each text, set in the fonts that shaping chose."""

    def fill(writer: PdfWriter) -> None:
        used = FontsOfFile(writer)
        named = writer.allocate()
        for text in texts:
            drawing = b"BT 1 0 0 1 10 40 Tm "
            for run in shape(text, language, weight).runs:
                glyphs = [glyph for glyph, *_place in run.glyphs()]
                used.use(run.font, dict(zip(glyphs, run.texts(), strict=True)))
                codes = b"".join(b"%04x" % glyph for glyph in glyphs)
                drawing += b"/%b %d Tf <%b> Tj " % (resource_name(run.font), POINTS, codes)
            put_page(writer, drawing + b"ET", b"<</Font %b>>" % bytes(named))
        used.close()
        writer.put(used.resources(), named)

    return written(fill)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Firuza Sharipova", "en"),
        ("Ҷамшед Қӯҳистонӣ", "tg"),
        ("欧阳明月", "zh-hans"),
        ("서연", "ko"),
    ],
)
def test_text_is_read_as_it_was_written(text: str, language: str) -> None:
    assert text_of(in_glyphs(text, language=language)) == text


def test_texts_share_a_font_which_holds_the_glyphs_of_all() -> None:
    data = in_glyphs("Aziz", "Bahrom", "Davlat")

    assert [text_of(data, page) for page in range(3)] == ["Aziz", "Bahrom", "Davlat"]
    assert len(files_of_fonts(data)) == 1


def test_each_font_of_a_text_is_embedded() -> None:
    data = in_glyphs("Firuza 欧阳", language="zh-hans")

    assert text_of(data) == "Firuza 欧阳"
    assert len(files_of_fonts(data)) == 2


def files_of_fonts(data: bytes) -> list[bytes]:
    with opened(data) as document:
        return [
            bytes(one.FontFile2.read_bytes())
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and "/FontFile2" in one
        ]


def test_embedded_font_draws_what_is_shown_and_nothing_else() -> None:
    [subset] = files_of_fonts(in_glyphs("ab"))

    embedded = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(subset)))
    whole = face(fonts.file("Noto Sans", fonts.REGULAR))
    a, b, c = (whole.font.get_nominal_glyph(ord(letter)) for letter in "abc")
    assert [embedded.get_glyph_extents(glyph) is not None for glyph in (a, b, c)] == [
        True,
        True,
        False,
    ]
    assert {"GSUB", "GPOS", "cmap", "name"}.isdisjoint(embedded.face.table_tags)


def test_glyphs_are_as_wide_as_the_file_says() -> None:
    text = "Wójcik-Fitzgerald"
    data = in_glyphs(text)

    with pypdfium2.PdfDocument(data) as document:
        page = document[0].get_textpage()
        left, right = page.get_charbox(0, loose=True)[0], page.get_charbox(16, loose=True)[2]
    used = face(fonts.file("Noto Sans", fonts.REGULAR))
    widths = [used.width(used.font.get_nominal_glyph(ord(letter))) for letter in text]
    assert right - left == pytest.approx(sum(widths) * POINTS, abs=0.02)


def test_glyph_of_several_letters_stands_for_all_of_them() -> None:
    assert text_of(in_glyphs("office", language="en")) == "office"
    joined = in_glyphs("क्षत्रिय", language="hi")
    with opened(joined) as document:
        meanings = b"".join(
            one.ToUnicode.read_bytes()
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one
        )
    assert "क्ष".encode("utf-16-be").hex().encode() in meanings


def test_meanings_of_more_than_a_hundred_glyphs_are_told_in_sections() -> None:
    letters = [chr(code) for code in (*range(0x0410, 0x0450), *range(0x41, 0x7B))]
    letters = [letter for letter in letters if letter.isalpha()]
    texts = ["".join(letters[start : start + 8]) for start in range(0, len(letters), 8)]

    data = in_glyphs(*texts)

    assert [text_of(data, page) for page in range(len(texts))] == texts
    assert data == in_glyphs(*texts)
    with opened(data) as document:
        counts = [
            int(line.split()[0])
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one
            for line in one.ToUnicode.read_bytes().splitlines()
            if line.endswith(b"beginbfchar")
        ]
    assert counts == [100, 16]


def test_same_glyphs_are_drawn_as_the_layout_draws_them() -> None:
    """By what a reader of the page sees: both draw the same font at the same size."""
    css = f"@page{{size:200pt 100pt;margin:0}}p{{margin:0;font-size:{POINTS}pt}}"
    reference = layout.render("<title>x</title><p>Firuza</p>", css, {}).pdf

    assert heights(in_glyphs("Firuza")) == pytest.approx(heights(reference), abs=0.01)


def heights(data: bytes) -> list[float]:
    with pypdfium2.PdfDocument(io.BytesIO(data)) as document:
        page = document[0].get_textpage()
        boxes = [page.get_charbox(index) for index in range(page.count_chars())]
    return [top - bottom for _left, bottom, _right, top in boxes]
