"""The bells of accounts, and what is forgotten in time."""

from functools import partial
from importlib import import_module

from django.conf import settings
from django.utils import timezone

from conference import bell, leased_work
from conference.accounts import attempts, resets
from conference.celery import app
from conference.outbox import sending, writing
from conference.services import background_jobs


@app.task(name=resets.WAKE, time_limit=300, ignore_result=True)
def send_password_links() -> None:
    resets.send_waiting(at=timezone.now())


@app.task(name=writing.WAKE, time_limit=sending.LONGEST_TURN, ignore_result=True)
def send_mail() -> None:
    with sending.kind() as mails:
        ring = partial(bell.ring_on_commit, writing.WAKE, queue=writing.QUEUE)
        leased_work.take_turn([mails], timezone.now, ring)


@app.task(name="conference.forget_sign_ins", ignore_result=True)
def forget_sign_ins() -> None:
    """Attempts of yesterday, and login sessions that have run out."""
    attempts.forget(at=timezone.now())
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@app.task(name="conference.expire_jobs", ignore_result=True)
def expire_jobs() -> None:
    background_jobs.expire(at=timezone.now())
