"""What draws badges, in one word: equal engines draw equal pages, and read what another has kept.

Pages are reused, and compiled designs kept for a month, under this word. It changes by itself with
everything that could draw a badge otherwise: our own sources, the libraries, the fonts.
"""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import conference.pdf
import conference.writing.languages
from conference.pdf import fonts, layout, shaping

# What is beside the engine itself and decides how a badge looks.
SOURCES = (
    Path(__file__).parent,
    Path(conference.pdf.__file__).parent,
    Path(conference.writing.languages.__file__),
)
# They subset fonts, write files and draw codes; WeasyPrint and Pango tell their own versions.
LIBRARIES = ("uharfbuzz", "pikepdf", "zxing-cpp")


@lru_cache(maxsize=1)
def engine() -> str:
    return f"{installed()} WeasyPrint {layout.version()} {shaping.version()}"


@lru_cache(maxsize=1)
def installed() -> str:
    """As far as it can be told without loading it: a web process draws nothing, and needs none.

    The machine's own Pango and HarfBuzz are missing here.
    """
    libraries = (f"{name} {version(name)}" for name in ("weasyprint", *LIBRARIES))
    return " ".join((digest_of_sources(SOURCES), *libraries, fonts.digest()))


def digest_of_sources(places: Iterable[Path]) -> str:
    """Of every Python file in these folders and of these files, by content and place."""
    said = hashlib.sha256()
    for place in places:
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            said.update(str(path.relative_to(place.parent)).encode())
            said.update(hashlib.sha256(path.read_bytes()).digest())
    return said.hexdigest()
