"""Showing again that it is oneself, before what a borrowed screen must not do: by the password, a
second factor, or a code by mail.

Asked for when the page opens, so that nothing typed is lost: a form that is sent may be older.
"""

import time
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

OPEN_SECONDS = 10 * 60
SENT_SECONDS = 60 * 60
SECOND_FACTOR = "mfa"
METHODS = ("password", SECOND_FACTOR, "code")
"""As django-allauth calls them in the login session."""
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def password_first(view: View) -> View:
    """A method of an admin that opens, or takes, a form of this kind."""

    @wraps(view)
    def guarded(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return asked_again(request, lately(request)) or view(self, request, *args, **kwargs)

    return guarded  # type: ignore[return-value]


def oneself_first(view: View) -> View:
    """A page of one's own account of this kind."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return asked_again(request, lately(request)) or view(request, *args, **kwargs)

    return guarded  # type: ignore[return-value]


def lately(request: HttpRequest) -> float:
    return OPEN_SECONDS if request.method == "GET" else SENT_SECONDS


def asked_again(
    request: HttpRequest, lately: float = OPEN_SECONDS, *, back_to: str = ""
) -> HttpResponseRedirect | None:
    """To the page that asks for the password, unless it was entered in so many seconds."""
    if entered_seconds_ago(request) <= lately:
        return None
    return _sent_to(request, "account_reauthenticate", back_to)


def second_factor_asked(
    request: HttpRequest, lately: float = OPEN_SECONDS
) -> HttpResponseRedirect | None:
    """The same for what a password alone must not do."""
    if entered_seconds_ago(request, [SECOND_FACTOR]) <= lately:
        return None
    return _sent_to(request, "mfa_reauthenticate", "")


def _sent_to(request: HttpRequest, page: str, back_to: str) -> HttpResponseRedirect:
    if request.method != "GET":
        messages.warning(
            request, _("Nothing has been done yet. Confirm that it is you, then try again.")
        )
    query = urlencode({"next": back_to or request.get_full_path()})
    return HttpResponseRedirect(f"{reverse(page)}?{query}")


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Since they signed in."""
    return entered_seconds_ago(request, [SECOND_FACTOR]) < float("inf")


def entered_seconds_ago(request: HttpRequest, methods: Collection[str] = METHODS) -> float:
    records = get_authentication_records(request, request.user)
    entered = [record["at"] for record in records if record["method"] in methods]
    return time.time() - max(entered) if entered else float("inf")
