"""The language in which somebody reads is theirs on pages whose addresses name none, too.

Public pages carry their language in the address, are the same for everybody and leave nothing in a
browser. The pages of accounts have one address for all languages: they take that of the page that
led to them, and the browser keeps it from there on.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import get_language_from_path

from conference.addresses import LANGUAGE
from conference.requests.middleware import GetResponse

ACCOUNTS = "/accounts/"
YEAR = 31_536_000


def held_language(get_response: GetResponse) -> GetResponse:
    """Stands below Django's own, which knows the address, the cookie and the browser's wish."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        language = asked_of_accounts(request)
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()
        response = get_response(request)
        if language := language or read_by_one(request, response):
            hold(request, response, language)
        return response

    return middleware


def chosen_language(request: HttpRequest) -> str | None:
    """What the browser keeps: in which language somebody has read here before."""
    kept = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return kept if kept in dict(settings.LANGUAGES) else None


def asked_of_accounts(request: HttpRequest) -> str | None:
    """By the address itself, or by the page that it is to lead back to."""
    if not request.path_info.startswith(ACCOUNTS):
        return None
    asked = request.GET.get(LANGUAGE, "")
    if asked in dict(settings.LANGUAGES):
        return asked
    return language_of(request.GET.get(REDIRECT_FIELD_NAME, ""))


def language_of(address: str) -> str | None:
    """That which an address of ours begins with; none of what is no address."""
    try:
        return get_language_from_path(urlsplit(address).path)
    except ValueError:
        return None


def read_by_one(request: HttpRequest, response: HttpResponseBase) -> str | None:
    """Of a page that is for whoever is signed in alone: no cache gives its cookie to others."""
    if "no-store" not in response.get("Cache-Control", ""):
        return None
    return language_of(request.path_info)


def hold(request: HttpRequest, response: HttpResponseBase, language: str) -> None:
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) == language:
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
