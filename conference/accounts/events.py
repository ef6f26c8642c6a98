"""What Django and allauth tell of accounts, written into the trail of the installation."""

from typing import Any

from allauth.account import signals
from django.contrib.auth.signals import user_logged_out
from django.utils import timezone

from conference import audit
from conference.models import User


def listen() -> None:
    user_logged_out.connect(on_signed_out)
    signals.password_changed.connect(on_password_changed)
    signals.password_reset.connect(on_password_reset)


def on_signed_out(user: User | None, **_rest: Any) -> None:
    if user is not None:
        audit.record("user.signed_out", target=user, by=user, at=timezone.now())


def on_password_changed(user: User, **_rest: Any) -> None:
    audit.record("user.password_changed", target=user, by=user, at=timezone.now())


def on_password_reset(user: User, **_rest: Any) -> None:
    """By whoever had the link."""
    audit.record("user.password_reset", target=user, by=None, at=timezone.now())
