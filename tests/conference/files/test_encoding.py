"""Pictures are told by their content, bounded and encoded anew."""

import random
import struct
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat
from PIL.PngImagePlugin import PngInfo

from conference.errors import DomainError
from conference.files import encoding
from conference.files.encoding import MOST_SCANS, scans_of
from conference.files.framing import Crop, Frame
from tests.conference.files import profiles

UPPER_RIGHT = Crop(0.5, 0, 0.5, 0.5)


def encoded(picture: Image.Image, format_name: str, **options: object) -> bytes:
    output = BytesIO()
    picture.save(output, format_name, **options)
    return output.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def of_phone(name: str) -> bytes:
    return (Path(__file__).parents[2] / f"data/pictures/{name}.heic").read_bytes()


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
        encoded(Image.new("RGB", (300, 300)), "JPEG")[:200],
    ],
    ids=["empty", "svg", "truncated"],
)
def test_what_is_no_jpeg_or_png_is_refused(upload: bytes) -> None:
    with pytest.raises(DomainError, match="not a JPEG, PNG or HEIC picture"):
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
        (1, 12_000, "1 × 12000 pixels, which is too narrow"),
        (4_100, 200, "4100 × 200 pixels, which is too narrow"),
    ],
)
def test_line_of_pixels_is_refused_by_its_header(width: int, height: int, words: str) -> None:
    """The file ends after its header: what is decoded first is refused as damaged."""
    with pytest.raises(DomainError, match=words):
        encoding.jpeg(png_of_size(width, height), width=100, height=100)


def test_a_wide_logo_passes() -> None:
    upload = encoded(Image.new("RGB", (2000, 100)), "PNG")

    assert opened(encoding.png(upload, width=1600, height=800)).size == (1600, 80)


@pytest.mark.parametrize("name", ["phone", "phone_lying"])
def test_picture_of_a_phone_is_upright(name: str) -> None:
    """Drawn for this test: a red square in the corner that is on the left and above."""
    result = opened(encoding.png(of_phone(name), width=900, height=900))

    red, green, _blue = result.getpixel((20, 20))
    assert (result.size, red > 150, green < 50) == ((450, 600), True, True)


def test_picture_of_a_phone_that_is_too_large_is_refused_before_it_is_opened() -> None:
    with pytest.raises(DomainError, match="more than 25 million pixels"):
        encoding.jpeg(of_phone("phone_huge"), width=100, height=100)


def test_whatever_is_done_to_a_picture_of_a_phone_is_refused_in_words_or_shown() -> None:
    whole = of_phone("phone")
    for _ in range(150):
        damaged = bytearray(whole)
        for _byte in range(8):
            damaged[random.randrange(len(whole))] = random.randrange(256)
        with suppress(DomainError):
            encoding.jpeg(bytes(damaged), width=100, height=100)


@pytest.mark.parametrize("orientation", [1, 6])
def test_what_was_chosen_of_the_upright_picture_is_kept(orientation: int) -> None:
    """Its upper right quarter, which is blue."""
    upright = Image.new("RGB", (1400, 1800), "white")
    upright.paste("blue", (700, 0, 1400, 900))
    exif = Image.Exif()
    exif[0x0112] = orientation
    sent = upright if orientation == 1 else upright.transpose(Image.Transpose.ROTATE_90)
    frame = Frame(7, 9, most=(350, 450), least=(70, 90), sharp=(350, 450))

    result = opened(encoding.framed(encoded(sent, "JPEG", exif=exif), frame, UPPER_RIGHT))

    assert result.size == (350, 450)
    near_the_edges = [result.getpixel(at) for at in ((6, 6), (343, 6), (6, 443), (343, 443))]
    assert all(blue > 240 and red < 15 for red, _green, blue in near_the_edges)


def test_too_little_of_a_large_picture_is_refused() -> None:
    upload = encoded(Image.new("RGB", (700, 900)), "JPEG")
    frame = Frame(7, 9, most=(350, 450), least=(400, 500), sharp=(400, 500))

    with pytest.raises(DomainError, match="350 × 450"):
        encoding.framed(upload, frame, UPPER_RIGHT)


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


