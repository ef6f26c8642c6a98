"""What mails keep of a person whose record is erased: nothing but that there was one, and when."""

import datetime as dt
from functools import partial

from django.db import models, transaction

from conference.choices import WorkState
from conference.models import Mail, MailAttachment, MailQuerySet


@transaction.atomic
def erase(about: models.Model, *, at: dt.datetime) -> int:
    """Of every mail that concerns the record: address, name, words and files are gone.

    What waited is not sent; whoever is just handing one over has lost it. Returns how many.
    """
    return erase_all(Mail.objects.about(about), at=at)


@transaction.atomic
def erase_all(mails: MailQuerySet, *, at: dt.datetime) -> int:
    ids = list(
        mails.filter(erased_at=None)
        .select_for_update(of=("self",))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    held = Mail.objects.filter(pk__in=ids)
    held.unfinished().update(state=WorkState.CANCELLED)
    for attachment in MailAttachment.objects.filter(mail__in=ids):
        file = attachment.file
        transaction.on_commit(partial(file.storage.delete, str(file.name)))
        attachment.delete()
    return held.update(
        recipient="",
        recipient_name="",
        subject="",
        text="",
        html="",
        error="",
        code_of_type="",
        code_of_id=None,
        is_held=False,
        lease=None,
        leased_until=None,
        erased_at=at,
    )
