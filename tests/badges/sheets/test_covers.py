"""Cover sheets: as many pages as were planned, every name whole, mirrored where one reads so."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pypdfium2
import pytest

from badges.engine.content import BadgeContent
from badges.engine.sheets.arranging import covers_for
from badges.engine.sheets.papers import PAPERS
from badges.sheets.covers import Envelope, covers
from conference.writing.languages import Localized
from tests.badges.engine.people import SCRIPTS, people, pictures

IMAGES = pictures()


def pages(
    contents: Sequence[BadgeContent], places: int, language: str = "en", paper: str = "a6-on-a4"
) -> Iterator[pypdfium2.PdfPage]:
    pdf = covers([Envelope(contents, contents[0], places)], PAPERS[paper], language, IMAGES)
    with pypdfium2.PdfDocument(pdf) as document:
        yield from document


def left_of(page: pypdfium2.PdfPage, text: str) -> float:
    found = page.get_textpage()
    place = found.search(text).get_next()
    assert place is not None
    return float(found.get_charbox(place[0])[0])


def right_of(page: pypdfium2.PdfPage, text: str) -> float:
    """Of its last character."""
    found = page.get_textpage()
    place = found.search(text).get_next()
    assert place is not None
    return float(found.get_charbox(place[0] + len(text) - 1)[2])


def test_long_envelope_has_its_receipt_on_the_last_page() -> None:
    crowd = people(44)

    texts = [page.get_textpage().get_text_bounded() for page in pages(crowd, 45)]

    assert len(texts) == covers_for(45) == 3
    assert ["Receipt" in text for text in texts] == [False, False, True]
    assert ["Cover sheet 2 of 3" in text for text in texts] == [False, True, False]
    assert [sum(one.serial in text for one in crowd) for text in texts] == [20, 20, 4]


@pytest.mark.parametrize("paper", ["a6-on-a4", "a6-on-letter"])
def test_names_of_every_script_end_before_the_margin(paper: str) -> None:
    crowd = people(4 * len(SCRIPTS))
    for start in range(0, len(crowd), 20):
        some = crowd[start : start + 20]
        for page in pages(some, len(some), paper=paper):
            found = page.get_textpage()
            text = found.get_text_range()
            edges = [
                found.get_charbox(place)[2] for place, letter in enumerate(text) if letter.strip()
            ]
            assert max(edges) <= page.get_width() - 17.5 * 72 / 25.4


def test_cover_is_mirrored_where_one_reads_from_right_to_left() -> None:
    crowd = people(2)
    sides = {}
    for language in ("en", "ar"):
        for page in pages(crowd, 2, language):
            sides[language] = left_of(page, crowd[0].serial) < page.get_width() / 2

    assert sides == {"en": True, "ar": False}


def test_labels_without_a_translation_end_as_they_are_written() -> None:
    crowd = people(2)

    ends = [right_of(page, "here.") - left_of(page, "here.") for page in pages(crowd, 2, "he")]

    assert [end > 0 for end in ends] == [True]


def test_text_that_no_font_has_is_left_out_and_the_cover_is_made() -> None:
    """Its badge was printed: the design does not show it."""
    odd = Localized("\U0001f30a", "en")
    [plain, other] = people(2)
    crowd = [replace(plain, own_name=odd, given_name=odd, delegation_name=odd), other]

    [text] = [page.get_textpage().get_text_bounded() for page in pages(crowd, 2)]

    assert plain.family_name.text in text
    assert plain.delegation_acronym.text in text


def test_badges_that_show_no_person_are_told_apart() -> None:
    """What a delegation shares, its vehicle's, and blanks, whose envelope is nobody's."""
    share, vehicle, day = (Localized(text, "en") for text in ("Shared", "Vehicle", "Day badge"))
    morocco = Localized("Morocco", "en")
    shared = BadgeContent(
        "en",
        serial="00001-3",
        delegation_name=morocco,
        badge_type=share,
        copy_number="1",
        copy_count="4",
    )
    parked = BadgeContent(
        "en",
        serial="00010-1",
        delegation_name=morocco,
        badge_type=vehicle,
        vehicle_plate="M 204817",
    )
    blank = BadgeContent("en", serial="00012-5", badge_type=day)

    [text] = [page.get_textpage().get_text_bounded() for page in pages([shared, parked], 2)]
    [blanks] = [page.get_textpage().get_text_bounded() for page in pages([blank], 1)]

    assert "Morocco" in text
    assert "Shared · 1/4" in text
    assert "Vehicle · M 204817" in text
    assert blanks.count("Day badge") == 2