# Colours


def patches(mode: str, values: Sequence[Any]) -> Image.Image:
    """A column of 60 × 60 pixels for each value: JPEG blurs the edges only."""
    picture = Image.new(mode, (60 * len(values), 60))
    for column, value in enumerate(values):
        picture.paste(value, (60 * column, 0, 60 * column + 60, 60))
    return picture


def middles(picture: Image.Image) -> list[tuple[int, ...]]:
    """Of each patch."""
    colours = [picture.getpixel((x, 30)) for x in range(30, picture.width, 60)]
    return [colour if isinstance(colour, tuple) else (int(colour or 0),) for colour in colours]


def furthest(found: list[tuple[int, ...]], wanted: list[tuple[int, ...]]) -> int:
    """The largest difference of any channel."""
    return max(
        abs(one - other)
        for colour, right in zip(found, wanted, strict=True)
        for one, other in zip(colour, right, strict=True)
    )


GREYS = [0, 1, 40, 128, 200, 254, 255]


def sixteen_bits(greys: list[int]) -> Image.Image:
    pixels = patches("L", greys).tobytes()
    return Image.frombytes("I;16", (60 * len(greys), 60), bytes(b for v in pixels for b in (v, v)))


@pytest.mark.parametrize("encode", [encoding.jpeg, encoding.png])
def test_grey_of_sixteen_bits_is_as_bright_as_before(encode: Callable[..., bytes]) -> None:
    upload = encoded(sixteen_bits(GREYS), "PNG")

    result = opened(encode(upload, width=600, height=600)).convert("RGB")

    assert furthest(middles(result), [(v, v, v) for v in GREYS]) <= 2


def test_one_grey_of_sixteen_bits_may_be_transparent() -> None:
    upload = encoded(sixteen_bits([10, 200]), "PNG", transparency=200 * 257)

    result = opened(encoding.png(upload, width=600, height=600))

    assert middles(result) == [(10, 10, 10, 255), (200, 200, 200, 0)]


COLOURS = [(220, 30, 30), (30, 200, 60), (20, 60, 220), (200, 160, 130), (128, 128, 128)]
SRGB = ImageCms.createProfile("sRGB")


RGB_PROFILES = {
    "Display P3": profiles.rgb(2.2, ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060))),
    "Adobe RGB": profiles.rgb(2.2, ((0.640, 0.330), (0.210, 0.710), (0.150, 0.060))),
}


def by_hand(picture: Image.Image, profile: bytes) -> Image.Image:
    source = ImageCms.ImageCmsProfile(BytesIO(profile))
    converted = ImageCms.profileToProfile(picture, source, SRGB, outputMode="RGB")
    assert converted is not None
    return converted


@pytest.mark.parametrize("format_name", ["JPEG", "PNG"])
@pytest.mark.parametrize("name", RGB_PROFILES)
def test_colours_of_a_profile_are_those_of_srgb(name: str, format_name: str) -> None:
    picture, profile = patches("RGB", COLOURS), RGB_PROFILES[name]
    upload = encoded(picture, format_name, icc_profile=profile, quality=95)
    wanted = middles(by_hand(picture, profile))
    assert furthest(wanted, middles(picture)) > 15

    result = opened(encoding.jpeg(upload, width=600, height=600))

    assert furthest(middles(result), wanted) <= 3
    assert "icc_profile" not in result.info


def test_transparency_outlives_the_profile() -> None:
    profile = RGB_PROFILES["Display P3"]
    picture = patches("RGBA", [(220, 30, 30, 255), (20, 60, 220, 90)])
    upload = encoded(picture, "PNG", icc_profile=profile)

    result = opened(encoding.png(upload, width=600, height=600))

    wanted = middles(by_hand(picture.convert("RGB"), profile))
    assert middles(result) == [(*wanted[0], 255), (*wanted[1], 90)]


