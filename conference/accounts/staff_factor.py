"""Staff of a configured installation show a second factor before anything else."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from conference.accounts import desks, reentry, second_factors
from conference.models import User

LEAVING = {"account_logout", "account-standing"}
SHOWING = LEAVING | {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
"""For who has one and has not shown it: by these alone, or a password would be enough to get
another.
"""

OF_SECOND_FACTORS = "mfa_"
"""How the pages begin that show one, change it or take it away. No unlocked browser stands for it
there: whoever knows a password would take it from the desk to everywhere.
"""

SETTING_UP = LEAVING | {
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
    "reentry-code",
}
"""For who has none yet."""


def second_factor_first(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Whatever is not named here is closed, the pages of tomorrow too."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_view(request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        if not settings.STAFF_NEED_SECOND_FACTOR:
            return None
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        return asked_for(request)

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def asked_for(request: HttpRequest) -> HttpResponseRedirect | None:
    user = request.user
    if not isinstance(user, User) or not user.has_staff_role:
        return None
    if reentry.has_shown_second_factor(request):
        return None
    match = request.resolver_match
    asked = match.view_name if match else ""
    if not asked.startswith(OF_SECOND_FACTORS) and desks.is_enough(request, user):
        return None
    if second_factors.has_one(user):
        query = urlencode({"next": request.get_full_path()})
        to = f"{reverse('mfa_reauthenticate')}?{query}"
        return None if asked in SHOWING else HttpResponseRedirect(to)
    return None if asked in SETTING_UP else HttpResponseRedirect(reverse("mfa_index"))
