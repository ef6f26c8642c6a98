"""How time and memory grow: files of 500 stamped by two workers, from 200 badges to 50,000.

Each file is written whole to the disk, counted and deleted. A worker starts and compiles before
the clock does: print workers live for weeks. What is written is not synced to the disk.

    python -m bench.badges.growth WORKER SCRATCH     (one worker; `measure` starts two)
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.badges import standalone, work
from bench.badges.meter import Meter, peak_mb
from bench.badges.work import Scratch

SIZES = (200, 2_000, 10_000, 50_000)
PER_FILE = 500
WORKERS = 2


def measure(sizes: list[int], scratch: Path) -> None:
    print(f"\nStamped, files of {PER_FILE}, {WORKERS} workers\n")
    print("| badges | wall s | badges/s | CPU ms/badge | peak MB of each worker | MB written |")
    print("|---|---|---|---|---|---|")
    for size in sizes:
        workers = [_started(number, scratch) for number in range(WORKERS)]
        for worker in workers:
            worker.stdout.readline()
        with Meter() as meter:
            said = _worked(workers, size)
        print(
            f"| {size:,} | {meter.wall:.2f} | {size / meter.wall:,.0f} "
            f"| {1000 * sum(one['cpu'] for one in said) / size:.2f} "
            f"| {', '.join(format(one['peak_mb'], '.0f') for one in said)} "
            f"| {sum(one['bytes'] for one in said) / 1e6:,.0f} |",
            flush=True,
        )


def _started(number: int, scratch: Path) -> Any:
    return subprocess.Popen(
        [sys.executable, "-m", "bench.badges.growth", str(number), str(scratch)],
        cwd=Path(__file__).resolve().parent.parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _worked(workers: list[Any], size: int) -> list[dict[str, Any]]:
    for worker in workers:
        worker.stdin.write(f"{size}\n")
        worker.stdin.close()
    said = [json.loads(worker.stdout.readline()) for worker in workers]
    for worker in workers:
        worker.wait()
    return said


def stand_by(number: int, scratch: Scratch) -> None:
    """Gets warm, says so, and makes every second file of as many badges as it is told."""
    from bench.badges.ours import made_of_parts

    standalone.start()
    badges = standalone.Badges(scratch)
    out = scratch.folder / f"growth-{number}.pdf"
    made_of_parts(badges, work.others(), out)
    print("ready", flush=True)
    size = int(sys.stdin.readline())
    written = 0
    with Meter() as meter:
        for first in range(number * PER_FILE, size, WORKERS * PER_FILE):
            people = work.people(first, min(PER_FILE, size - first))
            ways = made_of_parts(badges, people, out)
            if ways != {"stamped": len(people)}:
                raise ValueError(f"not all were stamped: {ways}")
            written += out.stat().st_size
            out.unlink()
    out.unlink(missing_ok=True)
    print(json.dumps({"cpu": meter.cpu, "peak_mb": peak_mb(), "bytes": written}), flush=True)


if __name__ == "__main__":
    stand_by(int(sys.argv[1]), Scratch(Path(sys.argv[2])))