def test_grey_of_a_profile_is_as_bright_as_it_says() -> None:
    profile = profiles.grey(1.0)
    picture = patches("L", GREYS)
    upload = encoded(picture, "JPEG", icc_profile=profile, quality=95)
    wanted = middles(by_hand(picture, profile))
    assert furthest(wanted, [(v, v, v) for v in GREYS]) > 40

    result = opened(encoding.jpeg(upload, width=600, height=600))

    assert furthest(middles(result), wanted) <= 3


def test_grey_with_a_profile_of_colours_is_as_bright_as_it_says() -> None:
    profile = profiles.rgb(1.0, ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060)))
    picture = patches("L", GREYS)
    upload = encoded(picture, "JPEG", icc_profile=profile, quality=95)
    wanted = middles(by_hand(picture.convert("RGB"), profile))
    assert furthest(wanted, [(v, v, v) for v in GREYS]) > 40

    result = opened(encoding.jpeg(upload, width=600, height=600))

    assert furthest(middles(result), wanted) <= 3


def test_inks_of_a_profile_are_those_of_srgb() -> None:
    profile = profiles.cmyk()
    picture = patches("CMYK", [(0, 0, 0, 0), (255, 0, 0, 0), (0, 200, 100, 0), (40, 30, 30, 200)])
    upload = encoded(picture, "JPEG", icc_profile=profile, quality=95)
    wanted = middles(by_hand(picture, profile))
    assert furthest(wanted, middles(picture.convert("RGB"))) > 30

    result = opened(encoding.jpeg(upload, width=600, height=600))

    assert furthest(middles(result), wanted) <= 3


@pytest.mark.parametrize(
    "profile",
    [b"", b"no profile", profiles.cmyk(), profiles.grey(1.0)],
    ids=["none", "damaged", "of inks", "of greys"],
)
def test_profile_that_is_damaged_or_about_other_pictures_is_not_heeded(profile: bytes) -> None:
    picture = patches("RGB", COLOURS)
    upload = encoded(picture, "PNG", icc_profile=profile)

    result = opened(encoding.png(upload, width=600, height=600))

    assert middles(result) == COLOURS


# Sizes and kinds


FRAME = Frame(30, 38.6, most=(826, 1062), least=(150, 190), sharp=(413, 531))


@pytest.mark.parametrize("size", [(149, 190), (150, 189), (1, 1)])
def test_picture_of_which_the_frame_shows_too_little_is_refused(size: tuple[int, int]) -> None:
    upload = encoded(Image.new("RGB", size), "PNG")

    with pytest.raises(DomainError, match=f"{size[0]} × {size[1]} pixels; .*150 × 190 at least"):
        encoding.framed(upload, FRAME)


def test_least_size_is_that_of_the_upright_picture() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # Orientation: turn to the right.
    lying = Image.new("RGB", (190, 150))
    turned, as_it_is = encoded(lying, "JPEG", exif=exif), encoded(lying, "JPEG")

    result = opened(encoding.framed(turned, FRAME))

    assert result.size == (150, 190)
    with pytest.raises(DomainError, match="190 × 150 pixels"):
        encoding.framed(as_it_is, FRAME)


