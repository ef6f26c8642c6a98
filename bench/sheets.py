"""What sheets cost beside the drawing of single pages, and a cover sheet.

    .venv/bin/python -m bench.sheets [BADGES]

Draws the same badges one a page, puts these pages on sheets of four, reads every code back from
its slot, and lays out the covers of a conference's envelopes; in turns, the least CPU of each.
"""

import argparse
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from bench.badges import standalone
from bench.signed_code import cpu, drawer

BADGES, TURNS = 400, 4
# Badges of an envelope, as delegations are: a few large ones, many of one or two.
ENVELOPES = (1, 2, 4, 12, 1, 6, 25, 2, 3, 9)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("badges", nargs="?", type=int, default=BADGES)
    count = parser.parse_args().badges
    standalone.start()
    from badges.engine import readback
    from badges.engine.sheets.papers import PAPERS
    from badges.sheets.covers import Envelope, covers
    from tests.badges.engine.people import people, pictures

    paper, images = PAPERS["a6-on-a4"], pictures()
    crowd = people(count)
    envelopes = [
        Envelope(crowd[:size], crowd[size], size) for size in ENVELOPES * (1 + count // 200)
    ]
    flags = {key: images[key] for one in envelopes if (key := one.about.delegation_flag)}
    with tempfile.TemporaryDirectory() as folder:
        single, sheets = Path(folder) / "single", Path(folder) / "sheets"
        draw = drawer(images, single)
        draw(crowd)
        covers(envelopes[:1], paper, "en", flags)
        steps: dict[str, Callable[[], object]] = {
            "drawing one a page": partial(draw, crowd),
            "putting them on sheets of four": partial(impose, single, sheets, count),
            "reading back, one a page": partial(readback.codes, single),
            "reading back from their slots": partial(readback.placed_codes, sheets),
            "covers": partial(covers, envelopes, paper, "en", flags),
        }
        spent: dict[str, list[float]] = {name: [] for name in steps}
        for _turn in range(TURNS):
            for name, step in steps.items():
                spent[name].append(cpu(step))
    least = {name: min(times) for name, times in spent.items()}
    pages = sum(-(-one.places // 20) for one in envelopes)
    for name, seconds in least.items():
        of, what = (pages, "a page") if name == "covers" else (count, "a badge")
        print(f"{name:34} {1000 * seconds / of:7.3f} ms {what}")
    drawing, imposing = least["drawing one a page"], least["putting them on sheets of four"]
    print(
        f"four on a sheet: {(drawing + imposing) / drawing:.2f} times the drawing of single pages"
    )


def impose(single: Path, sheets: Path, count: int) -> None:
    from badges.engine.badge_file import FileAs
    from badges.engine.sheets.imposition import Imposition
    from badges.engine.sheets.papers import PAPERS
    from badges.engine.sheets.sheet_file import BadgeSheet, make_sheets

    made: list[Any] = [
        BadgeSheet({slot + 1: (first + slot,) for slot in range(min(4, count - first))})
        for first in range(0, count, 4)
    ]
    with sheets.open("wb") as out:
        said = FileAs("Badges", "en")
        make_sheets(made, Imposition(PAPERS["a6-on-a4"]), single, None, out, said)


if __name__ == "__main__":
    main()
