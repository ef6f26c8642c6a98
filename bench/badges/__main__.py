"""What a badge costs: our engine beside pretix's and Indico's, and how ours grows.

    .venv/bin/python -m bench.badges [BADGES] [--rounds 3]
    .venv/bin/python -m bench.badges --growth [--sizes 200 2000 10000 50000]
    .venv/bin/python -m bench.badges --parts [BADGES]

The first compares, the second measures growth, the third says where the time of the stamped way
goes. Needs a checkout that is set up; the peers are installed under var/ where they can be.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.badges import comparison, growth, work
from conference import embedded

BADGES = 200
ROUNDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.badges",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("badges", nargs="?", type=int, default=BADGES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--sizes", nargs="+", type=int, default=list(growth.SIZES))
    parser.add_argument("--parts", action="store_true")
    asked = parser.parse_args()
    home = embedded.var_dir() / "bench"
    home.mkdir(parents=True, exist_ok=True)
    photos = asked.badges if not (asked.growth or asked.parts) else work.DIFFERENT_PHOTOS
    with tempfile.TemporaryDirectory(prefix="badges-", dir=home) as folder:
        scratch = Path(folder)
        prepare = [sys.executable, "-m", "bench.badges.backgrounds", folder, str(photos)]
        subprocess.run(prepare, cwd=comparison.ROOT, check=True)
        print(machine())
        if asked.growth:
            growth.measure(asked.sizes, scratch)
        elif asked.parts:
            own = [sys.executable, "-m", "bench.badges.parts", str(asked.badges), folder]
            subprocess.run(own, cwd=comparison.ROOT, check=True)
        else:
            comparison.compare(asked.badges, asked.rounds, scratch, home)


def machine() -> str:
    model = next(
        (
            line.partition(": ")[2]
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"{len(os.sched_getaffinity(0))} cores of {model}, Python {platform.python_version()};"
        f" load at the start {load}"
    )


if __name__ == "__main__":
    main()
