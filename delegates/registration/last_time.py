"""Whom the delegation had at earlier conferences, to be taken over."""

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from conference.admin.forgeries import is_key
from conference.admin.scope import signed_in
from conference.errors import DomainError
from conference.requests import public_pages
from conference.writing import dates
from conference.writing.languages import localized
from delegates.models import is_open_for
from delegates.registration import frame
from delegates.services.registration import self_registration
from delegates.services.registration.last_time import LastTime, people_of_last_time
from delegates.sheet.contents import name_of


@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def last_time(request: HttpRequest, slug: str, delegation_id: int) -> HttpResponseBase:
    """Of whom nothing but a name, a function and the conference is shown, and no photo."""
    found = frame.delegation_or_404(request, slug, delegation_id)
    if request.method == "POST":
        chosen = {int(key) for key in request.POST.getlist("people") if is_key(key)}
        try:
            taken = self_registration.take_over(
                delegation=found, chosen=chosen, by=signed_in(request), at=timezone.now()
            )
        except DomainError as error:
            messages.error(request, str(error))
        else:
            if not taken:
                messages.info(request, _("Nobody was chosen."))
                return redirect(frame.url_of(found, "last_time"))
            said = ngettext("%d person is added.", "%d people are added.", len(taken))
            messages.success(request, said % len(taken))
        return redirect(frame.url_of(found, "delegation"))
    groups = people_of_last_time(found) if is_open_for(found, timezone.now()) else []
    if not groups:
        return redirect(frame.url_of(found, "delegation"))
    context = {
        "groups": [_in_words(group) for group in groups],
        "sheet_url": frame.url_of(found, "delegation"),
    }
    return public_pages.page(
        request, "delegates/registration/last_time.html", frame.frame(request, found) | context
    )


def _in_words(group: LastTime) -> dict[str, object]:
    conference = group.conference
    return {
        "title": localized(conference.title, fallbacks=conference.languages),
        "days": dates.days(conference.starts_on, conference.ends_on),
        "people": [
            {"key": row.pk, "name": name_of(row), "function": row.function} for row in group.people
        ],
    }
