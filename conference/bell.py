"""Waking a worker up. The message names a task and at most a row's id; the rows own the work."""

from functools import partial

from celery.exceptions import OperationalError
from django.db import transaction

from conference.celery import app


def ring_on_commit(task: str, *, queue: str) -> None:
    """Ring once the transaction has committed.

    A broker that is down loses nothing: the scheduler rings for every row that waits.
    """
    transaction.on_commit(partial(_ring, task, queue))


def _ring(task: str, queue: str) -> None:
    try:
        app.send_task(task, queue=queue, retry=False)
    except (OperationalError, OSError):
        return
