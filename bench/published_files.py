"""What a published file costs a web worker, beside the same bytes by WhiteNoise outside Django.

    .venv/bin/python -m bench.published_files [REQUESTS]

One gunicorn as `make run` starts it, with one worker, answers both: the site as it stands, and,
below an address of its own, a bare WhiteNoise over a copy of the folder. A page of 22 kB is asked
for over four connections that are kept, as browsers take it (brotli), then with what is known of
it (304), then a small calendar file, then a style sheet of the site. The two are asked in turns, so
that whatever else the machine does falls on both. Counted is the CPU of the worker, user and
system, from the kernel's own clock; shown are the median of all turns, the middle half, and the
median of the ratios of two neighbouring turns with the smallest and the largest. Nothing leaves the
loopback, no database is asked.
"""

import argparse
import os
import random
import shutil
import tempfile
import threading
import time
from pathlib import Path

import brotli

from bench.web_worker import SITE_AND_BARE, Meter, copy_for_bare, served

REQUESTS = 1_000
TURNS = 11
PAGE, CALENDAR, STYLE = "/en/rabat/agenda/", "/en/rabat/agenda.ics", "/static/bench.css"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("requests", nargs="?", type=int, default=REQUESTS)
    requests = parser.parse_args().requests
    with tempfile.TemporaryDirectory(prefix="dais-bench-") as folder:
        os.environ |= {"VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "tests.web_settings"}
        prepare(Path(folder))
        with served(SITE_AND_BARE, PAGE) as (port, [worker]):
            report(Meter(port, worker, requests, TURNS))


def prepare(var: Path) -> None:
    """A published folder as the follower leaves it, and static files."""
    import io

    import django

    django.setup()
    from conference.published import packing
    from conference.published.archive import PublicFile
    from conference.published.folders import ALIVE, HostFolders

    host, packed = HostFolders(var / "published"), io.BytesIO()
    host.prepare()
    files = [
        PublicFile(PAGE, "text/html; charset=utf-8", text(22_000), {"Content-Language": "en"}),
        PublicFile(CALENDAR, "text/calendar; charset=utf-8", text(900)),
    ]
    digest = packing.write(files, packed)
    host.unpack(packed, digest)
    host.show({"rabat": digest})
    threading.Thread(target=give_signs_of_life, args=[host.root / ALIVE], daemon=True).start()
    var.joinpath("static").mkdir()
    style = text(22_000)
    var.joinpath("static/bench.css").write_bytes(style)
    var.joinpath("static/bench.css.br").write_bytes(brotli.compress(style, quality=5))
    bare = copy_for_bare(host.folder(digest))
    shutil.copytree(var / "static", bare / "static", copy_function=shutil.copyfile)


def give_signs_of_life(file: Path) -> None:
    """As the follower does, without a database."""
    while True:
        file.touch()
        time.sleep(5)


def text(size: int) -> bytes:
    drawn = random.Random(1)
    words = ["".join(drawn.choices("abcdefgh", k=drawn.randint(3, 9))) for _word in range(300)]
    return " ".join(drawn.choices(words, k=size // 3)).encode()[:size]


def report(meter: Meter) -> None:
    rows = {
        "page, 22 kB": (PAGE, False),
        "page that is known (304)": (PAGE, True),
        "calendar file, 0.9 kB": (CALENDAR, False),
        "style sheet, 22 kB": (STYLE, False),
        "style sheet that is known": (STYLE, True),
    }
    asked = f"{meter.turns} turns of {meter.requests:,} requests each"
    print(f"{asked}; µs of CPU a request (middle half), ratio (smallest-largest)")
    for name, (path, known) in rows.items():
        print(f"{name:28}", meter.compared(path, known=known), flush=True)


if __name__ == "__main__":
    started = time.monotonic()
    main()
    print(f"{time.monotonic() - started:.0f} s")
