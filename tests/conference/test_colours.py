import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.colours import TEXT_CONTRAST, contrast, ink_on, readable_on

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_of_black_and_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#1d4f91", "#1d4f91") == 1


@given(COLOURS, st.sampled_from(["#fcfcfa", "#18202c"]))
def test_any_accent_becomes_readable(colour: str, paper: str) -> None:
    readable = readable_on(paper, colour)

    assert contrast(readable, paper) >= TEXT_CONTRAST


@given(COLOURS, st.sampled_from([("#fcfcfa", "#ffffff"), ("#18202c", "#10161f")]))
def test_text_on_a_readable_accent_is_readable(colour: str, ground: tuple[str, str]) -> None:
    paper, _ink = ground
    accent = readable_on(paper, colour)

    ink = ink_on(accent, light="#ffffff", dark="#10161f")

    assert contrast(ink, accent) >= TEXT_CONTRAST


def test_accent_that_is_readable_stays_as_it_is() -> None:
    assert readable_on("#fcfcfa", "#1d4f91") == "#1d4f91"
