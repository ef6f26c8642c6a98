"""Draws the portraits, the flags and the logo of the work; what is there already stays."""

from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image

from bench.badges import work
from bench.badges.work import Scratch

PORTRAIT = (413, 531)
# Coarse colours, and a grain that makes the file about 51 kB at this quality.
PATCHES = (7, 9)
GRAIN = 0.13
QUALITY = 80
RAYS = 24


def draw(scratch: Scratch, *, photos: int) -> None:
    for folder in ("photos", "flags", "backgrounds"):
        (scratch.folder / folder).mkdir(parents=True, exist_ok=True)
    for one in work.people(0, min(photos, work.DIFFERENT_PHOTOS)):
        if not scratch.photo(one.photo).exists():
            _write(scratch.photo(one.photo), portrait(one.number))
    for code, _country, division, colours in work.COUNTRIES:
        _write(scratch.flag(code, "svg"), flag(division, colours.split()).encode())
    _write(scratch.logo, logo().encode())


def _write(path: Path, content: bytes) -> None:
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.replace(path)


def portrait(number: int) -> bytes:
    """As large in pixels and in bytes as a passport photo that a camera took."""
    chance = Random(f"{work.SEED} portrait {number}")
    patches = bytes(chance.randint(40, 220) for _ in range(3 * PATCHES[0] * PATCHES[1]))
    coarse = Image.frombytes("RGB", PATCHES, patches).resize(PORTRAIT, Image.Resampling.BICUBIC)
    grain = Image.frombytes("L", PORTRAIT, chance.randbytes(PORTRAIT[0] * PORTRAIT[1]))
    out = BytesIO()
    Image.blend(coarse, grain.convert("RGB"), GRAIN).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def flag(division: str, colours: list[str]) -> str:
    if division == "disc":
        field, disc, wave = colours
        drawn = (
            f'<rect width="900" height="600" fill="{field}"/>'
            f'<circle cx="450" cy="300" r="150" fill="{disc}"/>'
            f'<path d="M300 300a150 150 0 0 0 300 0c-50 60-100 60-150 0s-100-60-150 0z"'
            f' fill="{wave}"/>'
        )
    else:
        drawn = "".join(
            _stripe(division, place, len(colours), colour) for place, colour in enumerate(colours)
        )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 600" width="900" height="600">'
        f'{drawn}<rect x="3" y="3" width="894" height="594" fill="none" stroke="#999999"'
        ' stroke-width="6"/></svg>'
    )


def _stripe(division: str, place: int, stripes: int, colour: str) -> str:
    if division == "v":
        width = 900 / stripes
        return f'<rect x="{place * width:g}" width="{width:g}" height="600" fill="{colour}"/>'
    height = 600 / stripes
    return f'<rect y="{place * height:g}" width="900" height="{height:g}" fill="{colour}"/>'


def logo() -> str:
    rays = "".join(
        f'<path d="M100 100C{160 - ray} 60 {120 + ray} 20 100 {10 + ray}" fill="none"'
        f' stroke="#ffffff" stroke-width="2" transform="rotate({ray * 360 // RAYS} 100 100)"/>'
        for ray in range(RAYS)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" width="200" height="200">'
        '<defs><linearGradient id="sky" x2="1" y2="1"><stop stop-color="#00aaff"/>'
        '<stop offset="1" stop-color="#0055aa"/></linearGradient></defs>'
        f'<circle cx="100" cy="100" r="95" fill="url(#sky)"/>{rays}'
        '<circle cx="100" cy="100" r="28" fill="#ffffff"/></svg>'
    )
