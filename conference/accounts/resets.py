"""A link that sets a new password, by mail.

The page only notes what was typed, the same for everybody: whether there is such a user, and
whether the mail can be sent, is found out by a worker, where nobody measures how long it takes.
"""

import datetime as dt
import logging
from smtplib import SMTPException
from urllib.parse import quote

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from conference import audit, bell
from conference.models import PasswordResetRequest, User

WAKE, QUEUE = "conference.send_password_links", "default"
# A mail that could not be sent by then would bring a link that nobody waits for any more.
WAITED_FOR = dt.timedelta(hours=1)
log = logging.getLogger(__name__)


def ask(*, email: str, address: str | None, at: dt.datetime) -> None:
    """A worker will look for the user. Who asks again before it did gets one mail."""
    with transaction.atomic():
        PasswordResetRequest.objects.bulk_create(
            [PasswordResetRequest(email=email.strip().lower(), asked_at=at, ip_address=address)],
            ignore_conflicts=True,
        )
        bell.ring_on_commit(WAKE, queue=QUEUE)


def send_waiting(*, at: dt.datetime) -> int:
    """Every request is answered, given up after an hour, or waits for the next bell.

    Returns how many mails were sent.
    """
    PasswordResetRequest.objects.filter(asked_at__lt=at - WAITED_FOR).delete()
    return sum(
        _handle(pk, at) for pk in list(PasswordResetRequest.objects.values_list("pk", flat=True))
    )


@transaction.atomic
def _handle(pk: int, at: dt.datetime) -> bool:
    """The row is held while the mail goes out, so that two workers send one."""
    waiting = PasswordResetRequest.objects.select_for_update(skip_locked=True)
    request = waiting.filter(pk=pk).first()
    if request is None:
        return False
    user = User.objects.filter(email=request.email, is_active=True).first()
    if user is not None:
        try:
            _send(user)
        except (OSError, SMTPException) as error:
            log.warning("A password link could not be sent: %s", type(error).__name__)
            return False
        audit.record("user.password_reset_asked", target=user, by=None, at=at)
    request.delete()
    return user is not None


def _send(user: User) -> None:
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    name = "account_reset_password_from_key"
    path = reverse(name, kwargs={"uidb36": "UID", "key": "KEY"}).replace("UID-KEY", quote(key))
    with translation.override(user.language):
        message = get_adapter().render_mail(
            "account/email/password_reset_key",
            user.email,
            {"password_reset_url": settings.PUBLIC_URL + path},
        )
    message.send()
