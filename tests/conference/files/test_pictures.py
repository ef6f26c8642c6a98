"""Pictures are told by their content, bounded and encoded anew."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from conference.errors import DomainError
from conference.files.pictures import LARGEST_FILE, as_jpeg, as_png


def encoded(picture: Image.Image, format_name: str, **options: object) -> BytesIO:
    output = BytesIO()
    picture.save(output, format_name, **options)
    output.seek(0)
    return output


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def png_of_size(width: int, height: int) -> BytesIO:
    """A few bytes that promise so many pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    start = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(header)) + chunk
    return BytesIO(start + struct.pack(">II", zlib.crc32(chunk), 9) + b"IDAT")


def test_picture_is_turned_upright_and_forgets_its_metadata() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # Orientation: turn to the right.
    upload = encoded(Image.new("RGB", (400, 200)), "JPEG", exif=exif, comment=b"secret")

    result = opened(as_jpeg(upload, width=826, height=1062))

    assert result.size == (200, 400)
    assert dict(result.getexif()) == {}
    assert "comment" not in result.info


def test_text_of_a_png_is_left_behind() -> None:
    note = PngInfo()
    note.add_text("Author", "secret")
    upload = encoded(Image.new("RGBA", (10, 10)), "PNG", pnginfo=note)

    result = opened(as_png(upload, width=100, height=100))

    assert (result.mode, result.info) == ("RGBA", {})


def test_transparency_becomes_white_in_a_jpeg() -> None:
    upload = encoded(Image.new("RGBA", (10, 10), (0, 0, 0, 0)), "PNG")

    result = opened(as_jpeg(upload, width=100, height=100))

    assert result.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "upload",
    [
        BytesIO(b""),
        BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        BytesIO(b"GIF89a" + bytes(40)),
        encoded(Image.new("RGB", (10, 10)), "GIF"),
        BytesIO(encoded(Image.new("RGB", (300, 300)), "JPEG").getvalue()[:200]),
    ],
    ids=["empty", "svg", "broken gif", "gif", "truncated"],
)
def test_what_is_no_jpeg_or_png_is_refused(upload: BytesIO) -> None:
    with pytest.raises(DomainError, match="not a JPEG or PNG picture"):
        as_jpeg(upload, width=100, height=100)


@pytest.mark.parametrize("side", [8_000, 50_000])
def test_decompression_bomb_is_refused_before_it_is_opened(side: int) -> None:
    with pytest.raises(DomainError, match="more than 50 million pixels"):
        as_jpeg(png_of_size(side, side), width=100, height=100)


@pytest.mark.parametrize(
    ("width", "height", "words"),
    [
        (1, 40_000_000, "1 × 40000000 pixels; no side may be longer than 12000"),
        (40_000_000, 1, "40000000 × 1 pixels; no side may be longer than 12000"),
        (1, 12_000, "1 × 12000 pixels, little more than a line"),
        (4_100, 200, "4100 × 200 pixels, little more than a line"),
    ],
)
def test_line_of_pixels_is_refused_by_its_header(width: int, height: int, words: str) -> None:
    """The file ends after its header: what is decoded first is refused as damaged."""
    with pytest.raises(DomainError, match=words):
        as_jpeg(png_of_size(width, height), width=100, height=100)


def test_a_wide_logo_passes() -> None:
    upload = encoded(Image.new("RGB", (2000, 100)), "PNG")

    assert opened(as_png(upload, width=1600, height=800)).size == (1600, 80)


def test_file_too_large_is_refused_in_words() -> None:
    with pytest.raises(DomainError, match="larger than 10 MB"):
        as_jpeg(BytesIO(bytes(LARGEST_FILE + 1)), width=100, height=100)
