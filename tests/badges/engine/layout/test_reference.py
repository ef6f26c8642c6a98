"""Badges as they are printed: looked at as pages, never as extracted text alone."""

import io
import json
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from badges.engine import codes, qr
from badges.engine.content import BadgeContent, texts_of
from badges.engine.design.fields import Overlong
from badges.engine.design.language import DesignSource
from badges.engine.design.shipped import A6_PORTRAIT, shipped
from badges.engine.errors import RenderError
from badges.engine.layout.markup import Overflow
from badges.engine.layout.reference import RenderedChunk, render_badges
from conference.pdf import layout
from conference.pdf.layout import Asset
from conference.writing.languages import Localized

DESIGN = shipped(A6_PORTRAIT)
BLANK = Localized("", "")

CATEGORIES = [
    ("V", "#b8892b", "Head of State or Government"),
    ("H", "#a4262c", "Head of delegation"),
    ("D", "#1d4f91", "Delegate"),
    ("O", "#8ab4f0", "Observer State"),
    ("I", "#23734a", "International organization"),
    ("M", "#1b7f86", "Diplomatic mission"),
    ("P", "#6f7420", "Development partner"),
    ("N", "#d9731a", "Civil society, research"),
    ("S", "#6b3fa0", "Speaker, guest"),
    ("R", "#f2c230", "Media"),
    ("T", "#3c4450", "Secretariat"),
    ("C", "#7a4b2a", "Host-country official"),
    ("X", "#000000", "Security"),
    ("U", "#ffffff", "Interpreter"),
    ("L", "#9aa3b0", "Technical, driver, volunteer"),
    ("Y", "#23734a", "Day pass, 3 May 2018"),
]

LONG_NAMES = {
    "en": "Wolfeschlegelsteinhausenbergerdorff Fitzgerald-Montgomery",
    "vi": "Nguyễn Phước Vĩnh Thụy Bảo Đại Ánh Ẳ",
    "tg": "Ғафурзода Ҷамшедҷон Қурбонӣ Ӯктамзода Ҳикматӣ",
    "ar": "عبد الرحمن بن محمد الحسيني (UN 2018) الهاشمي المكي",
    "fa": "محمدحسین گیلانی‌نژاد پژوهشگر چراغعلی‌زاده ژاله",
    "he": "אברהם בן־ציון הכהן קוק־רוזנצוויג (MFA) ירושלמי",
    "zh-hans": "欧阳司徒上官诸葛东方皇甫尉迟公孙慕容长孙宇文",
    "ja": "勅使河原長宗我部小笠原左衛門三郎兵衛太郎ヴァレリー",
    "ko": "황보남궁독고선우제갈사공 서연가람하늘별빛나라우람",
    "hy": "Տեր-Պետրոսյան-Խաչատուրյան Հովհաննես Գևորգի",
    "ka": "კონსტანტინე ჭავჭავაძე-გამსახურდია დიმიტრის ძე",
    "th": "เจ้าพระยาสุรศักดิ์มนตรี ศรีสุขสวัสดิ์วงศ์ ณ อยุธยา น้ำผึ้ง",
    "hi": "लक्ष्मीनारायण कृष्णमूर्ति श्रीवास्तव द्विवेदी क्षत्रिय",
}


@pytest.fixture(scope="module")
def images() -> dict[str, Asset]:
    portrait = io.BytesIO()
    Image.new("RGB", (413, 531), (120, 140, 160)).save(portrait, "JPEG")
    square = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M0 0h4v3H0z"/></svg>'
    )
    return {
        "photo": Asset(layout.JPEG, portrait.getvalue()),
        "flag": Asset(layout.SVG, square),
        "logo": Asset(layout.SVG, square),
    }


