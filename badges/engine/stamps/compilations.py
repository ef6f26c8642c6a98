"""What is laid out once and used for many badges, kept by what it depends on.

Skeletons and pictures that are not photos: in this process, and in the cache for all others.
"""

import hashlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import fields
from functools import lru_cache
from typing import TypeVar, cast

from django.core.cache import cache

from badges.engine.content import BadgeContent
from badges.engine.design.language import Design
from badges.engine.errors import RenderError
from badges.engine.stamps.compiled import Compiled, PicturePlace, TextPlace, not_taken_apart
from badges.engine.stamps.compiled_json import Kept, as_json, from_json
from badges.engine.stamps.compiling import compile_skeletons
from badges.engine.stamps.skeletons import without_own_parts
from conference.pdf import fonts, layout, shaping
from conference.pdf.layout import Asset

# To be raised with every change of how a skeleton is compiled or a badge is stamped.
VERSION = 4
DAYS_KEPT = 30
MOST_IN_PROCESS = 500
# Compiled in one document; more would only take more memory.
AT_ONCE = 10

Load = Callable[[str], Asset]

Key = TypeVar("Key")
Value = TypeVar("Value", bound=Kept)

_skeletons: dict[tuple[BadgeContent, str, str], Compiled] = {}
_drawings: dict[tuple[str, float, float, bool], bytes] = {}
_sizes: dict[str, tuple[float, float]] = {}


@lru_cache(maxsize=1)
def engine() -> str:
    """What draws badges: equal engines draw equal pages, and understand what another has kept."""
    kept_as = [field.name for kind in (Compiled, TextPlace, PicturePlace) for field in fields(kind)]
    return f"{VERSION} {layout.version()} {shaping.version()} {fonts.digest()} {kept_as}"


def compiled(content: BadgeContent, design: Design, load: Load) -> Compiled:
    """Compiles what no process has compiled. `load` gives the conference's logo."""
    bare = without_own_parts(content, design.named)

    def compiled_now() -> Compiled:
        """What cannot be laid out with other texts may still be laid out with its own."""
        try:
            return compile_skeletons([bare], design, logo_of(bare, load))[0]
        except RenderError as error:
            return not_taken_apart(str(error))

    return kept(_skeletons, _key(bare, design, load), compiled_now)


def prepare(contents: Iterable[BadgeContent], design: Design, load: Load) -> None:
    """Compiles all that these badges need and no process has compiled, many at once.

    What cannot be compiled is left: it fails again, and names its badge, when it is asked for.
    """
    bare = {without_own_parts(content, design.named): None for content in contents}
    missing = [one for one in bare if _found(_skeletons, _key(one, design, load)) is None]
    for start in range(0, len(missing), AT_ONCE):
        some = missing[start : start + AT_ONCE]
        with suppress(RenderError):
            for one, made in zip(
                some, compile_skeletons(some, design, logo_of(some[0], load)), strict=True
            ):
                _keep(_skeletons, _key(one, design, load), made)


def _key(bare: BadgeContent, design: Design, load: Load) -> tuple[BadgeContent, str, str]:
    logo = load(bare.conference_logo).digest if bare.conference_logo else ""
    return bare, design.digest, logo


def logo_of(content: BadgeContent, load: Load) -> dict[str, Asset]:
    return {key: load(key) for key in (content.conference_logo,) if key}


def natural_size(asset: Asset) -> tuple[float, float]:
    """Of a picture, in points."""
    return kept(_sizes, asset.digest, lambda: layout.natural_size(asset))


def drawing(asset: Asset, width: float, height: float, *, is_smooth: bool) -> bytes:
    """A page of this size in points that is filled by the picture."""
    return kept(
        _drawings,
        (asset.digest, width, height, is_smooth),
        lambda: layout.picture(asset, width, height, is_smooth=is_smooth),
    )


def kept(known: dict[Key, Value], key: Key, made: Callable[[], Value]) -> Value:
    """What `known` has under a key, or the cache for all processes, or else what is made now."""
    found = _found(known, key)
    if found is None:
        found = made()
        _keep(known, key, found)
    return found


def _found(known: dict[Key, Value], key: Key) -> Value | None:
    if key in known:
        return known[key]
    name = _name(key)
    stored = cache.get(name)
    if stored is None:
        return None
    found = cast("Value", from_json(name, stored))
    _keep_here(known, key, found)
    return found


def _keep(known: dict[Key, Value], key: Key, made: Value) -> None:
    name = _name(key)
    cache.set(name, as_json(name, made), timeout=DAYS_KEPT * 24 * 3600)
    _keep_here(known, key, made)


def _keep_here(known: dict[Key, Value], key: Key, made: Value) -> None:
    if len(known) >= MOST_IN_PROCESS:
        known.clear()
    known[key] = made


def _name(key: object) -> str:
    said = repr((engine(), key))
    return f"compiled:{hashlib.sha256(said.encode()).hexdigest()}"
