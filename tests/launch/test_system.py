"""`make run` with real processes: ports, what a second start leaves undone, and its sudden end."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction

from badges.models import PrintChunk
from badges.services.printing import jobs
from conference import embedded
from conference.celery import app
from delegates.reference.files import version
from launch import packages, stamps, system
from launch.errors import LaunchError
from launch.supervisor import Supervisor
from tests.process_tree import descendants, parents
from tests.servers import empty_broker, worker_environment

PATIENCE_SECONDS = 30
KEEPS_THE_APPS = """
import time
from launch import system
from launch.supervisor import Supervisor
supervisor = Supervisor()
with system.listening_socket() as listener:
    system.start_apps(supervisor, listener)
    print("ready", flush=True)
    time.sleep(600)
"""


def await_that(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_waiting_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        ours = "JOIN pg_database d ON d.oid = database WHERE datname = current_database()"
        cursor.execute(f"SELECT count(*) FROM pg_locks {ours} AND NOT granted")
        waiting: int = cursor.fetchone()[0]
    return waiting > 0


@pytest.fixture
def keeper(transactional_db: None) -> Iterator["subprocess.Popen[bytes]"]:
    """What keeps a web server, the workers and a scheduler that are ready; all gone at the end."""
    empty_broker()
    process = subprocess.Popen(
        [sys.executable, "-c", KEEPS_THE_APPS],
        cwd=embedded.ROOT,
        env=os.environ | worker_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    assert process.stdout is not None
    said: list[bytes] = []
    while b"ready\n" not in said:
        said.append(process.stdout.readline())
        assert said[-1], b"".join(said).decode()
    started = descendants(process.pid)
    yield process
    process.kill()
    process.wait()
    process.stdout.close()
    for pid in started & parents().keys():
        os.kill(pid, signal.SIGKILL)


def test_supervisor_killed_in_the_middle_of_a_task_leaves_no_process(
    keeper: "subprocess.Popen[bytes]",
) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {PrintChunk._meta.db_table}")
        app.send_task(jobs.WAKE, queue=jobs.QUEUE)
        await_that(is_waiting_for_a_lock)
        started = descendants(keeper.pid)

        keeper.kill()
        keeper.wait()

        await_that(lambda: not started & parents().keys())


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which something else listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_port_in_use_is_told_in_one_sentence(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", str(taken))

    with pytest.raises(LaunchError) as raised:
        system.listening_socket()

    assert str(raised.value) == (
        f"Port {taken} is in use: stop what uses it, or choose another PORT."
    )


def test_without_a_port_the_first_free_one_is_taken(
    taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PORT", raising=False)
    monkeypatch.setattr(system, "FIRST_PORT", taken)
    monkeypatch.setattr(system, "LAST_PORT", min(taken + 50, 65535))

    with system.listening_socket() as listener:
        assert listener.getsockname()[1] > taken


def test_port_on_which_something_else_answers_to_localhost_is_in_use(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as other:
        monkeypatch.setenv("PORT", str(other.getsockname()[1]))

        with pytest.raises(LaunchError, match="is in use"):
            system.listening_socket()


def test_address_is_that_of_localhost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "0")

    with system.listening_socket() as listener:
        assert system.address_of(listener) == f"http://localhost:{listener.getsockname()[1]}"


def test_every_port_in_use_is_told_in_one_sentence(
    taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PORT", raising=False)
    monkeypatch.setattr(system, "FIRST_PORT", taken)
    monkeypatch.setattr(system, "LAST_PORT", taken)

    with pytest.raises(LaunchError, match=f"Every port from {taken} to {taken} is in use"):
        system.listening_socket()


@pytest.mark.parametrize("port", ["web", "-1", "65536"])
def test_port_that_is_none_is_refused(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", port)

    with pytest.raises(LaunchError, match=f"PORT must be a number below 65536, not {port}"):
        system.listening_socket()


class Started:
    """Command lines of the programs that this process starts while it is listened to."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.is_listening = False
        sys.addaudithook(self.hear)

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.is_listening and event == "subprocess.Popen":
            _, command, *_ = arguments
            assert isinstance(command, list)
            # What follows setpriv's own options.
            own = command.index("--") + 1 if command[0] == "setpriv" else 0
            program, *rest = map(str, command[own:])
            self.commands.append([Path(program).name, *rest])


def start_and_stop() -> None:
    """What `make run` does but for the web server, the workers and the scheduler."""
    system.set_up_for(packages.Kind.TEST)
    supervisor = Supervisor()
    try:
        system.start_servers(supervisor)
        system.prepare(supervisor)
        if (embedded.var_dir() / "badges.stamp").exists():
            system.publish_badges(supervisor)
    finally:
        supervisor.stop()


@contextmanager
def alone_below(folder: Path) -> Iterator[None]:
    """No server but those that the system itself starts there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VAR_DIR", str(folder))
        for name in ("DATABASE_URL", "REDIS_URL"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="module")
def started_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a system has been started once; what it did is undone, for other tests run between."""
    folder = tmp_path_factory.mktemp("system")
    for each in (folder, folder.parent, folder.parent.parent):
        each.chmod(0o755)
    with alone_below(folder / "var"):
        start_and_stop()
        badges = folder / "badges.pdf"
        badges.touch()
        stamps.write(folder / "var/badges.stamp", f"{system.cluster_identity()}\n{badges}")
    return folder / "var"


@pytest.fixture
def var(started_once: Path) -> Iterator[Path]:
    with alone_below(started_once):
        yield started_once


def python_of_next_start() -> list[list[str]]:
    started = Started()
    started.is_listening = True
    start_and_stop()
    started.is_listening = False
    programs = {command[0] for command in started.commands}
    assert programs == {"python", "postgres", "pg_isready", "psql", "valkey-server"}
    return [command for command in started.commands if command[0] == "python"]


# Whether the virtual environment still works is all that is asked of Python at any start.
WORKS = ["python", "-c", ""]


def test_second_start_does_no_work(var: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert python_of_next_start() == [WORKS]
    assert capfd.readouterr().out == f"Badges: {var.parent / 'badges.pdf'}\n"


def test_start_after_the_data_files_changed_brings_them_up_to_date(
    var: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    stamps.write(var / "reference.stamp", "of the former files")

    assert python_of_next_start() == [WORKS, ["python", "manage.py", "load_reference_data"]]

    assert (
        f"Data files of {version()}: 0 countries and 0 organizations added, 0 brought up to date."
        in capfd.readouterr().out.splitlines()
    )
    assert python_of_next_start() == [WORKS]