@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (1416, 1062)), (6, (826, 1101))], ids=["lying", "turned"]
)
def test_what_is_kept_of_a_large_picture_is_that_of_the_upright_one(
    orientation: int, size: tuple[int, int]
) -> None:
    """Its reading is reduced, by the sides that it has before it is turned."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    upload = encoded(Image.new("RGB", (4000, 3000)), "JPEG", exif=exif)

    assert encoding.size_of(encoding.framed(upload, FRAME)) == size


def test_least_size_is_asked_of_the_file_and_not_of_a_reduced_reading() -> None:
    upload = encoded(Image.new("RGB", (1600, 2400)), "JPEG")
    frame = Frame(30, 38.6, most=(100, 129), least=(100, 129), sharp=(1, 1))

    assert encoding.size_of(encoding.framed(upload, frame)) == (100, 150)


# What is kept of the colours of a photo


def portrait(size: tuple[int, int], grain: int) -> Image.Image:
    """Shades and sharp edges of many colours, under the grain of a camera at night."""
    width, height = size
    shade = Image.linear_gradient("L").resize(size)
    upside_down = shade.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    picture = Image.merge("RGB", (shade, upside_down, shade.point(lambda level: level // 2)))
    for column, colour in enumerate([*COLOURS, (255, 255, 0), (0, 255, 255), (255, 255, 255)]):
        left = 20 + column * (width // 9)
        picture.paste(colour, (left, height // 4, left + width // 11, height // 2))
    grained = (
        ImageChops.add(band, Image.effect_noise(size, grain), offset=-128)
        for band in picture.split()
    )
    return Image.merge("RGB", list(grained)) if grain else picture


def furthest_of_all(found: Image.Image, wanted: Image.Image) -> int:
    return max(most for _least, most in ImageChops.difference(found, wanted).getextrema())  # type: ignore[misc]


@pytest.mark.parametrize(
    ("size", "grain"),
    [((350, 450), 0), ((350, 450), 15), ((413, 531), 15), ((826, 1062), 0)],
)
@pytest.mark.parametrize("name", RGB_PROFILES)
def test_every_value_of_a_photo_with_a_profile_is_that_of_srgb(
    name: str, size: tuple[int, int], grain: int
) -> None:
    picture, profile = portrait(size, grain), RGB_PROFILES[name]
    upload = encoded(picture, "JPEG", icc_profile=profile, quality=90)

    result = encoding.framed(upload, FRAME)

    assert furthest_of_all(opened(result), by_hand(opened(upload), profile)) <= 2
    assert len(result) <= encoding.LARGEST_EXACT


def test_photo_that_means_srgb_anyway_takes_no_more_bytes() -> None:
    picture = portrait((413, 531), 15)
    meant = ImageCms.ImageCmsProfile(SRGB).tobytes()

    with_profile, without = (
        encoding.framed(encoded(picture, "PNG", **profile), FRAME)
        for profile in ({"icc_profile": meant}, {})
    )

    exact = BytesIO()
    picture.save(exact, "JPEG", **encoding.EXACT_JPEG)
    assert abs(len(with_profile) - len(without)) < 2000
    assert len(without) < len(exact.getvalue()) * 0.7


def test_every_grey_of_sixteen_bits_is_as_bright_as_before() -> None:
    """Of all levels, side by side in every order, and of grain."""
    levels = Image.frombytes(
        "L", (512, 640), bytes(7 * (at % 512) * (at // 512) % 256 for at in range(512 * 640))
    )
    pixels = bytes(byte for level in levels.tobytes() for byte in (level, level))
    upload = encoded(Image.frombytes("I;16", levels.size, pixels), "PNG")

    result = opened(encoding.framed(upload, FRAME))

    assert result.mode == "L"
    pairs = zip(result.tobytes(), levels.tobytes(), strict=True)
    assert max(abs(found - right) for found, right in pairs) <= 2


def test_large_photo_that_is_all_grain_is_kept_nearly_as_it_was() -> None:
    """Exact, it would be two megabytes. It is written at all: its tables are a piece too large."""
    profile = RGB_PROFILES["Display P3"]
    picture = portrait((826, 1062), 90)
    shown = by_hand(picture, profile)

    result = encoding.framed(encoded(picture, "PNG", icc_profile=profile), FRAME)

    exact = BytesIO()
    shown.save(exact, "JPEG", **encoding.EXACT_JPEG)
    assert len(result) < len(exact.getvalue()) * 0.7
    assert max(ImageStat.Stat(ImageChops.difference(opened(result), shown)).mean) < 4


def test_photo_without_colour_is_kept_as_grey() -> None:
    picture = portrait((413, 531), 15).convert("L")

    result = opened(encoding.framed(encoded(picture.convert("RGB"), "PNG"), FRAME))

    assert result.mode == "L"
    assert furthest_of_all(result.convert("RGB"), picture.convert("RGB")) <= 2
