"""Which browsers signed in with an account before. They say so themselves, in a signed cookie."""

import hmac
from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from conference import randomness

SALT = "conference.accounts.devices"
KNOWN_SECONDS = 180 * 24 * 3600
# A desk's computer is shared; one that knows more has forgotten the first.
MOST_ACCOUNTS = 20


def device_of(request: HttpRequest, account: str) -> str:
    """The random name of a browser that signed in with this account before, else blank."""
    name, accounts = _read(request)
    return name if any(hmac.compare_digest(account, known) for known in accounts) else ""


def remember(request: HttpRequest, response: HttpResponseBase, account: str) -> None:
    """From now on this browser is known to the account."""
    name, accounts = _read(request)
    known = [account, *(other for other in accounts if other != account)][:MOST_ACCOUNTS]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps([name or randomness.octets(16).hex(), known], salt=SALT),
        max_age=KNOWN_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, Iterable[str]]:
    try:
        name, accounts = signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT, max_age=KNOWN_SECONDS
        )
    except signing.BadSignature:
        return "", []
    return name, accounts
