"""Addresses that only take what a page sends, where somebody reloads or types one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from conference.requests.middleware import GetResponse

NOT_ALLOWED = 405
ADMIN = "/admin/"


def leads_to_a_page(get_response: GetResponse) -> GetResponse:
    """Who asks such an address for a page gets the one above it, and is told that nothing was done.

    A script, and whatever does not ask for a page by name, is refused as before: what takes
    anything is no browser. Pages outside of the admin show no messages.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if is_lost(request, response):
            if request.path_info.startswith(ADMIN):
                messages.info(request, _("Nothing was done: use the buttons on this page."))
            return HttpResponseRedirect(page_above(request))
        return response

    return middleware


def is_lost(request: HttpRequest, response: HttpResponseBase) -> bool:
    asks_for_a_page = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
    is_script = "HX-Request" in request.headers
    return response.status_code == NOT_ALLOWED and asks_for_a_page and not is_script


def page_above(request: HttpRequest) -> str:
    """The nearest address above that there is: of a record's decision, the record."""
    urlconf = getattr(request, "urlconf", None)
    parts = request.path_info.strip("/").split("/")
    for length in range(len(parts) - 1, 0, -1):
        path = f"/{'/'.join(parts[:length])}/"
        try:
            found = resolve(path, urlconf)
        except Resolver404:
            continue
        if not takes_anything(found.kwargs):
            return path
    return "/"


def takes_anything(kwargs: dict[str, object]) -> bool:
    """The admin has an address for every text, to say that there is no such record."""
    return "url" in kwargs or "/" in str(kwargs.get("object_id", ""))
