import io

import pypdfium2
import pytest
from PIL import Image

from conference import fonts, pdf
from conference.font_metrics import measure

POINTS = 40
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

    measured = measure(name, language, weight).advance * POINTS

    assert drawn_width(name, language, weight) == pytest.approx(measured, rel=0.01, abs=0.6)


def test_joined_letters_are_measured_joined() -> None:
    joined = measure("محمد", "ar", fonts.REGULAR).advance
    alone = sum(measure(letter, "ar", fonts.REGULAR).advance for letter in "محمد")

    assert joined - alone == pytest.approx(0.188, abs=0.01)


def test_ink_reaches_to_the_accents_and_below_the_line() -> None:
    plain = measure("x", "en", fonts.REGULAR)
    tall = measure("Ẳg", "vi", fonts.REGULAR)

    assert (plain.above, plain.below) == (
        pytest.approx(0.536, abs=0.01),
        pytest.approx(0, abs=0.01),
    )
    assert tall.above > 0.95
    assert tall.below > 0.2


def drawn_width(text: str, language: str, weight: int) -> float:
    """In points, by the red ground under the text."""
    html = f'<html><title>x</title><body><b lang="{language}">{text}</b>'
    css = (
        "@page{size:1000pt 100pt;margin:0}body{margin:0;white-space:nowrap}"
        f"b{{display:inline-block;background:red;font-size:{POINTS}pt;font-weight:{weight}}}"
    )
    page = picture(pdf.render(html, css, {}).pdf)
    found = page.convert("HSV").getchannel("S").point(lambda value: 255 * (value > 200)).getbbox()
    assert found
    return (found[2] - found[0]) * 72 / DPI


def picture(data: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(io.BytesIO(data)) as document:
        return document[0].render(scale=DPI / 72).to_pil()
