"""When two descriptions are perhaps of one person: a question for a human, never an answer. Pure.

The names decide how much else must agree. Word order, marks, case, script and particles make no
difference to them; gender, honorific, e-mail, function and day of birth speak for or against.
`python -m bench.likeness` measures the judge on pairs that people judged.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from conference.writing.folding import fold, word_key
from conference.writing.transliteration import latin_spellings
from delegates.naming.names import folded_name_key
from delegates.recognition.descriptions import Description
from delegates.recognition.name_words import (
    ONE_SLIP,
    SHORT,
    NameWord,
    Pairing,
    WordMatch,
    paired,
    sound_of,
    words_of,
)

# Family names shorter than this are shared by many: with a slip and an initial they say nothing.
TELLING_FAMILY = 6
# One this long is rarely shared by two people of a delegation whose given names begin alike.
RARE_FAMILY = 8
# Letters of a name that may hold a second slip.
LONG_NAME = 14
# Words in common, of a hundred: "First Secretary" in two languages has few, and speaks a little
# against the two being one.
SAME_FUNCTION, OTHER_FUNCTION = 80, 45


class Sameness(models.TextChoices):
    DIFFERENT = "different", _("Different people")
    PERHAPS = "perhaps", _("Perhaps the same person")
    ALIKE = "alike", _("The same name")


class Reason(models.TextChoices):
    """What speaks for one person, and what against."""

    SAME_NAME = "same_name", _("the same name")
    NEAR_NAME = "near_name", _("nearly the same name")
    ABBREVIATED = "abbreviated", _("parts of the name left out or abbreviated")
    SAME_EMAIL = "same_email", _("the same e-mail")
    SAME_BIRTH = "same_birth", _("the same day of birth")
    SAME_FUNCTION = "same_function", _("the same function")
    OTHER_GENDER = "other_gender", _("another gender or honorific")
    OTHER_BIRTH = "other_birth", _("another day of birth")
    OTHER_EMAIL = "other_email", _("another e-mail")
    OTHER_FUNCTION = "other_function", _("another function")


class Names(IntEnum):
    """How alike two names are, counted in what must speak against them to outweigh it."""

    UNRELATED = -3
    ONE_WORD_SHARED = -1
    LOOSELY_ALIKE = 0
    RARE_FAMILY = 1
    ALIKE = 2
    EQUAL = 3


WEIGHTS = {
    Reason.SAME_EMAIL: 2,
    Reason.SAME_BIRTH: 2,
    Reason.SAME_FUNCTION: 1,
    Reason.OTHER_GENDER: -3,
    Reason.OTHER_BIRTH: -3,
    Reason.OTHER_EMAIL: -1,
    Reason.OTHER_FUNCTION: -1,
}
PLAINLY_ANOTHER = frozenset({Reason.OTHER_GENDER, Reason.OTHER_BIRTH})


@dataclass(frozen=True, slots=True)
class Likeness:
    sameness: Sameness
    reasons: tuple[Reason, ...] = ()

    @property
    def is_a_question(self) -> bool:
        return self.sameness != Sameness.DIFFERENT


@dataclass(frozen=True, slots=True)
class Portrait:
    """A description with its name taken apart once, for many comparisons."""

    description: Description
    words: tuple[NameWord, ...] = field(init=False)
    spellings: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        described = self.description
        given, family = described.given_name, described.family_name
        object.__setattr__(self, "words", words_of(given, family))
        object.__setattr__(self, "spellings", _spellings(described))

    def identifying_marks(self) -> list[str]:
        """What people share with nobody, or nearly: a mailbox, a day of birth."""
        described = self.description
        marks = [f"@{described.mailbox}"] if described.mailbox else []
        return [*marks, f"*{described.born_on}"] if described.born_on else marks

    @property
    def letters(self) -> str:
        """Those of the whole name, particles too, however they are parted."""
        described = self.description
        return word_key(f"{described.given_name}{described.family_name}")

    @property
    def joined(self) -> str:
        return sound_of("".join(word.text for word in self.words))


def judge(a: Description, b: Description) -> Likeness:
    """Whether two are perhaps one. Equal names are ALIKE whatever else is said of the two.

    PERHAPS where what the names have in common outweighs what speaks against it.
    """
    return compare(Portrait(a), Portrait(b))


def compare(a: Portrait, b: Portrait) -> Likeness:
    """`judge` for descriptions that are compared many times."""
    names, why = _names(a, b)
    if names == Names.UNRELATED:
        return Likeness(Sameness.DIFFERENT)
    facts = facts_of(a.description, b.description)
    reasons = (*why, *facts)
    if names == Names.EQUAL:
        return Likeness(Sameness.ALIKE, reasons)
    is_perhaps = _total(names, facts) > 0
    return Likeness(Sameness.PERHAPS if is_perhaps else Sameness.DIFFERENT, reasons)


def compare_elsewhere(a: Portrait, b: Portrait) -> Likeness:
    """Whether two of different delegations are perhaps one, where something of them is equal.

    An equal name is no question where the two are plainly others: too many share one. A mailbox
    is one, and a day of birth where the names have a word in common.
    """
    names, why = _names(a, b)
    facts = facts_of(a.description, b.description)
    sameness = Sameness.DIFFERENT
    if names == Names.EQUAL:
        sameness = Sameness.ALIKE if _total(names, facts) > 0 else Sameness.DIFFERENT
    elif PLAINLY_ANOTHER.isdisjoint(facts) and (
        Reason.SAME_EMAIL in facts or (Reason.SAME_BIRTH in facts and names > Names.UNRELATED)
    ):
        sameness = Sameness.PERHAPS
    return Likeness(sameness, (*why, *facts))


def _total(names: Names, facts: Iterable[Reason]) -> int:
    return names + sum(WEIGHTS[fact] for fact in facts)


def facts_of(a: Description, b: Description) -> tuple[Reason, ...]:
    """What beside the names speaks for one person or against it, where both say something."""
    facts = []
    if a.stated_gender and b.stated_gender and a.stated_gender != b.stated_gender:
        facts.append(Reason.OTHER_GENDER)
    if a.born_on and b.born_on:
        facts.append(Reason.SAME_BIRTH if a.born_on == b.born_on else Reason.OTHER_BIRTH)
    if a.mailbox and b.mailbox:
        facts.append(Reason.SAME_EMAIL if a.mailbox == b.mailbox else Reason.OTHER_EMAIL)
    if a.function and b.function:
        function, other = fold(a.function), fold(b.function)
        if fuzz.token_sort_ratio(function, other) >= SAME_FUNCTION:
            facts.append(Reason.SAME_FUNCTION)
        elif fuzz.token_set_ratio(function, other) < OTHER_FUNCTION:
            facts.append(Reason.OTHER_FUNCTION)
    return tuple(facts)


def is_only_marks_or_case(old: str, new: str) -> bool:
    """Whether `new` is `old` with marks, joints or case lost: "Kouassi Diabate", "RAHMON".

    A spreadsheet loses them unasked. What gains them ("Diabate" to "Diabaté") is a change like
    any other.
    """
    if word_key(old) != word_key(new):
        return False
    return any(after < before for before, after in zip(_care(old), _care(new), strict=True))


def _care(text: str) -> tuple[int, int]:
    """What was typed with care: characters that folding loses, capitals where not all are."""
    composed = unicodedata.normalize("NFC", text)
    marked = sum(fold(letter) != letter.casefold() for letter in composed if not letter.isspace())
    is_mixed = composed not in (composed.upper(), composed.lower())
    return marked, sum(map(str.isupper, composed)) if is_mixed else 0


def _spellings(described: Description) -> frozenset[str]:
    """The keys of every Latin spelling of the name, and of the one in the person's own script."""
    name = f"{described.given_name} {described.family_name}"
    keys = {folded_name_key(name, "")}
    whole = f"{described.given_name} {described.patronymic} {described.family_name}"
    for text in (name, described.own_name, *([whole] if described.patronymic else [])):
        keys.update(folded_name_key(spelling, "") for spelling in latin_spellings(text))
    if described.own_name:
        keys.add(folded_name_key(described.own_name, ""))
    return frozenset(keys - {""})


