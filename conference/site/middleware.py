"""Which conference a request is about is read from its address, a former one included."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from conference.addresses import INSTALLATION
from conference.choices import PUBLISHED
from conference.models import ConferenceAlias, User
from conference.requests.middleware import GetResponse
from conference.requests.working import conferences_of, work_in, working_conference
from conference.site.admin_urls import urls_of
from conference.site.entrance import LAST_USED

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
            moved = enter(request, found["place"])
            if moved is not None:
                return moved
        response = get_response(request)
        remember(request, response)
        return response

    return middleware


def enter(request: HttpRequest, place: str) -> HttpResponseRedirect | None:
    """The request is in that place from here on, if it opens to the user."""
    if place == INSTALLATION:
        request.urlconf = urls_of(INSTALLATION)  # type: ignore[assignment]
        return None
    conference = next((row for row in conferences_of(request) if row.slug == place), None)
    if conference is None:
        return to_present_slug(request, place)
    work_in(request, conference)
    request.urlconf = urls_of(conference.slug)  # type: ignore[assignment]
    return None


def to_present_slug(request: HttpRequest, former: str) -> HttpResponseRedirect | None:
    """Where the slug was changed: a form that was open is sent again, with what was typed."""
    aliases = ConferenceAlias.objects.filter(slug=former, conference__in=conferences_of(request))
    alias = aliases.select_related("conference").first()
    if alias is None:
        return None
    present = f"/admin/{alias.conference.slug}/"
    path = request.get_full_path().replace(f"/admin/{former}/", present, 1)
    return HttpResponseRedirect(path, preserve_request=True)


def remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Where `/admin/` leads the next time: a convenience, which decides nothing."""
    conference = working_conference(request)
    if conference and request.COOKIES.get(LAST_USED) != conference.slug:
        response.set_cookie(
            LAST_USED,
            conference.slug,
            max_age=YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def former_slug(get_response: GetResponse) -> GetResponse:
    """A page for readers that is missing under a former slug is found under the present one."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        return (response.status_code == 404 and present_page(request)) or response

    return middleware


def present_page(request: HttpRequest) -> HttpResponseRedirect | None:
    match = request.resolver_match
    if match is None or "slug" not in match.kwargs:
        return None
    aliases = ConferenceAlias.objects.filter(
        slug=match.kwargs["slug"], conference__state__in=PUBLISHED
    )
    alias = aliases.select_related("conference").first()
    if alias is None:
        return None
    page = reverse(match.view_name, kwargs={**match.kwargs, "slug": alias.conference.slug})
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(f"{page}?{query}" if query else page)
