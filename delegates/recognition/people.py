"""The people of a delegation or a conference, asked who is perhaps meant by a description. Pure.

Near-linear in the number of people: two names that are alike share a word, half of one, or all
their letters, and of the people who share one only the likeliest are compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Generic, TypeVar

from delegates.recognition.descriptions import Description
from delegates.recognition.likeness import Portrait, Reason, Sameness, compare, compare_elsewhere
from delegates.recognition.name_words import ONE_SLIP

Key = TypeVar("Key")
Group = TypeVar("Group")
Found = tuple[Key, Sameness, tuple[Reason, ...]]

# How many people are compared with one, those who share the rarest marks first: a file of twenty
# thousand rows of one name would otherwise cost two hundred million comparisons.
MOST_COMPARED = 60
MOST_FOUND = 8


class People(Generic[Key]):
    """Those of one delegation, in the order in which they were added."""

    def __init__(self) -> None:
        self._people: list[tuple[Key, Portrait]] = []
        self._by_mark: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, key: Key, description: Description) -> None:
        portrait = Portrait(description)
        for mark in dict.fromkeys(_marks(portrait)):
            self._by_mark[mark].append(len(self._people))
        self._people.append((key, portrait))

    def like(self, description: Description) -> list[Found[Key]]:
        """Whoever is perhaps the described person, equal names first; at most eight."""
        portrait = Portrait(description)
        found: list[Found[Key]] = []
        for number in self._candidates(portrait):
            key, other = self._people[number]
            likeness = compare(portrait, other)
            if likeness.is_a_question:
                found.append((key, likeness.sameness, likeness.reasons))
        return _alike_first(found)

    def _candidates(self, portrait: Portrait) -> Iterable[int]:
        marks = dict.fromkeys(_marks(portrait))
        buckets = [self._by_mark[mark] for mark in marks if mark in self._by_mark]
        numbers: set[int] = set()
        for bucket in sorted(buckets, key=len):
            numbers.update(bucket[: MOST_COMPARED - len(numbers)])
        return sorted(numbers)


class Everywhere(Generic[Key, Group]):
    """Those of a whole conference: across delegations only what is equal asks.

    An equal folded name, e-mail or day of birth; the last only where the names share a word, since
    among ten thousand people every day of birth is shared.
    """

    def __init__(self) -> None:
        self._by_mark: defaultdict[str, list[tuple[Key, Group, Portrait]]] = defaultdict(list)

    def add(self, key: Key, description: Description, delegation: Group) -> None:
        portrait = Portrait(description)
        for mark in equal_marks(portrait):
            self._by_mark[mark].append((key, delegation, portrait))

    def like(self, description: Description, delegation: Group) -> list[Found[Key]]:
        """Whoever of another delegation is perhaps the described person; at most eight."""
        portrait = Portrait(description)
        found: dict[int, Found[Key]] = {}
        for mark in equal_marks(portrait):
            others = (person for person in self._by_mark.get(mark, ()) if person[1] != delegation)
            for key, _delegation, other in islice(others, MOST_COMPARED):
                likeness = compare_elsewhere(portrait, other)
                if likeness.is_a_question:
                    found[id(other)] = (key, likeness.sameness, likeness.reasons)
        return _alike_first(found.values())


def equal_marks(portrait: Portrait) -> list[str]:
    """What is equal of two people of different delegations before one asks whether they are one."""
    return [*portrait.spellings, *portrait.identifying_marks()]


def _alike_first(found: Iterable[Found[Key]]) -> list[Found[Key]]:
    return sorted(found, key=lambda person: person[1] != Sameness.ALIKE)[:MOST_FOUND]


def _marks(portrait: Portrait) -> Iterator[str]:
    """What two people who are alike have in common, one at least.

    A name, its letters however they are parted, a word, or half of a word with the first letter
    of another: a slip leaves one half as it was. A day of birth or a mailbox.
    """
    yield from portrait.spellings
    yield f"+{portrait.joined}"
    yield f"={portrait.letters}"
    for word in portrait.words:
        if not word.is_initial:
            yield word.sound
            for other in portrait.words:
                if other is not word:
                    yield from (f"{half} {other.text[0]}" for half in _halves(word.sound))
    yield from portrait.identifying_marks()


def _halves(sound: str) -> set[str]:
    """One letter more or less moves the middle: the halves of both lengths."""
    if len(sound) < ONE_SLIP:
        return {sound}
    middles = {len(sound) // 2, (len(sound) - 1) // 2}
    return {f"{sound[:at]}-" for at in middles} | {f"-{sound[-at:]}" for at in middles}
