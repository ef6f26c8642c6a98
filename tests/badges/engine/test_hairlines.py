"""Thin lines of flags: as light as they are thin, whatever draws them a dot wide."""

import io

import pypdfium2
import pytest
from PIL import Image

from badges import images
from badges.engine import hairlines
from conference.pdf import layout

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 480">'


def lightened(body: str) -> str:
    return hairlines.lightened(f"{HEAD}{body}</svg>".encode()).decode()


def test_a_line_of_a_tenth_of_a_dot_is_a_tenth_opaque() -> None:
    thin = 640 / hairlines.DOTS / 10

    assert 'stroke-opacity="0.100"' in lightened(
        f'<path d="M0 0h9" stroke="#000" stroke-width="{thin}"/>'
    )


def test_width_and_scale_come_from_the_groups_around() -> None:
    thin = 640 / hairlines.DOTS / 10

    drawn = lightened(
        f'<g stroke="#000" stroke-width="{thin * 10}"><g transform="translate(9)scale(.5)">'
        '<path transform="matrix(0 1 1 0 0 0)" stroke-opacity=".5" d="M0 0h9"/></g></g>'
    )

    assert 'stroke-opacity="0.250"' in drawn


@pytest.mark.parametrize(
    "shape",
    ['<path d="M0 0h9z" fill="red"/>', '<path d="M0 0h9" stroke="#000" stroke-width="3"/>'],
    ids=["no line", "a line of a dot"],
)
def test_what_has_no_thin_line_stays_as_it_is(shape: str) -> None:
    svg = f"{HEAD}{shape}</svg>".encode()

    assert hairlines.lightened(svg) == svg


def test_arms_of_spain_are_not_black_on_a_badge() -> None:
    """Fifteen millimetres wide on a card printer, as in the design that comes with Dais."""
    flag = images.load("flag:es")
    page = "@page{size:15mm 11.25mm;margin:0}body{margin:0}img{display:block;width:15mm}"

    drawn = layout.render('<!doctype html><img src="asset:flag" alt="">', page, {"flag": flag})
    picture = pixels(drawn.pdf)

    assert picture.size == (178, 133)
    assert sum(max(pixel) < 60 for pixel in picture.get_flattened_data()) <= 5


def pixels(content: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(io.BytesIO(content)) as document:
        picture: Image.Image = document[0].render(scale=300 / 72).to_pil().convert("RGB")
        return picture
