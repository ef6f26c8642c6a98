"""Whoever is not signed in is sent to do so; what they sent may wait for them until then."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

WAITS = "waits_for_sign_in"
View = Callable[..., HttpResponseBase]
Keep = Callable[..., bool]


def waits_for_sign_in(keep: Keep) -> Callable[[View], View]:
    """Calls `keep` with what was posted to the view without a sign-in; it returns whether that is
    kept now. The view stays closed, and at the sign-in nobody is told.
    """

    def marked(view: View) -> View:
        setattr(view, WAITS, keep)
        return view

    return marked


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Of a form that came with a stale secret, as after another sign-in in another tab.

    What waits for a sign-in is kept here too, by the word that its page was given. `reason` is
    Django's, and said to nobody.
    """
    match = request.resolver_match
    keep = getattr(match.func, WAITS, None) if match else None
    is_kept = False
    if match and keep and request.method == "POST":
        is_kept = keep(request, **match.kwargs)
    page = render(request, "403_csrf.html", {"is_kept": is_kept}, status=403)
    page["Cache-Control"] = "private, no-store"
    return page


class SignInFirst(LoginRequiredMiddleware):
    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        keep = getattr(view_func, WAITS, None)
        if answer is not None and keep and request.method == "POST":
            keep(request, **view_kwargs)
        return answer
