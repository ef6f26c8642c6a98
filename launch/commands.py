"""Running one program to its end during set-up, so that nothing of it outlives us."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import FrameType

from conference import embedded
from launch.errors import LaunchError, Stopped, full_disk
from launch.servers import dying_with_us, reason

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE_SECONDS = 5


def say(line: str) -> None:
    """A terminal that has gone away is no reason not to go on, or to stop in order."""
    with suppress(OSError, ValueError):
        print(line, flush=True)


def step(text: str) -> None:
    say(f"==> {text}")


def raise_stopped_on_signals() -> None:
    """From now on the first signal to stop unwinds whatever runs; further ones change nothing."""

    def stop(number: int, frame: FrameType | None) -> None:
        for every in STOPPING:
            signal.signal(every, signal.SIG_IGN)
        raise Stopped(number)

    for every in STOPPING:
        signal.signal(every, stop)


def run(
    what: str,
    command: list[str],
    *,
    environment: Mapping[str, str] | None = None,
    hint: Callable[[str], str] = reason,
    uses_terminal: bool = False,
) -> str:
    """What the program says on both channels; one that fails becomes the sentence `what: why`.

    `what` ends in words that a reason can follow: "Python packages could not be installed".
    `uses_terminal` leaves it in our own session, where it may ask for a password.
    """
    process = subprocess.Popen(
        command if uses_terminal else dying_with_us(command, by=signal.SIGTERM),
        cwd=embedded.ROOT,
        env=os.environ | (environment or {}),
        stdin=None if uses_terminal else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=not uses_terminal,
    )
    try:
        output = process.communicate()[0].decode(errors="replace")
    except BaseException:
        end(process, whole_group=not uses_terminal)
        raise
    if process.returncode:
        if lacks_room(output):
            raise full_disk(fullest_disk())
        raise LaunchError(f"{what}: {hint(output)}\nThe whole output is in {kept_output(output)}.")
    return output


def show(command: list[str]) -> int:
    """The program's exit status; what it says goes straight to the terminal."""
    process = subprocess.Popen(
        dying_with_us(command, by=signal.SIGTERM),
        cwd=embedded.ROOT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait()
    except BaseException:
        end(process, whole_group=True)
        raise


def end(process: subprocess.Popen[bytes], *, whole_group: bool) -> None:
    def send(number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number) if whole_group else process.send_signal(number)

    send(signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=PATIENCE_SECONDS)
    send(signal.SIGKILL)


def lacks_room(output: str) -> bool:
    """Whether a program failed because of a full disk, however it says so."""
    return "No space left on device" in output or "ENOSPC" in output


def fullest_disk() -> Path:
    """Of the two that we write to."""
    embedded.var_dir().mkdir(parents=True, exist_ok=True)
    folders = (embedded.ROOT, embedded.var_dir())
    return min(folders, key=lambda folder: shutil.disk_usage(folder).free)


def kept_output(output: str) -> Path:
    path = embedded.var_dir() / "setup.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(output)
    return path
