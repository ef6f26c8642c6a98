"""A mark in the browser that somebody is signed in there, for scripts of pages for everybody.

The login session's own cookie no script can read. Without the mark nothing is asked of us that only
who is signed in would get an answer to; it says nothing of who that is, and nothing believes it.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.http.response import HttpResponseBase

YES = "1"


def marked_sign_in(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Whoever signs in gets the mark, whoever signs out loses it.

    Who stays signed in is noted in the session now and then: the mark comes back with that.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        # Asked of a session that nobody has touched, this would make the page its reader's own.
        if request.session.modified:
            if SESSION_KEY in request.session:
                mark(request, response)
            else:
                unmark(request, response)
        return response

    return middleware


def mark(request: HttpRequest, response: HttpResponseBase) -> None:
    """It lasts as long as the login session's cookie: until the browser is closed."""
    if settings.SIGNED_IN_COOKIE_NAME not in request.COOKIES:
        response.set_cookie(
            settings.SIGNED_IN_COOKIE_NAME,
            YES,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )


def unmark(request: HttpRequest, response: HttpResponseBase) -> None:
    if settings.SIGNED_IN_COOKIE_NAME in request.COOKIES:
        response.delete_cookie(settings.SIGNED_IN_COOKIE_NAME, samesite="Lax")
