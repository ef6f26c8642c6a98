"""Which known name a text is perhaps a slip of: a question for a human, never an answer. Pure.

Two names are as like as the words that they share, each weighed by how few parties have it:
"international" says little, "Greenpeace" that it is somebody else. A word counts for one that is a
slip of the hand away. Acronyms are never guessed at: every short one is like every other.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel

from delegates.recognition.party_keys import telling_words

LEAST_LIKENESS = 0.78
# Of a name that has every word of the text: "Trinidad", and "Korea" means two.
LEAST_OF_ALL_WORDS = 0.65
# A scan that parts or joins words: the letters say it, the words do not.
LEAST_LETTERS_IN_COMMON = 0.9
FEWEST_LETTERS = 12
# "Organisation des Nations Unies pour l'éducation": a name cut where a comma parts it.
LEAST_BEGINNING = 20

SLIPS_BY_LENGTH = ((9, 2), (4, 1), (0, 0))


class KnownNames:
    """Names as keys (`party_keys.party_key`), each with the numbers of those that have it."""

    def __init__(self, names: Mapping[str, Iterable[int]]) -> None:
        self._names = {name: frozenset(numbers) for name, numbers in names.items()}
        self._words = {name: frozenset(telling_words(name)) for name in self._names}
        self._like: dict[str, dict[str, float]] = {}

    def like(self, key: str) -> dict[int, float]:
        """The numbers of those with a name like `key`, and how like it is (0 to 1)."""
        found: defaultdict[int, float] = defaultdict(float)
        for name, likeness in (*self._by_words(key), *self._by_letters(key), *self._begun(key)):
            for number in self._names[name]:
                found[number] = max(found[number], likeness)
        return found

    @cached_property
    def _weights(self) -> dict[str, float]:
        having: defaultdict[str, set[int]] = defaultdict(set)
        for name, words in self._words.items():
            for word in words:
                having[word] |= self._names[name]
        everybody = len(frozenset().union(*self._names.values()))
        return {word: math.log(1 + everybody / len(those)) for word, those in having.items()}

    @cached_property
    def _heaviest(self) -> float:
        return max(self._weights.values(), default=1.0)

    @cached_property
    def _having(self) -> dict[str, list[str]]:
        having: defaultdict[str, list[str]] = defaultdict(list)
        for name, words in self._words.items():
            for word in words:
                having[word].append(name)
        return having

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        lengths: defaultdict[int, list[str]] = defaultdict(list)
        for word in self._weights:
            lengths[len(word)].append(word)
        return lengths

    @cached_property
    def _totals(self) -> dict[str, float]:
        return {
            name: sum(self._weights[word] for word in words) for name, words in self._words.items()
        }

    @cached_property
    def _joined(self) -> tuple[list[str], list[str]]:
        long = [name for name in self._names if len(name) >= FEWEST_LETTERS]
        return long, [name.replace(" ", "") for name in long]

    def _by_words(self, key: str) -> Iterator[tuple[str, float]]:
        """Twice what is shared, of what both have (Dice), in weights."""
        words = set(telling_words(key))
        shared: Counter[str] = Counter()
        total = 0.0
        for word in words:
            near = self._near(word)
            total += self._weights.get(word) or max(
                (self._weights[other] for other in near), default=self._heaviest
            )
            gained: dict[str, float] = {}
            for other, likeness in near.items():
                for name in self._having[other]:
                    gain = self._weights[other] * likeness
                    gained[name] = max(gained.get(name, 0.0), gain)
            shared.update(gained)
        for name, weight in shared.items():
            likeness = 2 * weight / (total + self._totals[name])
            has_all = words <= self._words[name]
            if likeness >= (LEAST_OF_ALL_WORDS if has_all else LEAST_LIKENESS):
                yield name, likeness

    def _near(self, word: str) -> dict[str, float]:
        """Known words that this one is, or is perhaps a slip of."""
        found = self._like.get(word)
        if found is None:
            found = {word: 1.0} if word in self._weights else dict(self._slips_of(word))
            self._like[word] = found
        return found

    def _slips_of(self, word: str) -> Iterator[tuple[str, float]]:
        slips = next(slips for least, slips in SLIPS_BY_LENGTH if len(word) >= least)
        if not slips:
            return
        lengths = range(len(word) - slips, len(word) + slips + 1)
        known: Sequence[str] = [other for n in lengths for other in self._by_length.get(n, ())]
        for other, apart, _place in process.extract(
            word, known, scorer=OSA.distance, score_cutoff=slips, limit=None
        ):
            yield other, 1 - apart / (2 * len(word))

    def _by_letters(self, key: str) -> Iterator[tuple[str, float]]:
        joined = key.replace(" ", "")
        if len(joined) < FEWEST_LETTERS:
            return
        names, letters = self._joined
        for _letters, likeness, place in process.extract(
            joined,
            letters,
            scorer=Indel.normalized_similarity,
            score_cutoff=LEAST_LETTERS_IN_COMMON,
            limit=None,
        ):
            yield names[place], likeness

    def _begun(self, key: str) -> Iterator[tuple[str, float]]:
        """A text that is the beginning of the names of one party only."""
        if len(key) < LEAST_BEGINNING:
            return
        names = [name for name in self._names if name.startswith(f"{key} ")]
        if len(frozenset().union(*(self._names[name] for name in names))) == 1:
            yield from ((name, LEAST_LIKENESS) for name in names)