def badge(**changes: object) -> BadgeContent:
    content = BadgeContent(
        language="tg",
        conference_title=Localized("High-level International Conference", "en"),
        conference_short_title=Localized("Countering Terrorism", "en"),
        conference_dates=Localized("3–4 May 2018", "en"),
        conference_place=Localized("Dushanbe, Tajikistan", "en"),
        conference_logo="logo",
        category_letter="D",
        category_words=(Localized("Намоянда", "tg"), Localized("Delegate", "en")),
        category_colour="#1d4f91",
        photo="photo",
        given_name=Localized("Firuza", ""),
        family_name=Localized("SHARIPOVA", ""),
        own_name=Localized("Шарипова Фирӯза", "tg"),
        function=Localized("Deputy Minister of Foreign Affairs", "en"),
        delegation_name=Localized("Tajikistan", "en"),
        delegation_flag="flag",
        zones=("A", "B", "C"),
        serial="2018-00417",
        code="0123456789ABCDEF",
    )
    return replace(content, **changes)  # type: ignore[arg-type]


def pages(chunk: RenderedChunk, dpi: int = 150) -> list[Image.Image]:
    with pypdfium2.PdfDocument(chunk.pdf) as document:
        return [sheet.render(scale=dpi / 72).to_pil().convert("L") for sheet in document]


def ink(one: Image.Image, other: Image.Image) -> tuple[float, float, float, float] | None:
    """Where two pages at 150 dpi differ, in millimetres from the top left."""
    found = ImageChops.difference(one, other).point(lambda value: 255 * (value > 40)).getbbox()
    if found is None:
        return None
    left, top, right, bottom = (edge * 25.4 / 150 for edge in found)
    return left, top, right, bottom


def one_box(field: str, *, width: float, height: float, weight: int) -> DesignSource:
    html = (
        f'<div class="badge">{{% if {field} %}}<p data-width="{width}" data-height="{height}"'
        f' data-sizes="28 22 18 15 12 10" data-lines="2" data-leading="1.1"'
        f' data-weight="{weight}">{{{{ {field} }}}}</p>{{% endif %}}</div>'
    )
    css = (
        "@page{size:105mm 60mm;margin:0} .badge{position:relative;width:105mm;height:60mm}"
        "p{position:absolute;left:20mm;top:20mm;margin:0;text-align:left}"
    )
    return DesignSource(html, css)


@pytest.mark.parametrize("weight", [400, 700])
@pytest.mark.parametrize("language", LONG_NAMES)
def test_longest_name_of_each_script_has_ink_and_only_inside_its_box(
    language: str, weight: int, images: dict[str, Asset]
) -> None:
    shown = badge(own_name=Localized(LONG_NAMES[language], language))
    design = one_box("own_name", width=66, height=16, weight=weight)

    with_name, without = pages(
        render_badges([shown, replace(shown, own_name=BLANK)], design, images)
    )

    found = ink(with_name, without)
    assert found is not None
    left, top, right, bottom = found
    pixel = 25.4 / 150
    assert left >= 20 - pixel
    assert right <= 86 + pixel
    assert top >= 20 - pixel
    assert bottom <= 36 + pixel
    assert right - left > 30


@pytest.mark.parametrize("photo", ["photo", ""])
@pytest.mark.parametrize("language", LONG_NAMES)
def test_names_on_the_shipped_design_keep_off_the_qr_and_the_zones(
    language: str, photo: str, images: dict[str, Asset]
) -> None:
    name = Localized(LONG_NAMES[language], language)
    full = badge(photo=photo, given_name=name, family_name=name, own_name=name, function=name)
    empty = replace(full, given_name=BLANK, family_name=BLANK, own_name=BLANK, function=BLANK)

    full_page, empty_page = pages(render_badges([full, empty], DESIGN, images))

    around_qr = ImageChops.difference(full_page, empty_page).crop(area(72.2, 90.4, 105, 125))
    below = ImageChops.difference(full_page, empty_page).crop(area(0, 117.6, 105, 148))
    assert (around_qr.getbbox(), below.getbbox()) == (None, None)
    assert ink(full_page, empty_page) is not None


def area(left: float, top: float, right: float, bottom: float) -> tuple[int, int, int, int]:
    """Pixels at 150 dpi of millimetres."""
    return (
        round(left * 150 / 25.4),
        round(top * 150 / 25.4),
        round(right * 150 / 25.4),
        round(bottom * 150 / 25.4),
    )


