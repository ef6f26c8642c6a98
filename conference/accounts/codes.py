"""Codes by mail: who types one reads the mail of an address.

The page notes what was asked, the same for every address: whom it is of, and whether a mail can be
sent, is found out by a worker, where nobody measures how long it takes. The code stands in the mail
and nowhere else: the row keeps a keyed hash of it and, until it is sent, both sealed; the login
session keeps the row's handle.
"""

import datetime as dt
import hashlib
import hmac
import json
import logging
from smtplib import SMTPException

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from conference import audit, bell, randomness, secrets
from conference.accounts import attempts
from conference.choices import CodePurpose, WorkState
from conference.errors import DomainError
from conference.leased_work import Hold, WorkKind
from conference.models import MailedCode, User
from conference.randomness import Identifier

WAKE, QUEUE = "conference.send_codes", "default"
GOOD_FOR = dt.timedelta(minutes=10)
DIGITS = 8
DAYS_KEPT = 1
# In bytes, and in seconds: longer than the mail server is waited for.
MOST_BYTES, MOST_SECONDS = 256 * 2**20, 60
# Before every other mail: somebody sits before a page that asks for the code.
PRIORITY = 0
log = logging.getLogger(__name__)


def ask(*, purpose: CodePurpose, email: str, by: User | None, at: dt.datetime) -> MailedCode:
    """A worker will find out whether there is somebody to write to. Raises SecretsError.

    `by` is who asks, where that is known: for an address of theirs.
    """
    email = email.strip().lower()
    code = randomness.characters("0123456789", DIGITS)
    with transaction.atomic():
        row = MailedCode(
            purpose=purpose,
            account=attempts.account_of(email),
            user=by,
            asked_at=at,
            ends_at=at + GOOD_FOR,
        )
        row.code_hash = _hash(row.handle, code)
        row.save()
        secret = json.dumps([email, code]).encode()
        row.sealed = secrets.seal(secret, _place(row))
        row.save(update_fields=["sealed"])
        bell.ring_on_commit(WAKE, queue=QUEUE)
    return row


def open_code(*, handle: Identifier, purpose: CodePurpose) -> MailedCode | None:
    return MailedCode.objects.filter(handle=handle, purpose=purpose).first()


def confirm(*, handle: Identifier, purpose: CodePurpose, typed: str, at: dt.datetime) -> MailedCode:
    """The row whose code was typed, which opens nothing a second time.

    Raises DomainError: a wrong try is counted, one after the other however many come at once.
    """
    with transaction.atomic():
        rows = MailedCode.objects.select_for_update(of=("self",))
        row = rows.filter(handle=handle, purpose=purpose).first()
        was_open = row is not None and row.is_open(at)
        is_right = was_open and row is not None and _try(row, typed, at)
    if row is None or not was_open:
        raise DomainError(no_longer())
    if not is_right:
        raise DomainError(_("This is not the code that was sent. Check the digits."))
    return row


def no_longer() -> str:
    return _("This code can no longer be used. Ask for a new one.")


def confirmed(*, handle: Identifier, purpose: CodePurpose, at: dt.datetime) -> MailedCode | None:
    """For what takes another page: the code was typed right lately."""
    rows = MailedCode.objects.filter(handle=handle, purpose=purpose)
    row = rows.filter(confirmed_at__gt=at - GOOD_FOR).select_related("user").first()
    return row if row is not None and _is_still_theirs(row) else None


def forget(*, at: dt.datetime) -> int:
    """What expired is emptied, also where no worker comes; no row stays for more than a day.

    Returns how many went.
    """
    MailedCode.objects.full().expired(at).update(sealed=b"")
    old = MailedCode.objects.asked_before(at - dt.timedelta(days=DAYS_KEPT))
    return old.delete()[0]


