"""Asking for a preview, for at most a second: who types does not wait for a picture."""

import socket
import time
from contextlib import suppress
from threading import BoundedSemaphore

from badges.previews.talk import (
    HEAD,
    Drawn,
    Wish,
    packed,
    received,
    socket_path,
    unpacked_answer,
)

PATIENCE_SECONDS = 1.0
# Where the process hangs, no more threads of a web server than these wait for it.
_few_at_once = BoundedSemaphore(2)


def ask(wish: Wish, *, person: int) -> Drawn | None:
    """None where the process is away, hangs or is busy, or the person has asked again meanwhile."""
    ends_at = time.monotonic() + PATIENCE_SECONDS
    if not _few_at_once.acquire(timeout=PATIENCE_SECONDS):
        return None
    try:
        with suppress(OSError, EOFError), socket.socket(socket.AF_UNIX) as connection:
            return _talk(connection, packed(wish), person, ends_at)
    finally:
        _few_at_once.release()
    return None


def _talk(connection: socket.socket, wish: bytes, person: int, ends_at: float) -> Drawn | None:
    def wait_no_longer() -> None:
        connection.settimeout(max(ends_at - time.monotonic(), 0.001))

    wait_no_longer()
    connection.connect(str(socket_path()))
    connection.sendall(HEAD.pack(len(wish), person) + wish)
    said = received(connection, wait_no_longer)
    return unpacked_answer(said) if said else None