def test_arabic_is_joined_and_runs_from_the_right(images: dict[str, Asset]) -> None:
    design = one_box("own_name", width=66, height=16, weight=400)
    texts = ["محمد", "م\u200cح\u200cم\u200cد", "دمحم"]

    joined, apart, reversed_ = pages(
        render_badges([badge(own_name=Localized(text, "ar")) for text in texts], design, images)
    )

    assert ink(joined, apart) is not None
    assert ink(joined, reversed_) is not None


def test_latin_inside_arabic_stands_between_its_neighbours(images: dict[str, Asset]) -> None:
    """The first word of the sentence is the rightmost, the last the leftmost, Latin reads on."""
    design = one_box("own_name", width=66, height=16, weight=400)
    sentence = badge(own_name=Localized("ا UN مم", "ar"))

    page, plain = pages(
        render_badges([sentence, replace(sentence, own_name=BLANK)], design, images)
    )

    columns = ImageChops.difference(page, plain).point(lambda value: 255 * (value > 40))
    assert widths_of_runs(columns) == ["wide", "wide", "wide", "narrow"]


def widths_of_runs(picture: Image.Image) -> list[str]:
    """Each connected group of inked columns from the left: an alef is narrow, U and N wide."""
    columns = picture.resize((picture.width, 1), Image.Resampling.BOX).tobytes()
    runs: list[int] = []
    inked = False
    for column in columns:
        if column and inked:
            runs[-1] += 1
        elif column:
            runs.append(1)
        inked = bool(column)
    return ["narrow" if run < 15 else "wide" for run in runs]


@pytest.mark.parametrize("dpi", [150, 200])
def test_qr_of_every_category_decodes(dpi: int, images: dict[str, Asset]) -> None:
    contents = [
        badge(
            category_letter=letter,
            category_colour=colour,
            category_words=(Localized(words, "en"),) * (number % 3 + 1),
            category_is_hatched=letter == "Y",
            zones=tuple("ABCDEFGHIJ"[: number % 11]),
            photo="photo" if number % 2 else "",
            code=codes.encode_code(bytes([number] * 10)),
        )
        for number, (letter, colour, words) in enumerate(CATEGORIES)
    ]

    chunk = render_badges(contents, DESIGN, images)

    assert [qr.read_back(page) for page in pages(chunk, dpi)] == [
        content.square for content in contents
    ]
    assert chunk.overflows == ((),) * len(contents)


@pytest.mark.parametrize("photo", ["photo", ""])
def test_qr_is_24_mm_and_four_modules_around_it_are_white(
    photo: str, images: dict[str, Asset]
) -> None:
    long = Localized("Wolfeschlegelsteinhausenbergerdorff " * 3, "en")
    content = badge(photo=photo, family_name=long, own_name=long, zones=tuple("ABCDEFGHIJ"))
    left, top, size, quiet = 76.0, 94.2, 24.0, 4 * 24 / 25

    page = pages(render_badges([content], DESIGN, images), dpi=600)[0]

    pixel = 25.4 / 600
    edges = (left - quiet, top - quiet, left + size + quiet, top + size + quiet)
    around = page.crop(tuple(round(edge / pixel) for edge in edges))  # type: ignore[arg-type]
    dark = around.point(lambda value: 255 * (value < 128)).getbbox()
    assert dark is not None
    assert [edge * pixel for edge in dark] == pytest.approx(
        [quiet, quiet, quiet + size, quiet + size], abs=2 * pixel
    )


def test_slot_and_margins_stay_clear(images: dict[str, Asset]) -> None:
    page = pages(render_badges([badge()], DESIGN, images))[0]

    slot = page.crop(area(44.5, 5, 60.5, 10))
    above, left, right = area(0, 0, 105, 4.8), area(0, 0, 4.8, 125), area(100.3, 0, 105, 121)
    assert [slot.getextrema()] + [page.crop(box).getextrema() for box in (above, left, right)] == [
        (255, 255)
    ] * 4


