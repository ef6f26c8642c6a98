"""What a reader costs pretalx as installed from the package index, in the same run.

It runs under its own Python in the same kind of gunicorn, on the same PostgreSQL, with the settings
that it has without a Redis but a cache in the worker; a reader asks as a browser does.
"""

import json
import os
import signal
import socket
import statistics
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.agenda.programme import DAYS, ROOMS
from bench.badges.environments import MissingError, Peer, environment
from bench.web_worker import SITE, ask, connected, cpu_seconds, served, spread

PRETALX = Peer(
    "pretalx 2026.2.1", "pretalx[postgres]==2026.2.1", "", "3.13", (3, 13, 0), ("gunicorn",)
)
HOME = Path(__file__).parents[2] / "var/bench"
DATABASE = "peer"
SETTINGS = """
from pretalx.settings import *
ALLOWED_HOSTS = ["*"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"


class Unmigrated:
    def __contains__(self, _app):
        return True

    def __getitem__(self, _app):
        return None


# Tables are made as the models are, which takes seconds instead of minutes.
MIGRATION_MODULES = Unmigrated()
"""
SAME = {
    "a day of the agenda": ["schedule/", "schedule/nojs", "schedule/widgets/schedule.json"],
    "a session": ["talk/{code}/"],
    "agenda.ics": ["schedule.ics"],
    "schedule.xml": ["schedule.xml"],
}
"""What ours is there, by what the bench calls it. Its page of the schedule is drawn by a script,
from the JSON; without one there is a page of its own.
"""
TURNS, OURS_AT_ONCE, PEERS_AT_ONCE = 5, 200, 4
ASKS = {"Accept": "text/html,application/xhtml+xml,*/*"}


def costs(count: int, ours: Mapping[str, str]) -> None:
    """CPU of one worker a request, in turns with the same page of ours."""
    try:
        python = environment(PRETALX, HOME).python
    except MissingError as error:
        print(f"pretalx is left out: {error}")
        return
    with _pretalx(python, count) as (port, worker, code):
        print(f"Beside pretalx 2026.2.1, {TURNS} turns, µs of CPU a request (middle half)")
        with served(SITE, ours["home"]) as (own_port, [own_worker]):
            for name, pages in SAME.items():
                for page in pages:
                    path = f"/conf/{page.format(code=code)}"
                    mine, theirs = [], []
                    for _turn in range(TURNS + 1):
                        mine.append(_cost(own_port, own_worker, ours[name], OURS_AT_ONCE))
                        theirs.append(_cost(port, worker, path, PEERS_AT_ONCE))
                    mine, theirs = mine[1:], theirs[1:]
                    ratios = [there / here for here, there in zip(mine, theirs, strict=True)]
                    ratio = (
                        f"{statistics.median(ratios):6.0f} ({min(ratios):.0f}-{max(ratios):.0f})"
                    )
                    print(
                        f"  {name:20} ours {spread(mine)}  pretalx {page:32} {spread(theirs)}"
                        f"  times ours {ratio}",
                        flush=True,
                    )


def _cost(port: int, worker: int, path: str, requests: int) -> float:
    connection = connected(port)
    before = cpu_seconds(worker)
    for _request in range(requests):
        status = ask(connection, path, ASKS)[0]
        assert status == 200, f"{path}: {status}"
    connection.close()
    return (cpu_seconds(worker) - before) / requests


@contextmanager
def _pretalx(python: Path, count: int) -> Iterator[tuple[int, int, str]]:
    """The port, the worker's process id and the code of a session."""
    from django.db import connection

    folder = Path(os.environ["VAR_DIR"], "peer")
    folder.mkdir(exist_ok=True)
    Path(folder, "peer_settings.py").write_text(SETTINGS)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        cursor.execute(f"CREATE DATABASE {DATABASE}")
    told = connection.get_connection_params()
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONPATH": str(folder),
        "DJANGO_SETTINGS_MODULE": "peer_settings",
        "PRETALX_FILESYSTEM_LOGS": str(folder),
        "PRETALX_FILESYSTEM_MEDIA": str(folder),
        "PRETALX_FILESYSTEM_STATIC": str(folder / "static"),
        "PRETALX_DB_TYPE": "postgresql",
        "PRETALX_DB_NAME": DATABASE,
        "PRETALX_DB_USER": str(told.get("user", "")),
        "PRETALX_DB_PASS": str(told.get("password", "")),
        "PRETALX_DB_HOST": str(told.get("host", "")),
        "PRETALX_DB_PORT": str(told.get("port", "")),
    }
    seed = [str(python), str(Path(__file__).with_name("pretalx_seed.py"))]
    made = subprocess.run(
        [*seed, str(count), str(ROOMS), str(DAYS)],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr[-2000:]
    code = made.stdout.split()[-1]
    # Its scripts are built by npm; pages name one that is not there.
    scripts = {"schedule/src/main.js": {"file": "main.js"}}
    Path(folder, "static/pretalx-manifest.json").write_text(json.dumps(scripts))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        command = [str(python), "-m", "gunicorn", "pretalx.wsgi", "--preload", "--workers", "1"]
        command += ["--threads", "4", "--bind", f"fd://{listener.fileno()}", "--timeout", "120"]
        process = subprocess.Popen(
            command, pass_fds=[listener.fileno()], env=env, start_new_session=True
        )
        try:
            port = listener.getsockname()[1]
            ask(connected(port), "/conf/schedule/", ASKS)
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
            yield port, int(children.split()[0]), code
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
