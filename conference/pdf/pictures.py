"""Pictures in a PDF file as they are: a photo's own bytes, a square of black and white modules."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from conference.pdf.writer import PdfWriter, Reference

COLOUR_SPACES = {"RGB": b"/DeviceRGB", "L": b"/DeviceGray"}


@dataclass(frozen=True)
class Jpeg:
    """What the header of a JPEG file says, and the file. Sizes are pixels."""

    width: int
    height: int
    space: bytes
    data: bytes


def read_jpeg(data: bytes) -> Jpeg:
    """Nothing is decoded. Raises KeyError for colours other than RGB and grey."""
    with Image.open(BytesIO(data), formats=["JPEG"]) as picture:
        return Jpeg(picture.width, picture.height, COLOUR_SPACES[picture.mode], data)


def put_jpeg(writer: PdfWriter, jpeg: Jpeg, *, is_smooth: bool) -> Reference:
    entries = _entries(jpeg.width, jpeg.height, jpeg.space, bits=8, is_smooth=is_smooth)
    return writer.put_stream(jpeg.data, entries + b"/Filter/DCTDecode", is_compressed=True)


def put_bits(writer: PdfWriter, picture: Image.Image, *, is_smooth: bool) -> Reference:
    """A picture of one bit for each pixel; unless it is smooth, sharp at any size."""
    entries = _entries(*picture.size, b"/DeviceGray", bits=1, is_smooth=is_smooth)
    return writer.put_stream(picture.tobytes(), entries)


def _entries(width: int, height: int, space: bytes, *, bits: int, is_smooth: bool) -> bytes:
    return (
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%b/BitsPerComponent %d"
        b"/Interpolate %b" % (width, height, space, bits, b"true" if is_smooth else b"false")
    )
