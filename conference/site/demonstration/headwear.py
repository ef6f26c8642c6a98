"""What some of the portraits wear on their heads: a scarf, or the cloth and cord of the Gulf."""

from conference.site.demonstration.sketch import Colour, Sketch, shade

SCARVES: tuple[Colour, ...] = (
    (46, 52, 70), (70, 70, 76), (196, 188, 176), (120, 134, 150), (122, 84, 92), (62, 92, 88),
    (34, 34, 38),
)  # fmt: skip
WHITE: Colour = (244, 244, 241)
CORD: Colour = (28, 28, 30)


def drape(sketch: Sketch, cloth: Colour) -> None:
    """What hangs behind the head and over the shoulders."""
    middle, reach = sketch.middle, sketch.half_width + 22
    sketch.oval(middle, sketch.eyes - 8, reach, sketch.half_height + 14, shade(cloth, 0.92))
    sketch.shape(
        shade(cloth, 0.92),
        (middle - reach, sketch.eyes), (middle + reach, sketch.eyes),
        (middle + reach + 34, sketch.chin + 74), (middle - reach - 34, sketch.chin + 74),
    )  # fmt: skip


def draw_scarf(sketch: Sketch, cloth: Colour) -> None:
    """Over the hair and the neck; the face stays free."""
    middle, eyes = sketch.middle, sketch.eyes
    sketch.shape(
        cloth,
        (middle - sketch.half_width - 6, eyes + 30), (middle + sketch.half_width + 6, eyes + 30),
        (middle + 112, sketch.chin + 88), (middle, sketch.chin + 122),
        (middle - 112, sketch.chin + 88),
    )  # fmt: skip
    sketch.oval(middle, eyes - 6, sketch.half_width + 15, sketch.half_height + 12, cloth)
    sketch.shape(
        shade(cloth, 0.9),
        (middle + 30, sketch.chin + 4), (middle + 74, sketch.chin - 40),
        (middle - 70, sketch.chin + 92), (middle - 96, sketch.chin + 80),
    )  # fmt: skip
    sketch.oval(middle, eyes + 14, sketch.half_width * 0.86, sketch.half_height * 0.84, sketch.skin)


def draw_headcloth(sketch: Sketch) -> None:
    """Falls at both sides of the face, held by a cord."""
    middle, eyes = sketch.middle, sketch.eyes
    for side in (-1, 1):
        edge = middle + side * sketch.half_width
        sketch.shape(
            WHITE,
            (edge - side * 12, eyes - 64), (edge + side * 22, eyes - 56),
            (edge + side * 46, sketch.chin + 80), (edge - side * 2, sketch.chin + 96),
            (edge - side * 6, eyes + 40),
        )  # fmt: skip
    sketch.oval(middle, eyes - 62, sketch.half_width + 17, sketch.half_height - 46, WHITE)
    sketch.oval(middle, eyes + 2, sketch.half_width * 0.88, sketch.half_height * 0.62, sketch.skin)
    box = ((middle - sketch.half_width - 14, sketch.top - 4),
           (middle + sketch.half_width + 14, sketch.top + 66))  # fmt: skip
    for lower in (0, 11):
        (left, top), (right, bottom) = box
        sketch.arc(((left, top + lower), (right, bottom + lower)), 182, 358, CORD, 9)
