"""What the workers are started for."""

import re
from pathlib import Path

import pytest

from badges import tasks as printing
from badges.services.printing import jobs
from conference.accounts import codes
from conference.leased_work import Kinds, Lane
from conference.outbox import sending, writing
from delegates import tasks as registering
from delegates.services.importing import imports
from launch.processes import EVERYTHING_ELSE, PRINTING, Workforce


def lanes_of(kinds: Kinds) -> set[Lane]:
    return {kind.lane for kind in kinds if kind.lane is not None}


@pytest.mark.parametrize(
    ("workforce", "queues", "lanes"),
    [
        (PRINTING, {jobs.QUEUE}, lanes_of(printing.KINDS)),
        (
            EVERYTHING_ELSE,
            {imports.QUEUE, writing.QUEUE, codes.QUEUE},
            lanes_of([*registering.KINDS, codes.KIND]) | {sending.LANE},
        ),
    ],
)
def test_worker_has_a_process_more_than_its_lanes_take(
    workforce: Workforce, queues: set[str], lanes: set[Lane]
) -> None:
    assert queues <= set(workforce.queues)
    assert workforce.processes == sum(lane.at_once for lane in lanes) + 1


def test_no_queue_has_two_workers() -> None:
    assert set(PRINTING.queues) & set(EVERYTHING_ELSE.queues) == set()


def test_readme_starts_the_workers_that_we_start() -> None:
    said = re.findall(r"--queues (\S+) --concurrency (\d+)", Path("README.md").read_text())

    assert said == [
        (",".join(workforce.queues), str(workforce.processes))
        for workforce in (PRINTING, EVERYTHING_ELSE)
    ]
