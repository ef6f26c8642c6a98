import io

import pytest
from PIL import Image

from conference.site.demonstration.logos import logo
from conference.site.demonstration.portraits import portrait


@pytest.mark.parametrize("is_feminine", [True, False])
def test_portrait_is_a_jpeg_of_passport_size(is_feminine: bool) -> None:
    drawn = portrait("7KQ2-M9XD", is_feminine=is_feminine)

    with Image.open(io.BytesIO(drawn)) as image:
        assert (image.format, image.size) == ("JPEG", (413, 531))
    assert 8_000 < len(drawn) < 40_000


def test_portrait_is_the_same_for_the_same_person() -> None:
    assert portrait("A", is_feminine=True) == portrait("A", is_feminine=True)


def test_portraits_of_different_people_differ() -> None:
    drawn = {portrait(str(number), is_feminine=bool(number % 2)) for number in range(30)}

    assert len(drawn) == 30


def test_logo_has_a_transparent_ground() -> None:
    with Image.open(io.BytesIO(logo("#1d4f91", points=46))) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "RGBA", (512, 512))
        assert image.getchannel("A").getpixel((2, 2)) == 0
        assert image.getpixel((256, 30)) == (29, 79, 145, 255)
