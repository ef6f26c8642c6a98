"""Entering the password again before what a borrowed screen must not do.

Asked for when the page opens, so that nothing typed is lost: a form that is sent may be older.
"""

import time
from collections.abc import Callable
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
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def password_first(view: View) -> View:
    """A method of an admin that opens, or takes, a form of this kind."""

    @wraps(view)
    def guarded(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        lately = OPEN_SECONDS if request.method == "GET" else SENT_SECONDS
        return asked_again(request, lately) or view(self, request, *args, **kwargs)

    return guarded  # type: ignore[return-value]


def asked_again(
    request: HttpRequest, lately: float = OPEN_SECONDS, *, back_to: str = ""
) -> HttpResponseRedirect | None:
    """To the page that asks for the password, unless it was entered in so many seconds."""
    if entered_seconds_ago(request) <= lately:
        return None
    if request.method != "GET":
        messages.warning(
            request, _("Nothing has been done yet. Enter your password, then try again.")
        )
    query = urlencode({"next": back_to or request.get_full_path()})
    return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{query}")


def entered_seconds_ago(request: HttpRequest) -> float:
    records = get_authentication_records(request, request.user)
    entered = [record["at"] for record in records if record["method"] == "password"]
    return time.time() - max(entered, default=0)
