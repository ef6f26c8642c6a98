"""Where marked elements stand, and what of their looks a drawing of their own would lack."""

import io

import pytest
from PIL import Image

from conference.pdf import layout
from conference.pdf.layout import Asset
from conference.pdf.marks import Mark, Rectangle

CSS = (
    "@page{size:200pt 100pt;margin:0}body{margin:0;font-size:10pt}"
    "p{position:absolute;left:20pt;top:30pt;width:80pt;height:40pt;margin:0}"
)


def marked(body: str, css: str = "") -> dict[str, Mark]:
    picture = io.BytesIO()
    Image.new("RGB", (20, 30)).save(picture, "PNG")
    html = f"<html><title>x</title><body>{body}"
    rendered = layout.render(html, CSS + css, {"p": Asset(layout.PNG, picture.getvalue())})
    return dict(rendered.marks[0])


def mark(style: str, around: str = "") -> Mark:
    return marked(f'<div style="{around}"><p data-mark="a" style="{style}">x</p></div>')["a"]


def test_mark_says_where_content_and_padding_stand_in_points() -> None:
    found = mark("padding:6pt 12pt")

    assert edges(found.content) == pytest.approx((32, 36, 80, 40))
    assert edges(found.padding) == pytest.approx((20, 30, 104, 52))
    assert edges(found.padding.moved(7)) == pytest.approx((20, 37, 104, 52))


def edges(found: Rectangle) -> tuple[float, ...]:
    return found.left, found.top, found.width, found.height


def test_only_what_is_marked_is_found_and_the_first_of_a_name() -> None:
    found = marked(
        '<b>x</b><p data-mark="a">x</p><p data-mark="a" style="left:50pt">x</p>'
        '<p data-mark="b">x</p><p data-mark="">x</p>'
    )

    assert {name: one.content.left for name, one in found.items()} == pytest.approx(
        {"a": 20, "b": 20}
    )


def test_pages_have_marks_of_their_own() -> None:
    html = "<title>x</title>" + "".join(
        f'<p data-mark="{name}" style="position:static;break-after:page">x</p>' for name in "ab"
    )

    found = layout.render(html, CSS, {}).marks

    assert [list(page) for page in found] == [["a"], ["b"]]


def test_looks_that_a_drawing_takes_over_are_said() -> None:
    found = mark("color:#336699;text-align:center;font-weight:700")

    assert found.colour == pytest.approx((0.2, 0.4, 0.6))
    assert (found.align, found.weight, found.effects) == ("center", 700, ())


@pytest.mark.parametrize(
    ("style", "effect"),
    [
        ("font-style:italic", "font_style"),
        ("letter-spacing:1pt", "letter_spacing"),
        ("word-spacing:2pt", "word_spacing"),
        ("font-kerning:none", "font_kerning"),
        ("font-variant-caps:small-caps", "font_variant_caps"),
        ("opacity:0.5", "opacity"),
        ("transform:rotate(3deg)", "transform"),
        ("visibility:hidden", "visibility"),
        ("text-decoration:underline", "text_decoration_line"),
        ("border-radius:2pt", "border_radius"),
        ("color:rgba(0,0,0,0.5)", "color"),
    ],
)
def test_what_a_drawing_of_its_own_would_lack_is_named(style: str, effect: str) -> None:
    assert mark(style).effects == (effect,)


@pytest.mark.parametrize(
    ("around", "effects"),
    [
        ("opacity:0.5", ("opacity",)),
        ("overflow:hidden", ("overflow",)),
        ("letter-spacing:1pt", ("letter_spacing",)),
        ("border-radius:2pt", ()),
    ],
)
def test_what_stands_around_it_counts_where_it_reaches_it(
    around: str, effects: tuple[str, ...]
) -> None:
    assert mark("", around).effects == effects


def test_own_overflow_clips_only_what_it_holds() -> None:
    assert mark("overflow:hidden").effects == ()


@pytest.mark.parametrize(
    ("style", "position"),
    [
        ("", (("left", 50, "%"), ("top", 50, "%"))),
        ("object-position:right 3pt top 25%", (("right", 3, "pt"), ("top", 25, "%"))),
    ],
)
def test_place_of_a_picture_in_its_box_is_said(style: str, position: object) -> None:
    picture = f'<img src="asset:p" data-mark="a" style="width:40pt;height:40pt;{style}">'

    assert marked(picture)["a"].object_position == position


@pytest.mark.parametrize(
    ("style", "is_sized", "is_smooth", "object_fit"),
    [
        ("", False, True, "fill"),
        ("width:40pt", False, True, "fill"),
        ("width:40pt;height:40pt;object-fit:cover", True, True, "cover"),
        ("image-rendering:pixelated", False, False, "fill"),
    ],
)
def test_picture_says_whether_its_box_has_a_size_and_how_it_fills_it(
    style: str, *, is_sized: bool, is_smooth: bool, object_fit: str
) -> None:
    found = marked(f'<img src="asset:p" data-mark="a" style="{style}">')["a"]

    assert (found.is_sized, found.is_smooth, found.object_fit) == (is_sized, is_smooth, object_fit)
