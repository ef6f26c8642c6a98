"""How good the suggestions for headings are that name no known party, and what they cost.

    .venv/bin/python -m bench.suggestions PATH [HEADINGS]

PATH is a list of participants as .csv with the columns Group_Type and Delegation. Every distinct
heading is asked of the parties of the data files; where a suggestion is shown it is compared with
`suggestions.csv`, which says whom each such heading means (nobody, where the cell is blank); a
heading that is shown one and is not in there is named, to be judged.

Then names of the data files with a slip of the hand (a fixed seed), which nobody tuned anything to:
how many are suggested rightly, wrongly, not at all; and HEADINGS of them are timed.

Limits: the right one is first in at least 80 % of what is shown; 2,000 headings in five seconds.
"""

import argparse
import csv
import os
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

JUDGED = Path(__file__).with_name("suggestions.csv")
SEED = 20261126


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", type=Path)
    parser.add_argument("headings", nargs="?", type=int, default=2000)
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings")
    import django

    django.setup()
    judge(arguments.path)
    ask_with_slips(arguments.headings)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parties() -> tuple[list[Any], list[Any]]:
    """Countries and organizations of the data files, as a recogniser takes them."""
    from conference.writing.languages import translations
    from delegates.party_entries import country_entry
    from delegates.recognition.parties import OrganizationEntry
    from delegates.reference import files

    return [country_entry(row) for row in files.countries()], [
        OrganizationEntry(row.acronym, row.acronym, translations(row.name), tuple(row.aliases))
        for row in files.organizations()
    ]


def label(entry: Any) -> str:
    """What a suggestion is called in the judgement: the acronym, or the code of the country."""
    return getattr(entry, "acronym", "") or entry.iso2


def judge(path: Path) -> None:
    from delegates.recognition.parties import Recogniser, Unknown

    known = Recogniser(*parties())
    right = {row["heading"]: row["right"] for row in rows_of(JUDGED)}
    groups = {(row["Group_Type"], row["Delegation"]) for row in rows_of(path)}
    counts: Counter[tuple[str, str]] = Counter()
    for group, heading in sorted(groups):
        answer = known.recognise(heading)
        counts[group, "headings"] += 1
        if not isinstance(answer, Unknown):
            counts[group, "known"] += 1
            continue
        if not answer.suggestions:
            continue
        first = label(answer.suggestions[0])
        outcome = "unjudged" if heading not in right else "wrong"
        if right.get(heading) == first:
            outcome = "right"
        counts[group, outcome] += 1
        if outcome != "right":
            print(f"{outcome}: {heading}: {first}")
    columns = ("headings", "known", "right", "wrong", "unjudged")
    print(f"{'':60}", *(f"{column:>9}" for column in columns))
    for group in sorted({group for group, _heading in groups}):
        print(f"{group:60}", *(f"{counts[group, column]:9}" for column in columns))
    total = Counter(outcome for (_group, outcome), count in counts.items() for _ in range(count))
    print(f"{'':60}", *(f"{total[column]:9}" for column in columns))
    shown = total["right"] + total["wrong"] + total["unjudged"]
    print(f"The right one is first in {total['right']} of {shown} ({total['right'] / shown:.0%}).")


def slipped(name: str, chance: random.Random) -> str:
    """One letter left out, doubled, swapped with its neighbour or put for another."""
    at = chance.randrange(len(name) - 1)
    return chance.choice(
        (
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            name[:at] + chance.choice("abcdefghijklmnopqrstuvwxyz") + name[at + 1 :],
        )
    )


def ask_with_slips(headings: int) -> None:
    from delegates.recognition.parties import Recogniser, Unknown

    countries, organizations = parties()
    known = Recogniser(countries, organizations)
    names = [(entry.names["en"], label(entry)) for entry in (*countries, *organizations)]
    chance = random.Random(SEED)
    asked = {}
    while len(asked) < headings:
        name, meant = chance.choice(names)
        heading = slipped(name, chance)
        # A slip that folds away, or makes another known name, is not asked about.
        if isinstance(known.recognise(heading), Unknown):
            asked[heading] = meant
    known = Recogniser(countries, organizations)
    begun = time.perf_counter()
    answers = {heading: known.recognise(heading) for heading in asked}
    took = time.perf_counter() - begun
    outcomes: Counter[str] = Counter()
    for heading, meant in asked.items():
        answer = answers[heading]
        assert isinstance(answer, Unknown)
        first = label(answer.suggestions[0]) if answer.suggestions else ""
        outcomes["right" if first == meant else "wrong" if first else "nobody"] += 1
    print(f"{headings} names with a slip: {dict(outcomes)} in {took:.1f} s")


if __name__ == "__main__":
    main()
