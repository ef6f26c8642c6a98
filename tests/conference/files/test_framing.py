"""What counts of a picture is what its frame shows."""

import pytest

from conference.errors import DomainError
from conference.files.framing import Crop, Frame, Size

FRAME = Frame(30, 38.6, most=(826, 1062), least=(150, 190), sharp=(413, 531))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ((150, 190), (150, 190)),
        ((3000, 4000), (826, 1101)),
        # Of a picture that lies, the height fills the frame.
        ((4000, 3000), (1416, 1062)),
        ((4000, 500), (2124, 266)),
        ((500, 4000), (266, 2124)),
        ((12000, 600), (2124, 106)),
    ],
)
def test_picture_is_kept_with_the_pixels_that_the_frame_asks_for(sent: Size, kept: Size) -> None:
    assert FRAME.kept(sent) == kept
    assert FRAME.kept(kept) == kept


@pytest.mark.parametrize(
    ("size", "shown"),
    [((413, 531), (412.7, 531)), ((4000, 500), (388.6, 500)), ((500, 4000), (500, 643.3))],
)
def test_frame_shows_the_middle(size: Size, shown: tuple[float, float]) -> None:
    assert FRAME.shown(size) == shown


@pytest.mark.parametrize("size", [(150, 190), (4000, 1000), (1000, 4000), (900, 190)])
def test_enough_is_shown(size: Size) -> None:
    FRAME.require_enough(size)


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((1, 1), (1, 1)),
        ((149, 190), (148, 190)),
        ((150, 189), (147, 189)),
        ((4000, 189), (78, 100)),
        # Sent with pixels enough, of which too few can be kept of so long a line.
        ((12000, 600), (82, 106)),
        ((600, 12000), (106, 136)),
    ],
)
def test_too_little_is_shown(size: Size, shown: Size) -> None:
    with pytest.raises(DomainError) as refusal:
        FRAME.require_enough(size)

    assert str(refusal.value) == (
        f"The picture is {size[0]} × {size[1]} pixels; a badge shows {shown[0]} × {shown[1]} of"
        " them. It has to be 150 × 190 at least: choose a larger one."
    )


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((413, 531), None),
        ((826, 531), None),
        ((2000, 1000), None),
        ((412, 531), (412, 530)),
        ((413, 530), (412, 530)),
        ((2000, 530), (412, 530)),
        ((4000, 500), (207, 266)),
    ],
)
def test_whoever_sends_too_coarse_a_picture_is_told_what_is_shown(
    size: Size, shown: Size | None
) -> None:
    assert FRAME.warning(size) == (
        ""
        if shown is None
        else f"On a badge the picture is {shown[0]} × {shown[1]} pixels. It is sharp from"
        " 413 × 531 pixels: choose a larger one if you have one."
    )


@pytest.mark.parametrize(
    ("sent", "box"),
    [
        ("0 0 1 1", (0, 0, 200, 100)),
        ("0.5000 0.2500 0.2500 0.5000", (100, 25, 150, 75)),
        ("0.5 0.5 0.5004 0.5", (100, 50, 200, 100)),
    ],
)
def test_what_was_chosen_is_read_in_shares(sent: str, box: tuple[float, ...]) -> None:
    chosen = Crop.read(sent)

    assert chosen is not None
    assert chosen.of((200, 100)) == pytest.approx(box)


@pytest.mark.parametrize(
    "sent",
    [
        *("", "0 0 1", "0 0 1 1 1", "a b c d", "-0.1 0 1 1", "0.5 0 0.6 1", "0 0 0 1"),
        *("nan 0 1 1", "0 0 inf 1", "0 nan 1 1", "0 0 1 nan"),
    ],
)
def test_what_no_page_sends_cuts_nothing(sent: str) -> None:
    assert Crop.read(sent) is None
