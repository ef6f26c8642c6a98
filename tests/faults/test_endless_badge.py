"""A badge of an old design that takes hours: it leaves its job, and the job says which and why."""

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection

from badges.background import chunk_files
from badges.background.printing import MOST_ATTEMPTS
from badges.choices import GenerationState, JobState, Obstacle
from badges.services.printing.isolation import MOST_BEGUN
from conference import embedded
from tests.faults.errands import OneEndless, empty_storage
from tests.servers import worker_environment

# A worker's turn so many hours from now, in which a badge may take three seconds.
TURN = """
import datetime as dt
import sys
import django
django.setup()
from dataclasses import replace
from django.utils import timezone
from badges.background import printing
from conference import leased_work
kinds = [replace(kind, silence=kind.silence and 3) for kind in printing.KINDS]
later = lambda: timezone.now() + dt.timedelta(hours=int(sys.argv[1]))
leased_work.take_turn(kinds, later, lambda: None)
"""
A_TURN_SECONDS = 60
# Twice with the others, twice alone; then the file is made without it, and published. On a busy
# machine another badge is silent for as long once.
MOST_TURNS = MOST_ATTEMPTS + MOST_BEGUN + 3


def turn(hours: int) -> int:
    settings = {"DJANGO_SETTINGS_MODULE": "conference.settings"}
    environment = os.environ | worker_environment() | settings
    command = [sys.executable, "-c", TURN, str(hours)]
    ended = subprocess.run(
        command, check=False, cwd=embedded.ROOT, env=environment, timeout=A_TURN_SECONDS
    )
    return ended.returncode


@pytest.mark.django_db(transaction=True)
def test_it_is_given_up_after_a_while_and_the_others_are_printed() -> None:
    empty_storage()
    errand = OneEndless()
    errand.begin()
    # What is compiled for the other one is in the cache: a second or more of silence.
    chunk_files.try_alone(errand.jobs[0].entries.get(order=2), chunk_files.Pictures().load)

    ends: list[int] = []
    while not errand.is_done() and len(ends) < MOST_TURNS:
        connection.close()
        ends.append(turn(len(ends)))

    # It is silent for long while its design is compiled, and may look up afterwards.
    assert set(ends) <= {0, -signal.SIGKILL}
    (job,) = errand.refresh()
    left = job.entries.get(obstacle=Obstacle.FAILED)
    assert (job.state, job.page_count, left.order) == (JobState.PUBLISHED, 1, 1)
    assert left.generation.state == GenerationState.RELEASED
    # A worker may be ended between storing a file and naming it.
    errand.assert_done_once(orphans=ends.count(-signal.SIGKILL))
