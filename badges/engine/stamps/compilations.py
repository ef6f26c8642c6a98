"""What is laid out once and used for many badges, kept by what it depends on.

Skeletons, verdicts and pictures that are not photos: in this process, and in the cache that is
handed in for all others.
"""

import hashlib
from collections.abc import Callable, Hashable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar, cast

from badges.engine.content import BadgeContent
from badges.engine.design.language import Design
from badges.engine.errors import RenderError
from badges.engine.identity import engine
from badges.engine.memory import Memory
from badges.engine.stamps.compiled import Compiled, not_taken_apart
from badges.engine.stamps.compiled_json import Kept, as_json, from_json
from badges.engine.stamps.compiling import compile_skeletons
from badges.engine.stamps.skeletons import without_own_parts
from conference.pdf import layout
from conference.pdf.layout import Asset

DAYS_KEPT = 30
MOST_BYTES = 48 * 2**20
# Of a value's objects, beside the bytes of a drawing; measured at some 20 places a skeleton.
OBJECT_BYTES = 8_000
# Compiled in one document; more would only take more memory.
AT_ONCE = 10

Load = Callable[[str], Asset]
Value = TypeVar("Value", bound=Kept)


class Cache(Protocol):
    """What other processes keep, as Django's caches answer. Values are what JSON can state."""

    def get(self, key: str, /) -> Any: ...
    def set(self, key: str, value: Any, /, timeout: int) -> Any: ...


class NoCache:
    """Where there is no other process: nothing is found, nothing kept."""

    def get(self, key: str, /) -> Any:
        return None

    def set(self, key: str, value: Any, /, timeout: int) -> None:
        pass


class Compilations:
    """What is compiled for the designs and pictures of badges, in a process and beyond it."""

    def __init__(self, cache: Cache, most_bytes: int = MOST_BYTES) -> None:
        self.cache = cache
        self.memory: Memory[Kept] = Memory(most_bytes, _weight)

    def compiled(self, content: BadgeContent, design: Design, load: Load) -> Compiled:
        """Compiles what no process has compiled. `load` gives the conference's logo."""
        bare = without_own_parts(content, design.named)

        def compiled_now() -> Compiled:
            """What cannot be laid out with other texts may still be laid out with its own."""
            try:
                return compile_skeletons([bare], design, logo_of(bare, load))[0]
            except RenderError as error:
                return not_taken_apart(str(error))

        return self.kept(_key(bare, design, load), compiled_now)

    def prepare(
        self,
        contents: Iterable[BadgeContent],
        design: Design,
        load: Load,
        look: Callable[[], None] = lambda: None,
    ) -> None:
        """Compiles all that these badges need and no process has compiled, many at once.

        What cannot be compiled is left: it fails again, and names its badge, when it is asked for.
        Asks `look` every now and then whether it is still wanted.
        """
        bare = {without_own_parts(content, design.named): None for content in contents}
        missing = [one for one in bare if self._found(_key(one, design, load)) is None]
        for start in range(0, len(missing), AT_ONCE):
            look()
            some = missing[start : start + AT_ONCE]
            with suppress(RenderError):
                compiled = compile_skeletons(some, design, logo_of(some[0], load))
                for one, made in zip(some, compiled, strict=True):
                    self._keep(_key(one, design, load), made)

    def natural_size(self, asset: Asset) -> tuple[float, float]:
        """Of a picture, in points."""
        return self.kept(("size", asset.digest), lambda: layout.natural_size(asset))

    def drawing(self, asset: Asset, width: float, height: float, *, is_smooth: bool) -> bytes:
        """A page of this size in points that is filled by the picture."""
        return self.kept(
            ("drawing", asset.digest, width, height, is_smooth),
            lambda: layout.picture(asset, width, height, is_smooth=is_smooth),
        )

    def kept(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What this process has under a key, or the cache for all, or else what is made now."""
        found = self._found(key)
        if found is not None:
            return cast("Value", found)
        made = make()
        self._keep(key, made)
        return made

    def _found(self, key: Hashable) -> Kept | None:
        found = self.memory.get(key)
        if found is not None:
            return found
        name = _name(key)
        stored = self.cache.get(name)
        if stored is None:
            return None
        found = from_json(name, stored)
        self.memory.put(key, found)
        return found

    def _keep(self, key: Hashable, made: Kept) -> None:
        name = _name(key)
        self.cache.set(name, as_json(name, made), timeout=DAYS_KEPT * 24 * 3600)
        self.memory.put(key, made)


def _key(bare: BadgeContent, design: Design, load: Load) -> tuple[str, BadgeContent, str, str]:
    logo = load(bare.conference_logo).digest if bare.conference_logo else ""
    return "skeleton", bare, design.digest, logo


def _name(key: Hashable) -> str:
    said = repr((engine(), key))
    return f"compiled:{hashlib.sha256(said.encode()).hexdigest()}"


def _weight(kept: Kept) -> int:
    if isinstance(kept, Compiled):
        return OBJECT_BYTES + len(kept.art)
    return len(kept) if isinstance(kept, bytes) else 0


def logo_of(content: BadgeContent, load: Load) -> dict[str, Asset]:
    return {key: load(key) for key in (content.conference_logo,) if key}


@dataclass(frozen=True)
class Supplies:
    """What badges are made from: pictures by their key, and what was compiled before."""

    load: Load
    compilations: Compilations = field(default_factory=lambda: Compilations(NoCache()))
