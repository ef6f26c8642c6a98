"""What a focal point hands in and writes for the delegation as a whole."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from conference import randomness
from conference.admin.refusals import REFUSALS, words
from conference.admin.scope import signed_in
from conference.requests import public_pages
from conference.writing import dates
from delegates.exporting.nominations import download
from delegates.forms import NominationForm, key_in
from delegates.models import Delegation, Nomination
from delegates.models.registration.messages import LONGEST
from delegates.registration import frame
from delegates.services.registration import messages as thread
from delegates.services.registration import nominations

private = cache_control(private=True, no_store=True)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def nominations_page(request: HttpRequest, slug: str, delegation_id: int) -> HttpResponseBase:
    """What was handed in, and a form for another note; after closing too."""
    found = frame.delegation_or_404(request, slug, delegation_id)
    is_sent = request.method == "POST"
    today = found.conference.local(timezone.now()).date()
    form = (
        NominationForm(request.POST, request.FILES, today=today)
        if is_sent
        else NominationForm(today=today)
    )
    if is_sent and form.is_valid():
        try:
            nominations.hand_in(
                delegation=found, note=form.note(), by=signed_in(request), at=timezone.now()
            )
        except REFUSALS as error:
            form.add_error(None, words(error))
        else:
            messages.success(request, _("The nomination is handed in."))
            return redirect(frame.url_of(found, "nominations"))
    context = {
        "sheet_url": frame.url_of(found, "delegation"),
        "rows": [_nomination(row, found) for row in found.nominations.all()],
        "form": None if found.is_withdrawn else form,
    }
    return public_pages.page(
        request,
        "delegates/registration/nominations.html",
        frame.frame(request, found) | context,
    )


def _nomination(row: Nomination, delegation: Delegation) -> dict[str, Any]:
    return {
        "row": row,
        "dated": dates.day(row.dated_on),
        "handed_in": dates.day_and_time(delegation.conference.local(row.handed_in_at)),
        "url": frame.url_of(delegation, "nomination", row) if row.file else "",
    }


@require_safe
def nomination_file(
    request: HttpRequest, slug: str, delegation_id: int, number: int
) -> HttpResponseBase:
    found = frame.delegation_or_404(request, slug, delegation_id)
    return download(get_object_or_404(found.nominations, pk=number), by=signed_in(request))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def messages_page(request: HttpRequest, slug: str, delegation_id: int) -> HttpResponseBase:
    """The thread with the secretariat, read from then on; what was refused stays in the form."""
    found, by = frame.delegation_or_404(request, slug, delegation_id), signed_in(request)
    refused, text = "", request.POST.get("text", "")
    form_key = key_in(request.POST)
    if request.method == "POST":
        try:
            thread.write(
                delegation=found,
                text=text,
                is_from_secretariat=False,
                form_key=form_key,
                by=by,
                at=timezone.now(),
            )
        except REFUSALS as error:
            refused = words(error)
        else:
            return redirect(frame.url_of(found, "messages"))
    local = found.conference.local
    rows = list(found.messages.select_related("author"))
    thread.read(delegation=found, shown=rows, by=by)
    context = {
        "sheet_url": frame.url_of(found, "delegation"),
        "rows": [{"row": row, "at": dates.day_and_time(local(row.sent_at))} for row in rows],
        "refused": refused,
        "text": text,
        "longest": LONGEST,
        "form_key": form_key or randomness.identifier(),
    }
    return public_pages.page(
        request, "delegates/registration/messages.html", frame.frame(request, found) | context
    )
