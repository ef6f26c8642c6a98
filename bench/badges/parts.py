"""Where the CPU of the stamped way goes: a stopwatch around the engine's parts, then a profile.

A part's time is its own: what another part does meanwhile counts there. A stopwatch costs less
than a profiler, which makes small functions look large.
"""

import cProfile
import functools
import gc
import importlib
import pstats
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.badges import standalone, work
from bench.badges.ours import made_of_parts
from bench.badges.work import Scratch

PARTS = {
    "fitting: sizes and lines": ["badges.engine.stamps.fitted:fit_field"],
    "shaping (Pango)": [
        "badges.engine.layout.markup:shape",
        "badges.engine.stamps.operators:shape",
    ],
    "lines as PDF operators": ["badges.engine.stamps.fitted:set_line"],
    "texts of a badge, finding its skeleton": [
        "badges.engine.stamps.fitted:texts_of",
        "badges.engine.stamps.compilations:Compilations.compiled",
    ],
    "QR": ["badges.engine.qr:modules"],
    "photo: read from the disk": ["bench.badges.standalone:Badges.load"],
    "photo: its header": ["conference.pdf.pictures:read_jpeg"],
    "lines put on the page": ["badges.engine.stamps.operators:Stamp.text"],
    "what is ordered": ["bench.badges.standalone:Badges.orders"],
    "art and flags, once per file": ["badges.engine.stamps.operators:Stamps.form"],
    "fonts subset, once per file": ["conference.pdf.embedding:FontsOfFile.close"],
    "compressing": ["conference.pdf.writer:zlib.compress"],
    "hashing and writing": ["conference.pdf.writer:PdfWriter.write"],
}
REST = "pages put together, and the rest"
COLLECTOR = "Python's garbage collector"
ROWS = 15
FILES = 5


class Stopwatch:
    """Seconds by part; the clock of a part stands while one inside it runs."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self.running = [REST]
        self.since = time.process_time()

    def lap(self) -> None:
        now = time.process_time()
        self.seconds[self.running[-1]] += now - self.since
        self.since = now

    def collecting(self, phase: str, _about: dict[str, int]) -> None:
        """For `gc.callbacks`: a full collection would count where it happens to strike."""
        self.lap()
        if phase == "start":
            self.running.append(COLLECTOR)
        else:
            self.running.pop()

    def around(self, part: str, called: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(called)
        def timed(*arguments: Any, **named: Any) -> Any:
            self.lap()
            self.running.append(part)
            try:
                return called(*arguments, **named)
            finally:
                self.lap()
                self.running.pop()

        return timed


def measure(count: int, scratch: Scratch) -> None:
    standalone.start()
    badges = standalone.Badges(scratch)
    out = scratch.folder / "parts.pdf"
    made_of_parts(badges, work.others(), out)
    profiler = cProfile.Profile()
    with profiler:
        made_of_parts(badges, work.people(FILES * count, count), out)
    watch = Stopwatch()
    for part, places in PARTS.items():
        for place in places:
            _put_around(watch, part, place)
    gc.callbacks.append(watch.collecting)
    for file in range(FILES):
        people = work.people(file * count, count)
        watch.since = time.process_time()
        made_of_parts(badges, people, out)
        watch.lap()
    gc.callbacks.remove(watch.collecting)
    _print_parts(watch, count)
    print(f"\nThe first {ROWS} functions of a profile, by their own time:\n")
    pstats.Stats(profiler, stream=sys.stdout).strip_dirs().sort_stats("tottime").print_stats(ROWS)


def _put_around(watch: Stopwatch, part: str, place: str) -> None:
    module, _colon, path = place.partition(":")
    *holders, name = path.split(".")
    holder = functools.reduce(getattr, holders, importlib.import_module(module))
    setattr(holder, name, watch.around(part, getattr(holder, name)))


def _print_parts(watch: Stopwatch, count: int) -> None:
    total, badges = sum(watch.seconds.values()), FILES * count
    print(
        f"\n{FILES} files of {count} badges, stamped\n\n| part | ms/badge | share |\n|---|---|---|"
    )
    for part, seconds in watch.seconds.most_common():
        print(f"| {part} | {1000 * seconds / badges:.3f} | {seconds / total:.0%} |")
    print(f"| all | {1000 * total / badges:.3f} | |")


if __name__ == "__main__":
    measure(int(sys.argv[1]), Scratch(Path(sys.argv[2])))
