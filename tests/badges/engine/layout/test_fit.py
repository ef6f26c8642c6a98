from dataclasses import dataclass, replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from badges.engine.design.boxes import Box
from badges.engine.design.fields import Overlong
from badges.engine.layout.fit import FILL, LEGIBLE, MM_PER_POINT, SMALLEST, Fit, fit
from badges.engine.layout.line_breaks import Freedom, pieces
from conference.pdf import shaping

BOX = Box(
    width=95, height=14.1, sizes=(28, 25, 22, 20, 18, 16.5, 15), lines=2, leading=1.1, weight=700
)


@dataclass(frozen=True)
class Line:
    """A typewriter's line: every character half an em wide."""

    advance: float
    above: float = 0.75
    below: float = 0.2
    centre: float = 0.3


def typewriter(text: str) -> Line:
    return Line(0.5 * len(text))


def measured(language: str, weight: int) -> partial[shaping.Line]:
    return partial(shaping.shape, language=language, weight=weight)


def fit_name(text: str, box: Box = BOX, language: str = "") -> Fit:
    return fit(
        text,
        box,
        measured(language, box.weight),
        overlong=Overlong.SMALLER,
        is_name=True,
    )


def typewritten(text: str, box: Box, overlong: Overlong, *, is_name: bool = False) -> Fit:
    return fit(text, box, typewriter, overlong=overlong, is_name=is_name, acronym="OSCE")


words = st.lists(st.text("aбمนक王-", min_size=1, max_size=12), min_size=1, max_size=12)
texts = words.map(" ".join)
boxes = st.builds(
    Box,
    width=st.floats(20, 150),
    height=st.floats(8, 60),
    sizes=st.sampled_from([(28.0, 22.0, 18.0, 15.0), (11.0, 10.0, 9.0), (12.0,)]),
    lines=st.integers(1, 3),
    leading=st.sampled_from([1.0, 1.1, 1.25, 1.5]),
    weight=st.sampled_from([400, 700]),
)
policies = st.sampled_from(Overlong)


@given(texts, boxes, policies, st.booleans())
def test_fitted_text_never_leaves_its_box(
    text: str, box: Box, overlong: Overlong, is_name: bool
) -> None:
    fitted = typewritten(text, box, overlong, is_name=is_name)

    widest = max(typewriter(line).advance for line in fitted.lines) * fitted.size * MM_PER_POINT
    assert widest <= box.width
    assert fitted.height <= box.height + 1e-9


@given(texts, boxes, policies, st.booleans())
def test_what_is_smaller_shorter_or_replaced_is_said(
    text: str, box: Box, overlong: Overlong, is_name: bool
) -> None:
    fitted = typewritten(text, box, overlong, is_name=is_name)

    if fitted.outcome is None:
        assert fitted.size in box.sizes
        assert len(fitted.lines) <= box.lines
    if fitted.outcome in {None, Overlong.SMALLER}:
        assert "".join(fitted.lines).replace(" ", "") == text.replace(" ", "")
    if fitted.outcome is Overlong.ELLIPSIS:
        kept = "".join(fitted.lines).replace(" ", "")
        assert kept.endswith("…")
        assert text.replace(" ", "").startswith(kept.removesuffix("…"))
    if fitted.outcome is Overlong.ACRONYM:
        assert fitted.lines == ("OSCE",)


@given(texts, boxes, policies, st.booleans())
def test_size_below_the_smallest_is_said_and_never_more_than_needed(
    text: str, box: Box, overlong: Overlong, is_name: bool
) -> None:
    fitted = typewritten(text, box, overlong, is_name=is_name)

    if fitted.size < box.sizes[-1]:
        assert fitted.outcome is Overlong.SMALLER
    if fitted.outcome is Overlong.SMALLER and fitted.size < LEGIBLE:
        assert not fits_on_one_line(text, box, LEGIBLE)
    assert fitted.size >= SMALLEST


