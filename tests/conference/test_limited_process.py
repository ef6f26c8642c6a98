"""A limited process answers, refuses, or is ended; nothing of it goes on."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext

from conference import embedded, limited_process, sandbox
from conference.errors import DomainError, LeaseLostError, TooLateError
from conference.limited_process import Limits, NoAnswerError
from tests.limited import MEGABYTE
from tests.process_tree import descendants, parents

LIMITS = Limits(memory=512 * MEGABYTE, cpu_seconds=20, seconds=60, file=MEGABYTE)
PATIENCE_SECONDS = 30


def answer(what: str, question: bytes = b"", limits: Limits = LIMITS) -> bytes:
    with limited_process.run("tests.limited", question, what, limits=limits) as found:
        return found.read()


@pytest.fixture(autouse=True)
def _nothing_goes_on() -> Iterator[None]:
    before = descendants(os.getpid())
    yield
    assert descendants(os.getpid()) <= before


def test_answer_is_what_the_process_wrote() -> None:
    question = "Раҳмон".encode() * 50_000

    assert answer("echo", question) == question


def test_no_secret_of_ours_is_in_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "a secret")

    assert json.loads(answer("say where it is")) == ["LANG", "PATH", "PYTHONDONTWRITEBYTECODE"]


def test_it_can_gain_no_rights_and_its_calls_are_filtered() -> None:
    told = json.loads(answer("say what it is"))

    assert {name: told[name] for name in ("NoNewPrivs", "Seccomp", "Threads")} == {
        "NoNewPrivs": "1",
        "Seccomp": "2",
        "Threads": "1",
    }


# What is left to it where the kernel has no Landlock, as the page on security says.
FILES = ["read a file", "write a file", "make a file", "read secrets", "read memory"]


# What it may do with itself, by calls that it may not make for others.
OWN = ["begin a thread", "end a thread", "limit itself"]


def has_landlock() -> bool:
    return sandbox.landlock_version(ctypes.CDLL(None)) > 0


def test_of_what_its_user_may_it_may_next_to_nothing(tmp_path: Path) -> None:
    """The file it is given, its own libraries and threads; neither network, files, programs nor
    other processes, of which ours has the secrets in its environment.
    """
    secret = tmp_path / "secret"
    secret.write_text("a secret")
    inherited = os.open(secret, os.O_RDONLY)
    os.set_inheritable(inherited, True)

    found = json.loads(answer("try", str(secret).encode()))

    os.close(inherited)
    # The fourth is its own: what the kernel says of it.
    assert found.pop("descriptors") == [0, 1, 2, 3]
    assert found.pop("load a library") == "pypdfium2"
    assert [found.pop(name) for name in OWN] == ["done", None, None]
    files = {found.pop(name) for name in FILES}
    if has_landlock():
        assert (files, secret.read_text()) == ({"PermissionError"}, "a secret")
    assert set(found.values()) == {"PermissionError"}, found


def test_whoever_asks_needs_no_rights() -> None:
    """An ordinary user, in a container too. Python itself may lie where root alone reads."""
    command = ["setpriv", *NOBODY, "--", sys.executable, "-c", TRIES]

    found = json.loads(subprocess.check_output(command, cwd=embedded.ROOT))

    assert found["begin a thread"] == "done"
    refused = ["connect", "fork", *(["read secrets"] if has_landlock() else [])]
    assert {found[name] for name in refused} == {"PermissionError"}


def test_calls_of_another_architecture_than_the_kernels_are_not_taken_for_its_own() -> None:
    """A filter by the kernel's numbers would refuse whatever a program of 32 bits calls."""
    command = [sys.executable, "-c", OF_32_BITS]

    assert subprocess.check_output(command, cwd=embedded.ROOT) == b"NoNewPrivs 1, has a socket\n"


@pytest.mark.parametrize("language", ["en", "fr", "ru"])
def test_refusal_comes_in_the_readers_language(language: str) -> None:
    with translation.override(language):
        with pytest.raises(DomainError) as refused:
            answer("refuse")

        assert str(refused.value) == gettext("Agenda")


@pytest.mark.parametrize(
    ("what", "limits"),
    [
        ("take memory", LIMITS),
        ("compute", Limits(512 * MEGABYTE, cpu_seconds=1, seconds=60, file=MEGABYTE)),
        ("sleep", Limits(512 * MEGABYTE, cpu_seconds=20, seconds=1, file=MEGABYTE)),
        ("write", LIMITS),
        ("fail", LIMITS),
        ("die", LIMITS),
    ],
)
def test_process_that_goes_too_far_is_ended_without_an_answer(what: str, limits: Limits) -> None:
    with pytest.raises(NoAnswerError):
        answer(what, limits=limits)


@pytest.mark.parametrize(
    ("what", "seconds", "refused_with"),
    [("sleep", 1, TooLateError), ("take memory", 60, DomainError), ("die", 60, DomainError)],
)
def test_what_was_only_too_late_is_told_apart(
    what: str, seconds: int, refused_with: type[Exception]
) -> None:
    with pytest.raises(NoAnswerError) as ended:
        answer(what, limits=replace(LIMITS, seconds=seconds))

    refusal = ended.value.refusal("Try again.")
    assert (type(refusal), str(refusal)) == (refused_with, "Try again.")


def test_what_the_log_says_of_it_is_no_name(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(NoAnswerError):
        answer("fail")

    assert "status 1 KeyError" in caplog.text
    assert "Rahmon" not in caplog.text


def test_process_whose_answer_nobody_wants_any_more_is_ended() -> None:
    looks = iter([None, None])

    def look() -> None:
        if next(looks, LeaseLostError) is LeaseLostError:
            raise LeaseLostError

    with pytest.raises(LeaseLostError):
        limited_process.run("tests.limited", b"", "sleep", limits=LIMITS, look=look)


READS = "-all,+dac_override"
NOBODY = (
    [
        *("--reuid=65534", "--regid=65534", "--clear-groups"),
        *(f"--inh-caps={READS}", f"--ambient-caps={READS}", f"--bounding-set={READS}"),
    ]
    if os.geteuid() == 0
    else []
)
TRIES = """
from django.conf import settings
settings.configure()
from conference import limited_process
from conference.limited_process import Limits
limits = Limits(memory=2**29, cpu_seconds=20, seconds=60, file=2**20)
print(limited_process.run("tests.limited", b"/", "try", limits=limits).read().decode())
"""
OF_32_BITS = """
import socket, sys
from conference import sandbox
status = open("/proc/self/status")
sys.maxsize = 2**31 - 1
sandbox.enter(reads=[], confine_files=False)
[told] = [line.split()[1] for line in status if line.startswith("NoNewPrivs")]
socket.socket().close()
print(f"NoNewPrivs {told}, has a socket")
"""
ASKS = """
from django.conf import settings
settings.configure()
from conference import limited_process
from conference.limited_process import Limits
limits = Limits(memory=2**29, cpu_seconds=20, seconds=60, file=2**20)
limited_process.run("tests.limited", b"", "sleep", limits=limits)
"""


def test_it_ends_when_whoever_asked_is_killed() -> None:
    asking = subprocess.Popen([sys.executable, "-c", ASKS], cwd=embedded.ROOT)
    await_that = deadline()
    while not (asked := descendants(asking.pid)):
        next(await_that)

    asking.send_signal(signal.SIGKILL)
    asking.wait()

    while asked & parents().keys():
        next(await_that)


def deadline() -> Iterator[None]:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        time.sleep(0.05)
        yield
