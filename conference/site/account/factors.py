"""The library's pages about second factors, in our frame."""

from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from conference.accounts import reentry
from conference.secrets import SecretsError


def own_factors(view: Any) -> Any:
    """Whose secrets cannot be opened or sealed is told so, and what the administrator does."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            answer: HttpResponseBase = view(request, *args, **kwargs)
            if hasattr(answer, "render"):
                answer = answer.render()
        except SecretsError as error:
            return render(request, "mfa/sealed.html", {"error": str(error)}, status=503)
        return answer

    return guarded


def own_factor(view: Any) -> Any:
    """One that changes them: whoever sits before the screen shows that it is theirs first."""
    return own_factors(reentry.oneself_first(view))
