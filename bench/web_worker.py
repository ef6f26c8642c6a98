"""One web worker as `make run` starts it, with a bare WhiteNoise beside the site, and its meter.

The site and, below an address of its own, the library alone over a copy of the published folder are
asked in turns over four connections that are kept, so that whatever else the machine does falls on
both. Counted is the CPU of the worker, user and system, from the kernel's own clock.
"""

import http.client
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

CONNECTIONS = 4
BARE = "/bare"
SITE = "conference.wsgi"
SITE_AND_BARE = "bench.site_and_bare"
BROWSER = {"Accept-Encoding": "gzip, deflate, br", "Accept-Language": "fr,en;q=0.5"}


def copy_for_bare(folder: Path) -> Path:
    """The library tells files by their dates, which those of a published folder do not have."""
    bare = Path(os.environ["VAR_DIR"], "bare")
    shutil.rmtree(bare, ignore_errors=True)
    shutil.copytree(folder / "files", bare, copy_function=shutil.copyfile)
    return bare


@contextmanager
def served(application: str, page: str, *, workers: int = 1) -> Iterator[tuple[int, list[int]]]:
    """The port, and the workers' process ids once the page was answered."""
    from launch import processes, servers

    with socket.create_server(("127.0.0.1", 0)) as listener:
        command = processes.web(socket_number=listener.fileno())
        command[command.index(SITE)] = application
        command = servers.dying_with_us([*command, "--workers", str(workers)], by=signal.SIGTERM)
        process = subprocess.Popen(
            command,
            pass_fds=[listener.fileno()],
            start_new_session=True,
        )
        try:
            port = listener.getsockname()[1]
            ask(connected(port), page, {})
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
            yield port, [int(child) for child in children.split()]
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def connected(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("localhost", port, timeout=60)


def ask(
    connection: http.client.HTTPConnection, path: str, headers: Mapping[str, str]
) -> tuple[int, str, int]:
    """Status, ETag and length."""
    connection.request("GET", path, headers={**BROWSER, **headers})
    response = connection.getresponse()
    return response.status, response.headers["ETag"], len(response.read())


@dataclass(frozen=True)
class Comparison:
    """CPU seconds a request, turn by turn."""

    ours: list[float]
    bare: list[float]

    @property
    def ratios(self) -> list[float]:
        """Of two neighbouring turns each."""
        return [ours / bare for ours, bare in zip(self.ours, self.bare, strict=True)]

    def __str__(self) -> str:
        ratios = self.ratios
        ratio = f"{statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"
        return f"ours {spread(self.ours)}  bare {spread(self.bare)}  ratio {ratio}"


def spread(costs: list[float]) -> str:
    low, middle, high = (1e6 * cost for cost in statistics.quantiles(costs, n=4))
    return f"{middle:4.0f} ({low:.0f}-{high:.0f})"


@dataclass(frozen=True)
class Meter:
    """`worker` answers at `port`; each turn is of so many requests."""

    port: int
    worker: int
    requests: int
    turns: int

    def compared(self, path: str, *, known: bool, cookie: str = "") -> Comparison:
        """`cookie` is sent to the site; the library alone would not look at it."""
        sent = {path: {"Cookie": cookie} if cookie else {}, BARE + path: {}}
        costs: dict[str, list[float]] = {address: [] for address in sent}
        orders = [list(sent), list(sent)[::-1]]
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            # The first turn warms both up.
            for turn in range(self.turns + 1):
                for address in orders[turn % 2]:
                    before = cpu_seconds(self.worker)
                    one = partial(self._ask_all, address, sent[address], known)
                    asked = sum(pool.map(lambda ask_all: ask_all(), [one] * CONNECTIONS))
                    costs[address].append((cpu_seconds(self.worker) - before) / asked)
        return Comparison(costs[path][1:], costs[BARE + path][1:])

    def _ask_all(self, path: str, headers: dict[str, str], known: bool) -> int:
        """How many requests were made over one connection."""
        connection, requests = connected(self.port), self.requests // CONNECTIONS
        status, etag, _size = ask(connection, path, headers)
        if known:
            headers = headers | {"If-None-Match": etag}
        for _request in range(requests):
            status = ask(connection, path, headers)[0]
        if status != (304 if known else 200):
            sys.exit(f"{path} was answered with {status}.")
        connection.close()
        return requests + 1


def cpu_seconds(process: int) -> float:
    threads = Path(f"/proc/{process}/task").iterdir()
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 10**9
