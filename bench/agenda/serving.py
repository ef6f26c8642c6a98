"""One gunicorn as `make run` starts it, with one worker: the site as it stands, and, below an
address of its own, a bare WhiteNoise over a copy of the published folder.
"""

import http.client
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

BARE = "/bare"
BROWSER = {"Accept-Encoding": "gzip, deflate, br", "Accept-Language": "fr,en;q=0.5"}


def application(environ: dict[str, object], start_response: Callable[..., object]) -> object:
    """What gunicorn loads."""
    chosen = bare if str(environ["PATH_INFO"]).startswith(BARE) else site
    return chosen(environ, start_response)


if "BENCH_BARE" in os.environ:
    from whitenoise import WhiteNoise

    from conference.wsgi import application as site

    bare = WhiteNoise(None, root=os.environ["BENCH_BARE"], prefix=BARE, max_age=30, index_file=True)


@contextmanager
def served(folder: Path) -> Iterator[tuple[int, int]]:
    """The port, and the worker's process id. `folder` is what the bare library serves."""
    from launch import processes

    with socket.create_server(("127.0.0.1", 0)) as listener:
        command = processes.web(socket_number=listener.fileno())
        command[command.index("conference.wsgi")] = f"{__name__}:application"
        process = subprocess.Popen(
            [*command, "--workers", "1"],
            pass_fds=[listener.fileno()],
            start_new_session=True,
            env=os.environ | {"BENCH_BARE": str(folder)},
        )
        try:
            port = listener.getsockname()[1]
            ask(connected(port), "/static/css/site.css", {})
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
            yield port, int(children.split()[0])
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def connected(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("localhost", port, timeout=60)


def ask(
    connection: http.client.HTTPConnection, path: str, headers: dict[str, str]
) -> tuple[int, str]:
    """The status, and which version it was."""
    connection.request("GET", path, headers=BROWSER | headers)
    response = connection.getresponse()
    response.read()
    return response.status, response.headers["ETag"] or ""


def cpu_seconds(process: int) -> float:
    """User and system, from the kernel's own clock."""
    threads = Path(f"/proc/{process}/task").iterdir()
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 10**9


def megabytes(process: int) -> tuple[int, int]:
    """Resident, and what of that is its own or its share."""
    told = dict(
        line.split(":", 1)
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    )
    resident, own = (int(told[name].split()[0]) // 1000 for name in ("Rss", "Pss"))
    return resident, own
