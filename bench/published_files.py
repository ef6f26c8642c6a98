"""What a published file costs a web worker, beside the same bytes by WhiteNoise outside Django.

    .venv/bin/python -m bench.published_files [REQUESTS]

One gunicorn as `make run` starts it, with one worker, answers both: the site as it stands, and,
below an address of its own, a bare WhiteNoise over a copy of the folder. A page of 22 kB is asked
for over four connections that are kept, as browsers take it (brotli), then with what is known of
it (304), then a small calendar file, then a style sheet of the site. The two are asked in turns, so
that whatever else the machine does falls on both. Counted is the CPU of the worker, user and
system, from the kernel's own clock; shown are the median of all turns, the middle half, and the
median of the ratios of two neighbouring turns. Nothing leaves the loopback, no database is asked.
"""

import argparse
import http.client
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import brotli

REQUESTS = 1_000
TURNS = 11
CONNECTIONS = 4
BARE = "/bare"
PAGE, CALENDAR, STYLE = "/en/rabat/agenda/", "/en/rabat/agenda.ics", "/static/bench.css"
BROWSER = {"Accept-Encoding": "gzip, deflate, br", "Accept-Language": "fr,en;q=0.5"}


def application(environ: dict[str, object], start_response: Callable[..., object]) -> object:
    """What gunicorn loads: the site, and beside it the bare library."""
    chosen = bare if str(environ["PATH_INFO"]).startswith(BARE) else site
    return chosen(environ, start_response)


if __name__ != "__main__":
    from whitenoise import WhiteNoise

    from conference.wsgi import application as site

    bare = WhiteNoise(
        None, root=Path(os.environ["VAR_DIR"], "bare"), prefix=BARE, max_age=30, index_file=True
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("requests", nargs="?", type=int, default=REQUESTS)
    requests = parser.parse_args().requests
    with tempfile.TemporaryDirectory(prefix="dais-bench-") as folder:
        os.environ |= {"VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "tests.web_settings"}
        prepare(Path(folder))
        with served() as (port, worker):
            report(port, worker, requests)


def prepare(var: Path) -> None:
    """A published folder as the follower leaves it, and static files."""
    import io

    import django

    django.setup()
    from conference.published import packing
    from conference.published.archive import PublicFile
    from conference.published.folders import HostFolders
    from conference.published.following import give_signs_of_life

    host, packed = HostFolders(var / "published"), io.BytesIO()
    host.prepare()
    files = [
        PublicFile(PAGE, "text/html; charset=utf-8", text(22_000), {"Content-Language": "en"}),
        PublicFile(CALENDAR, "text/calendar; charset=utf-8", text(900)),
    ]
    digest = packing.write(files, packed)
    host.unpack(packed, digest)
    host.show({"rabat": digest})
    threading.Thread(target=give_signs_of_life, args=[host], daemon=True).start()
    var.joinpath("static").mkdir()
    style = text(22_000)
    var.joinpath("static/bench.css").write_bytes(style)
    var.joinpath("static/bench.css.br").write_bytes(brotli.compress(style, quality=5))
    # The bare library tells files by their dates, which ours do not have.
    bare = var / "bare"
    shutil.copytree(host.folder(digest) / "files", bare, copy_function=shutil.copyfile)
    shutil.copytree(var / "static", bare / "static", copy_function=shutil.copyfile)


def text(size: int) -> bytes:
    drawn = random.Random(1)
    words = ["".join(drawn.choices("abcdefgh", k=drawn.randint(3, 9))) for _word in range(300)]
    return " ".join(drawn.choices(words, k=size // 3)).encode()[:size]


@contextmanager
def served() -> Iterator[tuple[int, int]]:
    """The port, and the worker's process id."""
    from launch import processes

    with socket.create_server(("127.0.0.1", 0)) as listener:
        command = processes.web(socket_number=listener.fileno())
        command[command.index("conference.wsgi")] = "bench.published_files"
        process = subprocess.Popen(
            [*command, "--workers", "1"], pass_fds=[listener.fileno()], start_new_session=True
        )
        try:
            port = listener.getsockname()[1]
            ask(connected(port), PAGE, {})
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
            yield port, int(children.split()[0])
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def connected(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("localhost", port, timeout=60)


def ask(
    connection: http.client.HTTPConnection, path: str, headers: dict[str, str]
) -> tuple[int, str, int]:
    connection.request("GET", path, headers=BROWSER | headers)
    response = connection.getresponse()
    return response.status, response.headers["ETag"], len(response.read())


def report(port: int, worker: int, requests: int) -> None:
    rows = {
        "page, 22 kB": (PAGE, False),
        "page that is known (304)": (PAGE, True),
        "calendar file, 0.9 kB": (CALENDAR, False),
        "style sheet, 22 kB": (STYLE, False),
        "style sheet that is known": (STYLE, True),
    }
    print(f"{TURNS} turns of {requests:,} requests each; µs of CPU a request (middle half)")
    for name, (path, known) in rows.items():
        print(f"{name:28}", *compared(port, worker, path, known, requests), flush=True)


def compared(port: int, worker: int, path: str, known: bool, requests: int) -> list[str]:
    of_library = BARE + path
    costs: dict[str, list[float]] = {path: [], of_library: []}
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        turns = [(path, of_library), (of_library, path)]
        # The first turn warms both up.
        for turn in range(TURNS + 1):
            for address in turns[turn % 2]:
                before = cpu_seconds(worker)
                of_one = partial(one, port, address, known, requests // CONNECTIONS)
                asked = sum(pool.map(lambda ask_all: ask_all(), [of_one] * CONNECTIONS))
                costs[address].append((cpu_seconds(worker) - before) / asked)
    ratios = [ours / bare for ours, bare in zip(*costs.values(), strict=True)][1:]
    return [
        f"ours {spread(costs[path][1:])}",
        f"  bare {spread(costs[of_library][1:])}",
        f"  ratio {statistics.median(ratios):.3f}",
    ]


def one(port: int, path: str, known: bool, requests: int) -> int:
    """How many requests were made over one connection."""
    connection = connected(port)
    status, etag, _size = ask(connection, path, {})
    headers = {"If-None-Match": etag} if known else {}
    for _request in range(requests):
        status = ask(connection, path, headers)[0]
    if status != (304 if known else 200):
        sys.exit(f"{path} was answered with {status}.")
    connection.close()
    return requests + 1


def cpu_seconds(process: int) -> float:
    threads = Path(f"/proc/{process}/task").iterdir()
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 10**9


def spread(costs: list[float]) -> str:
    low, middle, high = (1e6 * cost for cost in statistics.quantiles(costs, n=4))
    return f"{middle:4.0f} ({low:.0f}-{high:.0f})"


if __name__ == "__main__":
    started = time.monotonic()
    main()
    print(f"{time.monotonic() - started:.0f} s")
