"""Pictures encoded anew: told by their content, bounded, only the pixels kept.

Uploads are handed to this module as a process of its own, see `conference.files.pictures`; what we
drew or stored ourselves may be handed to its functions.
"""

import json
import math
import re
import struct
import warnings
from collections.abc import Callable
from io import BytesIO
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageChops, ImageCms, ImageFile, ImageOps

from conference import limited_process
from conference.errors import DomainError
from conference.files.framing import WHOLE, Crop, Frame, Size
from conference.files.signatures import is_of_phones, kind_of

# 25 megapixels are 100 MB once decoded: what phones make unless told otherwise, not a bomb.
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 12_000
# Wider than any panorama, logo or flag; a line of pixels costs seconds and shows nothing.
STEEPEST = 20
# Each scan of a progressive JPEG passes over the whole picture. Cameras and programs write ten.
MOST_SCANS = 100
# Nearly every value of a photo stays within 3 of what was sent, colours at edges too.
JPEG = {"quality": 95, "subsampling": 0, "optimize": True}
# Every value stays within 2, at three times the bytes: colours that are turned into brightness and
# two differences, as JPEG usually has them, come back up to 4 away at any quality.
EXACT_JPEG = {"quality": 99, "keep_rgb": True, "optimize": True}
# A photo of 413 × 531 pixels takes no more, grainy as a camera's may be at night.
LARGEST_EXACT = 512 * 1024
# What a conversion by a profile of sRGB itself, or of a camera that means it, may differ by.
ROUNDING = 3
SRGB = ImageCms.createProfile("sRGB")

UNREADABLE = (
    OSError, SyntaxError, ValueError, EOFError, TypeError, AssertionError, struct.error,
    RuntimeError,
)  # fmt: skip
TOO_MANY_PIXELS = (Image.DecompressionBombError, Image.DecompressionBombWarning)

# Pillow counts before it decodes anything; beyond its limit it only warns unless told otherwise.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
# A JPEG written with tables of its own has to fit into one piece, which Pillow makes too small for
# a picture that is all grain.
ImageFile.MAXBLOCK = 16 * 2**20
warnings.simplefilter("error", Image.DecompressionBombWarning)

# Source: ITU-T T.81, B.1. A byte FF within a scan is followed by 00, or is a restart marker's.
START_OF_SCAN = 0xDA
WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD9)}
NEXT_MARKER = re.compile(rb"\xff+([^\x00\xff])")


def framed(data: bytes, frame: Frame, crop: Crop = WHOLE) -> bytes:
    """A JPEG of what was chosen of the picture, with the pixels that the frame asks for; what was
    transparent is white, and what has no colour is kept as grey. Exact are greys and what a profile
    changed: nobody but us has seen those colours.

    Raises DomainError, in words, for what is not a JPEG, PNG or HEIC picture of a bearable size,
    and for one of which the frame shows too little.
    """

    def kept(size: Size) -> Size:
        frame.require_enough(size)
        return frame.kept(size)

    plain, profile = _opened(data, kept, crop)
    shown = _in_srgb(plain, profile)
    picture = _without_colour(_on_white(shown))
    if picture.mode == "L" or _furthest(shown, plain) > ROUNDING:
        exact = _encoded(picture, "JPEG", **EXACT_JPEG)
        if len(exact) <= LARGEST_EXACT:
            return exact
    return _encoded(picture, "JPEG", **JPEG)


def jpeg(data: bytes, *, width: int, height: int) -> bytes:
    """Small, within `width` × `height` pixels; what was transparent is white."""
    picture = _in_srgb(*_opened(data, _within(width, height)))
    return _encoded(_on_white(picture), "JPEG", **JPEG)


def png(data: bytes, *, width: int, height: int) -> bytes:
    """As `jpeg`, exact and keeping transparency: for logos and flags."""
    picture = _in_srgb(*_opened(data, _within(width, height)))
    return _encoded(picture, "PNG", optimize=True)


def size_of(data: bytes) -> tuple[int, int]:
    """Of a picture that was encoded here, by its header."""
    with Image.open(BytesIO(data), formats=["JPEG", "PNG"]) as picture:
        return picture.size


def _within(width: int, height: int) -> Callable[[Size], Size]:
    def kept(size: Size) -> Size:
        scale = min(1, width / size[0], height / size[1])
        return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))

    return kept


def _on_white(picture: Image.Image) -> Image.Image:
    flat = Image.new("RGB", picture.size, "white")
    flat.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    return flat


def _without_colour(picture: Image.Image) -> Image.Image:
    red, green, blue = picture.split()
    has_none = not any(ImageChops.difference(red, other).getbbox() for other in (green, blue))
    return red if has_none else picture


def _furthest(one: Image.Image, other: Image.Image) -> int:
    """The largest difference of a value of red, green or blue."""
    bands = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).split()
    return max(int(band.getextrema()[1]) for band in bands)  # type: ignore[arg-type]


def _opened(
    data: bytes, kept: Callable[[Size], Size], crop: Crop = WHOLE
) -> tuple[Image.Image, bytes | None]:
    """Upright, what was chosen of it in the size that is kept, and the profile that says what its
    values mean.
    """
    foreign = kind_of(data)
    if foreign is not None:
        raise DomainError(foreign.refusal())
    try:
        with Image.open(BytesIO(data), formats=_formats(data)) as picture:
            _require_bearable(*picture.size)
            _require_few_scans(data)
            is_lying = _is_lying(picture)
            upright = _turned(picture.size, is_lying)
            chosen = crop.size(upright)
            size = kept(chosen)
            needed = [
                math.ceil(side * few / many)
                for side, few, many in zip(upright, size, chosen, strict=True)
            ]
            picture.draft("RGB", _turned((needed[0], needed[1]), is_lying))
            ImageOps.exif_transpose(picture, in_place=True)
            profile = picture.info.get("icc_profile")
            plain = _of_eight_bits(picture)
    except TOO_MANY_PIXELS as error:
        raise DomainError(_too_many_pixels()) from error
    except UNREADABLE as error:
        raise DomainError(
            _("This is not a JPEG, PNG or HEIC picture, or the file is damaged. Choose another.")
        ) from error
    if plain.size != size:
        box = crop.of(plain.size)
        plain = plain.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
    return plain, profile


def _formats(data: bytes) -> tuple[str, ...]:
    """What it may be opened as. The library for pictures of phones is loaded for these alone."""
    if not is_of_phones(data):
        return ("JPEG", "PNG")
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    return ("HEIF",)


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


def _is_lying(picture: Image.Image) -> bool:
    """By the header alone. Orientations from 5 on lie on their side (Exif 2.3, tag 0x0112)."""
    return bool(picture.getexif().get(0x0112, 1) >= 5)


def _turned(size: Size, is_lying: bool) -> Size:
    return (size[1], size[0]) if is_lying else size


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
                "The picture is %(width)d × %(height)d pixels, which is too narrow. Choose a"
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
                "The picture is stored in more than %d passes. Save it again as an ordinary"
                " JPEG and choose that file."
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


def _answer(data: bytes, out: IO[bytes], encoding: str, sizes: str) -> None:
    """`sizes`: the fields of a frame and of what was chosen, or width and height, as JSON."""
    given = json.loads(sizes)
    if encoding == "framed":
        out.write(framed(data, Frame(**given["frame"]), Crop(**given["crop"])))
    else:
        out.write(ENCODINGS[encoding](data, **given))


if __name__ == "__main__":
    limited_process.answer(_answer)
