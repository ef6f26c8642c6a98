"""What follows from little about a new conference, where nothing else was typed.

Only what is certain is proposed: the zone of a country that has one, never a city.
"""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources

from i18nfield.strings import LazyI18nString

from conference.slugs import is_reserved_slug
from conference.writing.languages import translations
from conference.writing.transliteration import latin_spellings

SLUG_LENGTH = 40
YEAR = re.compile(r"(19|20)\d\d")


def slug(
    title: LazyI18nString | str,
    languages: Sequence[str],
    starts_on: dt.date | None,
    is_taken: Callable[[str], bool],
) -> str:
    """`second-water-conference-2022`: from the English title or else the principal one, with the
    year; with a number where another conference has the address."""
    texts = translations(title)
    found = [texts[tag] for tag in ("en", *languages, *texts) if tag in texts]
    words = re.findall(r"[a-z0-9]+", latin_spellings(found[0])[0].lower()) if found else []
    whole = _shortened(words)
    if not whole:
        return ""
    if starts_on and not YEAR.search(whole):
        whole = f"{whole}-{starts_on.year}"
    candidate, number = whole, 1
    while is_reserved_slug(candidate) or is_taken(candidate):
        number += 1
        candidate = f"{whole}-{number}"
    return candidate


def _shortened(words: Sequence[str]) -> str:
    """As many of the words as an address bears, the first one cut if need be."""
    kept = words[0][:SLUG_LENGTH] if words else ""
    for word in words[1:]:
        if len(kept) + 1 + len(word) > SLUG_LENGTH:
            break
        kept = f"{kept}-{word}"
    return kept


@cache
def zones_by_country() -> dict[str, tuple[str, ...]]:
    """By the two-letter code, as the time zone database itself says."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text()
    found: dict[str, list[str]] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, _place, zone, *_comments = line.split("\t")
            found.setdefault(country, []).append(zone)
    return {country: tuple(zones) for country, zones in found.items()}


def zone_of(country: str) -> str:
    """The zone of a country that has only one; else nothing."""
    zones = zones_by_country().get(country, ())
    return zones[0] if len(zones) == 1 else ""


def zone_named(typed: str, zones: Sequence[str]) -> str:
    """The zone that is meant, however it is typed: Asia/Dushanbe, dushanbe, new york.

    Nothing where several are.
    """
    wanted = _folded(typed)
    whole = [zone for zone in zones if _folded(zone) == wanted]
    cities = [zone for zone in zones if "/" in zone and _folded(zone.rsplit("/", 1)[1]) == wanted]
    found = whole or cities
    return found[0] if len(found) == 1 else ""


def _folded(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text).strip().casefold()
