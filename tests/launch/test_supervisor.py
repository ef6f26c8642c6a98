"""With real processes: small ones of Python, under a supervisor that is a process itself."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conference import embedded
from launch.errors import LaunchError
from launch.servers import dying_with_us
from launch.supervisor import Kind, Supervisor, keep_quiet

PATIENCE_SECONDS = 20
# Says who it is, starts a process of its own, and lives on.
PARENT = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(os.getpid(), child.pid, flush=True)
time.sleep(600)
"""
# What `make run` does in small: an app that has a process of its own, and a server.
SUPERVISED = """
import signal, sys
from launch.commands import raise_stopped_on_signals, say
from launch.errors import Stopped
from launch.servers import dying_with_us
from launch.supervisor import Kind, Supervisor
raise_stopped_on_signals()
supervisor = Supervisor()
command = dying_with_us([sys.executable, "-c", sys.argv[1]], by=signal.SIGTERM)
try:
    for name, kind in {"server": Kind.SERVER, "app": Kind.APP}.items():
        supervisor.start(name, command, kind=kind, hears=say)
    while True:
        supervisor.look_after()
except Stopped:
    pass
finally:
    supervisor.stop()
    say("all stopped")
"""


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    supervisor = Supervisor()
    yield supervisor
    supervisor.stop()


def python(code: str) -> list[str]:
    return dying_with_us([sys.executable, "-c", code], by=signal.SIGTERM)


def await_that(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    """A zombie that nobody has asked about yet is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def supervised() -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """A supervisor with two children that have one each: its process and their numbers."""
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISED, PARENT],
        cwd=embedded.ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    pids = [int(pid) for _ in range(2) for pid in process.stdout.readline().split()]
    yield process, pids
    process.kill()
    process.communicate()
    for pid in pids:
        if is_alive(pid):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_supervisor_told_to_stop_leaves_no_process(
    supervised: tuple[subprocess.Popen[str], list[int]], number: signal.Signals
) -> None:
    process, pids = supervised
    assert [is_alive(pid) for pid in pids] == [True] * 4

    process.send_signal(number)
    output, _ = process.communicate(timeout=PATIENCE_SECONDS)

    assert output == "all stopped\n"
    assert process.returncode == 0
    await_that(lambda: not any(is_alive(pid) for pid in pids))


def test_supervisor_killed_takes_its_children_along(
    supervised: tuple[subprocess.Popen[str], list[int]],
) -> None:
    process, pids = supervised

    process.kill()

    # Their own children are theirs to end: gunicorn and Celery do.
    await_that(lambda: not is_alive(pids[0]) and not is_alive(pids[2]))


def test_app_that_lived_is_started_again(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("launch.supervisor.WORTH_RESTARTING_SECONDS", 0)
    heard: list[str] = []
    code = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
    supervisor.start("app", python(code), kind=Kind.APP, hears=heard.append)
    supervisor.wait_until(lambda: len(heard) == 1, seconds=PATIENCE_SECONDS, otherwise="silent")

    os.kill(int(heard[0]), signal.SIGKILL)
    supervisor.wait_until(lambda: len(heard) == 2, seconds=PATIENCE_SECONDS, otherwise="gone")

    assert heard[0] != heard[1]


@pytest.mark.parametrize("kind", [Kind.APP, Kind.SPARE_SERVER])
def test_what_lived_once_and_then_dies_at_once_is_started_again_and_again(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: Kind
) -> None:
    """As a worker does whose broker takes nothing: the pauses grow, and it never ends for good."""
    monkeypatch.setattr("launch.supervisor.LONGEST_PAUSE_SECONDS", 2)
    told: list[str] = []
    monkeypatch.setattr("launch.supervisor.say", told.append)
    heard: list[str] = []
    script = tmp_path / "script.py"
    script.write_text("import time; print('up', flush=True); time.sleep(600)")
    command = dying_with_us([sys.executable, str(script)], by=signal.SIGTERM)
    child = supervisor.start("app", command, kind=kind, hears=heard.append)
    supervisor.wait_until(lambda: len(heard) == 1, seconds=PATIENCE_SECONDS, otherwise="silent")

    child.short_lives = 0
    script.write_text("print('up', flush=True); raise SystemExit(3)")
    child.kill_group()
    supervisor.wait_until(lambda: len(told) == 3, seconds=PATIENCE_SECONDS, otherwise="gone")

    assert told == [
        "app ended (status -9) and is started again in 1 s.",
        "app ended (status 3) and is started again in 2 s.",
        "app ended (status 3) and is started again in 2 s.",
    ]


def test_app_that_dies_at_once_stops_everything_and_says_why(supervisor: Supervisor) -> None:
    supervisor.start(
        "app", python("raise SystemExit('error: no room')"), kind=Kind.APP, hears=keep_quiet
    )

    with pytest.raises(LaunchError, match=r"app ended \(status 1\): error: no room"):
        supervisor.wait_until(lambda: False, seconds=PATIENCE_SECONDS, otherwise="alive")


def test_server_that_ends_stops_everything(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("launch.supervisor.WORTH_RESTARTING_SECONDS", 0)
    supervisor.start("server", python("pass"), kind=Kind.SERVER, hears=keep_quiet)

    with pytest.raises(LaunchError, match=r"server ended \(status 0\)"):
        supervisor.wait_until(lambda: False, seconds=PATIENCE_SECONDS, otherwise="alive")


def test_one_shot_is_waited_for_and_its_last_words_are_heard(supervisor: Supervisor) -> None:
    heard: list[str] = []
    child = supervisor.start(
        "job", python("print('one'); print('two', end='')"), kind=Kind.ONE_SHOT, hears=heard.append
    )

    supervisor.wait(child)

    assert heard == ["one", "two"]


def test_one_shot_that_fails_is_told_with_its_complaint(supervisor: Supervisor) -> None:
    code = "import sys; print('begun'); sys.exit('FATAL: disk')"
    child = supervisor.start("job", python(code), kind=Kind.ONE_SHOT, hears=keep_quiet)

    with pytest.raises(LaunchError, match="job failed: FATAL: disk"):
        supervisor.wait(child)
