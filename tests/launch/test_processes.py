"""What the workers are started for."""

import pytest

from badges import print_work
from badges.services import jobs
from conference.leased_work import Kinds
from delegates.importing import running
from delegates.services import imports
from launch.processes import EVERYTHING_ELSE, PRINTING, Workforce


@pytest.mark.parametrize(
    ("workforce", "queue", "kinds"),
    [
        (PRINTING, jobs.QUEUE, print_work.KINDS),
        (EVERYTHING_ELSE, imports.QUEUE, running.KINDS),
    ],
)
def test_worker_has_a_process_more_than_its_lanes_take(
    workforce: Workforce, queue: str, kinds: Kinds
) -> None:
    lanes = {kind.lane for kind in kinds if kind.lane is not None}

    assert queue in workforce.queues
    assert workforce.processes == sum(lane.at_once for lane in lanes) + 1


def test_no_queue_has_two_workers() -> None:
    assert set(PRINTING.queues) & set(EVERYTHING_ELSE.queues) == set()
