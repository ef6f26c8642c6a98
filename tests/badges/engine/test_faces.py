"""Faces of a badge in one file: each is made on its own, and as it would be alone."""

import io
from dataclasses import replace

from PIL import ImageOps

from badges.engine.badge_file import FileAs, make_file
from badges.engine.design import shipped
from badges.engine.design.language import DesignSource, parse
from badges.engine.stamps.fitted import BadgeOrder
from badges.engine.ways import Way
from badges.supplies import supplies
from tests.badges.engine.comparing import drawn
from tests.badges.engine.layouts import FUNCTION, NAMES, QR, STYLE
from tests.badges.engine.pairs import compared, printed, ways_of
from tests.badges.engine.people import people, pictures

IMAGES = pictures()
FRONT = shipped.shipped(shipped.A6_PORTRAIT)
# Nothing of it stands in a box, so that each badge is laid out whole.
BACK = DesignSource("<p>{{ given_name }} {{ family_name }}</p>", "@page{size:105mm 148mm}")
MIRRORED = DesignSource(
    f'<div class="badge" dir="{{{{ direction }}}}"><img class="bar" src="{{{{ qr }}}}" alt="">'
    f'<div class="names {{{{ direction }}}}">{NAMES}{FUNCTION}</div></div>',
    "@page{size:100mm 140mm;margin:0}"
    ".badge{position:relative;width:100mm;height:140mm;color:#14233b}.badge p{margin:0}"
    ".bar{position:absolute;inset-inline-start:5mm;top:5mm;width:24mm;height:24mm}"
    ".names{position:absolute;inset-inline-start:8mm;top:50mm;text-align:left}"
    ".names.rtl{text-align:right}",
)


def test_pages_of_two_faces_are_those_of_each_alone_in_whatever_way_each_is_made() -> None:
    crowd = people(7)
    front, back = parse(FRONT), parse(BACK)
    orders = [BadgeOrder(one, face) for one in crowd for face in (front, back)]
    out = io.BytesIO()

    made = list(make_file(orders, supplies(IMAGES.__getitem__), out, FileAs("Badges", "en")))

    assert [one.way for one in made] == [Way.STAMPED, Way.LAID_OUT] * len(crowd)
    both = drawn(out.getvalue())
    assert both[0::2] == drawn(printed(crowd, front, IMAGES)[1])
    assert both[1::2] == drawn(printed(crowd, back, IMAGES)[1])


def test_design_that_asks_for_the_direction_is_mirrored_in_both_ways() -> None:
    latin = people(16)
    arabic = [replace(one, language="ar") for one in latin]

    in_english = list(compared(latin, MIRRORED, IMAGES))
    in_arabic = list(compared(arabic, MIRRORED, IMAGES))

    for badges in (in_english, in_arabic):
        assert [complaint for one in badges for complaint in one.complaints()] == []
        assert ways_of(badges) == {Way.STAMPED: 16}


def test_what_is_placed_from_the_start_stands_on_the_other_side_from_right_to_left() -> None:
    one = replace(people(1)[0], language="en")
    square = DesignSource(f'<div class="badge" dir="{{{{ direction }}}}">{QR}</div>', STYLE)
    square = replace(square, css=square.css.replace("left:70mm", "inset-inline-start:70mm"))
    # The same square, which is not its own mirror image: only where it is white is compared.
    pages = [
        drawn(printed([replace(one, language=language)], parse(square), IMAGES)[1])[0]
        for language in ("en", "ar")
    ]

    left, right = (ImageOps.invert(page.convert("L")).getbbox() for page in pages)

    assert left is not None
    assert right is not None
    width = pages[0].width
    assert abs(left[0] - (width - right[2])) <= 1
    assert left[0] > width / 2


def test_direction_stands_in_a_dir_or_a_class_and_nowhere_else() -> None:
    sound = parse(DesignSource('<p dir="{{ direction }}" class="{{ direction }}">a</p>', ""))

    assert sound.named == {"direction"}
