"""A process that has grown over a long day does what may take little, and hangs at nothing."""

import os
import subprocess
import sys

import pytest

from conference import embedded
from tests.faults.errands import Archives, empty_storage
from tests.servers import worker_environment

# More address space than any kind of work may take, then a worker's turn.
TURN = """
import mmap
import django
django.setup()
from django.utils import timezone
from badges import tasks
from conference import leased_work
taken = mmap.mmap(-1, 3 * 2**30)
leased_work.take_turn(tasks.KINDS, timezone.now, lambda: None)
"""
A_TURN_SECONDS = 60


@pytest.mark.django_db(transaction=True)
def test_memory_that_a_process_had_before_is_not_this_works() -> None:
    """Below it no thread begins: whoever keeps the lease alive would be waited for, for ever."""
    empty_storage()
    errand = Archives()
    errand.begin()
    settings = {"DJANGO_SETTINGS_MODULE": "conference.settings"}

    subprocess.run(
        [sys.executable, "-c", TURN],
        check=True,
        cwd=embedded.ROOT,
        env=os.environ | worker_environment() | settings,
        timeout=A_TURN_SECONDS,
    )

    errand.assert_done_once()
