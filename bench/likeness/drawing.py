"""Which pairs of entries are judged: drawn by a stated seed, before any judge is tuned.

    .venv/bin/python -m bench.likeness.drawing PATH

prints the pairs of PATH, each with a letter of its stratum and its half, so that a person can
judge them; the verdicts stand in `judgements.csv` as line numbers, without a name.
"""

import csv
import itertools
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

from conference.writing.folding import word_key
from delegates.naming.names import folded_name_key, name_words

SEED = 1992
PAIRS_OF_A_STRATUM = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list of participants; `line` counts entries, the headings being the first."""

    line: int
    meeting: str
    delegation: str
    heading: str
    honorific: str
    name: str
    functions: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        return name_words(self.name)

    @property
    def key(self) -> str:
        return folded_name_key(self.name, "")


Pair = tuple[Entry, Entry]


def entries(path: Path) -> list[Entry]:
    with path.open(encoding="utf-8", newline="") as file:
        return [_entry(line, row) for line, row in enumerate(csv.DictReader(file), start=2)]


def _entry(line: int, row: dict[str, str]) -> Entry:
    texts = {column: "" if text == "NA" else text for column, text in row.items()}
    return Entry(
        line=line,
        meeting=texts["Meeting"],
        delegation=texts["Delegation_ISO"] or word_key(texts["Delegation"]),
        heading=texts["Delegation"],
        honorific=texts["Honorific"],
        name=texts["Person_Name"],
        functions=tuple(
            texts[column] for column in ("Job_Title", "Division", "Affiliation") if texts[column]
        ),
    )


def pairs_of_delegations(read: list[Entry]) -> Iterator[Pair]:
    """Every two entries of one delegation, whatever the meeting, that are not of one name.

    Equal names are nothing to find: they are asked about whatever the judge of likeness says.
    """
    by_delegation: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in read:
        by_delegation[entry.delegation].append(entry)
    for group in by_delegation.values():
        for a, b in itertools.combinations(group, 2):
            if a.words and b.words and a.key != b.key:
                yield a, b


def is_likely(pair: Pair) -> bool:
    """Whether any of several loose measures brings the two together; none is the judge's own."""
    a, b = pair
    return (
        a.words[-1] == b.words[-1]
        or fuzz.token_sort_ratio(a.key, b.key) >= 80
        or fuzz.token_set_ratio(a.key, b.key) >= 85
        or JaroWinkler.similarity(a.key, b.key) >= 0.9
        or (a.words[0][0] == b.words[0][0] and OSA.distance(a.words[-1], b.words[-1]) <= 2)
    )


def draw(read: list[Entry]) -> list[tuple[Pair, str, str]]:
    """400 pairs with stratum and half: 100 likely and 100 others, within a meeting and across.

    Half of each stratum is `seen` while the judge is tuned, half is `unseen`.
    """
    strata: dict[str, list[Pair]] = {}
    for pair in pairs_of_delegations(read):
        where = "within" if pair[0].meeting == pair[1].meeting else "across"
        which = "likely" if is_likely(pair) else "other"
        strata.setdefault(f"{where} {which}", []).append(pair)
    chance = random.Random(SEED)
    drawn = []
    for stratum in sorted(strata):
        for number, pair in enumerate(chance.sample(strata[stratum], PAIRS_OF_A_STRATUM)):
            drawn.append((pair, stratum, "unseen" if number % 2 else "seen"))
    return drawn


def main(path: Path) -> None:
    for pair, stratum, half in draw(entries(path)):
        print(f"\n{pair[0].line} {pair[1].line} {stratum} {half}")
        for entry in pair:
            functions = " / ".join(entry.functions)
            print(f"    {entry.honorific} {entry.name} | {functions} | {entry.meeting}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
