"""The pinned fonts: which there are, in which order a language asks for them, what they weigh.

Set-up copies the files into `FONTS_DIR`; the PDF renderer and the fitting of names see these and
no other, so that a badge comes out the same on every machine.
"""

import hashlib
import tempfile
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

from django.conf import settings

REGULAR = 400
BOLD = 700
WEIGHT_FILES = {REGULAR: "400Regular", BOLD: "700Bold"}

BASE = "Noto Sans"
SCRIPTS = (
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Armenian",
    "Noto Sans Georgian",
    "Noto Sans Thai",
    "Noto Sans Devanagari",
    "Noto Sans Bengali",
    "Noto Sans Gurmukhi",
    "Noto Sans Gujarati",
    "Noto Sans Oriya",
    "Noto Sans Tamil",
    "Noto Sans Telugu",
    "Noto Sans Kannada",
    "Noto Sans Malayalam",
    "Noto Sans Sinhala",
    "Noto Sans Lao",
    "Noto Sans Khmer",
    "Noto Sans Myanmar",
    "Noto Sans Ethiopic",
    "Noto Sans Thaana",
    "Noto Serif Tibetan",
    "Noto Sans Tifinagh",
)
# Drawn in the one weight there is, whichever is asked for.
SINGLE_WEIGHT = frozenset({"Noto Sans Tifinagh"})
CHINESE, JAPANESE, KOREAN = "Noto Sans SC", "Noto Sans JP", "Noto Sans KR"
FAMILIES = (BASE, *SCRIPTS, CHINESE, JAPANESE, KOREAN)

# One character of Han is drawn differently in China, Japan and Korea. fontconfig's own language
# rules do not decide it for hanja (Pango 1.50), so the order is named for each language.
HAN_ORDERS = {
    "zh": (CHINESE, JAPANESE, KOREAN),
    "ja": (JAPANESE, CHINESE, KOREAN),
    "ko": (KOREAN, CHINESE, JAPANESE),
}


def stack(language: str) -> tuple[str, ...]:
    """The families a text of this language is set in, first choice first (BCP 47 tag or "")."""
    han = HAN_ORDERS.get(language.split("-", maxsplit=1)[0].lower(), HAN_ORDERS["zh"])
    return (BASE, *SCRIPTS, *han)


def stylesheet() -> str:
    """CSS that gives every text the stack of its language, and nothing else."""
    rules = [f"html,[lang]{{font-family:{_css_families('')}}}"]
    rules += [f":lang({tag}){{font-family:{_css_families(tag)}}}" for tag in HAN_ORDERS]
    return "\n".join(rules)


def _css_families(language: str) -> str:
    return ",".join(f'"{family}"' for family in stack(language))


def file(family: str, weight: int) -> Path:
    weight = REGULAR if family in SINGLE_WEIGHT else weight
    return settings.FONTS_DIR / f"{family.replace(' ', '')}_{WEIGHT_FILES[weight]}.ttf"


@lru_cache(maxsize=1)
def digest() -> str:
    """Of all pinned fonts: equal fonts draw equal texts."""
    said = hashlib.sha256()
    for path in sorted(settings.FONTS_DIR.glob("*.ttf")):
        said.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return said.hexdigest()


def write_fontconfig() -> Path:
    """A fontconfig file that knows FONTS_DIR only; returns its path.

    The last family of every pattern is Noto Sans: without it an unknown family is drawn in any
    font of the folder (Latin came out of Noto Sans Hebrew).
    """
    home = settings.VAR_DIR / "fontconfig"
    home.mkdir(parents=True, exist_ok=True)
    target: Path = home / "fonts.conf"
    text = (
        '<?xml version="1.0"?>\n'
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        "<fontconfig>\n<reset-dirs/>\n"
        f"<dir>{escape(str(settings.FONTS_DIR))}</dir>\n"
        f"<cachedir>{escape(str(home / 'cache'))}</cachedir>\n"
        '<match target="pattern"><edit name="family" mode="append_last">'
        f"<string>{BASE}</string></edit></match>\n"
        "</fontconfig>\n"
    )
    if not (target.exists() and target.read_text() == text):
        # Several workers start at once: none may read a file that another has half written.
        with tempfile.NamedTemporaryFile("w", dir=home, delete=False) as part:
            part.write(text)
        Path(part.name).replace(target)
    return target
