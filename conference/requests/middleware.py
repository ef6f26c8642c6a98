from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from conference import audit
from conference.requests import clients

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def client_address(get_response: GetResponse) -> GetResponse:
    """Let the audit trail say from where something was done."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        token = audit.client_address.set(clients.address_of(request))
        try:
            return get_response(request)
        finally:
            audit.client_address.reset(token)

    return middleware


def readable_query(get_response: GetResponse) -> GetResponse:
    """PostgreSQL knows no NUL character: an address that asks for one is a bad request."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("A NUL character.")
        return get_response(request)

    return middleware
