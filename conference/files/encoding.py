"""Pictures encoded anew: told by their content, bounded, only the pixels kept.

Uploads are handed to this module as a process of its own, see `conference.files.pictures`; what we
drew or stored ourselves may be handed to its functions.
"""

import re
import struct
import warnings
from io import BytesIO
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from conference import limited_process
from conference.errors import DomainError

# 25 megapixels are 100 MB once decoded: what phones make unless told otherwise, not a bomb.
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 12_000
# Wider than any panorama, logo or flag; a line of pixels costs seconds and shows nothing.
STEEPEST = 20
# Each scan of a progressive JPEG passes over the whole picture. Cameras and programs write ten.
MOST_SCANS = 100
JPEG_QUALITY = 88

UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, struct.error)
TOO_MANY_PIXELS = (Image.DecompressionBombError, Image.DecompressionBombWarning)

# Pillow counts before it decodes anything; beyond its limit it only warns unless told otherwise.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)

# Source: ITU-T T.81, B.1. A byte FF within a scan is followed by 00, or is a restart marker's.
START_OF_SCAN = 0xDA
WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD9)}
NEXT_MARKER = re.compile(rb"\xff+([^\x00\xff])")


def jpeg(data: bytes, *, width: int, height: int) -> bytes:
    """The picture within `width` × `height` pixels; what was transparent is white.

    Raises DomainError, in words, for what is not a JPEG or PNG picture of a bearable size.
    """
    picture = _opened(data, width, height)
    flat = Image.new("RGB", picture.size, "white")
    flat.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    return _encoded(flat, "JPEG", quality=JPEG_QUALITY, optimize=True)


def png(data: bytes, *, width: int, height: int) -> bytes:
    """As `jpeg`, keeping transparency: for logos and flags."""
    return _encoded(_opened(data, width, height), "PNG", optimize=True)


def _opened(data: bytes, width: int, height: int) -> Image.Image:
    """Upright, as RGB or RGBA, no larger than asked."""
    try:
        with Image.open(BytesIO(data), formats=["JPEG", "PNG"]) as picture:
            _require_bearable(*picture.size)
            _require_few_scans(data)
            picture.draft("RGB", (width, height))
            ImageOps.exif_transpose(picture, in_place=True)
            has_alpha = picture.has_transparency_data
            plain = picture.convert("RGBA" if has_alpha else "RGB")
    except TOO_MANY_PIXELS as error:
        raise DomainError(_too_many_pixels()) from error
    except UNREADABLE as error:
        raise DomainError(
            _("This is not a JPEG or PNG picture, or the file is damaged. Choose another.")
        ) from error
    plain.thumbnail((width, height), Image.Resampling.LANCZOS)
    return plain


def _require_bearable(width: int, height: int) -> None:
    """By the file's header alone, before a pixel is decoded."""
    if width * height > MOST_PIXELS:
        raise DomainError(_too_many_pixels())
    if max(width, height) > LONGEST_SIDE:
        raise DomainError(
            _(
                "The picture is %(width)d × %(height)d pixels; no side may be longer than %(most)d."
                " Save it smaller and try again."
            )
            % {"width": width, "height": height, "most": LONGEST_SIDE}
        )
    if max(width, height) > STEEPEST * min(width, height):
        raise DomainError(
            _(
                "The picture is %(width)d × %(height)d pixels, little more than a line. Choose a"
                " picture whose sides are more alike."
            )
            % {"width": width, "height": height}
        )


def _too_many_pixels() -> str:
    return _("The picture has more than %d million pixels. Save it smaller and try again.") % (
        MOST_PIXELS // 1_000_000
    )


def _require_few_scans(data: bytes) -> None:
    if scans_of(data) > MOST_SCANS:
        raise DomainError(
            _(
                "The picture is stored in more than %d passes. Save it anew, as an ordinary JPEG,"
                " and try again."
            )
            % MOST_SCANS
        )


def scans_of(data: bytes) -> int:
    """How many scans a JPEG has, without decoding any; 0 for a picture of another kind.

    Those of a thumbnail within its metadata are none of its own: segments are skipped whole.
    """
    scans, at = 0, 2 if data.startswith(b"\xff\xd8") else len(data)
    while (found := NEXT_MARKER.search(data, at)) is not None:
        marker, at = found[1][0], found.end()
        if marker in WITHOUT_LENGTH:
            continue
        at += int.from_bytes(data[at : at + 2], "big")
        scans += marker == START_OF_SCAN
    return scans


def _encoded(picture: Image.Image, format_name: str, **options: object) -> bytes:
    """Pixels only: EXIF, comments, profiles and text chunks of the original are left behind."""
    pixels = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    output = BytesIO()
    pixels.save(output, format_name, **options)
    return output.getvalue()


ENCODINGS = {"jpeg": jpeg, "png": png}


def _answer(data: bytes, out: IO[bytes], encoding: str, width: str, height: str) -> None:
    out.write(ENCODINGS[encoding](data, width=int(width), height=int(height)))


if __name__ == "__main__":
    limited_process.answer(_answer)
