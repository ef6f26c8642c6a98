"""How well the judge of likeness tells people apart, on real names that people judged.

    .venv/bin/python -m bench.likeness PATH

PATH is the list of participants from which `judgements.csv` was drawn. Recall: of the pairs judged
the same person, those that the judge asks about; precision: of those it asks about, the ones
judged the same. The judge is tuned on the half that is seen. Then, for each meeting, how many
questions its rows would be, by the code that the import uses; equal names apart.
"""

import csv
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from bench.likeness.drawing import Entry, entries

JUDGEMENTS = Path(__file__).with_name("judgements.csv")


@dataclass
class Tally:
    """Pairs by what a person said and whether the judge asks."""

    found: int = 0
    missed: int = 0
    asked_in_vain: int = 0

    def count(self, verdict: str, *, is_asked: bool) -> None:
        if verdict == "same":
            self.found += is_asked
            self.missed += not is_asked
        elif verdict == "another":
            self.asked_in_vain += is_asked

    def __str__(self) -> str:
        same, asked = self.found + self.missed, self.found + self.asked_in_vain
        return (
            f"recall {self.found}/{same} = {self.found / same:.1%},"
            f" precision {self.found}/{asked} = {self.found / max(asked, 1):.1%}"
        )


def described(entry: Entry):
    """The words in capitals are the family name, or else the last word."""
    from delegates.recognition.descriptions import Description

    words = entry.name.split()
    capitals = [word for word in words if len(word) > 2 and word.isupper()]
    family = capitals or words[-1:]
    return Description(
        given_name=" ".join(
            words[: -len(family)]
            if family == words[-len(family) :]
            else [word for word in words if word not in family]
        ),
        family_name=" ".join(family),
        honorific=entry.honorific,
        function=", ".join(entry.functions),
    )


def measure(read: list[Entry]) -> None:
    from delegates.recognition.likeness import judge

    by_line = {entry.line: entry for entry in read}
    tallies: defaultdict[tuple[str, str], Tally] = defaultdict(Tally)
    with JUDGEMENTS.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            a, b = by_line[int(row["line"])], by_line[int(row["other_line"])]
            half = "unseen" if number % 2 else "seen"
            where = "within a meeting" if a.meeting == b.meeting else "across meetings"
            is_asked = judge(described(a), described(b)).is_a_question
            for part in (where, "all"):
                tallies[half, part].count(row["verdict"], is_asked=is_asked)
    for (half, part), tally in sorted(tallies.items()):
        print(f"{half:7} {part:17} {tally}")


def count_questions(read: list[Entry]) -> None:
    from delegates.recognition.likeness import Sameness
    from delegates.recognition.people import People

    rows: Counter[str] = Counter()
    questions: Counter[tuple[str, str]] = Counter()
    delegations: defaultdict[tuple[str, str], People[int]] = defaultdict(People)
    for entry in read:
        if not entry.words:
            continue
        rows[entry.meeting] += 1
        people = delegations[entry.meeting, entry.delegation]
        likenesses = people.like(described(entry))
        if likenesses:
            questions[entry.meeting, max(sameness for _key, sameness, _why in likenesses)] += 1
        people.add(entry.line, described(entry))
    print(f"\n{'meeting':8} {'rows':>5} {'near names':>10} {'per 1,000':>10} {'equal names':>12}")
    for meeting, count in sorted(rows.items(), key=lambda item: int(item[0].split()[-1])):
        near = questions[meeting, Sameness.PERHAPS]
        equal = questions[meeting, Sameness.ALIKE]
        print(f"{meeting:8} {count:5} {near:10} {1000 * near / count:10.1f} {equal:12}")


def main(path: Path) -> None:
    read = entries(path)
    measure(read)
    count_questions(read)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
