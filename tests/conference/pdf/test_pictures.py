"""Pictures in a file as they are."""

import io

import pikepdf
import pytest
from PIL import Image

from conference.pdf.pictures import put_bits, put_jpeg, read_jpeg
from conference.pdf.writer import PdfWriter, Reference
from tests.conference.pdf.drawings import opened, put_page, seen, written

ACROSS_THE_PAGE = b"200 0 0 100 0 0 cm /P Do"


def jpeg(mode: str, colour: object, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (40, 20), colour).save(out, "JPEG", quality=95, **options)
    return out.getvalue()


def shown(writer: PdfWriter, picture: Reference) -> None:
    put_page(writer, ACROSS_THE_PAGE, b"<</XObject<</P %b>>>>" % bytes(picture))


@pytest.mark.parametrize(
    ("mode", "colour", "options", "pixel"),
    [
        ("RGB", "red", {}, (254, 0, 0)),
        ("L", 119, {}, (119, 119, 119)),
        # Not turned into brightness and differences: the picture says so, the file does not.
        ("RGB", (20, 200, 90), {"keep_rgb": True}, (20, 200, 90)),
    ],
)
def test_photo_is_in_the_file_byte_for_byte_and_seen(
    mode: str, colour: object, options: dict[str, object], pixel: tuple[int, int, int]
) -> None:
    photo = jpeg(mode, colour, **options)

    data = written(lambda writer: shown(writer, put_jpeg(writer, read_jpeg(photo), is_smooth=True)))

    assert photo in data
    assert seen(data).getpixel((100, 50)) == pytest.approx(pixel, abs=2)


def test_photo_in_the_colours_of_a_press_is_refused() -> None:
    with pytest.raises(KeyError, match="CMYK"):
        read_jpeg(jpeg("CMYK", (0, 0, 0, 0)))


@pytest.mark.parametrize("is_smooth", [True, False])
def test_square_of_black_and_white_says_whether_it_is_to_be_smoothed(*, is_smooth: bool) -> None:
    chequered = Image.new("1", (2, 2))
    chequered.putdata([0, 255, 255, 0])

    data = written(lambda writer: shown(writer, put_bits(writer, chequered, is_smooth=is_smooth)))

    with opened(data) as document:
        picture = document.pages[0].Resources.XObject.P
        assert bool(picture.Interpolate) is is_smooth
        assert pikepdf.PdfImage(picture).size == (2, 2)
    corners = [seen(data).getpixel(place) for place in ((20, 20), (180, 20), (20, 80), (180, 80))]
    assert [pixel[0] for pixel in corners] == [0, 255, 255, 0]  # type: ignore[index]
