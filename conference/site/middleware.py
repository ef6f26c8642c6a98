"""Which conference a request to the admin is about is read from its address, once."""

import re

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from conference.addresses import INSTALLATION
from conference.models import User
from conference.requests.middleware import GetResponse
from conference.site.admin_urls import urls_of
from conference.site.entrance import LAST_USED
from conference.working import conferences_of, work_in, working_conference

IN_ADMIN = re.compile(r"^/admin/(?P<place>[^/]+)/")
YEAR = 31_536_000


def conference_in_address(get_response: GetResponse) -> GetResponse:
    """The request sees the addresses of its place of the admin, and of no other.

    Only to somebody to whom that place opens. For everybody else there is no such address: whoever
    is not signed in is asked to, whether there is such a conference or not.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        found = IN_ADMIN.match(request.path_info)
        if found and isinstance(request.user, User) and request.user.is_staff:
            enter(request, found["place"])
        response = get_response(request)
        remember(request, response)
        return response

    return middleware


def enter(request: HttpRequest, place: str) -> None:
    if place == INSTALLATION:
        request.urlconf = urls_of(INSTALLATION)  # type: ignore[assignment]
        return
    conference = next((row for row in conferences_of(request) if row.slug == place), None)
    if conference is not None:
        work_in(request, conference)
        request.urlconf = urls_of(conference.slug)  # type: ignore[assignment]


def remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Where `/admin/` leads the next time: a convenience, which decides nothing."""
    conference = working_conference(request)
    if conference and request.COOKIES.get(LAST_USED) != conference.slug:
        response.set_cookie(
            LAST_USED,
            conference.slug,
            max_age=YEAR,
            path="/admin/",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
