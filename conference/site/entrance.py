"""Ways into the admin: its front page, and addresses from before they named the conference."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import Resolver404, ResolverMatch, resolve
from django.views.decorators.http import require_safe

from conference.addresses import INSTALLATION, admin_url
from conference.admin import signed_in
from conference.admin.forgeries import is_key
from conference.models import Conference, StaffInvitation
from conference.requests.working import conferences_of

LAST_USED = f"{settings.COOKIE_PREFIX}dais_last_conference"
"""The cookie that remembers it."""


@require_safe
def admin_home(request: HttpRequest) -> HttpResponse:
    """`/admin/`: to the conference last used, to the only one, or to the list of them.

    First to the invitations that wait for an answer: without it nobody would know of them.
    """
    user = signed_in(request)
    if StaffInvitation.objects.for_user(user).exists():
        return redirect("invitations")
    if not user.is_staff:
        raise PermissionDenied
    return HttpResponseRedirect(admin_url(likely_conference(request), "index"))


def likely_conference(request: HttpRequest) -> Conference | None:
    choices = conferences_of(request)
    last_used = request.COOKIES.get(LAST_USED)
    found = [row for row in choices if row.slug == last_used] or choices
    return found[0] if len(found) == 1 else None


def former_address(request: HttpRequest, rest: str) -> HttpResponse:
    """`/admin/<app>/…` leads to where that page lies now; a form is not taken without its place.

    Every other address below `/admin/` that is not open to the user ends here too: there is no
    such page, whether there is such a conference or not.
    """
    if request.method not in {"GET", "HEAD"} or not signed_in(request).is_staff:
        raise Http404
    if rest == "login/":
        return redirect("admin-home")
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(present_address(request, rest) + (f"?{query}" if query else ""))


def present_address(request: HttpRequest, rest: str) -> str:
    """Of the installation's pages, below its own place; else in the conference it is about."""
    if match_in(INSTALLATION, rest):
        return f"/admin/{INSTALLATION}/{rest}"
    match = match_in("former", rest)
    if match is None:
        raise Http404
    row = row_named_in(request, rest, match)
    if row is None:
        conference = likely_conference(request)
    else:
        conference = row if isinstance(row, Conference) else row.conference  # type: ignore[attr-defined]
    return f"/admin/{conference.slug}/{rest}" if conference else admin_url(None, "index")


def match_in(place: str, rest: str) -> ResolverMatch | None:
    """The page of a model, or an app's in a conference: what a link of old can have led to."""
    try:
        match = resolve(f"/admin/{place}/{rest}", settings.ADMIN_URLCONF)
    except Resolver404:
        return None
    is_of_app = match.url_name == "app_list" and place != INSTALLATION
    is_of_model = model_at(rest) is not None and "url" not in match.kwargs
    return match if is_of_app or is_of_model else None


def model_at(rest: str) -> type[Model] | None:
    named = {(row._meta.app_label, row._meta.model_name): row for row in admin.site._registry}
    app_label, model_name, *_further = rest.split("/")
    return named.get((app_label, model_name))


def row_named_in(request: HttpRequest, rest: str, match: ResolverMatch) -> Model | None:
    """The record that the page is about, or the one of another model that it names, if any."""
    by_name = {f"{row._meta.model_name}_id": row for row in admin.site._registry}
    for name, value in match.kwargs.items():
        model = model_at(rest) if name == "object_id" else by_name.get(name)
        if model is not None:
            if not is_key(str(value)):
                raise Http404
            visible: Any = model._default_manager.all()
            found: Model = get_object_or_404(visible.visible_to(signed_in(request)), pk=value)
            return found
    return None
