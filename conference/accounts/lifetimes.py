"""How long a member of staff stays signed in: an hour unused, a conference's day altogether.

A page that asks for a part of itself, and goes on asking while nobody is there, is not a use.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from conference.models import User
from conference.requests.parts import is_automatic

SIGNED_IN_AT, SEEN_AT = "signed_in_at", "seen_at"
# Not with every request: each would write to the database.
NOTED_EVERY_SECONDS = 60


def limited_session(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Who has no login session is not asked for one, so that public pages stay everybody's."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            keep_within_limits(request, at=time.time())
        return get_response(request)

    return middleware


def keep_within_limits(request: HttpRequest, *, at: float) -> None:
    """Afterwards the user is signed in within the limits, or signed out."""
    session = request.session
    is_over = (
        at - session.get(SIGNED_IN_AT, at) > settings.STAFF_SIGNED_IN_SECONDS
        or at - session.get(SEEN_AT, at) > settings.STAFF_IDLE_SECONDS
    )
    if is_over and isinstance(request.user, User) and request.user.has_staff_role:
        logout(request)
        return
    if SIGNED_IN_AT not in session:
        session[SIGNED_IN_AT] = at
    if SEEN_AT in session and is_automatic(request):
        return
    if at - session.get(SEEN_AT, 0) > NOTED_EVERY_SECONDS:
        session[SEEN_AT] = at
