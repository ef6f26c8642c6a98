"""Folded cards: each face stands where folding brings it outside and upright."""

import pytest

from badges.engine.design.folding import (
    POINTS_PER_MILLIMETRE,
    Folding,
    Matrix,
    Place,
    UnfoldedCard,
    placed,
    unfolded,
)

A6 = (105.0, 148.0)
# Of a page with 3 mm of bleed, as it is written.
BLEED = 3 * POINTS_PER_MILLIMETRE
TRIM = (BLEED, BLEED, BLEED + A6[0] * POINTS_PER_MILLIMETRE, BLEED + A6[1] * POINTS_PER_MILLIMETRE)


def drawn_at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def corners(card: UnfoldedCard) -> dict[str, list[tuple[float, float]]]:
    """Of each face its lower left and its upper right corner, in millimetres from the bottom."""
    found = {}
    for panel in card.panels:
        matrix = card.matrix(panel, TRIM)
        points = (drawn_at(matrix, *TRIM[:2]), drawn_at(matrix, *TRIM[2:]))
        found[panel.place.value] = [
            (round(x / POINTS_PER_MILLIMETRE, 6), round(y / POINTS_PER_MILLIMETRE, 6))
            for x, y in points
        ]
    return found


@pytest.mark.parametrize(
    ("folding", "is_right_to_left", "size", "expected"),
    [
        (
            Folding.SIDE,
            False,
            (210, 148),
            {"front": [(105, 0), (210, 148)], "back": [(0, 0), (105, 148)]},
        ),
        (
            Folding.SIDE,
            True,
            (210, 148),
            {"front": [(0, 0), (105, 148)], "back": [(105, 0), (210, 148)]},
        ),
        (
            Folding.TOP,
            False,
            (105, 296),
            {"front": [(0, 0), (105, 148)], "back": [(105, 296), (0, 148)]},
        ),
    ],
)
def test_faces_of_a_folded_card_stand_on_either_side_of_the_fold(
    folding: Folding,
    is_right_to_left: bool,
    size: tuple[float, float],
    expected: dict[str, list[tuple[float, float]]],
) -> None:
    card = unfolded(folding, *A6, is_right_to_left=is_right_to_left)

    assert (card.width, card.height) == size
    assert corners(card) == expected


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_page_is_turned_clockwise_into_the_corner_it_is_given(turned: int) -> None:
    width, height = TRIM[2] - TRIM[0], TRIM[3] - TRIM[1]
    if turned in {90, 270}:
        width, height = height, width

    matrix = placed(TRIM, 50, 70, turned)

    points = [drawn_at(matrix, *TRIM[:2]), drawn_at(matrix, *TRIM[2:])]
    left, bottom = (min(values) for values in zip(*points, strict=True))
    right, top = (max(values) for values in zip(*points, strict=True))
    assert (left, bottom, right, top) == pytest.approx((50, 70, 50 + width, 70 + height))
    # Its upper left corner goes round: top left, top right, bottom right, bottom left.
    upper_left = drawn_at(matrix, TRIM[0], TRIM[3])
    assert upper_left == pytest.approx(
        {0: (left, top), 90: (right, top), 180: (right, bottom), 270: (left, bottom)}[turned]
    )


def test_card_without_a_fold_has_nothing_to_unfold() -> None:
    with pytest.raises(ValueError, match="without a fold"):
        unfolded(Folding.NONE, *A6, is_right_to_left=False)


def test_places_are_in_the_order_of_pages() -> None:
    assert list(Place) == [Place.FRONT, Place.BACK]
