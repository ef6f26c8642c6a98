"""A badge of an old design that takes hours: it costs its own job, and that one its name."""

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection

from badges.background.printing import MOST_ATTEMPTS
from badges.choices import JobState
from badges.models import PrintChunk
from conference import embedded
from tests.faults.errands import Endless
from tests.servers import worker_environment

# A worker's turn so many hours from now, in which a badge may take one second.
TURN = """
import datetime as dt
import sys
import django
django.setup()
from dataclasses import replace
from django.utils import timezone
from badges.background import printing
from conference import leased_work
kinds = [replace(kind, silence=kind.silence and 1) for kind in printing.KINDS]
later = lambda: timezone.now() + dt.timedelta(hours=int(sys.argv[1]))
leased_work.take_turn(kinds, later, lambda: None)
"""
A_TURN_SECONDS = 60


def turn(hours: int) -> int:
    settings = {"DJANGO_SETTINGS_MODULE": "conference.settings"}
    environment = os.environ | worker_environment() | settings
    command = [sys.executable, "-c", TURN, str(hours)]
    ended = subprocess.run(
        command, check=False, cwd=embedded.ROOT, env=environment, timeout=A_TURN_SECONDS
    )
    return ended.returncode


@pytest.mark.django_db(transaction=True)
def test_it_is_given_up_after_a_while_and_ends_its_job_by_name() -> None:
    errand = Endless()
    errand.begin()
    connection.close()

    ends = [turn(attempt) for attempt in range(MOST_ATTEMPTS)]

    # On a busy machine it may be silent while its design is compiled, and look up afterwards.
    assert set(ends) <= {0, -signal.SIGKILL}
    (job,) = errand.refresh()
    serial = PrintChunk.objects.get().entries.earliest("order").generation.badge.serial
    assert job.state == JobState.FAILED
    assert f"{serial:05d}" in job.error
    assert job.error.endswith("It took longer than the 1 seconds allowed.")