def fits_on_one_line(text: str, box: Box, size: float) -> bool:
    line = typewriter(text)
    em = size * MM_PER_POINT
    return line.advance * em <= box.width * FILL and (line.above + line.below) * em <= box.height


@given(texts, boxes, policies, st.booleans(), st.floats(1, 3), st.floats(1, 3))
def test_larger_box_never_gives_a_smaller_size_or_a_worse_outcome(
    text: str, box: Box, overlong: Overlong, is_name: bool, wider: float, higher: float
) -> None:
    larger = replace(box, width=box.width * wider, height=box.height * higher)

    small = typewritten(text, box, overlong, is_name=is_name)
    large = typewritten(text, larger, overlong, is_name=is_name)

    assert not (small.outcome is None and large.outcome)
    if small.outcome == large.outcome:
        assert large.size >= small.size
    if small.outcome is large.outcome is Overlong.ELLIPSIS:
        assert letters(large) >= letters(small)


def letters(fitted: Fit) -> int:
    return len("".join(fitted.lines).replace(" ", ""))


latin_words = st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=6).map(" ".join)


@given(latin_words, boxes)
def test_shortened_text_fits_as_it_is(text: str, box: Box) -> None:
    shown = " ".join(typewritten(text, box, Overlong.ELLIPSIS).lines)

    again = typewritten(shown, box, Overlong.ELLIPSIS)

    assert " ".join(again.lines) == shown


@given(latin_words, boxes, policies, st.booleans())
def test_fitting_again_changes_nothing(
    text: str, box: Box, overlong: Overlong, is_name: bool
) -> None:
    """The same text at once, and what a whole text has come to, line by line."""
    first = typewritten(text, box, overlong, is_name=is_name)

    again = typewritten(text, box, overlong, is_name=is_name)

    assert again == first
    if first.outcome is None:
        shown = " ".join(first.lines)
        assert typewritten(shown, box, overlong, is_name=is_name) == first


@given(latin_words, boxes)
def test_name_is_only_divided_at_its_spaces_while_it_is_readable(text: str, box: Box) -> None:
    fitted = typewritten(text, box, Overlong.SMALLER, is_name=True)

    if fitted.size > min(LEGIBLE, box.sizes[-1]):
        assert " ".join(fitted.lines) == text


@pytest.mark.parametrize(
    ("name", "size", "lines"),
    [
        ("U", 28, ("U",)),
        ("SHARIPOVA", 28, ("SHARIPOVA",)),
        ("MOHAMMADZADEH-KERMANI", 18, ("MOHAMMADZADEH-", "KERMANI")),
        ("ABDURAHMONOV-ZODA", 22, ("ABDURAHMONOV-ZODA",)),
        (
            "FERNÁNDEZ DE CÓRDOBA Y ÁLVAREZ-BUYLLA",
            18,
            ("FERNÁNDEZ DE CÓRDOBA", "Y ÁLVAREZ-BUYLLA"),
        ),
    ],
)
def test_family_name_shrinks_then_wraps(name: str, size: float, lines: tuple[str, ...]) -> None:
    fitted = fit_name(name)

    assert (fitted.size, fitted.lines, fitted.outcome) == (size, lines, None)


def test_name_of_two_hundred_letters_is_printed_whole_and_said() -> None:
    fitted = fit_name("Q" * 200)

    assert ("".join(fitted.lines), fitted.outcome) == ("Q" * 200, Overlong.SMALLER)
    assert fitted.size >= 6


@pytest.mark.parametrize("weight", [400, 700])
@pytest.mark.parametrize("language", ["en", "ar", "th", "zh-hans"])
def test_text_of_thousands_of_characters_is_measured_right(language: str, weight: int) -> None:
    word = {"en": "Wolfe ", "ar": "محمد ", "th": "สมชาย ", "zh-hans": "王 "}[language]

    one, many = (shaping.shape(word * count, language, weight) for count in (10, 2_000))

    assert many.advance == pytest.approx(200 * one.advance, rel=1e-3)


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(["Zoë", "محمد", "สมชาย", "김민준", "王小明", "क्षत्रिय", "(UN)", "Ҷ"])),
    boxes,
    policies,
    st.booleans(),
    st.sampled_from(["", "ar", "th", "ja"]),
)
def test_shaped_text_never_leaves_its_box(
    words: list[str], box: Box, overlong: Overlong, is_name: bool, language: str
) -> None:
    measure = measured(language, box.weight)

    fitted = fit(" ".join(words) or "x", box, measure, overlong=overlong, is_name=is_name)

    widest = max(measure(line).advance for line in fitted.lines)
    assert widest * fitted.size * MM_PER_POINT <= box.width
    assert fitted.height <= box.height + 1e-9


