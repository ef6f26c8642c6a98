"""Accounts: made for an invited address, changed by their owners with a code by mail, and by an
administrator for whoever has lost everything.
"""

import datetime as dt
import hmac
from collections.abc import Collection

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from conference import audit
from conference.accounts import attempts
from conference.database import violations
from conference.errors import DomainError
from conference.models import MailedCode, User


@transaction.atomic
def make(
    *,
    email: str,
    name: str,
    password: str,
    language: str,
    invited_by: Collection[int | None],
    is_mailbox_shown: bool,
    at: dt.datetime,
) -> User | None:
    """An account for an address that somebody was invited to, whatever they were invited to do.

    `is_mailbox_shown` where the code that they came with stood in a mail to the address and
    nowhere else. None where somebody signs in with the address already.
    """
    if User.objects.filter(email__lower=email.lower()).exists():
        return None
    with violations.in_words():
        user = User.objects.create_user(
            email,
            password,
            name=name,
            language=language,
            mailbox_shown_at=at if is_mailbox_shown else None,
        )
    detail = {"invited_by": list(invited_by)}
    audit.record("user.joined", target=user, by=user, at=at, detail=detail)
    return user


@transaction.atomic
def choose_password(*, code: MailedCode, password: str, at: dt.datetime) -> User:
    """Whoever reads mail at the address has a new password; every login session of theirs ends.

    The code is used up.
    """
    used = MailedCode.objects.select_for_update(of=("self",)).filter(pk=code.pk).first()
    if used is None or used.user_id is None:
        raise DomainError(_("This code can no longer be used. Ask for a new one."))
    user = User.objects.get(pk=used.user_id)
    user.set_password(password)
    user.save(update_fields=["password"])
    used.delete()
    audit.record("user.password_reset", target=user, by=None, at=at)
    return user


@transaction.atomic
def change_address(*, code: MailedCode, email: str, by: User, at: dt.datetime) -> None:
    """They sign in with it from now on. Raises DomainError where the code was for another."""
    email = email.strip().lower()
    is_theirs = code.user_id == by.pk
    if not is_theirs or not hmac.compare_digest(code.account, attempts.account_of(email)):
        raise DomainError(_("This code was sent to another address."))
    try:
        with transaction.atomic():
            User.objects.filter(pk=by.pk).update(email=email, mailbox_shown_at=at)
    except IntegrityError as error:
        raise DomainError(_("There is already a user with this e-mail address.")) from error
    audit.record("user.changed", target=by, by=by, at=at, fields=["email"])


@transaction.atomic
def change_contact(*, phone: str, languages: str, by: User, at: dt.datetime) -> None:
    """What they say of themselves to whom they work with; blank takes it away."""
    User.objects.filter(pk=by.pk).update(phone=phone, languages=languages)
    audit.record("user.changed", target=by, by=by, at=at, fields=["phone", "languages"])


@transaction.atomic
def reset_second_factor(*, user: User, at: dt.datetime) -> int:
    """They set up another when they sign in next; every login session of theirs ends.

    Returns how many they had. By whoever may run commands on the server.
    """
    rows = Authenticator.objects.filter(user=user)
    count: int = rows.exclude(type=Authenticator.Type.RECOVERY_CODES).count()
    rows.delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    audit.record("user.second_factor_reset", target=user, by=None, at=at, detail={"factors": count})
    return count
