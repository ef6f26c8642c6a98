"""A process of its own, with little memory and time, for what others made: workbooks, pictures.

What a stranger's file asks for is asked of that process: it is ended where it asks for too much,
and nobody else notices. It knows no database, no secret and no setting; it is given the file and a
language, and gives an answer or a refusal in words. What else its user may it gives up, as far as
the kernel knows how (`conference.sandbox`). It costs a tenth of a second of CPU.
"""

import json
import logging
import os
import resource
import selectors
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile, gettempdir
from typing import IO, NoReturn

from django.apps import apps
from django.conf import settings
from django.utils import translation

from conference import embedded, sandbox
from conference.errors import DomainError, TooLateError

# What the process ends with where the file is at fault; the last it complains of are the words.
REFUSED = 3
LOOK_SECONDS = 0.2
# Files that it may have open at once.
MOST_OPEN = 256
# Nothing of ours; and what is ended in the middle leaves no half of a compiled module.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
PIECE = 2**16
IN_MEMORY = 2**24
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """`memory` is address space, `file` the longest answer and the largest file, in bytes;
    `cpu_seconds` is what it may compute, `seconds` what may pass where others compute too.
    """

    memory: int
    cpu_seconds: int
    seconds: int
    file: int


class NoAnswerError(Exception):
    """The process asked for more than it may have and was ended, or the file was beyond it.

    `is_late`: it was ended when the time that may pass had passed, which others took a part of.
    """

    def __init__(self, *, is_late: bool = False) -> None:
        super().__init__()
        self.is_late = is_late

    def refusal(self, words: str) -> DomainError:
        """For whoever chose the file."""
        return TooLateError(words) if self.is_late else DomainError(words)


# Called now and then while the process computes.
Look = Callable[[], None]


def nothing() -> None:
    """For whoever waits for the answer whatever happens."""


def run(
    module: str,
    question: bytes,
    *arguments: str,
    limits: Limits,
    look: Look = nothing,
) -> IO[bytes]:
    """The answer of `python -m module`, which is handed `question` on its standard input.

    Raises DomainError with the words of a refusal, in the reader's language, and NoAnswerError.
    `look` is called while it computes: where that raises, nobody wants the answer any more, and the
    process is ended.
    """
    process = subprocess.Popen(  # noqa: S603  # a module of ours and its arguments
        _command(module, arguments, limits),
        cwd=embedded.ROOT,
        env=ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    with process, _Talk(process, question, limits) as talk:
        try:
            talk.go_on(look)
        except BaseException:
            talk.answer.close()
            raise
        finally:
            process.kill()
    if process.returncode == 0:
        talk.answer.seek(0)
        return talk.answer
    talk.answer.close()
    last_line = bytes(talk.complaint).decode(errors="replace").strip().rpartition("\n")[2]
    if process.returncode == REFUSED:
        raise DomainError(json.loads(last_line))
    # Of a traceback the kind of the error alone: the rest may be somebody's name.
    log.warning("%s: status %s %s", module, process.returncode, last_line.partition(":")[0])
    raise NoAnswerError(is_late=talk.is_late)


def _command(module: str, arguments: tuple[str, ...], limits: Limits) -> list[str]:
    """The limits hold from its first instruction on, and it ends when we do."""
    return [
        *("setpriv", "--pdeathsig", "KILL", "--no-new-privs", "--", "prlimit", "--core=0"),
        f"--as={_at_most(limits.memory, resource.RLIMIT_AS)}",
        f"--cpu={_at_most(limits.cpu_seconds, resource.RLIMIT_CPU)}",
        f"--fsize={_at_most(limits.file, resource.RLIMIT_FSIZE)}",
        f"--nofile={_at_most(MOST_OPEN, resource.RLIMIT_NOFILE)}",
        *("--", sys.executable, "-m", module, translation.get_language() or "en", *arguments),
    ]


def _at_most(wanted: int, kind: int) -> int:
    """Nobody but root may have more than our own limit."""
    _soft, hard = resource.getrlimit(kind)
    return wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)


class _Talk(selectors.DefaultSelector):
    """What goes to a process and comes from it, until it ends or its time is over."""

    def __init__(self, process: "subprocess.Popen[bytes]", question: bytes, limits: Limits) -> None:
        super().__init__()
        self.process = process
        self.deadline = time.monotonic() + limits.seconds
        self.is_late = False
        self.question = memoryview(question)
        self.room = limits.file
        self.answer: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        self.complaint = bytearray()
        assert process.stdin
        assert process.stdout
        assert process.stderr
        os.set_blocking(process.stdin.fileno(), False)
        self.register(process.stdin, selectors.EVENT_WRITE, self.ask)
        self.register(process.stdout, selectors.EVENT_READ, self.listen)
        self.register(process.stderr, selectors.EVENT_READ, self.hear)

    def go_on(self, look: Look) -> None:
        while self.get_map() and time.monotonic() < self.deadline:
            look()
            for key, _events in self.select(LOOK_SECONDS):
                if not key.data(key.fd):
                    self.unregister(key.fileobj)
                    key.fileobj.close()  # type: ignore[union-attr]
        try:
            self.process.wait(max(self.deadline - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            self.is_late = True

    # Each says whether there is more to come.

    def ask(self, pipe: int) -> bool:
        try:
            self.question = self.question[os.write(pipe, self.question) :]
        except BrokenPipeError:
            return False
        return bool(self.question)

    def listen(self, pipe: int) -> bool:
        said = os.read(pipe, PIECE)
        self.room -= len(said)
        if self.room < 0:
            self.process.kill()
            return False
        self.answer.write(said)
        return bool(said)

    def hear(self, pipe: int) -> bool:
        said = os.read(pipe, PIECE)
        self.complaint += said
        del self.complaint[:-PIECE]
        return bool(said)


# In the process


def answer(
    work: Callable[..., None], *, confine_files: bool = True, is_on_disk: bool = False
) -> NoReturn:
    """Calls `work(question, out, *arguments)`, which writes the answer to `out`.

    A DomainError is the refusal, whatever of the answer was written. Of files it opens programs and
    libraries alone, and temporary ones if it `is_on_disk`; what reads no stranger's file need not
    `confine_files`.
    """
    language, *arguments = sys.argv[1:]
    writes = [Path(gettempdir())] if is_on_disk else []
    sandbox.enter(reads=_programs(), writes=writes, confine_files=confine_files)
    _speak(language)
    try:
        work(sys.stdin.buffer.read(), sys.stdout.buffer, *arguments)
        sys.stdout.flush()
    except DomainError as refusal:
        sys.stderr.write(f"\n{json.dumps(str(refusal))}\n")
        sys.stderr.flush()
        os._exit(REFUSED)
    os._exit(0)


def _programs() -> list[Path]:
    """Python, the libraries of the machine, and what is imported and said in the process; neither
    data nor secrets of the installation, which may lie elsewhere in the checkout.
    """
    ours = [embedded.ROOT / "conference", embedded.ROOT / "locale"]
    return [*ours, Path(sys.prefix), Path(sys.base_prefix), *map(Path, ("/usr", "/lib", "/lib64"))]


def _speak(language: str) -> None:
    settings.configure(LANGUAGE_CODE="en", LOCALE_PATHS=[embedded.ROOT / "locale"])
    apps.populate([])
    translation.activate(language)