def _names(a: Portrait, b: Portrait) -> tuple[Names, tuple[Reason, ...]]:
    is_told_apart = a.description.is_told_apart_from(b.description)
    if not a.spellings.isdisjoint(b.spellings):
        if is_told_apart:
            return Names.LOOSELY_ALIKE, (Reason.NEAR_NAME,)
        return Names.EQUAL, (Reason.SAME_NAME,)
    if not (a.words and b.words):
        return Names.UNRELATED, ()
    if len(a.words) != len(b.words) and _is_parted_otherwise(a.joined, b.joined):
        return Names.ALIKE, (Reason.NEAR_NAME,)
    # Almansouri and Al Mansouri: a particle that was written into the name is no other name.
    if a.letters == b.letters:
        return Names.EQUAL, (Reason.NEAR_NAME,)
    return _judged(paired(a.words, b.words))


def _is_parted_otherwise(a: str, b: str) -> bool:
    """Gholam Ali and Gholamali, Minjun and Min-jun, with a slip where the name is long."""
    slips = 1 if min(len(a), len(b)) >= LONG_NAME else 0
    return min(len(a), len(b)) > ONE_SLIP and OSA.distance(a, b, score_cutoff=slips) <= slips


def _judged(pairing: Pairing) -> tuple[Names, tuple[Reason, ...]]:
    if pairing.has_family() and pairing.is_complete and _is_enough(pairing):
        is_shorter = pairing.left_of_long or pairing.has(WordMatch.INITIAL)
        return Names.ALIKE, (Reason.ABBREVIATED if is_shorter else Reason.NEAR_NAME,)
    if _could_be(pairing):
        is_rare = any(len(word.text) >= RARE_FAMILY for word in pairing.families())
        return Names.RARE_FAMILY if is_rare else Names.LOOSELY_ALIKE, (Reason.NEAR_NAME,)
    if any(len(word.text) >= SHORT for word, _other in pairing.whole()):
        return Names.ONE_WORD_SHARED, ()
    return Names.UNRELATED, ()


