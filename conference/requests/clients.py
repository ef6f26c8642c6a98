"""From where a request comes: for the limits of the sign-in page, and for the audit trail."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")
"""What a proxy says about whom it speaks for, as WSGI names it."""


def address_of(request: HttpRequest) -> str | None:
    """The client's IP address; None where nothing tells it, as on a Unix socket without a proxy.

    Each of the TRUSTED_PROXIES has added whom it heard to the right of X-Forwarded-For; what
    stands further left came with the request and may be forged. A shorter list has not passed
    all of them: nothing in it is believed.
    """
    proxies: int = settings.TRUSTED_PROXIES
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if proxies and len(told) >= proxies and (address := _valid(told[-proxies])):
        return address
    return _valid(request.META.get("REMOTE_ADDR", ""))


def _valid(text: str) -> str | None:
    """As the database takes it: without the zone of a link-local address."""
    try:
        return str(ip_address(text.strip().partition("%")[0]))
    except ValueError:
        return None
