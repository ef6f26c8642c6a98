"""What a page of a conference says to whoever is signed in, asked for after the page.

The page itself is the same for everybody, so that it can be a file.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from conference.accounts import marker
from conference.models import Conference, User
from conference.requests.public_pages import back_to_work, conference_to_preview_or_404
from sessions.reading.queries import latest_number
from sessions.reading.views import SEES_ALL


@login_not_required
@require_safe
@cache_control(private=True, no_store=True)
def conference_me(request: HttpRequest, slug: str) -> HttpResponse:
    """A part of a page; nothing for whoever is not signed in, whatever there is at the address.

    A login session that has ended leaves its mark in the browser: it goes, and no page asks again.
    """
    user = request.user
    if not isinstance(user, User):
        nothing = HttpResponse(status=204)
        marker.unmark(request, nothing)
        return nothing
    published = Conference.objects.published().filter(slug=slug).first()
    conference = published or conference_to_preview_or_404(request, slug)
    context = {
        "name": str(user),
        "work": back_to_work(request, conference),
        "slug": slug,
        "sees_all": user.has_perm(SEES_ALL, conference) and bool(latest_number(conference)),
    }
    return render(request, "conference/_me.html", context)