def test_function_ends_in_an_ellipsis_at_a_word() -> None:
    box = Box(width=66, height=9.9, sizes=(11, 10, 9), lines=2, leading=1.25, weight=400)
    text = (
        "Special Representative of the Secretary-General for Central Asia and Head of the Regional"
        " Centre for Preventive Diplomacy"
    )

    fitted = fit(text, box, measured("en", 400), overlong=Overlong.ELLIPSIS, is_name=False)

    assert fitted.outcome is Overlong.ELLIPSIS
    assert fitted.lines == (
        "Special Representative of the Secretary-",
        "General for Central Asia and Head of the…",
    )


def test_function_that_fits_is_whole_and_its_lines_are_balanced() -> None:
    box = Box(width=66, height=9.9, sizes=(11, 10, 9), lines=2, leading=1.25, weight=400)
    text = "Minister of Foreign Affairs of the Republic of Tajikistan"

    fitted = fit(text, box, measured("en", 400), overlong=Overlong.ELLIPSIS, is_name=False)

    assert (fitted.lines, fitted.size, fitted.outcome) == (
        ("Minister of Foreign Affairs", "of the Republic of Tajikistan"),
        11,
        None,
    )


def test_organization_falls_back_to_its_acronym_and_a_country_does_not_need_one() -> None:
    box = Box(width=40, height=8, sizes=(12, 9), lines=1, leading=1.2, weight=700)
    long = "Organization for Security and Co-operation in Europe"

    with_acronym = typewritten(long, box, Overlong.ACRONYM)
    without = fit(long, box, typewriter, overlong=Overlong.ACRONYM, is_name=False)

    assert (with_acronym.lines, with_acronym.outcome) == (("OSCE",), Overlong.ACRONYM)
    assert (" ".join(without.lines), without.outcome) == (long, Overlong.SMALLER)


def test_arabic_letters_that_are_divided_anywhere_are_measured_as_they_join() -> None:
    """Between its like a meem is a seventh longer than alone."""
    text = "م" * 250

    fitted = fit_name(text, language="ar")

    advances = [shaping.shape(line, "ar", 700).advance for line in fitted.lines]
    assert "".join(fitted.lines) == text
    assert len(fitted.lines) > 1
    assert max(advances) * fitted.size * MM_PER_POINT <= BOX.width


def test_stacked_marks_get_the_room_they_need() -> None:
    plain = fit_name("สมชาย", language="th")
    stacked = fit_name("ปั๊มน้ำ", language="th")

    assert stacked.pitch + stacked.top > plain.pitch + plain.top - 1e-9
    extent = shaping.shape("ปั๊มน้ำ", "th", 700)
    assert stacked.top + stacked.pitch / 2 + extent.centre >= extent.above - 1e-9


