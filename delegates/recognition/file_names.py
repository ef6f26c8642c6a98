"""Whose photo a file is, by its name. Pure; what fits nobody, or several, is asked.

Cameras, phones and offices call files "RAHMON Sodiq.jpg", "sodiq_rahmon-photo (2).png",
"SodiqRahmon.jpeg" and, in the person's own script, "Содиқ Раҳмон.jpg".
"""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from conference.writing.folding import fold
from conference.writing.transliteration import latin_spellings

Key = TypeVar("Key", bound=Hashable)

ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
PARTED = re.compile(r"[\W_]+")
Words = tuple[str, ...]
# What stands beside a name, and is none.
BESIDE = frozenset(
    {
        *("photo", "photos", "foto", "fotos", "picture", "pic", "portrait", "image", "img", "scan"),
        *("copy", "final", "new", "passport", "jpg", "jpeg", "png", "фото", "паспорт", "акс"),
        *("mr", "mrs", "ms", "miss", "dr", "he", "h", "e", "prof"),
    }
)
# Two names that share no longer word are not alike.
SHORTEST = 3
MOST_LIKELY = 8


@dataclass(frozen=True)
class Whose(Generic[Key]):
    """`owner` is whose it is, where the name is theirs and nobody else's; else who is likely."""

    owner: Key | None = None
    likely: tuple[Key, ...] = ()


def owners_of(
    files: Sequence[str], people: Mapping[Key, Sequence[str]], given: Mapping[int, Key | None]
) -> list[Whose[Key]]:
    """Of each file. `people` are with all their names, `given` whose a file was said to be.

    Two files of one person are nobody's before somebody says which is meant.
    """
    known = {
        key: [_words(form) for name in names for form in _forms(name)]
        for key, names in people.items()
    }
    found = [
        Whose(given[at]) if at in given else _whose(name, known) for at, name in enumerate(files)
    ]
    owners = [one.owner for one in found]
    return [
        Whose(None, (one.owner,))
        if one.owner is not None and at not in given and owners.count(one.owner) > 1
        else one
        for at, one in enumerate(found)
    ]


def _whose(name: str, people: Mapping[Key, Sequence[Words]]) -> Whose[Key]:
    stem = ENDING.sub("", name)
    forms = [_words(form) for form in _forms(stem)]
    exact = [key for key, names in people.items() if _any(_is_written, forms, names)]
    whole = exact or [key for key, names in people.items() if _any(_holds, forms, names)]
    if len(whole) == 1:
        return Whose(whole[0])
    likely = whole or [key for key, names in people.items() if _any(_shares, forms, names)]
    return Whose(None, tuple(likely[:MOST_LIKELY]))


def _any(
    fits: Callable[[Words, Words], bool], forms: Sequence[Words], names: Sequence[Words]
) -> bool:
    return any(fits(form, name) for form in forms for name in names if form and name)


def _is_written(form: Words, name: Words) -> bool:
    """All its words and no others, in any order, or written without spaces."""
    joined = "".join(form)
    return sorted(form) == sorted(name) or joined in {"".join(name), "".join(reversed(name))}


def _holds(form: Words, name: Words) -> bool:
    """All words of a name that has several, beside others."""
    return len(name) > 1 and set(name) <= set(form)


def _shares(form: Words, name: Words) -> bool:
    return any(len(word) >= SHORTEST for word in set(form) & set(name))


def _forms(text: str) -> Iterator[str]:
    yield text
    if not text.isascii():
        yield from latin_spellings(text)


def _words(text: str) -> Words:
    """Without numbers and what stands beside names."""
    words = PARTED.sub(" ", fold(PARTED.sub(" ", text))).split()
    letters = (word.strip("0123456789") for word in words)
    return tuple(word for word in letters if word and word not in BESIDE)
