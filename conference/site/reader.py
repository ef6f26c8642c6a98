"""What a page of a conference says to whoever is signed in, asked for after the page; and what
explains their own pages to them.

The page itself is the same for everybody, so that it can be a file.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from conference.accounts import marker
from conference.models import Conference, User
from conference.requests.public_pages import (
    back_to_work,
    conference_to_preview_or_404,
    language_links,
)
from conference.site import guide
from conference.writing.languages import OWN_NAMES, direction
from delegates.models import Delegation
from sessions.reading.queries import latest_number
from sessions.reading.views import SEES_ALL


@login_not_required
@require_safe
@cache_control(private=True, no_store=True)
def conference_me(request: HttpRequest, slug: str) -> HttpResponse:
    """A part of a page; nothing for whoever is not signed in, whatever there is at the address."""
    user = request.user
    if not isinstance(user, User):
        return nothing(request)
    published = Conference.objects.published().filter(slug=slug).first()
    conference = published or conference_to_preview_or_404(request, slug)
    context = {
        "work": back_to_work(request, conference),
        "slug": slug,
        "sees_all": user.has_perm(SEES_ALL, conference) and bool(latest_number(conference)),
    }
    return render(request, "conference/_me.html", who(user) | context)


@login_not_required
@require_safe
@cache_control(private=True, no_store=True)
def me(request: HttpRequest) -> HttpResponse:
    """The same on the list of conferences."""
    user = request.user
    if not isinstance(user, User):
        return nothing(request)
    work = reverse("admin-home") if user.is_staff else ""
    return render(request, "conference/_me.html", who(user) | {"work": work})


def who(user: User) -> dict[str, Any]:
    """Their name, and where they are led to by what they do for delegations."""
    return {
        "name": str(user),
        "registers": Delegation.objects.of_focal_point(user).exists(),
        "accompanies": Delegation.objects.accompanied_by(user).exists(),
    }


def nothing(request: HttpRequest) -> HttpResponse:
    """A login session that has ended leaves its mark in the browser: it goes, and no page asks
    again.
    """
    answer = HttpResponse(status=204)
    marker.unmark(request, answer)
    return answer


@require_safe
@cache_control(private=True, no_store=True)
def focal_point_guide(request: HttpRequest) -> HttpResponse:
    shown = guide.guide(guide.FOCAL_POINT, get_language() or guide.WRITTEN_IN)
    context = {
        "guide": shown,
        "direction": direction(shown.language),
        "languages": language_links(request, OWN_NAMES),
    }
    return render(request, "conference/focal_point_guide.html", context)
