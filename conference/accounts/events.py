"""What Django and allauth tell of accounts, written into the trail of the installation."""

from typing import Any

from allauth.account import signals
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as factors
from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest
from django.utils import timezone

from conference import audit
from conference.accounts import reentry
from conference.models import User


def listen() -> None:
    user_logged_out.connect(on_signed_out)
    signals.password_changed.connect(on_password_changed)
    factors.authenticator_added.connect(on_factor_added)
    factors.authenticator_removed.connect(on_factor_removed)
    factors.authenticator_reset.connect(on_recovery_codes_renewed)
    factors.authenticator_used.connect(on_factor_used)


def on_signed_out(user: User | None, **_rest: Any) -> None:
    if user is not None:
        audit.record("user.signed_out", target=user, by=user, at=timezone.now())


def on_password_changed(user: User, **_rest: Any) -> None:
    audit.record("user.password_changed", target=user, by=user, at=timezone.now())


def on_factor_added(request: HttpRequest, user: User, authenticator: Any, **_rest: Any) -> None:
    """Whoever has just set one up has shown it."""
    audit.record(
        "user.second_factor_added",
        target=user,
        by=user,
        at=timezone.now(),
        detail=_kind(authenticator),
    )
    if authenticator.type != authenticator.Type.RECOVERY_CODES:
        record_authentication(
            request,
            user,
            method=reentry.SECOND_FACTOR,
            id=authenticator.pk,
            type=authenticator.type,
            reauthenticated=True,
        )


def on_factor_removed(user: User, authenticator: Any, **_rest: Any) -> None:
    audit.record(
        "user.second_factor_removed",
        target=user,
        by=user,
        at=timezone.now(),
        detail=_kind(authenticator),
    )


def on_recovery_codes_renewed(user: User, authenticator: Any, **_rest: Any) -> None:
    audit.record(
        "user.second_factor_added",
        target=user,
        by=user,
        at=timezone.now(),
        detail=_kind(authenticator),
    )


def on_factor_used(user: User, authenticator: Any, **_rest: Any) -> None:
    """A recovery code is told of: each works once, and nobody has many."""
    if authenticator.type == authenticator.Type.RECOVERY_CODES:
        audit.record(
            "user.recovery_code_used",
            target=user,
            by=user,
            at=timezone.now(),
            detail=_kind(authenticator),
        )


def _kind(authenticator: Any) -> dict[str, str]:
    return {"kind": str(authenticator.type)}
