"""Waking a worker up. The message names a task and at most a row's id; the rows own the work."""

import time
from functools import partial

from celery.exceptions import OperationalError
from django.db import transaction
from kombu import Connection, pools

from conference.celery import app

AWAY_SECONDS = 10.0
# Whoever rings has somebody waiting for a page: once, and not for long.
IMPATIENT = {
    "socket_connect_timeout": 1,
    "socket_timeout": 2,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}

_away_until = 0.0


def ring_on_commit(task: str, *, queue: str) -> None:
    """Ring once the transaction has committed.

    A broker that is down loses nothing: the scheduler rings for every row that waits.
    """
    transaction.on_commit(partial(_ring, task, queue))


def _ring(task: str, queue: str) -> None:
    """A broker that did not answer is not asked again before the scheduler rings anyhow."""
    global _away_until
    if time.monotonic() < _away_until:
        return
    broker = Connection(app.conf.broker_url, transport_options=IMPATIENT)
    try:
        with pools.connections[broker].acquire(block=True) as connection:
            app.send_task(task, queue=queue, retry=False, connection=connection)
    except (OperationalError, OSError):
        _away_until = time.monotonic() + AWAY_SECONDS
