"""One measured run of our engine: stamped, with its texts laid out, or laid out whole.

python -m bench.badges.ours WAY BADGES SCRATCH OUT
"""

import sys
from collections import Counter
from pathlib import Path

from bench.badges import standalone, work
from bench.badges.meter import Meter, cpu_seconds, report
from bench.badges.work import Scratch

STAMPED, TEXTS_LAID_OUT, REFERENCE = "stamped", "texts-laid-out", "reference"


def main(way: str, count: int, scratch: Scratch, out: Path) -> None:
    started = cpu_seconds()
    standalone.start()
    badges = standalone.Badges(scratch)
    if way == TEXTS_LAID_OUT:
        from conference.pdf import shaping

        shaping.PROVEN_SCRIPTS = frozenset()
    make = laid_out_whole if way == REFERENCE else made_of_parts
    imported = cpu_seconds()
    make(badges, work.others(), out)
    compiled = cpu_seconds()
    people = work.people(0, count)
    with Meter() as meter:
        ways = make(badges, people, out)
    report(meter, out, start=imported - started, compile=compiled - imported, ways=ways)


def made_of_parts(
    badges: standalone.Badges, people: list[work.Person], out: Path
) -> dict[str, int]:
    from badges.engine.badge_file import FileAs, make_file
    from badges.supplies import supplies

    with out.open("wb") as file:
        made = make_file(
            badges.orders(people), supplies(badges.load), file, FileAs(work.TITLE, "en")
        )
        return dict(Counter(str(one.way.value) for one in made))


def laid_out_whole(
    badges: standalone.Badges, people: list[work.Person], out: Path
) -> dict[str, int]:
    """One document, as a print job made it before there were other ways."""
    from badges.engine.layout.reference import render_badges

    contents = [badges.content(one) for one in people]
    images = {key: badges.load(key) for content in contents for key in content.images()}
    out.write_bytes(render_badges(contents, badges.source, images).pdf)
    return {"laid_out": len(people)}


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Scratch(Path(sys.argv[3])), Path(sys.argv[4]))