def test_colour_of_the_category_reaches_the_edges_and_the_bleed(images: dict[str, Asset]) -> None:
    with pypdfium2.PdfDocument(render_badges([badge()], DESIGN, images).pdf) as document:
        sheet = document[0]
        sheet.set_cropbox(*sheet.get_mediabox())
        page = sheet.render(scale=150 / 72).to_pil().convert("RGB")

    corners = [(2, page.height - 2), (page.width - 2, page.height - 2), (2, page.height - 100)]
    assert {page.getpixel(corner) for corner in corners} == {(0x1D, 0x4F, 0x91)}


@pytest.mark.parametrize("dpi", [150, 200])
def test_stripes_of_a_day_pass_stay_below_the_rule(dpi: int, images: dict[str, Asset]) -> None:
    striped = badge(category_is_hatched=True, category_colour="#23734a")

    with pypdfium2.PdfDocument(render_badges([striped], DESIGN, images).pdf) as document:
        page = document[0].render(scale=dpi / 72).to_pil().convert("HSV")

    rule = (0, round(124.2 * dpi / 25.4), round(70 * dpi / 25.4), round(125.3 * dpi / 25.4))
    hues = page.crop(rule).getchannel("H").point(lambda hue: 255 * (80 < hue < 130))
    assert hues.getbbox() is None


