"""Pictures are told by their content, bounded and encoded anew."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from conference.errors import DomainError
from conference.files import encoding
from conference.files.encoding import MOST_SCANS, scans_of


def encoded(picture: Image.Image, format_name: str, **options: object) -> bytes:
    output = BytesIO()
    picture.save(output, format_name, **options)
    return output.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def png_of_size(width: int, height: int) -> bytes:
    """A few bytes that promise so many pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    start = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(header)) + chunk
    return start + struct.pack(">II", zlib.crc32(chunk), 9) + b"IDAT"


def test_picture_is_turned_upright_and_forgets_its_metadata() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # Orientation: turn to the right.
    upload = encoded(Image.new("RGB", (400, 200)), "JPEG", exif=exif, comment=b"secret")

    result = opened(encoding.jpeg(upload, width=826, height=1062))

    assert result.size == (200, 400)
    assert dict(result.getexif()) == {}
    assert "comment" not in result.info


def test_text_of_a_png_is_left_behind() -> None:
    note = PngInfo()
    note.add_text("Author", "secret")
    upload = encoded(Image.new("RGBA", (10, 10)), "PNG", pnginfo=note)

    result = opened(encoding.png(upload, width=100, height=100))

    assert (result.mode, result.info) == ("RGBA", {})


def test_transparency_becomes_white_in_a_jpeg() -> None:
    upload = encoded(Image.new("RGBA", (10, 10), (0, 0, 0, 0)), "PNG")

    result = opened(encoding.jpeg(upload, width=100, height=100))

    assert result.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "upload",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(40),
        encoded(Image.new("RGB", (10, 10)), "GIF"),
        encoded(Image.new("RGB", (300, 300)), "JPEG")[:200],
    ],
    ids=["empty", "svg", "broken gif", "gif", "truncated"],
)
def test_what_is_no_jpeg_or_png_is_refused(upload: bytes) -> None:
    with pytest.raises(DomainError, match="not a JPEG or PNG picture"):
        encoding.jpeg(upload, width=100, height=100)


@pytest.mark.parametrize("side", [5_001, 50_000])
def test_decompression_bomb_is_refused_before_it_is_opened(side: int) -> None:
    with pytest.raises(DomainError, match="more than 25 million pixels"):
        encoding.jpeg(png_of_size(side, side), width=100, height=100)


@pytest.mark.parametrize(
    ("width", "height", "words"),
    [
        (1, 24_000_000, "1 × 24000000 pixels; no side may be longer than 12000"),
        (24_000_000, 1, "24000000 × 1 pixels; no side may be longer than 12000"),
        (1, 12_000, "1 × 12000 pixels, little more than a line"),
        (4_100, 200, "4100 × 200 pixels, little more than a line"),
    ],
)
def test_line_of_pixels_is_refused_by_its_header(width: int, height: int, words: str) -> None:
    """The file ends after its header: what is decoded first is refused as damaged."""
    with pytest.raises(DomainError, match=words):
        encoding.jpeg(png_of_size(width, height), width=100, height=100)


def test_a_wide_logo_passes() -> None:
    upload = encoded(Image.new("RGB", (2000, 100)), "PNG")

    assert opened(encoding.png(upload, width=1600, height=800)).size == (1600, 80)


def progressive(scans: int, side: int = 64) -> bytes:
    """The last scan of a progressive JPEG is repeated: readers pass over the picture each time."""
    plain = encoded(Image.new("L", (side, side)), "JPEG", progressive=True)
    last = plain[plain.rfind(b"\xff\xda") : -2]
    return plain[:-2] + last * (scans - scans_of(plain)) + plain[-2:]


def test_scans_are_counted_without_decoding() -> None:
    thumbnail = encoded(Image.new("RGB", (8, 8)), "JPEG")
    noise = Image.effect_noise((200, 200), 90)
    baseline = encoded(noise, "JPEG", quality=95, exif=b"Exif\0\0" + thumbnail)
    assert b"\xff\x00" in baseline

    half = baseline[: len(baseline) // 2]

    pictures = [baseline, progressive(MOST_SCANS), encoded(noise, "PNG"), half, b""]

    assert [scans_of(picture) for picture in pictures] == [1, MOST_SCANS, 0, 1, 0]


def test_restarts_within_a_scan_are_none_of_their_own() -> None:
    restarted = encoded(
        Image.effect_noise((200, 200), 90), "JPEG", restart_marker_blocks=1, quality=95
    )

    assert restarted.count(b"\xff\xd0") > 10
    assert scans_of(restarted) == 1


@pytest.mark.parametrize("scans", [MOST_SCANS, MOST_SCANS + 1])
def test_picture_of_more_scans_than_anybody_writes_is_refused(scans: int) -> None:
    picture = progressive(scans)

    if scans <= MOST_SCANS:
        assert opened(encoding.jpeg(picture, width=32, height=32)).size == (32, 32)
    else:
        with pytest.raises(DomainError, match="stored in more than 100 passes"):
            encoding.jpeg(picture, width=32, height=32)
