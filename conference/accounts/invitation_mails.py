"""An invitation by mail, sent by a worker: whoever invites never learns whether it could be."""

import datetime as dt
import logging
from collections.abc import Sequence
from smtplib import SMTPException

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from conference.models import StaffInvitation, User
from conference.writing import dates
from conference.writing.languages import localized

WAKE, QUEUE = "conference.send_invitations", "default"
# The code stands on the page of whoever invites: a mail that comes a day later helps nobody.
WAITED_FOR = dt.timedelta(days=1)
log = logging.getLogger(__name__)


def send_waiting(*, at: dt.datetime) -> int:
    """One mail for what one address was invited to at once. Returns how many were sent."""
    waiting = StaffInvitation.objects.exclude(mail_waits_since=None)
    waiting.filter(mail_waits_since__lt=at - WAITED_FOR).update(mail_waits_since=None)
    digests = waiting.order_by("code_digest").values_list("code_digest", flat=True).distinct()
    return sum(_send_once(digest) for digest in list(digests))


@transaction.atomic
def _send_once(digest: str) -> bool:
    """The rows are held while the mail goes out, so that two workers send one."""
    held = StaffInvitation.objects.select_for_update(of=("self",), skip_locked=True)
    waiting = held.filter(code_digest=digest).exclude(mail_waits_since=None)
    invitations = list(waiting.select_related("conference", "invited_by").order_by("pk"))
    if not invitations:
        return False
    try:
        _send(invitations)
    except (OSError, SMTPException) as error:
        log.warning("An invitation could not be sent: %s", type(error).__name__)
        return False
    waiting.update(mail_waits_since=None)
    return True


def _send(invitations: Sequence[StaffInvitation]) -> None:
    first = invitations[0]
    conference = first.conference
    user = User.objects.filter(email__iexact=first.email).first()
    with translation.override(user.language if user else conference.languages[0]):
        context = {
            "inviter": first.invited_by,
            "title": localized(conference.title, fallbacks=conference.languages),
            "days": dates.days(conference.starts_on, conference.ends_on),
            "roles": [row.get_role_display() for row in invitations],
            "code": first.code,
            "last_day": dates.day(conference.local(first.code_ends_at)),
            "join_url": settings.PUBLIC_URL + reverse("join"),
            "sign_in_url": settings.PUBLIC_URL + reverse("invitations"),
        }
        get_adapter().render_mail("account/email/invitation", first.email, context).send()