HOSTILE = [
    "<link rel=attachment href=file:///etc/passwd>",
    '"><img src=http://host.invalid/x.png>',
    "</span></p><style>@import 'file:///etc/passwd'</style>",
    "<a rel=attachment href=asset:image/0>x</a>",
    "{{ photo }}{% if photo %}",
    "&lt;script&gt;url(file:///etc/passwd)",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_printed_as_it_is(text: str, images: dict[str, Asset]) -> None:
    hostile = Localized(text, "en")
    content = badge(
        given_name=hostile,
        family_name=hostile,
        own_name=hostile,
        function=hostile,
        delegation_name=hostile,
        conference_short_title=hostile,
        serial=text,
        category_letter=text,
        category_words=(hostile,) * 3,
        zones=(text,),
    )

    chunk = render_badges([content], DESIGN, images)

    with pikepdf.open(io.BytesIO(chunk.pdf)) as document:
        assert (len(document.pages), len(document.attachments)) == (1, 0)
        assert "/Annots" not in document.pages[0]
    with pypdfium2.PdfDocument(chunk.pdf) as document:
        said = document[0].get_textpage().get_text_range().split()
    assert "".join(text.split()) in "".join(said)


def test_markup_written_as_text_in_a_design_stays_text(images: dict[str, Asset]) -> None:
    design = DesignSource(
        '<p>&lt;img src="http://host.invalid/1"&gt;</p>'
        '<img src="{{ photo }}" alt="&quot;&gt;&lt;img src=http://host.invalid/2&gt;">',
        "@page{size:105mm 148mm} img{width:20mm}",
    )

    chunk = render_badges([badge()], design, images)

    with pypdfium2.PdfDocument(chunk.pdf) as document:
        said = document[0].get_textpage().get_text_range()
    assert said == '<img src="http://host.invalid/1">'


@pytest.mark.parametrize("attribute", ["language", "conference_logo"])
def test_hostile_value_in_an_attribute_stays_a_value(
    attribute: str, images: dict[str, Asset]
) -> None:
    value = '"><link rel=attachment href=file:///etc/passwd>'

    content = badge(own_name=Localized("x", value), **{attribute: value})

    chunk = render_badges([content], DESIGN, images | {value: images["logo"]})

    with pikepdf.open(io.BytesIO(chunk.pdf)) as document:
        assert len(document.attachments) == 0


def test_control_characters_are_not_printed() -> None:
    content = badge(given_name=Localized("A\x00n\u2028na\x1b\ud800 ", ""))

    assert texts_of(content)["given_name"].text == "An na"


def test_what_did_not_fit_is_told_badge_by_badge(images: dict[str, Asset]) -> None:
    long = badge(
        family_name=Localized("Q" * 200, ""),
        function=Localized("adviser " * 80, "en"),
        delegation_name=Localized("Organization for the Study of Very Long Names " * 4, "en"),
        delegation_acronym=Localized("OSVLN", "en"),
    )

    chunk = render_badges([badge(), long], DESIGN, images)

    assert chunk.overflows[0] == ()
    assert [(note.field, note.outcome) for note in chunk.overflows[1]] == [
        ("delegation_name", Overlong.ACRONYM),
        ("family_name", Overlong.SMALLER),
        ("function", Overlong.ELLIPSIS),
    ]
    assert isinstance(chunk.overflows[1][0], Overflow)


def test_badge_with_as_little_as_possible_is_one_page(images: dict[str, Asset]) -> None:
    bare = badge(
        conference_short_title=BLANK,
        conference_dates=BLANK,
        conference_place=BLANK,
        conference_logo="",
        photo="",
        given_name=BLANK,
        family_name=Localized("U", ""),
        own_name=BLANK,
        function=BLANK,
        delegation_flag="",
        zones=(),
    )

    chunk = render_badges([bare], DESIGN, images)

    assert [qr.read_back(page) for page in pages(chunk)] == [bare.square]


def test_missing_picture_is_an_error() -> None:
    with pytest.raises(RenderError, match="The picture logo is missing"):
        render_badges([badge()], DESIGN, {})


def test_broken_photo_is_an_error_not_a_hole(images: dict[str, Asset]) -> None:
    broken = images | {"photo": Asset(layout.JPEG, b"no picture")}

    with pytest.raises(RenderError, match="cannot be produced"):
        render_badges([badge()], DESIGN, broken)


def test_declaration_that_says_nothing_is_named_with_its_line(images: dict[str, Asset]) -> None:
    above = DESIGN.css.count("\n") + 1
    odd = replace(DESIGN, css=f"{DESIGN.css}\np {{ font-size: -1pt }}")

    with pytest.raises(RenderError, match=f"Line {above + 1}: .*“font-size: -1pt” says nothing"):
        render_badges([badge()], odd, images)


def test_picture_that_reaches_out_is_an_error(images: dict[str, Asset]) -> None:
    reaching = Asset(
        layout.SVG,
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3">'
        b'<image href="file:///etc/passwd" width="4" height="3"/></svg>',
    )

    with pytest.raises(RenderError, match="cannot be produced: file:///etc/passwd"):
        render_badges([badge()], DESIGN, images | {"flag": reaching})


def test_design_of_two_pages_is_an_error(images: dict[str, Asset]) -> None:
    two = DesignSource("<p></p><p class=next></p>", "@page{size:50mm 50mm}.next{break-before:page}")

    with pytest.raises(RenderError, match="2 pages of 1 badges"):
        render_badges([badge()], two, images)


def test_equal_contents_give_equal_bytes(images: dict[str, Asset]) -> None:
    contents = [badge(), badge(photo="", zones=())]

    first, second = (render_badges(contents, DESIGN, images) for _ in range(2))

    assert first == second


def test_file_says_nothing_about_a_person_outside_its_pages(images: dict[str, Asset]) -> None:
    with pikepdf.open(io.BytesIO(render_badges([badge()], DESIGN, images).pdf)) as document:
        said = (str(document.docinfo.Title), str(document.Root.Lang), len(document.docinfo))

    assert said == ("Countering Terrorism", "tg", 2)


def test_snapshot_survives_json() -> None:
    content = badge()

    assert BadgeContent.from_snapshot(json.loads(json.dumps(content.as_snapshot()))) == content


@pytest.mark.parametrize(
    "changes",
    [
        {"category_colour": "red;}"},
        {"category_colour": "#FFF"},
        {"zones": tuple("ABCDEFGHIJK")},
        {"category_words": (BLANK,) * 4},
    ],
)
def test_content_beyond_the_design_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"colour|zones|languages"):
        badge(**changes)
