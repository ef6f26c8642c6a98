"""How far printed badges are from the reference, script by script, and whether every QR reads.

    .venv/bin/python -m bench.exactness [PEOPLE] [BADGES]

Makes PEOPLE generated delegates (306) on every design that ships and on the designs of the tests,
in the conferences of eight languages, as they are printed and as WeasyPrint lays them out whole,
and compares the pages at 150 dpi. Then prints BADGES badges (2,000) into one file, reads each QR
from its page, and has the file's structure checked, by qpdf too where it is installed.
"""

import argparse
import shutil
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

from bench.badges import standalone

PEOPLE, BADGES, OCCASIONS = 306, 2_000, 8
MOST_TOLD = 40


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("people", nargs="?", type=int, default=PEOPLE)
    parser.add_argument("badges", nargs="?", type=int, default=BADGES)
    arguments = parser.parse_args()
    standalone.start()
    troubles = compare_all(arguments.people) + read_all(arguments.badges)
    for trouble in troubles[:MOST_TOLD]:
        print(trouble)
    print(f"\n{len(troubles)} troubles")
    return 1 if troubles else 0


def compare_all(count: int) -> list[str]:
    from badges.engine.design import shipped
    from tests.badges.engine.layouts import EVERY_PLACE

    shipped = {name: shipped.shipped(name) for name in shipped.SHIPPED}
    return [
        trouble
        for name, source in (shipped | EVERY_PLACE).items()
        for trouble in compare(name, source, count)
    ]


def compare(name: str, source: object, count: int) -> list[str]:
    from tests.badges.engine.pairs import compared
    from tests.badges.engine.people import SCRIPTS, people, pictures

    by_script: dict[str, float] = defaultdict(float)
    by_field: dict[str, float] = defaultdict(float)
    ways: Counter[str] = Counter()
    outside, troubles, start = 0.0, [], time.process_time()
    crowd = people(count, occasions=OCCASIONS)
    for number, badge in enumerate(compared(crowd, source, pictures())):
        script = SCRIPTS[number % len(SCRIPTS)].name
        for ink in badge.difference.fields:
            by_field[ink.field.name] = max(by_field[ink.field.name], ink.part)
            if ink.field.text:
                by_script[script] = max(by_script[script], ink.part)
        outside = max(outside, badge.difference.outside)
        ways[badge.way.value] += 1
        troubles += [f"{name}, {script}: {complaint}" for complaint in badge.complaints()]
    print(f"\n{name}: {count} delegates, {dict(ways)}, {time.process_time() - start:.0f} s CPU")
    print(f"  outside of the fields at worst {outside:.5%} (bound 0.05 %)")
    for title, worst in (("field", by_field), ("script", by_script)):
        for key, part in worst.items():
            print(f"  {title} {key}: at worst {part:.2%} of the ink (bound 5 %)")
    return troubles


def read_all(count: int) -> list[str]:
    from badges.engine import codes, qr
    from badges.engine.design import shipped
    from badges.engine.design.language import parse
    from conference.pdf import layout
    from tests.badges.engine.comparing import drawn_one_by_one
    from tests.badges.engine.pairs import printed
    from tests.badges.engine.people import people, pictures

    crowd = people(count)
    _ways, data = printed(crowd, parse(shipped.shipped(shipped.A6_PORTRAIT)), pictures())
    pages = zip(crowd, drawn_one_by_one(data), strict=True)
    wrong = [one.serial for one, page in pages if qr.read_back(page) != codes.payload(one.code)]
    print(
        f"\nQR: {count - len(wrong)} of {count} read at 150 dpi; {len(data) / count:.0f} bytes each"
    )
    troubles = [f"the QR of {serial} does not read" for serial in wrong]
    with tempfile.TemporaryDirectory(prefix="dais-bench-") as folder:
        path = Path(folder, "badges.pdf")
        path.write_bytes(data)
        layout.check(path, count)
        if not shutil.which("qpdf"):
            print("qpdf is not installed: the structure was checked by its library only")
            return troubles
        checked = subprocess.run(
            ["qpdf", "--check", str(path)], capture_output=True, text=True, check=False
        )
    print(f"qpdf --check: {checked.stdout.strip().splitlines()[-1]}")
    return troubles + checked.stderr.splitlines()


if __name__ == "__main__":
    raise SystemExit(main())
