"""The bells of accounts, and what is forgotten in time."""

from functools import partial
from importlib import import_module

from django.conf import settings
from django.utils import timezone

from conference import bell, leased_work
from conference.accounts import attempts, codes
from conference.celery import app
from conference.outbox import sending, writing
from conference.services import background_jobs

# Mail that people wait for before a page.
KINDS = (codes.KIND,)


@app.task(name=codes.WAKE, time_limit=leased_work.longest_turn(KINDS), ignore_result=True)
def send_codes() -> None:
    ring = partial(bell.ring_on_commit, codes.WAKE, queue=codes.QUEUE)
    leased_work.take_turn(KINDS, timezone.now, ring)


@app.task(name=writing.WAKE, time_limit=sending.LONGEST_TURN, ignore_result=True)
def send_mail() -> None:
    with sending.kind() as mails:
        ring = partial(bell.ring_on_commit, writing.WAKE, queue=writing.QUEUE)
        leased_work.take_turn([mails], timezone.now, ring)


@app.task(name="conference.forget_sign_ins", ignore_result=True)
def forget_sign_ins() -> None:
    """Attempts and codes of yesterday, and login sessions that have run out."""
    attempts.forget(at=timezone.now())
    codes.forget(at=timezone.now())
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@app.task(name="conference.expire_jobs", ignore_result=True)
def expire_jobs() -> None:
    background_jobs.expire(at=timezone.now())
