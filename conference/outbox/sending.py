"""Handing mails to the mail server, one after another, by a worker.

A mail is done when the server has taken it, and not before. What the server refuses for good fails
in its words; everything else (it is away, busy, slow, drops the line) is tried again, later and
later, for some two days.
"""

import datetime as dt
import logging
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from email.utils import formataddr, parseaddr
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.message import sanitize_address
from django.db import transaction
from django.utils.translation import gettext as _

from conference.choices import WorkState
from conference.errors import DomainError
from conference.leased_work import TURN_SECONDS, Hold, Lane, WorkKind
from conference.models import Mail, MailQuerySet
from conference.outbox.composing import CODE
from conference.writing.languages import localized

# Two, so that a slow answer to one mail does not hold up all others.
LANE = Lane("mail", at_once=2)
LEASE = dt.timedelta(minutes=2)
FIRST_WAIT, LONGEST_WAIT = dt.timedelta(minutes=1), dt.timedelta(hours=1)
MOST_ATTEMPTS = 50
# The mail server's own silence is bounded by EMAIL_TIMEOUT.
SECONDS = 90
MEMORY = 256 * 2**20
LONGEST_TURN = TURN_SECONDS + SECONDS + 60
FOR_GOOD = range(500, 600)
log = logging.getLogger(__name__)


class Post:
    """A connection to the mail server, kept for as long as mails follow each other."""

    def __init__(self) -> None:
        self.connection: Any = None

    def send(self, message: EmailMultiAlternatives) -> None:
        """Raises SMTPException or OSError: then nobody knows that it was taken."""
        was_open = self.connection is not None
        try:
            self._send(message)
        except smtplib.SMTPServerDisconnected:
            self.close()
            # A server ends what was idle for a while: that says nothing about this mail.
            if not was_open:
                raise
            self._send(message)

    def _send(self, message: EmailMultiAlternatives) -> None:
        if self.connection is None:
            connection = get_connection()
            connection.open()
            self.connection = connection
        self.connection.send_messages([message])

    def close(self) -> None:
        if self.connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                self.connection.close()
            self.connection = None


@contextmanager
def kind() -> Iterator[WorkKind[Mail]]:
    """The work of one turn of a worker's process."""
    post = Post()
    try:
        yield WorkKind(
            name="mail",
            rows=rows,
            do=partial(send, post=post),
            fail=fail,
            language=lambda mail: mail.language,
            lease=LEASE,
            most_attempts=MOST_ATTEMPTS,
            wait=FIRST_WAIT,
            longest_wait=LONGEST_WAIT,
            priority=10,
            lane=LANE,
            memory=MEMORY,
            seconds=SECONDS,
        )
    finally:
        post.close()


def rows() -> MailQuerySet:
    """Without a mail server every mail waits, and can be read."""
    return Mail.objects.all() if settings.EMAIL_HOST else Mail.objects.none()


def send(mail: Mail, hold: Hold[Mail], *, post: Post) -> None:
    """Afterwards the server has it and that is noted; or it is refused for good, and that is; or it
    waits for the next attempt.
    """
    message = built(mail, at=hold.clock())
    Mail.objects.under(mail).update(tried_at=hold.clock())
    try:
        post.send(message)
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        _not_taken(mail, hold, code, words, is_address=True)
    except smtplib.SMTPDataError as error:
        _not_taken(mail, hold, error.smtp_code, error.smtp_error, is_address=False)
    except smtplib.SMTPResponseException as error:
        post.close()
        _later(mail, hold, in_words(error.smtp_code, error.smtp_error))
    except (smtplib.SMTPException, OSError) as error:
        post.close()
        _later(mail, hold, _("The mail server could not be reached (%s).") % type(error).__name__)
    else:
        _finish(mail, state=WorkState.DONE, sent_at=hold.clock(), error="")


def _not_taken(
    mail: Mail, hold: Hold[Mail], code: int, words: bytes | str, *, is_address: bool
) -> None:
    """For good it fails now; for now it is tried again."""
    said = in_words(code, words)
    if code in FOR_GOOD:
        _finish(mail, state=WorkState.FAILED, is_refused=is_address, error=said)
    else:
        _later(mail, hold, said)


def _later(mail: Mail, hold: Hold[Mail], why: str) -> None:
    """What a server says may name the address: the row keeps it, the log does not."""
    log.warning("Mail %s was not taken, attempt %s", mail.pk, mail.attempts)
    hold.put_back(why)


def in_words(code: int, words: bytes | str) -> str:
    """What the server said may repeat the address: it is shown where that is shown, and nowhere."""
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return _("The mail server answered: %(code)d %(said)s") % {
        "code": code,
        "said": " ".join(said.split())[:300],
    }


def fail(mail: Mail, why: str, at: dt.datetime) -> None:
    _finish(mail, state=WorkState.FAILED, error=why)


@transaction.atomic
def _finish(mail: Mail, **columns: Any) -> None:
    mail.require_lease()
    Mail.objects.filter(pk=mail.pk).update(lease=None, leased_until=None, **columns)


def built(mail: Mail, *, at: dt.datetime) -> EmailMultiAlternatives:
    """As it is sent. Raises DomainError for what can never be sent."""
    code = code_for(mail, at=at)
    text, html = (part.replace(CODE, code) if code else part for part in (mail.text, mail.html))
    conference = mail.conference
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=text,
        from_email=sender(mail),
        to=[formataddr((mail.recipient_name, mail.recipient))],
        reply_to=[conference.mail_reply_to] if conference and conference.mail_reply_to else None,
        headers={
            "Message-ID": message_id(mail),
            "Content-Language": mail.language,
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(html, "text/html")
    for attachment in mail.attachments.order_by("pk"):
        with attachment.file.open("rb") as file:
            message.attach(attachment.name, file.read(), attachment.content_type)
    _require_sendable(message)
    return message


def _require_sendable(message: EmailMultiAlternatives) -> None:
    """What the mail server would never be able to take is not tried for two days."""
    try:
        Address(addr_spec=parseaddr(sanitize_address(message.to[0], "utf-8"))[1])
    except (ValueError, IndexError, UnicodeError) as error:
        raise DomainError(_("This is not an address that mail can be sent to.")) from error
    try:
        message.message()
    except ValueError as error:
        raise DomainError(_("Its subject or sender holds what no mail may hold.")) from error


def sender(mail: Mail) -> str:
    """The conference's name, at the address from which the installation sends."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    conference = mail.conference
    if conference is not None:
        short = localized(conference.short_title, mail.language, fallbacks=conference.languages)
        name = conference.mail_sender or str(short)
    return formataddr((name, address))


def message_id(mail: Mail) -> str:
    """Of the row, so that a mail that is sent twice is known to be one."""
    return f"<mail.{mail.pk}@{urlsplit(settings.PUBLIC_URL).hostname}>"


def code_for(mail: Mail, *, at: dt.datetime) -> str:
    """Of the record as it is now; raises DomainError where it has none any more."""
    if not mail.code_of_type:
        return ""
    row: Any = apps.get_model(mail.code_of_type)._base_manager.filter(pk=mail.code_of_id).first()
    code: str = row.code_in_mails(at=at) if row else ""
    if not code:
        raise DomainError(_("It was about an invitation that has been withdrawn or answered."))
    return code
