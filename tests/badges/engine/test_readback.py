"""The code of a page is read from the picture that is drawn, however a file stores it."""

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops

from badges.engine import codes, qr, readback

TEXT = codes.payload("0123456789ABCDEF")


def file_with(path: Path, data: bytes, **said: object) -> Path:
    """One page that draws one square picture."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(100, 100))
    picture = pikepdf.Stream(pdf, data)
    entries = {
        "Type": pikepdf.Name.XObject,
        "Subtype": pikepdf.Name.Image,
        "Width": 25,
        "Height": 25,
        "BitsPerComponent": 1,
        "ColorSpace": pikepdf.Name.DeviceGray,
    }
    for name, value in (entries | said).items():
        picture[f"/{name}"] = value
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(QR=picture))
    page.Contents = pikepdf.Stream(pdf, b"q 50 0 0 50 0 0 cm /QR Do Q")
    pdf.save(path)
    return path


def bits(square: Image.Image) -> bytes:
    return square.convert("1").tobytes()


SQUARE = qr.modules(TEXT)
INVERTED = ImageChops.invert(SQUARE.convert("L"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (bits(SQUARE), {}),
        (bits(INVERTED), {"Decode": pikepdf.Array([1, 0])}),
        (SQUARE.convert("L").tobytes(), {"BitsPerComponent": 8}),
        (
            SQUARE.convert("RGB").tobytes(),
            {"BitsPerComponent": 8, "ColorSpace": pikepdf.Name.DeviceRGB},
        ),
    ],
    ids=["as ours", "the other way round", "in grey", "in colour"],
)
def test_code_is_read_from_every_kind_of_picture(
    tmp_path: Path, data: bytes, said: dict[str, object]
) -> None:
    assert readback.codes(file_with(tmp_path / "file", data, **said)) == [TEXT]


def test_what_is_no_code_is_none(tmp_path: Path) -> None:
    noise = io.BytesIO(b"\x55\xaa" * 50).read(100)

    assert readback.codes(file_with(tmp_path / "file", noise)) == [""]
