"""The address that follows from the title of a new conference, where none was typed."""

import datetime as dt
import re
from collections.abc import Callable, Sequence

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
