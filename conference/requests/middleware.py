import codecs
import logging
import re
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from conference import audit, randomness
from conference.requests import clients, log_lines

GetResponse = Callable[[HttpRequest], HttpResponseBase]
NUMBER = re.compile(r"[\w\-]{8,64}", re.ASCII)


log = logging.getLogger(__name__)


def known_request(get_response: GetResponse) -> GetResponse:
    """Let the log say which request it was, and the audit trail from where something was done.

    The number is the proxy's where we trust one and it gives any, so that both logs have the same.
    """

    warned: list[str] = []

    def warn_once(request: HttpRequest) -> None:
        told = [name for name in clients.FORWARDED if name in request.META]
        if told and not settings.TRUSTED_PROXIES and not warned:
            warned.extend(told)
            log.warning("A proxy says whom it speaks for; TRUSTED_PROXIES is 0: not believed.")

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.id = number_of(request)  # type: ignore[attr-defined]
        request.client_address = clients.address_of(request)  # type: ignore[attr-defined]
        tokens = (
            log_lines.current_request.set(request),
            audit.client_address.set(request.client_address),  # type: ignore[attr-defined]
        )
        try:
            warn_once(request)
            response = get_response(request)
        finally:
            log_lines.current_request.reset(tokens[0])
            audit.client_address.reset(tokens[1])
        response["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        return response

    return middleware


def number_of(request: HttpRequest) -> str:
    given = request.headers.get("X-Request-ID", "") if settings.TRUSTED_PROXIES else ""
    return given if NUMBER.fullmatch(given) else randomness.octets(8).hex()


def bounded_request(get_response: GetResponse) -> GetResponse:
    """The proxy limits what is sent; without one, or behind one that forgot to, nothing of 2 GB
    is read, or lies on our disk until a form refuses it.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.MOST_SENT:
            raise RequestDataTooBig("More than MOST_SENT.")
        return get_response(request)

    return middleware


def readable_query(get_response: GetResponse) -> GetResponse:
    """PostgreSQL knows no NUL character: an address that asks for one is a bad request.

    So is a request in another encoding than that of our pages: some of them hold halves of letters,
    which cannot be stored either.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("A NUL character.")
        if request.encoding and codecs.lookup(request.encoding).name != "utf-8":
            raise BadRequest("Another encoding than UTF-8.")
        return get_response(request)

    return middleware


def readable_form(get_response: GetResponse) -> GetResponse:
    """The same of what is sent in a form, once it is known whose form it is and from where."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_view(request: HttpRequest, *_view: object) -> None:
        for name, values in request.POST.lists():
            if any("\0" in text for text in (name, *values)):
                raise BadRequest("A NUL character.")

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def translated_staff_pages(get_response: GetResponse) -> GetResponse:
    """The admin in a language that has all of its words; pages of accounts have theirs in all.

    Django and its libraries speak many more: a page would begin in one and go on in another.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        spoken = settings.LANGUAGES_OF_STAFF_PAGES
        is_of_staff = request.path_info.startswith("/admin/")
        if is_of_staff and translation.get_language() not in spoken:
            translation.activate(spoken[0])
            request.LANGUAGE_CODE = spoken[0]
        return get_response(request)

    return middleware
