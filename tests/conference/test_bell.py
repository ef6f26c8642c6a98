"""A broker that does not answer holds nobody up: it is rung once, and then left alone."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from threading import Thread

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from conference import bell
from conference.celery import app

WAKE, QUEUE = "badges.wake", "print"


class SilentServer:
    """Takes calls, counts them and never answers."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.calls: list[socket.socket] = []
        self.thread = Thread(target=self.listen, daemon=True)
        self.thread.start()

    def listen(self) -> None:
        with suppress(OSError):
            while True:
                self.calls.append(self.listener.accept()[0])

    def close(self) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join()
        for call in self.calls:
            call.close()


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[SilentServer]:
    server = SilentServer()
    monkeypatch.setattr(
        app.conf, "broker_url", f"redis://127.0.0.1:{server.listener.getsockname()[1]}/0"
    )
    monkeypatch.setattr(bell, "_away_until", 0.0)
    yield server
    server.close()


def test_broker_that_does_not_answer_is_rung_once_by_many(
    silent: SilentServer, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(5):
            bell.ring_on_commit(WAKE, queue=QUEUE)
    rung = len(silent.calls)

    with django_capture_on_commit_callbacks(execute=True):
        bell.ring_on_commit(WAKE, queue=QUEUE)

    assert (rung, len(silent.calls)) == (2, 2)
