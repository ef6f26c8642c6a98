import io
import re
import subprocess
import sys

import pypdfium2
import pytest
from PIL import Image

from conference.pdf import fonts, layout
from conference.pdf.shaping import (
    LINE_MAY_BREAK,
    UnknownCharacterError,
    positions,
    shape,
    version,
)

POINTS = 40
LEADING = 1.1
DPI = 144

NAMES = {
    "en": "Fitzgerald-Wójcik",
    "vi": "Nguyễn Thị Ánh",
    "tg": "Ғафуров Ҷамшед Қӯҳистонӣ",
    "ar": "محمد عبد العزيز",
    "fa": "گیلانی‌نژاد ژاله",
    "he": "בן־דוד נועה",
    "zh-hans": "欧阳明月 (Ouyang)",
    "ja": "山田 花子さん",
    "ko": "황보 서연",
    "hy": "Հովհաննիսյան",
    "ka": "ჭავჭავაძე",
    "th": "สุขสวัสดิ์วงศ์ น้ำ",
    "hi": "कृष्णमूर्ति लक्ष्मी",
}


@pytest.mark.parametrize("weight", [fonts.REGULAR, fonts.BOLD])
@pytest.mark.parametrize("language", NAMES)
def test_text_is_measured_as_long_as_it_is_drawn(language: str, weight: int) -> None:
    name = NAMES[language]

    measured = shape(name, language, weight).advance * POINTS

    assert drawn_width(name, language, weight) == pytest.approx(measured, rel=0.01, abs=0.6)


@pytest.mark.parametrize("language", NAMES)
def test_ink_stands_in_its_line_where_it_is_drawn(language: str) -> None:
    name = NAMES[language]
    extent = shape(name, language, fonts.REGULAR)
    baseline = LEADING / 2 + extent.centre

    top, bottom = drawn_height(name, language)

    assert top == pytest.approx(baseline - extent.above, abs=0.015)
    assert bottom == pytest.approx(baseline + extent.below, abs=0.015)


def test_letter_that_asks_to_be_joined_is_measured_joined() -> None:
    joining = "ه\u200d"

    width = shape(joining, "ar", fonts.REGULAR).advance

    assert width < 0.9 * shape("ه", "ar", fonts.REGULAR).advance
    assert drawn_width(joining, "ar", fonts.REGULAR) == pytest.approx(width * POINTS, abs=0.6)


def test_joined_letters_are_measured_joined() -> None:
    joined = shape("محمد", "ar", fonts.REGULAR).advance
    alone = sum(shape(letter, "ar", fonts.REGULAR).advance for letter in "محمد")

    assert joined - alone == pytest.approx(0.188, abs=0.01)


def test_ink_reaches_to_the_accents_and_below_the_line() -> None:
    plain = shape("x", "en", fonts.REGULAR)
    tall = shape("Ẳg", "vi", fonts.REGULAR)

    assert plain.above == pytest.approx(0.536, abs=0.01)
    assert plain.below == pytest.approx(0, abs=0.01)
    assert tall.above > 0.95
    assert tall.below > 0.2


def drawn_width(text: str, language: str, weight: int) -> float:
    """In points, by the red ground under the text."""
    html = f'<html><title>x</title><body><b lang="{language}">{text}</b>'
    css = (
        "@page{size:1000pt 100pt;margin:0}body{margin:0;white-space:nowrap}"
        f"b{{display:inline-block;background:red;font-size:{POINTS}pt;font-weight:{weight}}}"
    )
    page = picture(layout.render(html, css, {}).pdf)
    found = page.convert("HSV").getchannel("S").point(lambda value: 255 * (value > 200)).getbbox()
    assert found
    return (found[2] - found[0]) * 72 / DPI


def drawn_height(text: str, language: str) -> tuple[float, float]:
    """In em, where the ink of one line begins and ends below the top of the line."""
    html = f'<html><title>x</title><body><p lang="{language}">{text}</p>'
    css = (
        "@page{size:1000pt 200pt;margin:0}body{margin:0}"
        f"p{{margin:0;position:absolute;top:60pt;left:10pt;white-space:nowrap;"
        f"font-size:{POINTS}pt;line-height:{LEADING};height:{LEADING}em}}"
    )
    page = picture(layout.render(html, css, {}).pdf).convert("L")
    found = page.point(lambda value: 255 * (value < 128)).getbbox()
    assert found
    top, bottom = ((edge * 72 / DPI - 60) / POINTS for edge in (found[1], found[3]))
    return top, bottom


def picture(data: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(io.BytesIO(data)) as document:
        drawn: Image.Image = document[0].render(scale=DPI / 72).to_pil()
    return drawn


@pytest.mark.parametrize("text", ["Aziz \U00013000", "\U00013000 Aziz"])
def test_character_that_no_font_has_is_named(text: str) -> None:
    with pytest.raises(UnknownCharacterError, match="\U00013000"):
        shape(text, "en", fonts.REGULAR)


@pytest.mark.parametrize(
    ("text", "language", "direction"),
    [
        ("Wójcik", "en", "ltr"),
        ("בן־דוד", "he", "rtl"),
        ("محمد", "ar", "rtl"),
        ("क्षत्रिय", "hi", "ltr"),
        ("น้ำ", "th", "ltr"),
        ("Dr. بن 5", "ar", "rtl"),
    ],
)
def test_glyphs_together_stand_for_the_whole_text(text: str, language: str, direction: str) -> None:
    runs = shape(text, language, fonts.REGULAR, direction).runs

    said = [run.texts() for run in runs]

    assert sorted("".join(part for run in said for part in run)) == sorted(text)
    assert [len(texts) for texts in said] == [len(list(run.glyphs())) for run in runs]


def test_glyphs_of_a_line_from_the_right_are_drawn_from_the_left() -> None:
    [run] = shape("בן", "he", fonts.REGULAR, "rtl").runs

    assert run.texts() == ["ן", "ב"]


def test_letters_that_make_one_glyph_are_said_by_the_first_of_their_cluster() -> None:
    [run] = shape("क्ष", "hi", fonts.REGULAR).runs

    assert [text for text in run.texts() if text] == ["क्ष"]


@pytest.mark.parametrize(
    ("text", "breaks"), [("Al-Rashid Ali", [3, 10]), ("王小明", [1, 2]), ("ใจดีมาก", [2, 4])]
)
def test_line_may_break_where_unicode_and_dictionaries_let_it(text: str, breaks: list[int]) -> None:
    attributes = positions(text)

    assert len(attributes) == len(text) + 1
    assert [
        place
        for place, found in enumerate(attributes)
        if found & LINE_MAY_BREAK and 0 < place < len(text)
    ] == breaks


def test_libraries_that_shape_say_their_versions() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+ \d+\.\d+\.\d+", version())


FIRST_OF_EIGHT = """
from concurrent.futures import ThreadPoolExecutor
from conference.pdf.shaping import _library
with ThreadPoolExecutor(8) as pool:
    print(len({id(ffi) for ffi, _lib in pool.map(lambda _: _library(), range(8))}))
"""


def test_threads_that_come_first_at_once_share_one_pango() -> None:
    """In a process of its own: here it is loaded already."""
    done = subprocess.run(
        [sys.executable, "-c", FIRST_OF_EIGHT], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "1"
