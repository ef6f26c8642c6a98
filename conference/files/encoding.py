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
from PIL import Image, ImageCms, ImageOps

from conference import limited_process
from conference.errors import DomainError
from conference.files.signatures import kind_of

# 25 megapixels are 100 MB once decoded: what phones make unless told otherwise, not a bomb.
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 12_000
# Wider than any panorama, logo or flag; a line of pixels costs seconds and shows nothing.
STEEPEST = 20
# Each scan of a progressive JPEG passes over the whole picture. Cameras and programs write ten.
MOST_SCANS = 100
# Nearly every pixel of a photo stays within 3 of what was sent, colours at edges too.
JPEG = {"quality": 95, "subsampling": 0, "optimize": True}
SRGB = ImageCms.createProfile("sRGB")

UNREADABLE = (
    OSError, SyntaxError, ValueError, EOFError, TypeError, AssertionError, struct.error,
)  # fmt: skip
TOO_MANY_PIXELS = (Image.DecompressionBombError, Image.DecompressionBombWarning)

# Pillow counts before it decodes anything; beyond its limit it only warns unless told otherwise.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)

# Source: ITU-T T.81, B.1. A byte FF within a scan is followed by 00, or is a restart marker's.
START_OF_SCAN = 0xDA
WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD9)}
NEXT_MARKER = re.compile(rb"\xff+([^\x00\xff])")


def jpeg(data: bytes, *, width: int, height: int, least: tuple[int, int] = (1, 1)) -> bytes:
    """The picture within `width` × `height` pixels; what was transparent is white.

    Raises DomainError, in words, for what is not a JPEG or PNG picture of a bearable size, and for
    one that is less wide or high than `least`.
    """
    picture = _opened(data, width, height, least)
    flat = Image.new("RGB", picture.size, "white")
    flat.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    return _encoded(flat, "JPEG", **JPEG)


def png(data: bytes, *, width: int, height: int, least: tuple[int, int] = (1, 1)) -> bytes:
    """As `jpeg`, keeping transparency: for logos and flags."""
    return _encoded(_opened(data, width, height, least), "PNG", optimize=True)


def size_of(data: bytes) -> tuple[int, int]:
    """Of a picture that was encoded here, by its header."""
    with Image.open(BytesIO(data), formats=["JPEG", "PNG"]) as picture:
        return picture.size


def _opened(data: bytes, width: int, height: int, least: tuple[int, int]) -> Image.Image:
    """Upright, as RGB or RGBA in the colours of sRGB, no larger than asked."""
    foreign = kind_of(data)
    if foreign is not None:
        raise DomainError(foreign.refusal())
    try:
        with Image.open(BytesIO(data), formats=["JPEG", "PNG"]) as picture:
            _require_bearable(*picture.size)
            _require_few_scans(data)
            _require_enough(_upright_size(picture), least)
            picture.draft("RGB", (width, height))
            ImageOps.exif_transpose(picture, in_place=True)
            profile = picture.info.get("icc_profile")
            plain = _of_eight_bits(picture)
    except TOO_MANY_PIXELS as error:
        raise DomainError(_too_many_pixels()) from error
    except UNREADABLE as error:
        raise DomainError(
            _("This is not a JPEG or PNG picture, or the file is damaged. Choose another.")
        ) from error
    plain.thumbnail((width, height), Image.Resampling.LANCZOS)
    return _in_srgb(plain, profile)


def _of_eight_bits(picture: Image.Image) -> Image.Image:
    """Levels of grey, RGB or CMYK, with the transparency there is; no palette."""
    if picture.mode == "I;16":
        # The upper byte of each pixel: the library would cut off at 255 instead.
        grey = Image.frombytes("L", picture.size, picture.tobytes()[1::2])
        if "transparency" in picture.info:
            grey.info["transparency"] = picture.info["transparency"] >> 8
        picture = grey
    if picture.has_transparency_data:
        return picture.convert("LA" if picture.mode in {"L", "LA"} else "RGBA")
    return picture.convert(picture.mode if picture.mode in {"L", "RGB", "CMYK"} else "RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """As RGB, or RGBA where something is transparent."""
    if picture.mode not in {"LA", "RGBA"}:
        return _converted(picture, profile)
    shown = _converted(picture.convert("L" if picture.mode == "LA" else "RGB"), profile)
    shown.putalpha(picture.getchannel("A"))
    return shown


def _converted(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """A profile that is damaged, or about other pictures, is as good as none."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile or b""))
        # Cameras give a grey picture the profile of their coloured ones.
        is_grey_of_colours = picture.mode == "L" and source.profile.xcolor_space == "RGB "
        colours = picture.convert("RGB") if is_grey_of_colours else picture
        shown = ImageCms.profileToProfile(colours, source, SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture.convert("RGB")
    assert shown is not None
    return shown


def _upright_size(picture: Image.Image) -> tuple[int, int]:
    """By the header alone. Orientations from 5 on lie on their side (Exif 2.3, tag 0x0112)."""
    width, height = picture.size
    return (height, width) if picture.getexif().get(0x0112, 1) >= 5 else (width, height)


def _require_enough(size: tuple[int, int], least: tuple[int, int]) -> None:
    if size[0] < least[0] or size[1] < least[1]:
        raise DomainError(
            _(
                "The picture is %(width)d × %(height)d pixels; it has to be %(least_width)d ×"
                " %(least_height)d at least. Choose a larger one."
            )
            % {
                "width": size[0],
                "height": size[1],
                "least_width": least[0],
                "least_height": least[1],
            }
        )


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


def _answer(data: bytes, out: IO[bytes], encoding: str, *sizes: str) -> None:
    width, height, *least = map(int, sizes)
    out.write(ENCODINGS[encoding](data, width=width, height=height, least=(least[0], least[1])))


if __name__ == "__main__":
    limited_process.answer(_answer)
