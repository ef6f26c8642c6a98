"""A stranger's page becomes a picture, or nobody but the process that draws it notices."""

from io import BytesIO

import pytest
from PIL import Image

from conference.errors import DomainError, LeaseLostError
from conference.pdf.page_pictures import LONGEST_SIDE, page_as_jpeg
from tests import strangers_pdfs

TWO = strangers_pdfs.of_pages("NV 12/2026", "Annex")


def inked(picture: bytes) -> tuple[int, int, int, int] | None:
    """The rectangle of what is drawn on the white page."""
    with Image.open(BytesIO(picture), formats=["JPEG"]) as page:
        return page.convert("L").point(lambda grey: 255 * (grey < 128)).getbbox()


def test_each_page_is_drawn_with_how_many_there_are() -> None:
    first, second = (page_as_jpeg(TWO, number) for number in (1, 2))

    for page in (first, second):
        assert (page.width, page.height, page.file_pages) == (1240, 1754, 2)
        with Image.open(BytesIO(page.data)) as picture:
            assert (picture.format, picture.size) == ("JPEG", (1240, 1754))
    # At the head, as it was written; the longer word reaches further.
    short, long = (inked(page.data) for page in (second, first))
    assert short
    assert long
    assert short[0] == pytest.approx(long[0], abs=20)
    assert (short[2] < long[2], long[3] < 260) == (True, True)


@pytest.mark.parametrize(
    ("size", "drawn"),
    [
        ((50_000, 50_000), (LONGEST_SIDE, LONGEST_SIDE)),
        ((842, 595), (LONGEST_SIDE, 1240)),
        ((3, 50_000), (1, LONGEST_SIDE)),
        ((100, 100), (209, 209)),
    ],
    ids=["of 18 metres", "lying", "a line", "small"],
)
def test_page_of_any_size_is_a_picture_of_a_bearable_one(
    size: tuple[float, float], drawn: tuple[int, int]
) -> None:
    page = page_as_jpeg(strangers_pdfs.of_pages("NV", size=size), 1)

    assert (page.width, page.height) == drawn


def test_picture_that_unpacks_to_a_gigabyte_is_drawn_small() -> None:
    document = strangers_pdfs.of_a_picture(20_000)

    page = page_as_jpeg(document, 1)

    assert len(document) < 2**21
    assert (page.width, page.height) == (1240, 1754)


@pytest.mark.parametrize(
    ("document", "number"),
    [
        (TWO[:300], 1),
        (strangers_pdfs.noisy(), 1),
        (b"%PDF-1.7\nbody\n%%EOF\n", 1),
        (b"", 1),
        (strangers_pdfs.of_pages("NV", password="geheim"), 1),
        (strangers_pdfs.of_countless_lines(), 1),
        (TWO, 3),
    ],
    ids=["cut short", "noise", "no page", "empty", "locked", "too much", "beyond the last"],
)
def test_page_that_cannot_be_shown_is_refused_in_words(document: bytes, number: int) -> None:
    with pytest.raises(DomainError, match="This page cannot be shown"):
        page_as_jpeg(document, number)


def test_nobody_draws_on_for_whoever_no_longer_wants_it() -> None:
    def lost() -> None:
        raise LeaseLostError

    with pytest.raises(LeaseLostError):
        page_as_jpeg(TWO, 1, look=lost)
