"""The print queue's bell. The rows say what is to do; see `badges.background.printing`."""

import gc
from functools import partial

from celery.signals import worker_process_init
from django.utils import timezone

from badges.background import (
    archives,
    fit_checks,
    left_valid,
    nameplates,
    printing,
    sampling,
)
from badges.engine.identity import engine
from badges.services.printing import pauses
from badges.services.printing.jobs import QUEUE, WAKE
from conference import bell, leased_work
from conference.celery import app

KINDS = (
    *printing.KINDS,
    sampling.KIND,
    nameplates.WORK,
    fit_checks.WORK,
    archives.WORK,
    left_valid.WORK,
)


@worker_process_init.connect
def warm_up(**_said: object) -> None:
    """Somebody waits for the first badge of the morning: what takes a second to load is there.

    What is there from the start is never garbage: looking through it cost a tenth of a badge.
    """
    if QUEUE not in app.amqp.queues.consume_from:
        return
    engine()
    gc.collect()
    gc.freeze()


@app.task(name=WAKE, queue=QUEUE, time_limit=leased_work.longest_turn(KINDS), ignore_result=True)
def wake() -> None:
    leased_work.take_turn(KINDS, timezone.now, partial(bell.ring_on_commit, WAKE, queue=QUEUE))


@app.task(name="badges.end_paused", ignore_result=True)
def end_paused() -> None:
    pauses.end_with_conferences(at=timezone.now())
