"""How people are handed in: what is said beforehand, and what became of it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from conference.admin.scope import signed_in
from conference.errors import DomainError
from conference.requests import public_pages
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation, is_open_for
from delegates.outstanding.asking import Asking, to_correct_in_words
from delegates.outstanding.lacks import Lacks
from delegates.outstanding.returned import last_returns
from delegates.quotas.composition import against_quotas
from delegates.registration import frame
from delegates.services.registration import self_registration
from delegates.services.registration.self_registration import HandedIn
from delegates.sheet.contents import name_of

private = cache_control(private=True, no_store=True)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, slug: str, delegation_id: int) -> HttpResponseBase:
    """Whom it concerns and what each still lacks, before they are handed in."""
    found = frame.delegation_or_404(request, slug, delegation_id)
    if request.method == "POST":
        try:
            result = self_registration.hand_in(
                delegation=found, by=signed_in(request), at=timezone.now()
            )
        except DomainError as error:
            messages.error(request, str(error))
        else:
            for said in _in_words(result):
                messages.success(request, said)
        return redirect(frame.url_of(found, "delegation"))
    at = timezone.now()
    people = frame.people_of(found).to_be_handed_in(at, is_open=is_open_for(found, at))
    rows = list(people.select_related("rank", "spouse_of__rank").in_protocol_order())
    if not rows:
        return redirect(frame.url_of(found, "delegation"))
    for row in rows:
        row.delegation = found
    lacks = Lacks(Asking(found.conference))
    forecast = self_registration.forecast(rows, lacks)
    context = {
        "rows": _in_hand(found, rows, lacks, forecast),
        "ready": len(forecast.submitted) + len(forecast.waiting),
        "quotas": against_quotas([found])[found.pk] if forecast.waiting else [],
        "places": _places_in_words(forecast) if forecast.waiting else [],
        "sheet_url": frame.url_of(found, "delegation"),
    }
    return public_pages.page(
        request,
        "delegates/registration/hand_in.html",
        frame.frame(request, found) | context,
    )


def _places_in_words(forecast: HandedIn) -> list[str]:
    """Of whoever is ready, before it is done."""
    said = []
    if having := len(forecast.submitted):
        words_of = ngettext("%d person here has a place.", "%d people here have a place.", having)
        said.append(words_of % having)
    waiting = len(forecast.waiting)
    words_of = ngettext(
        "%d person will wait until a place is free.",
        "%d people will wait until a place is free.",
        waiting,
    )
    return [*said, words_of % waiting]


def _in_hand(
    delegation: Delegation, people: Sequence[Delegate], lacks: Lacks, forecast: HandedIn
) -> list[dict[str, Any]]:
    labels = to_correct_in_words(delegation.conference)
    returned = last_returns([row for row in people if row.accreditation == Accreditation.RETURNED])
    waiting = {row.pk for row in forecast.waiting}
    listed = []
    for row in people:
        earlier = returned.get(row.pk)
        listed.append(
            {
                "name": name_of(row),
                "duty": row.position_in_words,
                "lacks": lacks.in_words(row),
                "will_wait": row.pk in waiting,
                "unchanged": [
                    str(words)
                    for name, words in labels.items()
                    if earlier and name in earlier.unchanged
                ],
                "url": frame.url_of(delegation, "open_person", row),
            }
        )
    return listed


def _in_words(result: HandedIn) -> list[str]:
    said = []
    if submitted := len(result.submitted):
        words_of = ngettext("%d person is handed in.", "%d people are handed in.", submitted)
        said.append(words_of % submitted)
    if waiting := len(result.waiting):
        words_of = ngettext("%d person waits for a place.", "%d people wait for a place.", waiting)
        said.append(words_of % waiting)
    if held_back := len(result.held_back):
        words_of = ngettext(
            "%d person stays a draft: something is missing.",
            "%d people stay drafts: something is missing.",
            held_back,
        )
        said.append(words_of % held_back)
    return said
