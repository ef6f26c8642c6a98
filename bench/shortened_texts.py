"""How many rows of a real list the newest shipped badge design shortens.

    .venv/bin/python -m bench.shortened_texts LIST.csv --function Job_Title --department Division
        --ministry Affiliation [--name Person_Name] [--blank NA] [--own-name TEXT]

Fits the texts of every row to the boxes that the badge gives them, with and without a photo, and
counts the rows of which a text is shortened. Nothing is drawn and nothing of the list is printed:
lists of real people stay outside of the project. `--own-name` gives every badge that name in own
script, which takes a line from the texts below it.
"""

import argparse
import csv
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.badges import standalone

TEXTS = ("function", "department", "ministry")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("list", type=Path)
    for text in TEXTS:
        parser.add_argument(f"--{text}", default="", metavar="COLUMN")
    parser.add_argument("--name", default="", metavar="COLUMN")
    parser.add_argument("--blank", default="NA", help="what the list writes for nothing")
    parser.add_argument("--own-name", default="")
    arguments = parser.parse_args()
    standalone.start()
    columns = {text: getattr(arguments, text) for text in (*TEXTS, "name")}
    rows = list(read(arguments.list, columns, arguments.blank))
    for photo in ("", "photo"):
        measure(rows, photo, arguments.own_name)


def read(path: Path, columns: dict[str, str], blank: str) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            cells = {field: line[column] if column else "" for field, column in columns.items()}
            yield {field: "" if cell == blank else cell for field, cell in cells.items()}


def measure(rows: list[dict[str, str]], photo: str, own_name: str) -> None:
    from badges.engine import codes
    from badges.engine.content import BadgeContent
    from badges.engine.design import shipped
    from badges.engine.design.faces import front_only
    from badges.engine.layout.fit import Fit
    from badges.engine.layout.fit_check import FitCheck
    from conference.writing.languages import Localized

    faces = front_only(shipped.shipped(shipped.A6_PORTRAIT))
    outcomes: Counter[str] = Counter()
    smallest: Counter[float] = Counter()
    shortened, start = 0, time.process_time()
    for row in rows:
        given, _space, family = row["name"].rpartition(" ")
        content = BadgeContent(
            language="en",
            given_name=Localized(given, ""),
            family_name=Localized(family.upper(), ""),
            own_name=Localized(own_name, ""),
            delegation_name=Localized("Delegation", "en"),
            photo=photo,
            code=codes.NO_CODE,
            **{text: Localized(row[text], "") for text in TEXTS},
        )
        check = FitCheck(faces)
        misfits = [misfit for misfit in check.misfits(content) if misfit.field in TEXTS]
        outcomes.update(f"{misfit.field} {misfit.outcome}" for misfit in misfits)
        shortened += any(misfit.outcome == "ellipsis" for misfit in misfits)
        fits = [fit for (field, *_key), fit in check.known.items() if field in TEXTS]
        smallest[min((fit.size for fit in fits if isinstance(fit, Fit)), default=0)] += 1
    print(
        f"{'with' if photo else 'without'} a photo: {shortened} of {len(rows)} rows shortened"
        f" ({shortened / len(rows):.3%}), {dict(outcomes)}, {time.process_time() - start:.0f} s CPU"
    )
    print("  rows by their smallest size in points (0: no text)", dict(sorted(smallest.items())))


if __name__ == "__main__":
    main()
