"""The bells of this app. The rows say what is to do; see `delegates.importing.running`,
`delegates.background`, `delegates.participants`."""

from functools import partial

from django.utils import timezone

from conference import bell, leased_work
from conference.celery import app
from delegates.background import decisions, exports, note_pages
from delegates.importing import running
from delegates.participants import background as list_printing
from delegates.services.importing import imports
from delegates.services.importing.imports import QUEUE, WAKE
from delegates.services.registration import focal_points, invitation_requests, self_registration
from delegates.services.review import waiting_list

KINDS = (*running.KINDS, note_pages.KIND, decisions.WORK, exports.WORK, list_printing.WORK)


@app.task(name=WAKE, queue=QUEUE, time_limit=leased_work.longest_turn(KINDS), ignore_result=True)
def wake() -> None:
    leased_work.take_turn(KINDS, timezone.now, partial(bell.ring_on_commit, WAKE, queue=QUEUE))


@app.task(name=waiting_list.WAKE, queue=waiting_list.QUEUE, ignore_result=True)
def offer_places() -> None:
    waiting_list.sweep(at=timezone.now())


@app.task(name="delegates.expire_imports", ignore_result=True)
def expire_imports() -> None:
    imports.expire(at=timezone.now())


@app.task(name="delegates.sweep_typed", ignore_result=True)
def sweep_typed() -> None:
    self_registration.sweep_typed(at=timezone.now())


@app.task(name="delegates.forget_requests", ignore_result=True)
def forget_requests() -> None:
    invitation_requests.forget(at=timezone.now())


@app.task(name="delegates.forget_invitations", ignore_result=True)
def forget_invitations() -> None:
    focal_points.forget(at=timezone.now())