@pytest.mark.parametrize(
    ("text", "freedom", "parts"),
    [
        ("Al-Rashid Al", Freedom.WORDS, ["Al-", "Rashid", "Al"]),
        ("2018-00417 A-1", Freedom.WORDS, ["2018-00417", "A-1"]),
        ("non\u00a0breaking\u2011x", Freedom.WORDS, ["non\u00a0breaking\u2011x"]),
        ("외교부/장관", Freedom.WORDS, ["외교부/", "장관"]),
        ("สุขสวัสดิ์\u200bวงศ์", Freedom.WORDS, ["สุขสวัสดิ์", "วงศ์"]),
        ("ใจดีมาก", Freedom.WORDS, ["ใจดีมาก"]),
        ("ใจดีมาก", Freedom.LINES, ["ใจ", "ดี", "มาก"]),
        ("王小明", Freedom.WORDS, ["王小明"]),
        ("外務省（東京）。", Freedom.LINES, ["外", "務", "省", "（東", "京）。"]),
        ("황보서연", Freedom.LINES, ["황보서연"]),
        ("Ab王", Freedom.LINES, ["Ab", "王"]),
        ("é́x", Freedom.ANYWHERE, ["é́", "x"]),
        ("ลำเแก", Freedom.ANYWHERE, ["ลำ", "เแก"]),
        ("लक्ष्मी", Freedom.ANYWHERE, ["ल", "क्ष्मी"]),
        ("ວຽງຈັນເໝືອນ", Freedom.WORDS, ["ວຽງຈັນເໝືອນ"]),
        ("ກະຊວງການຕ່າງປະເທດ", Freedom.LINES, ["ກະ", "ຊວງ", "ການ", "ຕ່າງ", "ປະ", "ເທດ"]),
        ("ຫຼວງພະບາງຫມູ່ເຫຼົ່າ", Freedom.LINES, ["ຫຼວງ", "ພະ", "ບາງ", "ຫມູ່", "ເຫຼົ່າ"]),
        ("ສະຫວັນເໝືອນ", Freedom.ANYWHERE, ["ສະ", "ຫ", "ວັ", "ນ", "ເໝື", "ອ", "ນ"]),
        ("រដ្ឋមន្ត្រីការ", Freedom.LINES, ["រដ្ឋម", "ន្ត្រី", "ការ"]),
        ("អង្គរសុភា", Freedom.ANYWHERE, ["អ", "ង្គ", "រ", "សុ", "ភា"]),
        ("မင်္ဂလာအောင်မြင့်", Freedom.WORDS, ["မင်္ဂလာအောင်မြင့်"]),
        ("မင်္ဂလာအောင်မြင့်", Freedom.LINES, ["မင်္ဂ", "လာ", "အောင်", "မြင့်"]),
        ("ဝန်ကြီးတက္ကသိုလ်", Freedom.ANYWHERE, ["ဝန်", "ကြီး", "တက္က", "သိုလ်"]),
        ("রবীন্দ্রনাথ", Freedom.ANYWHERE, ["র", "বী", "ন্দ্র", "না", "থ"]),
        ("லக்ஷ்மிஸ்ரீ", Freedom.ANYWHERE, ["ல", "க்ஷ்மி", "ஸ்ரீ"]),
        ("ශ්‍රීලක්ෂ්මී", Freedom.ANYWHERE, ["ශ්‍රී", "ල", "ක්ෂ්මී"]),
        ("അക്ഷയ്‌ശ്രീ", Freedom.ANYWHERE, ["അ", "ക്ഷ", "യ്‌", "ശ്രീ"]),
        ("བསྟན་འཛིན", Freedom.LINES, ["བསྟན་", "འཛིན"]),
        ("ގެޒިޔާ", Freedom.ANYWHERE, ["ގެ", "ޒި", "ޔާ"]),
        ("አበበ፡በቀለ", Freedom.WORDS, ["አበበ፡", "በቀለ"]),
    ],
)
def test_lines_may_break_between(text: str, freedom: Freedom, parts: list[str]) -> None:
    assert [piece.text for piece in pieces(text, freedom)] == parts


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"width": 0}, "wider"),
        ({"height": float("inf")}, "wider"),
        ({"sizes": ()}, "sizes between"),
        ({"sizes": (3,)}, "sizes between"),
        ({"sizes": (15, 28)}, "largest to the smallest"),
        ({"lines": 0}, "1 to 20 lines"),
        ({"leading": 0.9}, "leading"),
        ({"weight": 600}, "400 or 700"),
    ],
)
def test_impossible_box_is_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(BOX, **change)  # type: ignore[arg-type]
