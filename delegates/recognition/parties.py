"""Which country or organization a text means. Pure; a name is recognised or asked about.

A name is compared folded, without punctuation, articles and the order of its words, so that
"Iran (Islamic Republic of)", "Islamic Republic of Iran" and "Iran, Islamic Republic of" are one.
What two parties share (AU, Korea) is ambiguous; nothing is guessed.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from conference.writing.folding import fold

PUNCTUATION = re.compile(r"[^\w\s]|_")
INITIALS = re.compile(r"\b(?:\w\.\s?){2,}")
IN_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")

# They come and go between two spellings of a name and never tell two names apart.
FILLERS = {
    "the", "of", "and", "for", "in", "on", "de", "des", "du", "d", "la", "le", "les", "l", "et",
    "pour", "del", "el", "los", "las", "y", "e", "para", "и", "по", "в", "ва",
}  # fmt: skip
SPELLINGS = {
    "centre": "center",
    "dem": "democratic",
    "fed": "federal",
    "intl": "international",
    "organisation": "organization",
    "programme": "program",
    "rep": "republic",
    "st": "saint",
    "ste": "sainte",
}
# Written with and without a dash, which folds to a space.
TOGETHER = (("co operation", "cooperation"), ("co ordination", "coordination"))

SUGGESTIONS = 3
LEAST_LIKENESS = 0.45
# Every short code is like every other.
SHORTEST_LIKENESS = 4
# Of so few letters most are shared by chance: USSR has half of Sri Lanka's SRL.
MOST_LETTERS_OF_A_SLIP = 5


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
        self._entries: list[Entry] = [*countries, *organizations]
        self._exact: defaultdict[str, dict[int, None]] = defaultdict(dict)
        self._loose: defaultdict[str, dict[int, None]] = defaultdict(dict)
        self._like: defaultdict[str, set[str]] = defaultdict(set)
        self._answers: dict[str, Recognition] = {}
        for number, entry in enumerate(self._entries):
            for spelling in filter(None, entry.spellings()):
                self._learn(spelling, number)

    def recognise(self, text: str) -> Recognition:
        answer = self._answers.get(text)
        if answer is None:
            answer = self._answers[text] = self._answer(text)
        return answer

    def called(self, text: str) -> tuple[Entry, ...]:
        """Those that have exactly this name, whatever its punctuation and capitals."""
        return self._chosen(self._exact.get(_exact_key(text), {}))

    def shared_names(self) -> dict[str, tuple[Entry, ...]]:
        """Every folded name that means more than one entry: what has to be asked about."""
        return {
            name: self._chosen(numbers)
            for name, numbers in sorted(self._exact.items())
            if len(numbers) > 1
        }

    def _learn(self, spelling: str, number: int) -> None:
        exact, loose = _exact_key(spelling), _loose_key(spelling)
        self._exact[exact][number] = None
        self._loose[loose][number] = None
        if len(exact) >= SHORTEST_LIKENESS:
            for trigram in _trigrams(exact):
                self._like[trigram].add(exact)

    def _answer(self, text: str) -> Recognition:
        found = self._chosen(self._find(text))
        if len(found) == 1:
            return Match(found[0])
        return Ambiguous(found) if found else Unknown(self._suggestions(text))

    def _find(self, text: str) -> Iterable[int]:
        """The whole text first; then a name whose brackets hold another name of the same party.

        "International Energy Agency (IEA/OECD)": one of the names in each pair of brackets is
        enough, because the others are the parent's.
        """
        found = self._named(text)
        brackets = IN_BRACKETS.findall(text)
        if found or not brackets:
            return found
        outside = self._named(IN_BRACKETS.sub(" ", text))
        inside = [
            {number for name in [part, *part.split("/")] for number in self._named(name)}
            for part in brackets
        ]
        return [number for number in outside if all(number in part for part in inside)]

    def _named(self, text: str) -> Mapping[int, None]:
        return self._exact.get(_exact_key(text)) or self._loose.get(_loose_key(text)) or {}

    def _chosen(self, numbers: Iterable[int]) -> tuple[Entry, ...]:
        return tuple(self._entries[number] for number in sorted(numbers))

    def _suggestions(self, text: str) -> tuple[Entry, ...]:
        likeness: defaultdict[int, float] = defaultdict(float)
        for part in {text, IN_BRACKETS.sub(" ", text), *IN_BRACKETS.findall(text)}:
            for name, value in self._names_like(_exact_key(part)):
                for number in self._exact[name]:
                    likeness[number] = max(likeness[number], value)
        best = sorted(likeness, key=lambda number: (-likeness[number], number))
        return tuple(self._entries[number] for number in best[:SUGGESTIONS])

    def _names_like(self, key: str) -> Iterator[tuple[str, float]]:
        """Known names with how like `key` they are, by the trigrams in common.

        Of a long text the share (Dice: 0 to 1); of a short one their number, and only names that
        are one slip away.
        """
        trigrams = _trigrams(key)
        common = Counter(name for trigram in trigrams for name in self._like.get(trigram, ()))
        if len(key) <= MOST_LETTERS_OF_A_SLIP:
            yield from ((name, count) for name, count in common.items() if is_one_slip(key, name))
            return
        for name, count in common.items():
            # A text's trigrams are almost as many as its letters: no need to count them again.
            likeness = 2 * count / (len(trigrams) + len(name) + 1)
            if likeness >= LEAST_LIKENESS:
                yield name, likeness


def is_one_slip(typed: str, meant: str) -> bool:
    """Whether one letter is wrong, missing or too many, or two neighbours are swapped."""
    if len(typed) > len(meant):
        typed, meant = meant, typed
    at = next((n for n, letter in enumerate(typed) if letter != meant[n]), len(typed))
    if len(typed) < len(meant):
        return typed[at:] == meant[at + 1 :]
    swapped = typed[:at] + typed[at : at + 2][::-1] + typed[at + 2 :]
    return typed[at + 1 :] == meant[at + 1 :] or swapped == meant


def _exact_key(text: str) -> str:
    """Folded, without punctuation: U.S.A. is usa, People's is peoples, & and "the" are nothing."""
    joined = INITIALS.sub(lambda found: f"{found[0].replace('.', '').replace(' ', '')} ", text)
    spaced = " ".join(PUNCTUATION.sub(" ", fold(joined)).split())
    for apart, together in TOGETHER:
        spaced = spaced.replace(apart, together)
    words = [SPELLINGS.get(word, word) for word in spaced.split()]
    return " ".join(word for word in words if word != "the") or spaced


def _loose_key(text: str) -> str:
    """The words in any order, without those that never tell two names apart."""
    words = _exact_key(text).split()
    return " ".join(sorted(word for word in words if word not in FILLERS) or sorted(words))


def _trigrams(key: str) -> set[str]:
    padded = f"  {key} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}
