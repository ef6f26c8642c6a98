"""What a limited process of the tests does with what it is given, and for what it is ended."""

import ctypes
import fcntl
import importlib
import json
import os
import resource
import signal
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from conference import limited_process
from conference.errors import DomainError

MEGABYTE = 2**20
# fcntl.h
F_SETOWN_EX, F_OWNER_PID = 15, 1
LIBC = ctypes.CDLL(None, use_errno=True)
# What the kernel says when it is read: later it cannot be opened.
STATUS = Path("/proc/self/status").open()  # noqa: SIM115


def do(question: bytes, out: IO[bytes], what: str) -> None:
    match what:
        case "echo":
            out.write(question)
        case "say where it is":
            out.write(json.dumps(sorted(os.environ)).encode())
        case "say what it is":
            out.write(json.dumps(what_it_is()).encode())
        case "try":
            out.write(json.dumps(outcomes(question.decode()), default=str).encode())
        case "refuse":
            out.write(b"half an answer")
            raise DomainError(_("Agenda"))
        case _:
            go_too_far(out, what)


def what_it_is() -> dict[str, str]:
    return dict(line.split(":\t", 1) for line in STATUS.read().splitlines())


def outcomes(outside: str) -> dict[str, object]:
    """Of each thing that it tries: the name of the error, or what came of it."""
    whoever_asked = os.getppid()
    tries: dict[str, Callable[[], object]] = {
        "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
        "listen": lambda: socket.create_server(("127.0.0.1", 0)),
        "local socket": lambda: socket.socket(socket.AF_UNIX),
        "read a file": lambda: Path(outside).read_bytes(),
        "write a file": lambda: Path(outside).write_bytes(b""),
        "make a file": lambda: Path(f"{outside}.new").touch(),
        "read secrets": lambda: Path(f"/proc/{whoever_asked}/environ").read_bytes(),
        "read memory": lambda: os.open(f"/proc/{whoever_asked}/mem", os.O_RDONLY),
        "end a process": lambda: os.kill(whoever_asked, 0),
        "end a thread": lambda: signal.pthread_kill(threading.main_thread().ident or 0, 0),
        "have a process ended": lambda: fcntl.fcntl(1, fcntl.F_SETOWN, whoever_asked),
        "have it ended by another call": lambda: owned(whoever_asked),
        "limit a process": lambda: limited(whoever_asked),
        "limit itself": lambda: limited(0),
        "fork": lambda: os.fork() or os._exit(0),
        "run a program": lambda: os.execv("/bin/true", ["true"]),
        "begin a program": lambda: subprocess.check_output("/bin/true"),
        "trace": lambda: traced(whoever_asked),
        "be root elsewhere": unshared,
        "load a library": lambda: importlib.import_module("pypdfium2").__name__,
        "begin a thread": in_a_thread,
        "descriptors": lambda: [number for number in range(64) if is_open(number)],
    }
    return {name: outcome(attempt) for name, attempt in tries.items()}


def outcome(attempt: Callable[[], object]) -> object:
    try:
        return attempt()
    except OSError as error:
        return type(error).__name__


def owned(process: int) -> None:
    """Who owns a file is sent a signal of the asker's choice when there is something to read."""
    fcntl.fcntl(1, F_SETOWN_EX, struct.pack("=ii", F_OWNER_PID, process))


def limited(process: int) -> None:
    """As it was before, whoever it is."""
    resource.prlimit(process, resource.RLIMIT_CPU, resource.prlimit(process, resource.RLIMIT_CPU))


def traced(process: int) -> None:
    if LIBC.ptrace(16, process, None, None) < 0:
        raise OSError(ctypes.get_errno(), "attach")


def unshared() -> None:
    if LIBC.unshare(0x10000000) < 0:
        raise OSError(ctypes.get_errno(), "unshare")


def in_a_thread() -> str:
    heard: list[str] = []
    thread = threading.Thread(target=heard.append, args=("done",))
    thread.start()
    thread.join()
    return heard[0]


def is_open(number: int) -> bool:
    with suppress(OSError):
        return bool(os.fstat(number))
    return False


def go_too_far(out: IO[bytes], how: str) -> None:
    match how:
        case "take memory":
            out.write(bytes(bytearray(600 * MEGABYTE))[:1])
        case "compute":
            while True:
                pass
        case "sleep":
            time.sleep(600)
        case "write":
            out.write(b"x" * 2 * MEGABYTE)
        case "fail":
            raise KeyError("Rahmon")
        case _:
            os.abort()


if __name__ == "__main__":
    limited_process.answer(do)
