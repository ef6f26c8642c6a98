"""What is laid out once and used for many badges, kept by what it depends on.

Skeletons and pictures that are not photos: in this process, and in the cache for all others.
"""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from django.core.cache import cache

from badges.compiled import Compiled
from badges.compiling import compile_skeleton
from badges.content import BadgeContent
from badges.design_language import Design
from badges.skeletons import without_own_parts
from conference import fonts, pdf, shaping
from conference.pdf import Asset

# To be raised with every change of how a skeleton is compiled or a badge is stamped.
VERSION = 1
DAYS_KEPT = 30
MOST_IN_PROCESS = 200

Key = TypeVar("Key")
Value = TypeVar("Value")

_skeletons: dict[tuple[BadgeContent, str], Compiled] = {}
_drawings: dict[tuple[str, float, float, bool], bytes] = {}
_sizes: dict[str, tuple[float, float]] = {}


@lru_cache(maxsize=1)
def engine() -> str:
    """What draws badges: equal engines draw equal pages."""
    return f"{VERSION} {pdf.version()} {shaping.version()} {fonts.digest()}"


def compiled(content: BadgeContent, design: Design, load: Callable[[str], Asset]) -> Compiled:
    """Compiles what no process has compiled. `load` gives the conference's logo."""
    bare = without_own_parts(content)

    def compiled_now() -> Compiled:
        images = {key: load(key) for key in (bare.conference_logo,) if key}
        return compile_skeleton(bare, design, images)

    return _kept(_skeletons, (bare, design.digest), compiled_now)


def natural_size(asset: Asset) -> tuple[float, float]:
    """Of a picture, in points."""
    return _kept(_sizes, asset.digest, lambda: pdf.natural_size(asset))


def drawing(asset: Asset, width: float, height: float, *, is_smooth: bool) -> bytes:
    """A page of this size in points that is filled by the picture."""
    return _kept(
        _drawings,
        (asset.digest, width, height, is_smooth),
        lambda: pdf.picture(asset, width, height, is_smooth=is_smooth),
    )


def _kept(known: dict[Key, Value], key: Key, made: Callable[[], Value]) -> Value:
    if key not in known:
        if len(known) >= MOST_IN_PROCESS:
            known.clear()
        known[key] = _kept_for_all(key, made)
    return known[key]


def _kept_for_all(key: object, made: Callable[[], Value]) -> Value:
    digest = hashlib.sha256(repr((engine(), key)).encode()).hexdigest()
    found: Value | None = cache.get(f"compiled:{digest}")
    if found is None:
        found = made()
        cache.set(f"compiled:{digest}", found, timeout=DAYS_KEPT * 24 * 3600)
    return found
