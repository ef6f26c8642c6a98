"""What is decided about mails: sent, sent again, not sent. Each is on record."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from conference import audit, bell
from conference.choices import WorkState
from conference.errors import DomainError
from conference.models import Mail, MailBatch, User
from conference.outbox.writing import QUEUE, WAKE


@transaction.atomic
def send(*, batch: MailBatch, by: User, at: dt.datetime) -> MailBatch:
    """Every mail of the mailing that waits for it goes out from now on."""
    batch = _undecided(batch)
    waiting = Mail.objects.filter(batch=batch, is_held=True)
    count = waiting.filter(state=WorkState.WAITING).count()
    waiting.update(is_held=False)
    _decide(batch, by, at)
    audit.record("mailbatch.mails_sent", target=batch, by=by, at=at, detail={"mails": count})
    bell.ring_on_commit(WAKE, queue=QUEUE)
    return batch


@transaction.atomic
def discard(*, batch: MailBatch, by: User, at: dt.datetime) -> MailBatch:
    """None of its mails is ever sent."""
    batch = _undecided(batch)
    mails = Mail.objects.filter(batch=batch, is_held=True)
    mails.update(state=WorkState.CANCELLED, is_held=False)
    _decide(batch, by, at)
    audit.record("mailbatch.given_up", target=batch, by=by, at=at)
    return batch


@transaction.atomic
def cancel(*, mail: Mail, by: User, at: dt.datetime) -> Mail:
    """It is not sent, unless a worker has just handed it over."""
    mail = Mail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if not mail.is_unfinished:
        raise DomainError(_("“%s” is no longer waiting to be sent.") % mail)
    mail.state, mail.is_held = WorkState.CANCELLED, False
    mail.lease = mail.leased_until = None
    mail.save(update_fields=["state", "is_held", "lease", "leased_until"])
    audit.record("mail.cancelled", target=mail, by=by, at=at)
    return mail


@transaction.atomic
def send_again(*, mail: Mail, by: User, at: dt.datetime) -> Mail:
    """What was not taken is offered to the mail server anew, as it was written."""
    mail = Mail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if mail.erased_at or mail.state not in {WorkState.FAILED, WorkState.CANCELLED}:
        raise DomainError(_("“%s” cannot be sent again.") % mail)
    Mail.objects.filter(pk=mail.pk).update(
        state=WorkState.WAITING,
        attempts=0,
        error="",
        is_refused=False,
        lease=None,
        leased_until=None,
    )
    audit.record("mail.sent_again", target=mail, by=by, at=at)
    bell.ring_on_commit(WAKE, queue=QUEUE)
    mail.refresh_from_db()
    return mail


def _undecided(batch: MailBatch) -> MailBatch:
    """Locked: it is decided on once."""
    batch = MailBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.decided_at is not None:
        raise DomainError(_("“%s” has been sent or discarded.") % batch)
    return batch


def _decide(batch: MailBatch, by: User, at: dt.datetime) -> None:
    batch.decided_by, batch.decided_at = by, at
    batch.save(update_fields=["decided_by", "decided_at"])
