"""The process that draws previews, as it runs for real."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from badges.previews.talk import socket_path
from conference import embedded
from launch import processes
from tests.servers import worker_environment

START_SECONDS = 60
Process = subprocess.Popen[bytes]


@contextmanager
def drawing() -> Iterator[Process]:
    """It answers by then; at the end it is gone, with what it has begun, and another that was there
    before is asked again.
    """
    aside = socket_path().with_suffix(".aside")
    with suppress(FileNotFoundError):
        socket_path().rename(aside)
    process: Any = subprocess.Popen(
        processes.previews(),
        cwd=embedded.ROOT,
        env=os.environ | worker_environment(),
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not socket_path().exists():
            assert process.poll() is None, "it ended at once"
            assert time.monotonic() < deadline, "it does not start"
            time.sleep(0.05)
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        with suppress(FileNotFoundError):
            aside.rename(socket_path())
