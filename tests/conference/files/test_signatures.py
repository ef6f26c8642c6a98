"""What phones, browsers and scanners save, and is not taken, is refused by its name."""

from io import BytesIO

import pytest
from PIL import Image

from conference.errors import DomainError
from conference.files import encoding
from conference.files.signatures import ForeignKind, is_of_phones, kind_of

# What a phone writes: the size of the box, the brand, its version, what else it can be read as.
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40)
GENERAL = b"\0\0\0\x14ftypmif1\0\0\0\0heic" + bytes(40)
AVIF = b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf" + bytes(40)
FILM = b"\0\0\0\x14ftypisom\0\0\0\0isom" + bytes(40)


def saved(format_name: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (400, 500), "red").save(out, format_name)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (AVIF, "AVIF"),
        (saved("AVIF"), "AVIF"),
        (saved("WEBP"), "WebP"),
        (saved("GIF"), "GIF"),
        (saved("BMP"), "BMP"),
        (saved("TIFF"), "TIFF"),
        (saved("JPEG2000"), "JPEG 2000"),
        (saved("PDF"), "PDF"),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_foreign_kinds_are_known_by_their_first_bytes(data: bytes, kind: str) -> None:
    assert kind_of(data) == ForeignKind(kind)

    with pytest.raises(DomainError, match=kind):
        encoding.jpeg(data, width=100, height=100)


@pytest.mark.parametrize(
    "data",
    [saved("JPEG"), saved("PNG"), HEIC, GENERAL, FILM, b"", b"RIFF", b"ftypheic"],
    ids=range(8),
)
def test_what_is_taken_and_what_is_no_picture_are_no_foreign_kind(data: bytes) -> None:
    assert kind_of(data) is None


@pytest.mark.parametrize(
    ("data", "are_of_phones"),
    [(HEIC, True), (GENERAL, True), (AVIF, False), (FILM, False), (saved("JPEG"), False)],
    ids=range(5),
)
def test_pictures_of_phones_are_known(data: bytes, are_of_phones: bool) -> None:
    assert is_of_phones(data) == are_of_phones
