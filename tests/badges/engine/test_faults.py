"""Each fault that a reader would see turns the comparison red. One side is made with the fault."""

import io
from dataclasses import replace

import pikepdf
import pytest

from badges.engine.badge_file import fitted_badge
from badges.engine.content import NOTHING, BadgeContent
from badges.engine.design.language import parse
from badges.engine.design.shipped import A6_PORTRAIT, shipped
from badges.engine.stamps.fitted import BadgeOrder
from badges.supplies import supplies
from conference.writing.languages import Localized
from tests.badges.engine.comparing import DPI, ImageDifference, compare, drawn
from tests.badges.engine.pairs import fields, printed, reference
from tests.badges.engine.people import people, pictures

SOURCE = shipped(A6_PORTRAIT)
DESIGN = parse(SOURCE)
IMAGES = pictures()
SOMEBODY = replace(
    people(1)[0],
    given_name=Localized("Nguyễn", ""),
    family_name=Localized("TRẦN QUỐC TUẤN", ""),
    own_name=Localized("محمد الحسيني UN 2018", "ar"),
    function=Localized("Заместитель Министра иностранных дел", "ru"),
    delegation_name=Localized("Тоҷикистон", "tg"),
)


def printed_as(content: BadgeContent, faulty: bytes) -> ImageDifference:
    """What is printed beside what should have been."""
    right = reference([content], SOURCE, IMAGES)[0]
    return compare(right, drawn(faulty)[0], fields(content, DESIGN, IMAGES))


def with_fault(right: BadgeContent, **fault: object) -> ImageDifference:
    return printed_as(right, printed([replace(right, **fault)], DESIGN, IMAGES)[1])


def own(text: str, language: str) -> Localized:
    return Localized(text, language)


def complained_of(difference: ImageDifference) -> list[str]:
    return [sentence.split(" “")[0] for sentence in difference.complaints()]


def test_badge_without_a_fault_is_as_it_should_be() -> None:
    difference = with_fault(SOMEBODY)

    assert complained_of(difference) == []
    assert difference.outside == 0
    assert {one.field.name for one in difference.fields} == {
        "given_name", "family_name", "own_name", "function", "delegation_name", "serial", "qr",
    }  # fmt: skip


def test_blanked_field_is_seen() -> None:
    assert complained_of(with_fault(SOMEBODY, function=NOTHING)) == ["function"]


@pytest.mark.parametrize(
    ("right", "wrong", "language"),
    [
        ("TRẦN QUỐC TUẤN", "TRẦN QUỐC TUÂN", "vi"),
        ("Мирзоева Фирӯза", "Мирзоева Фируза", "tg"),
        ("Ҳикматӣ", "Хикматӣ", "tg"),
        ("François", "Francois", "fr"),
        ("محمد الأمير", "محمد الامير", "ar"),
        ("น้ำผึ้ง", "น้ำผึง", "th"),
        ("हिन्दीं", "हिन्दी", "hi"),
        ("שָׂרָה", "שרָה", "he"),
    ],
)
def test_dropped_diacritic_is_seen(right: str, wrong: str, language: str) -> None:
    content = replace(SOMEBODY, own_name=own(right, language))

    assert complained_of(with_fault(content, own_name=own(wrong, language))) == ["own_name"]


def test_unjoined_letter_is_seen() -> None:
    apart = own("مح\u200cمد الحسيني UN 2018", "ar")

    assert complained_of(with_fault(SOMEBODY, own_name=apart)) == ["own_name"]


@pytest.mark.parametrize("text", ["骨直", "王海令"])
def test_other_glyph_variant_is_seen(text: str) -> None:
    content = replace(SOMEBODY, own_name=own(text, "ja"))

    assert complained_of(with_fault(content, own_name=own(text, "zh-hans"))) == ["own_name"]


def test_swapped_order_is_seen() -> None:
    swapped = own("UN محمد الحسيني 2018", "ar")

    assert complained_of(with_fault(SOMEBODY, own_name=swapped)) == ["own_name"]


def test_order_that_only_an_isolate_changes_is_seen() -> None:
    isolated = "\u2066(3) محمد 12\u2069 A"
    content = replace(SOMEBODY, own_name=own(isolated, "ar"))

    plain = own("(3) محمد 12 A", "ar")

    assert complained_of(with_fault(content, own_name=plain)) == ["own_name"]


def test_shifted_baseline_of_any_line_is_seen() -> None:
    pdf = printed([SOMEBODY], DESIGN, IMAGES)[1]
    badge = fitted_badge(BadgeOrder(SOMEBODY, DESIGN), supplies(IMAGES.__getitem__))
    lines = [
        place.field
        for place, text in zip(badge.compiled.texts, badge.fitted, strict=True)
        for _line in text.lines
    ]

    missed = [
        name
        for line, name in enumerate(lines)
        if name
        not in complained_of(
            printed_as(SOMEBODY, with_line_lowered(pdf, line, points=2 * 72 / DPI))
        )
    ]

    assert (missed, len(lines)) == ([], 7)


def with_line_lowered(pdf: bytes, line: int, points: float) -> bytes:
    """The PDF with one line of text lower on the page, counted in the order of drawing."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        operations = pikepdf.parse_content_stream(page)
        places = [place for place, (_operands, name) in enumerate(operations) if str(name) == "Tm"]
        operands, operator = operations[places[line]]
        lower = [*operands[:5], float(operands[5]) - points]
        operations[places[line]] = pikepdf.ContentStreamInstruction(lower, operator)
        page.Contents = document.make_stream(pikepdf.unparse_content_stream(operations))
        document.save(out)
    return out.getvalue()
