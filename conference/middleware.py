from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from conference import audit

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def client_address(get_response: GetResponse) -> GetResponse:
    """Let the audit trail say from where something was done."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        token = audit.client_address.set(request.META.get("REMOTE_ADDR") or None)
        try:
            return get_response(request)
        finally:
            audit.client_address.reset(token)

    return middleware
