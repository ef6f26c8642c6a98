import datetime as dt
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth import HASH_SESSION_KEY
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from conference import audit
from conference.accounts import attempts, devices
from conference.accounts.attempts import Place
from conference.models import User
from conference.requests import clients


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator; nobody signs up by themselves.

    Whatever is tried here with a password stands in the audit trail of the installation.
    """

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whose attempts the limits count together."""
        address = clients.address_of(request)
        if address is None:
            raise PermissionDenied("The client's address is unknown: see TRUSTED_PROXIES.")
        return address

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Signing in and entering the password again alike. Raises ValidationError in words."""
        email, at = credentials["email"], timezone.now()
        account = attempts.account_of(email)
        place = Place(
            attempts.network_of(self.get_client_ip(request)), devices.device_of(request, account)
        )
        attempt = attempts.begin(account=account, place=place, at=at)
        if attempt is None:
            raise ValidationError(_too_many(place), code="too_many_login_attempts")
        user: User | None = super().authenticate(request, **credentials)
        if user is None:
            record_failure(email, place, at)
        else:
            attempts.succeeded(attempt)
            _stay_signed_in(request, user)
        return user

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        audit.record(
            "user.sign_in_failed",
            target=user,
            by=None,
            at=timezone.now(),
            detail={"reason": "not active"},
        )
        response: HttpResponse = super().respond_user_inactive(request, user)
        return response

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        audit.record("user.signed_in", target=user, by=user, at=timezone.now())
        response: HttpResponse = super().post_login(request, user, **details)
        devices.remember(request, response, attempts.account_of(user.email))
        return response


def _stay_signed_in(request: HttpRequest, user: User) -> None:
    """Whose password was hashed anew, because they entered it again, goes on in this session."""
    if request.user == user:
        request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()


def _too_many(place: Place) -> str:
    if place.device:
        return _("Too many wrong passwords. Wait %d seconds, then try again.") % (
            attempts.PAUSE_OF_A_DEVICE.total_seconds()
        )
    return _("Too many failed login attempts. Try again in a few minutes.")


def record_failure(email: str, place: Place, at: dt.datetime) -> None:
    """Who it was tried for is named only if it is a user; what was typed is kept nowhere."""
    target = User.objects.filter(email__iexact=email.strip()).first()
    audit.record("user.sign_in_failed", target=target, by=None, at=at)
    account = attempts.account_of(email)
    if attempts.is_refused(account=account, place=place, at=at):
        audit.record(
            "user.slowed_down" if place.device else "user.locked_out",
            target=target,
            by=None,
            at=at,
        )
