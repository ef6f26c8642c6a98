"""Names of people: how they are written and compared. Pure functions.

A name is a given and a family part as in the passport; one of the two may be blank. Nothing is
title-cased, split or guessed.
"""

import re

from conference.writing.capitals import upper_name
from conference.writing.folding import fold

PUNCTUATION = re.compile(r"[^\w\s]|_")


def badge_lines(
    *, given: str, family: str, override: str = "", language: str | None = None
) -> tuple[str, ...]:
    """The lines of a name on a badge: the given name as typed, the FAMILY NAME in capitals.

    A blank part has no line. An override is the whole name as the person wants it: one line, as
    typed. `language` is that of the name, for the rules of its capitals.
    """
    if override:
        return (override,)
    return tuple(filter(None, (given, upper_name(family, language))))


def list_name(*, given: str, family: str, override: str = "", language: str | None = None) -> str:
    """The name in one line, for lists: "Sodiq RAHMON"."""
    return " ".join(badge_lines(given=given, family=family, override=override, language=language))


def folded_name_key(given: str, family: str) -> str:
    """Equal for one name in another case, order, accent or punctuation; "" for no name.

    Order does not count, because spreadsheets swap the two parts.
    """
    return " ".join(sorted(name_words(f"{given} {family}")))


def name_words(name: str) -> list[str]:
    return PUNCTUATION.sub(" ", fold(name)).split()
