"""Names of people: how they are written and compared. Pure functions.

A name is a given and a family part as in the passport; one of the two may be blank. Nothing is
title-cased, split or guessed.
"""

import re

from django.utils.translation import gettext as _

from conference.writing.capitals import upper_name
from conference.writing.folding import fold

# Of the languages that names can be in.
FAMILY_FIRST = frozenset({"hu", "ja", "km", "ko", "vi", "zh-hans", "zh-hant"})
UNSPACED = frozenset({"ja", "ko", "zh-hans", "zh-hant"})
SEPARATORS = (" ", "")
PARTS_OF_NAME = ("given_name", "family_name")
PARTS_OF_OWN_NAME = ("own_given_name", "own_family_name")
# Printed where the conference says so; see `Conference.prints_patronymics`.
FURTHER_PARTS_OF_NAME = ("patronymic", "name_suffix")
FIELDS_OF_NAMES = frozenset(
    {"given_name", "family_name", "display_name", "own_name", *PARTS_OF_OWN_NAME}
)

PUNCTUATION = re.compile(r"[^\w\s]|_")


def printed_parts(
    *,
    given: str,
    family: str,
    patronymic: str = "",
    suffix: str = "",
    language: str | None = None,
) -> tuple[str, str]:
    """The two parts of a name as printed: "Emomali Sharipovich", "RAHMON"; "Martin", "KING Jr.".

    Patronymic and suffix stand as typed, and once: lists from elsewhere have them in the given or
    the family name already. A suffix follows the whole name, of which the family part may be blank.
    `language` is that of the name, for the rules of its capitals.
    """
    given, capitals = followed_by(given, patronymic), upper_name(family, language)
    if not capitals:
        return followed_by(given, suffix), ""
    return given, followed_by(capitals, suffix)


def followed_by(name: str, part: str) -> str:
    """With a part that it does not end with already."""
    if not part or not name:
        return name or part
    words, further = name_words(name), name_words(part)
    return name if words[-len(further) :] == further else f"{name} {part}"


def badge_lines(
    *,
    given: str,
    family: str,
    patronymic: str = "",
    suffix: str = "",
    override: str = "",
    language: str | None = None,
) -> tuple[str, ...]:
    """The lines of a name on a badge: the given name as typed, the FAMILY NAME in capitals.

    A blank part has no line. An override is the whole name as the person wants it: one line, as
    typed. The rest is `printed_parts`.
    """
    if override:
        return (override,)
    parts = printed_parts(
        given=given, family=family, patronymic=patronymic, suffix=suffix, language=language
    )
    return tuple(filter(None, parts))


def list_name(
    *,
    given: str,
    family: str,
    patronymic: str = "",
    suffix: str = "",
    override: str = "",
    language: str | None = None,
) -> str:
    """The name in one line, for lists: "Sodiq RAHMON"."""
    lines = badge_lines(
        given=given,
        family=family,
        patronymic=patronymic,
        suffix=suffix,
        override=override,
        language=language,
    )
    return " ".join(lines)


def whole_own_name(*, given: str, family: str, whole: str, former: str, language: str) -> str:
    """The name in own script as it is shown, given its two parts: as typed, else joined.

    Who knows no parts types the whole alone: nothing is split. A whole that is still the `former`
    one follows parts that were changed. Raises ValueError, in words that continue the name of the
    field, where a whole was typed that is not its parts.
    """
    if not (given or family) or is_made_of(whole, given=given, family=family):
        return whole
    if whole not in ("", former):
        raise ValueError(
            _("is not its given and family part; change one of them, or leave it blank")
        )
    return joined_own_name(given=given, family=family, language=language)


def joined_own_name(*, given: str, family: str, language: str) -> str:
    """In the order of the language and with the spaces it writes: 김민준, Kovács János."""
    parts = (family, given) if language in FAMILY_FIRST else (given, family)
    return ("" if language in UNSPACED else " ").join(filter(None, parts))


def family_first(whole: str, *, given: str, family: str, language: str) -> str:
    """A name in own script by which it is looked up: as written where that begins so, or no parts
    are known.
    """
    return whole if not family or language in FAMILY_FIRST else f"{family} {given}"


def is_made_of(whole: str, *, given: str, family: str) -> bool:
    """In either order, for a person's own may be another than the language's."""
    orders = ((given, family), (family, given))
    return any(
        whole == separator.join(filter(None, parts)) for parts in orders for separator in SEPARATORS
    )


def folded_name_key(given: str, family: str) -> str:
    """Equal for one name in another case, order, accent or punctuation; "" for no name.

    Order does not count, because spreadsheets swap the two parts.
    """
    return " ".join(sorted(name_words(f"{given} {family}")))


def name_words(name: str) -> list[str]:
    return PUNCTUATION.sub(" ", fold(name)).split()
