"""Writing mails: within the transaction of what they tell, so that both happen or neither does."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import models

from conference import bell
from conference.models import (
    Conference,
    Mail,
    MailAttachment,
    MailBatch,
    MailConcern,
    User,
)
from conference.models.mails import concerning
from conference.outbox.composing import Composed

WAKE, QUEUE = "conference.send_mail", "default"


@dataclass(frozen=True)
class Attachment:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """A mail to be written. `concerns` are the records in whose history it stands.

    `code_of` is the record whose code fills the place of one, when the mail is sent.
    """

    recipient: str
    composed: Composed
    concerns: Sequence[models.Model] = ()
    recipient_name: str = ""
    code_of: models.Model | None = None
    attachments: Sequence[Attachment] = ()


def write(letter: Letter, *, conference: Conference | None, at: dt.datetime) -> Mail:
    """It is sent as soon as this is committed and a mail server takes it."""
    (mail,) = _store([letter], conference, at)
    bell.ring_on_commit(WAKE, queue=QUEUE)
    return mail


def prepare(
    letters: Iterable[Letter], *, title: str, conference: Conference, by: User, at: dt.datetime
) -> MailBatch:
    """Many mails, to be looked at before they are sent (`deciding.send`). None goes yet."""
    batch = MailBatch.objects.create(
        conference=conference, title=title, prepared_by=by, prepared_at=at
    )
    _store(letters, conference, at, batch)
    return batch


def _store(
    letters: Iterable[Letter],
    conference: Conference | None,
    at: dt.datetime,
    batch: MailBatch | None = None,
) -> list[Mail]:
    letters = list(letters)
    mails = Mail.objects.bulk_create(
        [
            Mail(
                conference=conference,
                batch=batch,
                is_held=batch is not None,
                recipient=letter.recipient,
                recipient_name=letter.recipient_name,
                language=letter.composed.language,
                subject=letter.composed.subject,
                text=letter.composed.text,
                html=letter.composed.html,
                code_of_type=letter.code_of._meta.label_lower if letter.code_of else "",
                code_of_id=letter.code_of.pk if letter.code_of else None,
                written_at=at,
            )
            for letter in letters
        ],
        batch_size=500,
    )
    written = list(zip(mails, letters, strict=True))
    MailConcern.objects.bulk_create(
        [concern for mail, letter in written for concern in concerning(mail, letter.concerns)],
        batch_size=1000,
    )
    for mail, letter in written:
        for attachment in letter.attachments:
            MailAttachment.objects.create(
                mail=mail,
                name=attachment.name,
                content_type=attachment.content_type,
                file=ContentFile(attachment.content, name=attachment.name),
            )
    return mails
