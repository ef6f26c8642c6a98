from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth import HASH_SESSION_KEY
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from conference import audit
from conference.accounts import attempts, devices, reentry, tries
from conference.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Of staff and focal points. An administrator makes accounts, and whoever was invited their own
    by the code; nobody signs up without.

    Whatever is tried here with a password stands in the audit trail of the installation.
    """

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whose attempts the limits count together."""
        return tries.network_of(request)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Signing in and entering the password again alike. Raises ValidationError in words."""
        email, at = credentials["email"], timezone.now()
        account = attempts.account_of(email)
        place = tries.place_of(request, account)
        attempt = attempts.begin(account=account, place=place, at=at)
        if attempt is None:
            raise ValidationError(tries.too_many(place), code="too_many_login_attempts")
        user: User | None = super().authenticate(request, **credentials)
        if user is None:
            target = User.objects.filter(email__lower=email.strip().lower()).first()
            tries.record_failure(account, target, place, at)
        else:
            attempts.succeeded(attempt)
            _stay_signed_in(request, user)
        return user

    def is_safe_url(self, url: str) -> bool:
        """What cannot be read as an address leads nowhere."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def get_login_stages(self) -> list[str]:
        return ["conference.accounts.stages.SecondFactorStage"]

    def is_reauthentication_required(self, *, app: str) -> bool:
        """One rule for the pages of the library and for our own."""
        request = self.request
        return reentry.entered_seconds_ago(request) > reentry.lately(request)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, str]]:
        by_mail = {
            "id": "code",
            "description": _("Use a code by e-mail"),
            "url": reverse("reentry-code"),
        }
        return [*super().get_reauthentication_methods(user), by_mail]

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail leaves within a request."""

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