def _is_enough(pairing: Pairing) -> bool:
    """Two words at least agree, and not by slips and initials alone."""
    if len(pairing.pairs) < 2:
        return False
    whole, slips = pairing.whole(), pairing.slips()
    if not slips:
        return len(whole) > 1 or bool(pairing.families())
    if len(slips) > (2 if pairing.letters() >= LONG_NAME else 1):
        return False
    if len(whole) < 2 and pairing.left_of_long:
        return bool(pairing.families())
    # A slip in a short word is another name, unless a longer one stands beside it.
    if not whole:
        return min(slips) >= TELLING_FAMILY
    return min(slips) > ONE_SLIP or any(len(word.text) > ONE_SLIP for word, _other in whole)


def _could_be(pairing: Pairing) -> bool:
    """Whether something else that agrees makes it a question.

    The family name and another word agree; or the family name alone, and what is left of the two
    begins alike or contains the other; or a given name, and a slip parts what is left.
    """
    whole, has_family = pairing.whole(), pairing.has_family()
    left, other_left = pairing.left_of_short, pairing.left_of_long
    if not (whole or has_family):
        return False
    if has_family and (len(whole) > 1 or (whole and not (left and other_left))):
        return True
    pairs = [(word.text, other.text) for word in left for other in other_left]
    return any(_has_a_slip(*pair) or (has_family and _begins_alike(*pair)) for pair in pairs)


def _has_a_slip(word: str, other: str) -> bool:
    """Also of short words, where it makes another name unless something else agrees."""
    is_long_enough = min(len(word), len(other)) >= SHORT
    return is_long_enough and OSA.distance(word, other, score_cutoff=1) <= 1


def _begins_alike(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    return short[0] == long[0] or (len(short) >= SHORT and short in long)
