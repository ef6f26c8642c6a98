"""What every request of the admin costs its web worker among many delegates.

    .venv/bin/python -m bench.admin_requests [DELEGATES] [--registration]

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

With `--registration` it asks, among 50,000 delegates where no other number is given, for what
registration needs: every page of focal points and liaison officers, found from its URLs, the queue
of review, and the lists of delegates and delegations with each filter, order and search. Limits:
300 ms of both together, and 5,000 rows read for whoever comes next in the queue and for the page of
a delegation.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

DELEGATES, DELEGATES_REGISTERING = 20_000, 50_000
MOST_SECONDS_REGISTERING = 0.3
HEADS = ("CPU ms", "SQL ms", "MB", "queries", "rows", "kB", "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("delegates", nargs="?", type=int)
    parser.add_argument("--registration", action="store_true")
    arguments = parser.parse_args()
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
            if arguments.registration:
                beyond = measure_registration(arguments.delegates or DELEGATES_REGISTERING)
            else:
                beyond = measure(arguments.delegates or DELEGATES)
    sys.exit(1 if beyond else 0)


def measure(count: int) -> int:
    """How many requests are beyond the limits."""
    from bench.admin_requests.asking import Walk, Worker

    started = time.monotonic()
    place = made(count)
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


def measure_registration(count: int) -> int:
    """As `measure`, of what registration needs."""
    return ask_for_registration(made(count))


def ask_for_registration(place: Any) -> int:
    from bench.admin_requests.asking import Worker
    from bench.admin_requests.registering import RegistrationWalk

    started = time.monotonic()
    with Worker.started(place, "--explained") as worker:
        walk = RegistrationWalk(worker, place)
        walk.everything()
    beyond = 0
    print("     ms  web ms  SQL ms queries    read          (* beyond 300 ms)")
    for asked, cost in sorted(walk.costs.items(), key=lambda pair: -pair[1].both):
        is_beyond = cost.both > MOST_SECONDS_REGISTERING or cost.status >= 500
        beyond += is_beyond
        times = (cost.both, cost.seconds, cost.database_seconds)
        figures = [*(f"{1000 * one:.0f}" for one in times), cost.queries, cost.read, cost.status]
        mark = "*" if is_beyond else " "
        print(mark, " ".join(f"{figure:>7}" for figure in figures), asked)
    print(f"{len(walk.costs)} requests; {time.monotonic() - started:.0f} s")
    print("Answered by nothing:", ", ".join(walk.forgotten) or "none")
    return beyond


def made(count: int) -> Any:
    """A conference of so many delegates; see `large_conference`."""
    from django.core.management import call_command
    from django.db import connection

    from bench.admin_requests.large_conference import filled

    started = time.monotonic()
    call_command("migrate", verbosity=0)
    place = filled(count)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(f"{count:,} delegates, made in {time.monotonic() - started:.0f} s", flush=True)
    return place


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
