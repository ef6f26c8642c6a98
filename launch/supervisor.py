"""Keeps the system's processes: starts them, passes on what they say, ends them all together.

Every process leads a session of its own, so that a Ctrl-C reaches only us and the order of
stopping is ours, and is told by the kernel to end when we do, so that even `kill -9` of the
supervisor leaves nothing behind.
"""

import os
import selectors
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum

from conference import embedded
from launch.commands import fullest_disk, lacks_room, say
from launch.errors import LaunchError, Stopped, full_disk
from launch.servers import reason

STOP_SECONDS = 8
# One that dies sooner than this after its first start would only die again.
WORTH_RESTARTING_SECONDS = 10
# One that has worked and dies sooner than that each time waits for something, such as the broker.
LONGEST_PAUSE_SECONDS = 30
KEPT_LINES = 50


class Kind(Enum):
    """What a child's end means, and when its turn to stop comes."""

    APP = "ends first; is started again when it ends by itself"
    ONE_SHOT = "ends by itself"
    SERVER = "ends last, since the others use it; its end is everybody's"
    SPARE_SERVER = "ends last; nothing in it is needed, so it is started again as an app is"


SERVERS = {Kind.SERVER, Kind.SPARE_SERVER}


def keep_quiet(line: str) -> None:
    """For what is of interest only when it turns out to be the last."""


@dataclass
class Child:
    name: str
    kind: Kind
    process: "subprocess.Popen[bytes]"
    start_again: "Callable[[], Child]"
    hears: Callable[[str], None]
    stop: signal.Signals
    started_at: float = field(default_factory=time.monotonic)
    short_lives: int | None = None
    """How many lives in a row were short since one was long; None while none was."""
    rest: bytes = b""
    last_lines: deque[str] = field(default_factory=lambda: deque(maxlen=KEPT_LINES))

    def take(self, data: bytes) -> None:
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            text = line.decode(errors="replace").rstrip()
            self.last_lines.append(text)
            self.hears(text)

    def said(self) -> str:
        return "\n".join(self.last_lines)

    def send(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            self.process.send_signal(number)

    def kill_group(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


class Supervisor:
    def __init__(self) -> None:
        self.children: list[Child] = []
        self.ended: list[tuple[float, Child]] = []
        """What is started again, and at which time of the monotonic clock."""
        self.has_terminal = os.isatty(0)
        self.selector = selectors.DefaultSelector()

    def start(
        self,
        name: str,
        command: list[str],
        *,
        kind: Kind,
        environment: Mapping[str, str] | None = None,
        pass_fds: Sequence[int] = (),
        stop: signal.Signals = signal.SIGTERM,
        hears: Callable[[str], None] | None = None,
    ) -> Child:
        """The child runs afterwards. `hears` gets each line; without it the line is printed."""

        def start_again() -> Child:
            process = subprocess.Popen(
                command,
                cwd=embedded.ROOT,
                env=os.environ | {"PYTHONUNBUFFERED": "1", **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                pass_fds=pass_fds,
                start_new_session=True,
            )
            listener = hears or (lambda line: say(f"{name:<9} | {line}"))
            child = Child(name, kind, process, start_again, listener, stop)
            self.children.append(child)
            assert process.stdout is not None
            os.set_blocking(process.stdout.fileno(), False)
            self.selector.register(process.stdout, selectors.EVENT_READ, child)
            return child

        return start_again()

    def listen(self, *, seconds: float) -> None:
        """Passes on what the children say within that time, or until one of them speaks."""
        for key, _ in self.selector.select(seconds):
            self.drain(key.data)

    def drain(self, child: Child) -> None:
        pipe = child.process.stdout
        assert pipe is not None
        while not pipe.closed:
            try:
                data = os.read(pipe.fileno(), 65536)
            except BlockingIOError:
                return
            if data:
                child.take(data)
                continue
            child.take(b"\n" if child.rest else b"")
            self.selector.unregister(pipe)
            pipe.close()

    def wait(self, child: Child) -> None:
        """The one-shot has ended well afterwards; one that failed stops everything."""
        while child.process.poll() is None:
            self.look_after(but=child)
        self.drain(child)
        self.children.remove(child)
        if child.process.returncode:
            raise self.failure(child, "failed")

    def wait_until(self, is_so: Callable[[], bool], *, seconds: float, otherwise: str) -> None:
        deadline = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > deadline:
                raise LaunchError(otherwise)
            self.look_after()

    def look_after(self, *, but: Child | None = None, seconds: float = 0.1) -> None:
        """One turn: pass on lines, and see to children that have ended."""
        self.listen(seconds=seconds)
        if self.has_terminal and not os.isatty(0):
            # Where make leads the session (ssh host make run), only make hears of the hang-up.
            raise Stopped(signal.SIGHUP)
        for child in list(self.children):
            if child is not but and child.process.poll() is not None:
                self.see_to_end_of(child)
        self.start_what_is_due()

    def start_what_is_due(self) -> None:
        due = [entry for entry in self.ended if entry[0] <= time.monotonic()]
        for entry in due:
            self.ended.remove(entry)
            entry[1].start_again().short_lives = entry[1].short_lives

    def see_to_end_of(self, child: Child) -> None:
        self.drain(child)
        child.kill_group()
        self.children.remove(child)
        code = child.process.returncode
        told = f"ended (status {code})"
        if child.kind is Kind.ONE_SHOT:
            if code:
                say(str(self.failure(child, told)))
            return
        if time.monotonic() - child.started_at >= WORTH_RESTARTING_SECONDS:
            child.short_lives = 0
        elif child.short_lives is not None:
            child.short_lives += 1
        if child.kind is Kind.SERVER or child.short_lives is None:
            raise self.failure(child, told)
        pause = min(2**child.short_lives - 1, LONGEST_PAUSE_SECONDS)
        say(f"{child.name} {told} and is started again{f' in {pause} s' if pause else ''}.")
        self.ended.append((time.monotonic() + pause, child))

    def failure(self, child: Child, told: str) -> LaunchError:
        """One sentence; before it, where the cause is not a common one, what the child said."""
        if lacks_room(child.said()):
            return full_disk(fullest_disk())
        if child.hears is keep_quiet:
            say(child.said())
        return LaunchError(f"{child.name} {told}: {reason(child.said())}")

    def stop(self) -> None:
        """No child is left afterwards. The servers go last, when nobody uses them any more."""
        for child in self.children:
            child.hears = keep_quiet
        servers = [child for child in self.children if child.kind in SERVERS]
        self.stop_group([child for child in self.children if child not in servers])
        self.stop_group(servers)

    def stop_group(self, children: list[Child]) -> None:
        for child in children:
            child.send(child.stop)
        deadline = time.monotonic() + STOP_SECONDS
        while any(child.process.poll() is None for child in children):
            if time.monotonic() > deadline:
                break
            self.listen(seconds=0.05)
        for child in children:
            child.kill_group()
            child.process.wait()
            self.drain(child)