def _try(row: MailedCode, typed: str, at: dt.datetime) -> bool:
    digits = "".join(sign for sign in typed if sign.isdigit())
    is_right = hmac.compare_digest(_hash(row.handle, digits), row.code_hash)
    if is_right and _is_still_theirs(row):
        row.confirmed_at = at
        row.save(update_fields=["confirmed_at"])
        if row.user is not None and row.purpose != CodePurpose.ADDRESS:
            unshown = User.objects.filter(pk=row.user.pk, mailbox_shown_at=None)
            unshown.update(mailbox_shown_at=at)
        return True
    row.tries += 1
    row.save(update_fields=["tries"])
    return False


def _is_still_theirs(row: MailedCode) -> bool:
    """Whoever has another address by now has left the mailbox that the code went to. One for
    another address goes where they are not yet.
    """
    if row.user is None or row.purpose == CodePurpose.ADDRESS:
        return row.user is not None
    return hmac.compare_digest(row.account, attempts.account_of(row.user.email))


def _hash(handle: Identifier, code: str) -> str:
    key = hashlib.sha256(b"dais.codes" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, handle.bytes + code.encode(), hashlib.sha256).hexdigest()


def _place(row: MailedCode) -> secrets.Place:
    field = MailedCode._meta.get_field("sealed")
    return field.place_in(row.pk)


def _send(row: MailedCode, hold: Hold[MailedCode]) -> None:
    """To whoever the address is of, or nothing. A mail server that is away is asked again."""
    if hold.clock() >= row.ends_at or not row.sealed:
        raise DomainError(_("It could not be sent in time."))
    email, code = json.loads(secrets.unseal(bytes(row.sealed), _place(row)))
    user = _addressee(row, email)
    if user is not None:
        try:
            _mail(row.purpose, user, email, code)
        except (OSError, SMTPException) as error:
            if row.attempts == 1:
                # What the server says may name the address.
                log.warning("A code could not be sent: %s", type(error).__name__)
            hold.put_back(_("The mail server did not take it."))
            return
    _finish(row, user, hold.clock())


def _addressee(row: MailedCode, email: str) -> User | None:
    of_address = User.objects.filter(email__lower=email).first()
    if row.purpose == CodePurpose.ADDRESS:
        return row.user if of_address is None else None
    return of_address if of_address is not None and of_address.is_active else None


def _mail(purpose: str, user: User, email: str, code: str) -> None:
    with translation.override(user.language):
        context = {
            "code": f"{code[:4]} {code[4:]}",
            "purpose": purpose,
            "minutes": int(GOOD_FOR.total_seconds() // 60),
            "host": settings.PUBLIC_URL,
        }
        get_adapter().render_mail("account/email/code", email, context).send()


@transaction.atomic
def _finish(row: MailedCode, user: User | None, at: dt.datetime) -> None:
    row.require_lease()
    if user is not None:
        audit.record("user.code_sent", target=user, by=None, at=at, detail={"purpose": row.purpose})
    _end(row, WorkState.DONE, user=user)


@transaction.atomic
def _fail(row: MailedCode, why: str, at: dt.datetime) -> None:
    row.require_lease()
    _end(row, WorkState.FAILED, error=why)


def _end(row: MailedCode, state: WorkState, **columns: object) -> None:
    """Nothing of address and code is left in it."""
    MailedCode.objects.filter(pk=row.pk).update(
        state=state, sealed=b"", lease=None, leased_until=None, **columns
    )


def _language(row: MailedCode) -> str:
    return settings.LANGUAGE_CODE


KIND = WorkKind(
    name="code by mail",
    rows=MailedCode.objects.all,
    do=_send,
    fail=_fail,
    language=_language,
    lease=dt.timedelta(seconds=settings.WORK_LEASE_SECONDS),
    # As often as there is time for: what has expired fails.
    most_attempts=1000,
    wait=dt.timedelta(seconds=10),
    priority=PRIORITY,
    lane=None,
    memory=MOST_BYTES,
    seconds=MOST_SECONDS,
)
