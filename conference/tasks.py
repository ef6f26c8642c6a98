"""The bells of accounts, and what is forgotten in time."""

from importlib import import_module

from django.conf import settings
from django.utils import timezone

from conference.accounts import attempts, invitation_mails, resets
from conference.celery import app
from conference.services import background_jobs


@app.task(name=resets.WAKE, time_limit=300, ignore_result=True)
def send_password_links() -> None:
    resets.send_waiting(at=timezone.now())


@app.task(name=invitation_mails.WAKE, time_limit=300, ignore_result=True)
def send_invitations() -> None:
    invitation_mails.send_waiting(at=timezone.now())


@app.task(name="conference.forget_sign_ins", ignore_result=True)
def forget_sign_ins() -> None:
    """Attempts of yesterday, and login sessions that have run out."""
    attempts.forget(at=timezone.now())
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@app.task(name="conference.expire_jobs", ignore_result=True)
def expire_jobs() -> None:
    background_jobs.expire(at=timezone.now())
