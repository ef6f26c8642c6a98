"""What readers cost a web worker, beside the same bytes by WhiteNoise outside Django.

The two are asked in turns, over four connections that are kept, so that whatever else the machine
does falls on both.
"""

import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from bench.agenda import making, serving
from bench.agenda.serving import BARE, ask, connected, cpu_seconds, megabytes
from bench.print_job import worker

REQUESTS = 400
TURNS = 7
CONNECTIONS = 4
PATIENCE_SECONDS = 60


def measure(conference: Any) -> None:
    """Two releases of it stand already."""
    from django.conf import settings

    from bench.agenda.crowd import second_after
    from launch.processes import Workforce

    with following(conference) as folder:
        bare = Path(settings.VAR_DIR, "bare")
        # The bare library tells files by their dates, which ours do not have.
        shutil.rmtree(bare, ignore_errors=True)
        shutil.copytree(folder, bare, copy_function=shutil.copyfile)
        with serving.served(bare) as (port, process):
            login = signed_in(conference)
            print(f"  µs of CPU a request, median of {TURNS} turns of {REQUESTS} (middle half)")
            for name, path in making.addresses(conference).items():
                report(port, process, name, path, {})
            for name in ("a day of the agenda", "agenda.ics"):
                path = making.addresses(conference)[name]
                report(port, process, f"{name}, known (304)", path, known(port, path))
                report(port, process, f"{name}, signed in", path, {"Cookie": login})
            with worker(Workforce(("default",), processes=1)):
                second_after(conference, port)
            resident, own = megabytes(process)
            print(f"  the web worker, with the last releases: {resident} MB resident, {own} MB own")


@contextmanager
def following(conference: Any) -> Iterator[Path]:
    """The folder of the files that stand, once the follower has them."""
    from django.conf import settings

    from conference import embedded
    from conference.models import PublishedChange
    from conference.published.folders import FILES, HostFolders
    from launch import processes

    process = subprocess.Popen(processes.follower(), cwd=embedded.ROOT)
    try:
        change = PublishedChange.objects.in_force().get(conference=conference)
        host = HostFolders(settings.PUBLISHED_DIR)
        give_up = time.monotonic() + PATIENCE_SECONDS
        while host.shown().get(conference.slug) != change.digest:
            if time.monotonic() > give_up:
                sys.exit("The follower did not fetch the files.")
            time.sleep(0.1)
        yield host.folder(change.digest) / FILES
    finally:
        process.terminate()
        process.wait()


def signed_in(conference: Any) -> str:
    """The cookie of an organizer of it."""
    from django.conf import settings
    from django.test import Client

    from conference.choices import Role
    from tests.factories import StaffRoleFactory

    user = StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user
    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def known(port: int, path: str) -> dict[str, str]:
    return {"If-None-Match": ask(connected(port), path, {})[1]}


def report(port: int, process: int, name: str, path: str, headers: dict[str, str]) -> None:
    costs: dict[str, list[float]] = {path: [], BARE + path: []}
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        turns = [(path, BARE + path), (BARE + path, path)]
        # The first turn warms both up.
        for turn in range(TURNS + 1):
            for address in turns[turn % 2]:
                told = known(port, address) if "If-None-Match" in headers else headers
                before = cpu_seconds(process)
                of_one = partial(one, port, address, told, REQUESTS // CONNECTIONS)
                asked = sum(pool.map(lambda ask_all: ask_all(), [of_one] * CONNECTIONS))
                costs[address].append((cpu_seconds(process) - before) / asked)
    ratios = [ours / bare for ours, bare in zip(*costs.values(), strict=True)][1:]
    least, most = min(ratios), max(ratios)
    print(
        f"  {name:32} ours {spread(costs[path][1:])}  bare {spread(costs[BARE + path][1:])}"
        f"  ratio {statistics.median(ratios):.2f} ({least:.2f}-{most:.2f})",
        flush=True,
    )


def one(port: int, path: str, headers: dict[str, str], requests: int) -> int:
    """How many requests were made over one connection."""
    connection = connected(port)
    expected = 304 if "If-None-Match" in headers else 200
    for _request in range(requests):
        status, _version = ask(connection, path, headers)
        if status != expected:
            sys.exit(f"{path} was answered with {status}.")
    connection.close()
    return requests


def spread(costs: list[float]) -> str:
    low, middle, high = (1e6 * cost for cost in statistics.quantiles(costs, n=4))
    return f"{middle:5.0f} ({low:.0f}-{high:.0f})"
