"""How high the capitals of real family names are on every badge design that comes with Dais.

    .venv/bin/python -m bench.name_sizes LIST.csv --name Person_Name

Fits the family name of every row in the box that the badge gives it, by the engine's own fit, with
and without a photo. Nothing is drawn and nothing of the list is printed: lists of real people stay
outside of the project.

A list that writes whole names says nowhere which part is the family name. Taken is the last word,
once what is no name is off: marks that a scanner has left, "Jr", "Sr" and numerals behind a name,
honorifics before it, and single letters behind it, which are initials.
"""

import argparse
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.badges import standalone

WANTED = 4.5
SHARE = 0.95
STRAY = re.compile(r"[^\w\s.'’\-]|_")
BEHIND = re.compile(r"(jr|sr|ii|iii|iv|ph\.?d|m\.?d)\.?", re.IGNORECASE)
BEFORE = re.compile(r"(mr|mrs|ms|dr|prof|sir|dame|hon|h\.e|m|mme|mlle|sr|sra|amb)\.", re.IGNORECASE)
INITIAL = re.compile(r"\w\.?")


@dataclass(frozen=True)
class Name:
    given: str
    family: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("list", type=Path)
    parser.add_argument("--name", required=True, metavar="COLUMN")
    parser.add_argument("--blank", default="NA", help="what the list writes for nothing")
    arguments = parser.parse_args()
    standalone.start()
    names = list(read(arguments.list, arguments.name, arguments.blank))
    print(f"{len(names)} names, {len(set(names))} of them different")
    from badges.engine.design import shipped

    for design in shipped.SHIPPED:
        for photo in ("photo", ""):
            measure(design, names, photo)


def read(path: Path, column: str, blank: str) -> Iterator[Name]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            if line[column] not in {"", blank} and (name := name_of(line[column])):
                yield name


def name_of(written: str) -> Name | None:
    words = [word for word in STRAY.sub("", written).split() if word.strip(".-'’")]
    while len(words) > 1 and (BEHIND.fullmatch(words[-1]) or INITIAL.fullmatch(words[-1])):
        words.pop()
    while len(words) > 1 and BEFORE.fullmatch(words[0]):
        words.pop(0)
    return Name(" ".join(words[:-1]), words[-1]) if words else None


def measure(name: str, names: list[Name], photo: str) -> None:
    from badges.engine import tokens
    from badges.engine.content import BadgeContent
    from badges.engine.design import shipped
    from badges.engine.design.faces import front_only
    from badges.engine.layout.fit import MM_PER_POINT, Fit
    from badges.engine.layout.fit_check import FitCheck
    from conference.pdf.shaping import shape
    from conference.writing.capitals import upper_name
    from conference.writing.languages import Localized

    check = FitCheck(front_only(shipped.shipped(name)))
    capital = shape("H", "en", 700).above
    heights = {}
    for one in set(names):
        check.known.clear()
        check.misfits(
            BadgeContent(
                language="en",
                given_name=Localized(one.given, ""),
                family_name=Localized(upper_name(one.family), ""),
                delegation_name=Localized("Delegation", "en"),
                photo=photo,
                token=tokens.NO_TOKEN,
            )
        )
        sizes = [
            fit.size
            for (field, *_key), fit in check.known.items()
            if field == "family_name" and isinstance(fit, Fit)
        ]
        if sizes:
            heights[one] = min(sizes) * MM_PER_POINT * capital
    if not heights:
        return
    ordered = sorted((heights[one] for one in names), reverse=True)
    reached = sum(height >= WANTED for height in ordered) / len(ordered)
    print(
        f"{name}, {'with' if photo else 'without'} a photo: {SHARE:.0%} at least"
        f" {ordered[int(len(ordered) * SHARE)]:.2f} mm, the lowest {ordered[-1]:.2f} mm,"
        f" {reached:.2%} at least {WANTED} mm"
    )


if __name__ == "__main__":
    main()
