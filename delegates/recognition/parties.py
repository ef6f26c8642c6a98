"""Which country or organization a text means. Pure; a name is recognised or asked about.

An exact spelling comes first, then one with the same marks: "Zoï" and "ZOI" can be two
organizations. Then a name is compared
folded, without punctuation, articles and the order of its words, so that "Iran (Islamic Republic
of)", "Islamic Republic of Iran" and "Iran, Islamic Republic of" are one. What two parties share is
ambiguous; nothing is guessed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from delegates.recognition.party_keys import (
    IN_BRACKETS,
    is_mark_of,
    loose_key,
    marked_key,
    party_key,
    spelling_key,
    without_brackets,
)
from delegates.recognition.party_likeness import KnownNames

SUGGESTIONS = 3
# Two parties written in one heading: "Banque mondiale/GEF", "World Conservation Union - IUCN".
PARTED = re.compile(r"/|\s[-–—]\s")
# A part of a heading that is itself a name, not an acronym that others have too.
SHORTEST_PART = 8
# As like as a name with a slip.
A_PART = 0.9
# Every short acronym is a slip of another.
SHORTEST_NAME = 4
SHORTEST_ACRONYM = 7


@dataclass(frozen=True)
class CountryEntry:
    """`names`: language tag to short name; `aliases`: everything else it is known by."""

    code: str
    iso2: str
    iso3: str
    names: Mapping[str, str] = field(hash=False)
    aliases: tuple[str, ...] = ()

    def spellings(self) -> Iterator[str]:
        yield from (self.iso2, self.iso3, *self.names.values(), *self.aliases)


@dataclass(frozen=True)
class OrganizationEntry:
    """`key` is whatever the caller finds the organization by again."""

    key: str
    acronym: str
    names: Mapping[str, str] = field(hash=False)
    aliases: tuple[str, ...] = ()

    def spellings(self) -> Iterator[str]:
        yield from (self.acronym, *self.names.values(), *self.aliases)


Entry = CountryEntry | OrganizationEntry


@dataclass(frozen=True)
class Match:
    entry: Entry


@dataclass(frozen=True)
class Ambiguous:
    """The text is a name of each of these, in the order in which they were given."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Unknown:
    """`suggestions`: up to three entries with a name like the text, the likest first."""

    suggestions: tuple[Entry, ...] = ()


Recognition = Match | Ambiguous | Unknown


class Recogniser:
    """Built once for an import from all countries and organizations; a look-up is a dictionary's.

    An answer is remembered: a file names the same few hundred delegations thousands of times.
    """

    def __init__(
        self, countries: Iterable[CountryEntry], organizations: Iterable[OrganizationEntry]
    ) -> None:
        self._entries: list[Entry] = []
        self._spelled: defaultdict[str, dict[int, None]] = defaultdict(dict)
        self._marked: defaultdict[str, dict[int, None]] = defaultdict(dict)
        self._exact: defaultdict[str, dict[int, None]] = defaultdict(dict)
        self._loose: defaultdict[str, dict[int, None]] = defaultdict(dict)
        self._answers: dict[str, Recognition] = {}
        entries: list[Entry] = [*countries, *organizations]
        for entry in entries:
            self.learn(entry)

    def learn(self, entry: Entry) -> None:
        """From now on its names are known too."""
        self._answers.clear()
        self.__dict__.pop("_names", None)
        number = len(self._entries)
        self._entries.append(entry)
        for spelling in filter(None, entry.spellings()):
            self._spelled[spelling_key(spelling)][number] = None
            self._marked[marked_key(spelling)][number] = None
            self._exact[party_key(spelling)][number] = None
            self._loose[loose_key(spelling)][number] = None

    def recognise(self, text: str) -> Recognition:
        answer = self._answers.get(text)
        if answer is None:
            answer = self._answers[text] = self._answer(text)
        return answer

    def spelled(self, text: str) -> tuple[Entry, ...]:
        """Those that have exactly this name, letter by letter."""
        return self._chosen(self._spelled.get(spelling_key(text), {}))

    def called(self, text: str) -> tuple[Entry, ...]:
        """Those that have this name, whatever its case, accents, punctuation, order of words."""
        return self._chosen(self._folded(text))

    def _answer(self, text: str) -> Recognition:
        found = self._chosen(self._find(text))
        if len(found) == 1:
            return Match(found[0])
        return Ambiguous(found) if found else Unknown(self._suggestions(text))

    def _find(self, text: str) -> Iterable[int]:
        """The whole text first; then a name whose brackets hold another name of the same party.

        "International Energy Agency (IEA/OECD)": one of the names in each pair of brackets is
        enough, because the others are the parent's. Brackets that only abbreviate what stands
        outside say nothing more, though elsewhere they name another: EC is Ecuador's code.
        """
        found = self._named(text)
        brackets = IN_BRACKETS.findall(text)
        if found or not brackets:
            return found
        outside = without_brackets(text)
        inside = [
            {number for name in [part, *part.split("/")] for number in self._named(name)}
            for part in brackets
            if not is_mark_of(part, outside)
        ]
        return [
            number
            for number in self._named(outside)
            if all(number in numbers for numbers in inside)
        ]

    def _named(self, text: str) -> Mapping[int, None]:
        return (
            self._spelled.get(spelling_key(text))
            or self._marked.get(marked_key(text))
            or self._folded(text)
        )

    def _folded(self, text: str) -> Mapping[int, None]:
        return self._exact.get(party_key(text)) or self._loose.get(loose_key(text)) or {}

    def _chosen(self, numbers: Iterable[int]) -> tuple[Entry, ...]:
        return tuple(self._entries[number] for number in sorted(numbers))

    # Suggestions

    def _suggestions(self, text: str) -> tuple[Entry, ...]:
        """Whom the text perhaps means, the likest first; nobody rather than a wrong one."""
        likeness: defaultdict[int, float] = defaultdict(float)
        for part in {text, without_brackets(text)}:
            for number, value in self._names.like(party_key(part)).items():
                likeness[number] = max(likeness[number], value)
        for part in self._parts(text):
            for number in self._named(part):
                likeness[number] = max(likeness[number], A_PART)
        best = sorted(likeness, key=lambda number: (-likeness[number], number))
        return tuple(self._entries[number] for number in best[:SUGGESTIONS])

    def _parts(self, text: str) -> Iterator[str]:
        """Names within the text, and acronyms beside them; alone, others have those too.

        What stands outside brackets, each of two names in one heading, and what stands outside
        and in brackets alike: "UNESCO Office in Almaty (UNESCO)".
        """
        outside = without_brackets(text)
        parts = [outside, *PARTED.split(outside)]
        if any(len(party_key(part)) >= SHORTEST_PART and self._named(part) for part in parts):
            yield from parts
        for part in IN_BRACKETS.findall(text):
            if f" {party_key(part)} " in f" {party_key(outside)} ":
                yield part

    @cached_property
    def _names(self) -> KnownNames:
        names: defaultdict[str, set[int]] = defaultdict(set)
        for number, entry in enumerate(self._entries):
            for spelling in entry.spellings():
                if is_guessed_at(spelling):
                    names[party_key(spelling)].add(number)
        return KnownNames(names)


def is_guessed_at(spelling: str) -> bool:
    """Whether a text may be a slip of it: a name, or an acronym that is as long as a word."""
    key = party_key(spelling)
    is_acronym = " " not in key and sum(map(str.isupper, spelling)) > 1
    return len(key) >= (SHORTEST_ACRONYM if is_acronym else SHORTEST_NAME)
