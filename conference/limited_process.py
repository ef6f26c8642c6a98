"""A process of its own, with little memory and time, for what others made: workbooks, pictures.

What a stranger's file asks for is asked of that process: it is ended where it asks for too much,
and nobody else notices. It knows no database, no secret and no setting; it is given the file and a
language, and gives an answer or a refusal in words. It costs a tenth of a second of CPU.
"""

import logging
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, NoReturn

from django.apps import apps
from django.conf import settings
from django.utils import translation

from conference import embedded
from conference.errors import DomainError

# What the process ends with where the file is at fault; its answer is then the words.
REFUSED = 3
TOO_MUCH_MEMORY = 4
LOOK_SECONDS = 0.2
MOST_COMPLAINT = 10_000
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """`memory` is address space, `file` the largest file that it may write, the answer included, in
    bytes; `cpu_seconds` is what it may compute, `seconds` what may pass where others compute too.
    """

    memory: int
    cpu_seconds: int
    seconds: int
    file: int


class NoAnswerError(Exception):
    """The process asked for more than it may have and was ended, or the file was beyond it."""


def nothing() -> None:
    """For whoever waits for the answer whatever happens."""


def run(
    module: str,
    question: bytes,
    *arguments: str,
    limits: Limits,
    look: Callable[[], None] = nothing,
) -> IO[bytes]:
    """The answer of `python -m module`, which is handed `question` on its standard input.

    Raises DomainError with the words of a refusal, in the reader's language, and NoAnswerError.
    `look` is called while it computes: where that raises, nobody wants the answer any more, and the
    process is ended.
    """
    with TemporaryFile() as given:
        given.write(question)
        given.seek(0)
        answer: IO[bytes] = TemporaryFile()  # noqa: SIM115  # whoever reads it closes it
        try:
            _run(_command(module, arguments, limits), given, answer, limits.seconds, look)
        except BaseException:
            answer.close()
            raise
    answer.seek(0)
    return answer


def _command(module: str, arguments: tuple[str, ...], limits: Limits) -> list[str]:
    """The limits hold from its first instruction on, and it ends when we do."""
    return [
        *("setpriv", "--pdeathsig", "KILL", "--"),
        *("prlimit", f"--as={limits.memory}", f"--cpu={limits.cpu_seconds}"),
        *(f"--fsize={limits.file}", "--core=0", "--"),
        *(sys.executable, "-m", module, translation.get_language() or "en", *arguments),
    ]


def _run(
    command: list[str],
    given: IO[bytes],
    answer: IO[bytes],
    seconds: int,
    look: Callable[[], None],
) -> None:
    process = subprocess.Popen(  # noqa: S603  # a module of ours and its arguments
        command,
        cwd=embedded.ROOT,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        stdin=given,
        stdout=answer,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    with process:
        try:
            complaint = _heard(process, seconds, look)
        finally:
            process.kill()
    if process.returncode == REFUSED:
        answer.seek(0)
        raise DomainError(answer.read().decode())
    if process.returncode:
        # Of a traceback the kind of the error alone: the rest may be somebody's name.
        kind = complaint.strip().rpartition("\n")[2].partition(":")[0]
        log.warning("%s: status %s %s", " ".join(command), process.returncode, kind)
        raise NoAnswerError


def _heard(process: "subprocess.Popen[bytes]", seconds: int, look: Callable[[], None]) -> str:
    """What it complains of until it ends, by itself or because its time is over."""
    assert process.stderr is not None
    deadline = time.monotonic() + seconds
    complaint = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stderr, selectors.EVENT_READ)
        while time.monotonic() < deadline:
            look()
            if selector.select(LOOK_SECONDS):
                said = os.read(process.stderr.fileno(), MOST_COMPLAINT)
                if not said:
                    break
                complaint = (complaint + said)[-MOST_COMPLAINT:]
    with suppress(subprocess.TimeoutExpired):
        process.wait(max(deadline - time.monotonic(), 0))
    return complaint.decode(errors="replace")


# In the process


def answer(work: Callable[..., None]) -> NoReturn:
    """Calls `work(question, out, *arguments)`, which writes the answer to `out`.

    A DomainError is the refusal.
    """
    language, *arguments = sys.argv[1:]
    _speak(language)
    out = sys.stdout.buffer
    try:
        work(sys.stdin.buffer.read(), out, *arguments)
        out.flush()
    except DomainError as refusal:
        out.seek(0)
        out.truncate()
        out.write(str(refusal).encode())
        out.flush()
        os._exit(REFUSED)
    except MemoryError:
        os._exit(TOO_MUCH_MEMORY)
    os._exit(0)


def _speak(language: str) -> None:
    settings.configure(LANGUAGE_CODE="en", LOCALE_PATHS=[embedded.ROOT / "locale"])
    apps.populate([])
    translation.activate(language)
