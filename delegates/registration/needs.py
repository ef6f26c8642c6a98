"""Dietary and access needs, on a page of their own: who reads them is on record."""

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from conference.admin.scope import signed_in
from conference.errors import DomainError
from conference.requests import public_pages
from delegates.forms import NeedsForm
from delegates.registration import frame
from delegates.services.registration import needs, self_registration
from delegates.sheet.contents import name_of


@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def needs_page(
    request: HttpRequest, slug: str, delegation_id: int, delegate_id: int
) -> HttpResponseBase:
    found = frame.delegation_or_404(request, slug, delegation_id)
    person = frame.person_or_404(found, delegate_id)
    by, at = signed_in(request), timezone.now()
    if request.method == "POST":
        form = NeedsForm(request.POST, kept=needs.kept(person))
        if form.is_valid():
            try:
                self_registration.say_needs(delegate=person, **form.cleaned_data, by=by, at=at)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("%s is saved.") % name_of(person))
                return redirect(frame.url_of(found, "open_person", person))
    else:
        form = NeedsForm(kept=needs.read(delegate=person, by=by, at=at))
    context = {
        "form": form,
        "name": name_of(person),
        "person_url": frame.url_of(found, "open_person", person),
    }
    return public_pages.page(
        request, "delegates/registration/needs.html", frame.frame(request, found) | context
    )
