"""Uploaded pictures: told by their content, bounded, and always encoded anew.

What is stored is never what was uploaded: only the pixels pass, turned upright, without metadata.
"""

import struct
import warnings
from io import BytesIO
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from conference.errors import DomainError

MEGABYTE = 2**20
LARGEST_FILE = 10 * MEGABYTE
# 50 megapixels are 150 MB once decoded: the largest phone cameras, not a bomb.
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 12_000
# Wider than any panorama, logo or flag; a line of pixels costs seconds and shows nothing.
STEEPEST = 20
JPEG_QUALITY = 88

UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, struct.error)
TOO_MANY_PIXELS = (Image.DecompressionBombError, Image.DecompressionBombWarning)

# Pillow counts before it decodes anything; beyond its limit it only warns unless told otherwise.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


def as_jpeg(upload: IO[bytes], *, width: int, height: int) -> bytes:
    """The picture within `width` × `height` pixels; what was transparent is white.

    Raises DomainError, in words, for what is not a JPEG or PNG picture of a bearable size.
    """
    picture = _opened(upload, width, height)
    flat = Image.new("RGB", picture.size, "white")
    flat.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    return _encoded(flat, "JPEG", quality=JPEG_QUALITY, optimize=True)


def as_png(upload: IO[bytes], *, width: int, height: int) -> bytes:
    """As `as_jpeg`, keeping transparency: for logos and flags."""
    return _encoded(_opened(upload, width, height), "PNG", optimize=True)


def _opened(upload: IO[bytes], width: int, height: int) -> Image.Image:
    """Upright, as RGB or RGBA, no larger than asked."""
    data = upload.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise DomainError(
            _("The file is larger than %d MB. Save the picture smaller and try again.")
            % (LARGEST_FILE // MEGABYTE)
        )
    try:
        with Image.open(BytesIO(data), formats=["JPEG", "PNG"]) as picture:
            _require_bearable(*picture.size)
            picture.draft("RGB", (width, height))
            upright = ImageOps.exif_transpose(picture)
            has_alpha = upright.has_transparency_data
            plain = upright.convert("RGBA" if has_alpha else "RGB")
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


def _encoded(picture: Image.Image, format_name: str, **options: object) -> bytes:
    """Pixels only: EXIF, comments, profiles and text chunks of the original are left behind."""
    pixels = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    output = BytesIO()
    pixels.save(output, format_name, **options)
    return output.getvalue()
