"""The print queue's bell. The rows say what is to do; see `badges.print_work`."""

import gc

from celery.signals import worker_process_init
from django.utils import timezone

from badges import print_work
from badges.engine.identity import engine
from badges.services.jobs import QUEUE, WAKE
from conference import bell
from conference.celery import app

# A turn is short, so that jobs take turns and a hung renderer is ended; the bell rings for more.
PIECES_A_TURN = 10
TURN_SECONDS = 600


@worker_process_init.connect
def warm_up(**_said: object) -> None:
    """Somebody waits for the first badge of the morning: what takes a second to load is there.

    What is there from the start is never garbage: looking through it cost a tenth of a badge.
    """
    engine()
    gc.collect()
    gc.freeze()


@app.task(name=WAKE, queue=QUEUE, time_limit=TURN_SECONDS, ignore_result=True)
def wake() -> None:
    """Work until nothing is claimable. Whoever finds work rings once more: another may join."""
    for turn in range(PIECES_A_TURN):
        step = print_work.claim(timezone.now())
        if step is None:
            return
        if turn == 0:
            bell.ring_on_commit(WAKE, queue=QUEUE)
        print_work.perform(step, timezone.now)
    bell.ring_on_commit(WAKE, queue=QUEUE)
