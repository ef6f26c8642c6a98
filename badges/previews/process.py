"""The process that draws previews: what it loads stays warm, what it is asked for leaves no trace.

It draws one at a time, whoever asks, in a child that has everything loaded already and ends with
its picture: what a design or a photo does to it, in memory or time, ends with it, and nothing of
what it drew is left in any memory. Waiting is one request of each person, the newest; whoever asks
again is not kept waiting for the former.
"""

import gc
import logging
import os
import resource
import selectors
import signal
import socket
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from badges.previews.talk import HEAD, MOST_BYTES

# A design is compiled within; what others made and takes longer hangs. The page has long given up.
MOST_SECONDS = 5.0
MOST_MEMORY = 2**30
# So long a form may take to send what it holds, over a socket of the same machine.
SENDING_SECONDS = 1.0
MOST_VISITORS = 32
PIECE = 2**20
log = logging.getLogger(__name__)

# Answers a wish, both as they are sent.
Answer = Callable[[bytes], bytes]


@dataclass(eq=False)
class Visitor:
    """A form that waits. `said` is what has come of its wish."""

    connection: socket.socket
    said: bytearray = field(default_factory=bytearray)
    came_at: float = field(default_factory=time.monotonic)

    def hear(self) -> bool:
        """Whether there is more to come. OSError for whoever has gone or says too much."""
        piece = self.connection.recv(PIECE)
        self.said += piece
        if not piece or len(self.said) > MOST_BYTES:
            raise ConnectionError
        return len(self.said) < HEAD.size or len(self.said) < HEAD.size + self.length

    def leave(self) -> None:
        """At once, though a child that draws for somebody else holds the connection too."""
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
        self.connection.close()

    @property
    def length(self) -> int:
        return int(HEAD.unpack_from(self.said)[0])

    @property
    def person(self) -> int:
        return int(HEAD.unpack_from(self.said)[1])


@dataclass
class Child:
    """Draws for a visitor, and answers by itself."""

    pid: int
    ends: int
    visitor: Visitor
    deadline: float


class Drawer(selectors.DefaultSelector):
    """Hears who comes, and has one child at a time."""

    def __init__(self, listener: socket.socket, answer: Answer) -> None:
        super().__init__()
        self.listener = listener
        self.answer = answer
        self.sending: set[Visitor] = set()
        self.waiting: OrderedDict[int, Visitor] = OrderedDict()
        self.child: Child | None = None
        listener.setblocking(False)
        self.register(listener, selectors.EVENT_READ, self.receive)

    def go_on(self) -> None:
        """One turn."""
        for key, _events in self.select(0.2):
            key.data()
        now = time.monotonic()
        for visitor in [one for one in self.sending if now - one.came_at > SENDING_SECONDS]:
            self.dismiss(visitor)
        if self.child and now > self.child.deadline:
            log.warning("A preview took longer than %d s: it is ended", MOST_SECONDS)
            os.kill(self.child.pid, signal.SIGKILL)
            self.child.deadline = now + MOST_SECONDS
        while self.child is None and self.waiting:
            _person, visitor = self.waiting.popitem(last=False)
            self.begin(visitor)

    def receive(self) -> None:
        with suppress(OSError):
            connection, _address = self.listener.accept()
            if len(self.sending) + len(self.waiting) >= MOST_VISITORS:
                connection.close()
                return
            connection.setblocking(False)
            visitor = Visitor(connection)
            self.sending.add(visitor)
            self.register(connection, selectors.EVENT_READ, lambda: self.hear(visitor))

    def hear(self, visitor: Visitor) -> None:
        try:
            if visitor.hear():
                return
        except BlockingIOError:
            return
        except OSError:
            self.dismiss(visitor)
            return
        self.sending.discard(visitor)
        self.unregister(visitor.connection)
        former = self.waiting.pop(visitor.person, None)
        if former:
            former.leave()
        self.waiting[visitor.person] = visitor

    def dismiss(self, visitor: Visitor) -> None:
        self.sending.discard(visitor)
        self.unregister(visitor.connection)
        visitor.leave()

    def begin(self, visitor: Visitor) -> None:
        pid = os.fork()
        if pid == 0:
            self.draw(visitor)
        ends = os.pidfd_open(pid)
        self.child = Child(pid, ends, visitor, time.monotonic() + MOST_SECONDS)
        visitor.said.clear()
        self.register(ends, selectors.EVENT_READ, self.end)

    def end(self) -> None:
        assert self.child
        self.unregister(self.child.ends)
        os.close(self.child.ends)
        os.waitpid(self.child.pid, 0)
        self.child.visitor.leave()
        self.child = None

    def draw(self, visitor: Visitor) -> NoReturn:
        """In the child. Of an error its kind alone is told: the rest may be somebody's name."""
        try:
            _bounded()
            drawn = self.answer(bytes(visitor.said[HEAD.size :]))
            visitor.connection.setblocking(True)
            visitor.connection.settimeout(SENDING_SECONDS)
            visitor.connection.sendall(drawn)
        except OSError:
            pass  # Nobody waits for it any more.
        except BaseException as error:  # noqa: BLE001  # whatever it is, the child ends here
            log.warning("A preview could not be drawn: %s", type(error).__name__)
        finally:
            os._exit(0)


def _bounded() -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + MOST_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (int(MOST_SECONDS), int(MOST_SECONDS)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def listening(path: Path) -> socket.socket:
    """Where forms ask. Only this user can reach it; what a former process left is replaced."""
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    path.chmod(0o600)
    listener.listen(MOST_VISITORS)
    return listener


def serve(listener: socket.socket, answer: Answer) -> NoReturn:
    """What is loaded by now is there for every child, and is never looked through for garbage."""
    drawer = Drawer(listener, answer)
    gc.collect()
    gc.freeze()
    while True:
        drawer.go_on()
