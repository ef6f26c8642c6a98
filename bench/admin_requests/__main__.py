"""What every request of the admin costs its web worker among many delegates.

    .venv/bin/python -m bench.admin_requests [DELEGATES]

Starts a throw-away database and broker, fills a conference, and asks for everything that its
organizer can ask for: every address, each filter, column, search and last page of each list, every
part of a page, every action on everything up to its confirmation and confirmed, and every form sent
as it stands; and as the installation's administrator for each page, and for all of that where it
is the installation's. The addresses come from the URL configuration, the rest from the pages.

One worker loads what a web worker loads and answers three pages. Each request is then answered by a
copy of it, within a transaction that is rolled back: what one request leaves in memory or in the
database hides nothing of the next. Counted are user and system time of the copy and of processes
that it waited for, that of its PostgreSQL backend beside it, and by how much the copy has grown
after a garbage collection. Limits: 1 s and 30 MB. At the end one worker answers all that stayed
within them, one after the other, and says how much it has grown.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

DELEGATES = 20_000
HEADS = ("CPU ms", "SQL ms", "MB", "queries", "rows", "kB", "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("delegates", nargs="?", type=int, default=DELEGATES)
    count = parser.parse_args().delegates
    with tempfile.TemporaryDirectory(prefix="dais-bench-") as folder:
        os.environ["VAR_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web_settings"
        Path(folder).chmod(0o755)
        from conference import embedded
        from launch import servers

        for name in ("assets", "fonts"):
            Path(folder, name).symlink_to(embedded.ROOT / "var" / name)
        Path(folder, "static").mkdir()
        with servers.throw_away_postgres(), servers.throw_away_valkey():
            import django

            django.setup()
            beyond = measure(count)
    sys.exit(1 if beyond else 0)


def measure(count: int) -> int:
    """How many requests are beyond the limits."""
    from django.core.management import call_command
    from django.db import connection

    from bench.admin_requests.asking import Walk, Worker
    from bench.admin_requests.large_conference import filled

    started = time.monotonic()
    call_command("migrate", verbosity=0)
    place = filled(count)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(f"{count:,} delegates, made in {time.monotonic() - started:.0f} s", flush=True)
    with Worker.started(place) as worker:
        walk = Walk(worker, place)
        walk.everything()
    report(walk.costs)
    print(f"{len(walk.costs)} requests; {time.monotonic() - started:.0f} s", flush=True)
    within = [asked for asked, cost in walk.costs.items() if not cost.is_beyond]
    with Worker.started(place, "--one-process") as worker:
        grown = sum(worker.answer(asked)[0].megabytes for asked in within)
    print(f"One worker that answers the {len(within)} within the limits grows by {grown:.0f} MB.")
    return len(walk.costs) - len(within)


def report(costs: Any) -> None:
    print("  " + " ".join(f"{head:>7}" for head in HEADS), "(* beyond a limit)")
    for asked, cost in sorted(costs.items(), key=lambda pair: -pair[1].seconds):
        figures = (
            f"{1000 * cost.seconds:.0f}",
            f"{1000 * cost.database_seconds:.0f}",
            f"{cost.megabytes:.1f}",
            cost.queries,
            cost.rows,
            cost.octets // 1024,
            cost.status,
        )
        mark = "*" if cost.is_beyond else " "
        print(mark, " ".join(f"{figure:>7}" for figure in figures), asked)


if __name__ == "__main__":
    main()
