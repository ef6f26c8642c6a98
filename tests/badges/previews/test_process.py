"""The process that draws previews goes on whatever it is told to draw, and remembers nothing."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from badges.previews.talk import HEAD
from conference import embedded

LONG = 30.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "preview.sock"


@pytest.fixture
def drawer(path: Path) -> Iterator[Any]:
    command = [sys.executable, "-m", "tests.badges.previews.slow_drawer", str(path)]
    with subprocess.Popen(command, cwd=embedded.ROOT, stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + LONG
        while not _listens(path):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield process
        process.kill()


def _listens(path: Path) -> bool:
    """Its file is there before anybody can connect."""
    with socket.socket(socket.AF_UNIX) as connection:
        return connection.connect_ex(str(path)) == 0


def begun(path: Path, what: bytes, person: int = 1) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(LONG)
    connection.connect(str(path))
    connection.sendall(HEAD.pack(len(what), person) + what)
    return connection


def answer(connection: socket.socket) -> bytes:
    with connection:
        return connection.makefile("rb").read()


def ask(path: Path, what: bytes, person: int = 1) -> bytes:
    return answer(begun(path, what, person))


@pytest.mark.usefixtures("drawer")
@pytest.mark.parametrize("how", [b"hang", b"sleep", b"take memory", b"fail"])
def test_what_goes_too_far_gets_no_answer_and_the_next_one_does(path: Path, how: bytes) -> None:
    assert ask(path, how) == b""
    assert ask(path, b"draw") == b"draw"


@pytest.mark.usefixtures("drawer")
def test_nothing_is_remembered(path: Path) -> None:
    assert [ask(path, what) for what in (b"one", b"other")] == [b"one", b"other"]


@pytest.mark.usefixtures("drawer")
def test_a_newer_request_takes_the_place_of_the_persons_older_one(path: Path) -> None:
    """Nobody else's; and who is drawn already is drawn to the end."""
    first = begun(path, b"take a moment", person=1)
    older = begun(path, b"older", person=1)
    others = begun(path, b"others", person=2)
    newer = begun(path, b"newer", person=1)

    answers = [answer(one) for one in (first, older, others, newer)]

    assert answers == [b"take a moment", b"", b"others", b"newer"]


def test_what_is_said_of_a_failure_names_nobody(path: Path, drawer: Any) -> None:
    ask(path, b"fail")
    drawer.kill()

    assert drawer.stderr.read() == b"A preview could not be drawn: ValueError\n"


@pytest.mark.usefixtures("drawer")
def test_whoever_never_says_all_is_dismissed(path: Path) -> None:
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(LONG)
    connection.connect(str(path))
    connection.sendall(HEAD.pack(100, 1) + b"half of it")

    assert answer(connection) == b""
    assert ask(path, b"draw") == b"draw"


@pytest.mark.usefixtures("drawer")
def test_nobody_else_reaches_it(path: Path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600
