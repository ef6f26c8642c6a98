"""What focal points see and do: their delegations, and the sheet of each."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.admin.forgeries import is_key
from conference.admin.forms.pictures import private_picture
from conference.admin.lists import searches
from conference.admin.scope import signed_in
from conference.errors import DomainError
from conference.requests import public_pages
from conference.requests.parts import is_asked_alone
from conference.writing import dates
from conference.writing.languages import OWN_NAMES, localized
from delegates import photos
from delegates.models import (
    Delegate,
    Delegation,
    Message,
    Submission,
    openings_of,
)
from delegates.models.delegate_queryset import to_be_handed_in
from delegates.outstanding.deadlines import Owed, owed_by
from delegates.outstanding.lacking import Lacking, lacking_in
from delegates.quotas.composition import against_quotas
from delegates.registration import frame
from delegates.services import registering
from delegates.services.registration import self_registration
from delegates.services.registration.last_time import has_people_of_last_time
from delegates.sheet.contacts import contacts_of
from delegates.sheet.contents import (
    NOBODY,
    counted_in,
    figures,
    head_to_come,
    page_of,
    sheet_of,
    standings_of,
)
from delegates.sheet.credentials import credentials_of

MOST_SUBMISSIONS = 20

private = cache_control(private=True, no_store=True)


@private
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Every delegation that the user registers, with what each lacks."""
    user, at = signed_in(request), timezone.now()
    own = frame.delegations_of(user)
    standings = standings_of(Delegate.with_drafts.filter(delegation__in=own))
    counted = {row.pk: standings.get(row.pk, NOBODY) for row in own}
    quotas = against_quotas(own)
    openings = openings_of(own, at)
    lacking, owed = lacking_in(own), owed_by(own, Delegate.with_drafts.all(), counted)
    unread = Message.objects.unread_by(user).counted_by_delegation()
    rows = [
        _in_short(row, counted[row.pk], quotas[row.pk], lacking[row.pk])
        | {
            "opening": frame.opening_in_words(row, openings[row.pk], at),
            "tasks": _in_words([one for one in owed[row.pk] if not one.is_done], at),
            "unread": frame.messages_in_words(unread[row.pk]) if row.pk in unread else "",
            "messages_url": frame.url_of(row, "messages"),
        }
        for row in own
    ]
    languages = public_pages.language_links(request, OWN_NAMES)
    return render(
        request, "delegates/registration/mine.html", {"rows": rows, "languages": languages}
    )


def _in_short(
    delegation: Delegation,
    counted: Mapping[str, int],
    quotas: Sequence[str],
    lacking: Sequence[Lacking],
) -> dict[str, Any]:
    conference = delegation.conference
    missing = ", ".join(f"{each.label} ({each.people})" for each in lacking)
    return {
        "name": localized(delegation.name, fallbacks=conference.languages),
        "title": localized(conference.title, fallbacks=conference.languages),
        "days": dates.days(conference.starts_on, conference.ends_on),
        "url": frame.url_of(delegation, "delegation"),
        "flag": frame.flag_of(delegation),
        "figures": [*figures(counted), *quotas],
        "missing": [
            *head_to_come(delegation.head),
            *([f"{_('Missing:')} {missing}"] if missing else []),
        ],
    }


@private
@require_http_methods(["GET", "HEAD", "POST"])
def delegation(request: HttpRequest, slug: str, delegation_id: int) -> HttpResponse:
    """What is sent to it is words to look for."""
    found = frame.delegation_or_404(request, slug, delegation_id)
    if to_search := searches.redirected(request):
        return to_search
    user, at = signed_in(request), timezone.now()
    opening = openings_of([found], at)[found.pk]
    is_open = opening.is_open
    unread = Message.objects.unread_by(user).filter(delegation=found).count()
    search, words = frame.searched(request)
    people = frame.people_of(found)
    in_hand = to_be_handed_in(at, is_open=is_open)
    counted = counted_in(people, is_everybody=True, in_hand=in_hand)
    sheet = sheet_of(
        found,
        people,
        frame.reader_of(
            found,
            is_open=is_open,
            has_in_hand=bool(counted.figures["in_hand"]),
            unread=unread,
            has_last_time=is_open and has_people_of_last_time(found),
            search=search,
        ),
        counted=counted,
        page=request.GET.get(frame.PAGE, "1"),
        words=words,
    )
    owed = owed_by([found], people, {found.pk: counted.figures})[found.pk]
    context = {
        "sheet": sheet,
        "tasks": _in_words(owed, at),
        "credentials": credentials_of(found, owed),
        "is_open": is_open,
        "opening": frame.opening_in_words(found, opening, at),
        "contacts": contacts_of([found])[found.pk],
        "submissions": _handed_in(found),
    }
    return public_pages.page(
        request, "delegates/registration/delegation.html", frame.frame(request, found) | context
    )


def _in_words(tasks: Sequence[Owed], at: dt.datetime) -> list[dict[str, Any]]:
    return [{"name": one.name, "due": one.due, "standing": one.standing(at)} for one in tasks]


def _handed_in(delegation: Delegation) -> list[dict[str, Any]]:
    """When, by whom and how many, the latest first."""
    # One question more: joined, everybody who has an account is read.
    rows = Submission.objects.filter(delegation=delegation).prefetch_related("handed_in_by")
    return [
        {
            "at": dates.day_and_time(delegation.conference.local(row.handed_in_at)),
            "by": str(row.handed_in_by),
            "people": row.number,
        }
        for row in rows.annotate(number=Count("people"))[:MOST_SUBMISSIONS]
    ]


@private
@require_safe
def flag(request: HttpRequest, slug: str, delegation_id: int) -> HttpResponse:
    found = frame.delegation_or_404(request, slug, delegation_id)
    return private_picture(found.flag_file.name, content_type="image/png")


@require_safe
def photo(
    request: HttpRequest, slug: str, delegation_id: int, delegate_id: int
) -> HttpResponseBase:
    found = frame.delegation_or_404(request, slug, delegation_id)
    return photos.thumbnail(frame.person_or_404(found, delegate_id).photo.name)


@require_POST
def place(
    request: HttpRequest, slug: str, delegation_id: int, delegate_id: int
) -> HttpResponseBase:
    """`before` names whom the row is put before, blank puts it last; `step` moves it by one."""
    found, person = _to_change(request, slug, delegation_id, delegate_id)
    before = request.POST.get("before", "")
    if "step" in request.POST:
        is_later = request.POST["step"] == "later"
        before = registering.before_whom(person, frame.people_of(found), is_later=is_later)
    try:
        other = frame.person_or_404(found, int(before)) if is_key(before) else None
        self_registration.place_before(
            delegate=person, other=other, by=signed_in(request), at=timezone.now()
        )
    except DomainError as error:
        return _refused(request, person, error)
    if is_asked_alone(request):
        return HttpResponse(status=204)
    person.refresh_from_db(fields=["order"])
    return _to_row(person)


@require_POST
def head(request: HttpRequest, slug: str, delegation_id: int, delegate_id: int) -> HttpResponseBase:
    """`leads` says whether the person leads from here on; sent again it changes nothing."""
    found, person = _to_change(request, slug, delegation_id, delegate_id)
    leads = request.POST.get("leads") == "yes"
    if leads == (found.head_id == person.pk):
        return _to_row(person)
    try:
        proposal = self_registration.name_head(
            delegation=found,
            delegate=person if leads else None,
            by=signed_in(request),
            at=timezone.now(),
        )
    except DomainError as error:
        return _refused(request, person, error)
    if proposal:
        messages.info(
            request,
            _("The change is proposed: what was approved holds until an officer takes it over."),
        )
    return _to_row(person)


def _to_change(
    request: HttpRequest, slug: str, delegation_id: int, delegate_id: int
) -> tuple[Delegation, Delegate]:
    found = frame.delegation_or_404(request, slug, delegation_id)
    return found, frame.person_or_404(found, delegate_id)


def _refused(request: HttpRequest, person: Delegate, error: DomainError) -> HttpResponseBase:
    if is_asked_alone(request):
        return HttpResponse(str(error), status=409, content_type="text/plain; charset=utf-8")
    messages.error(request, str(error))
    return _to_row(person)


def _to_row(person: Delegate) -> HttpResponseRedirect:
    url = frame.page_url(person.delegation, "", page_of(person, frame.people_of(person.delegation)))
    return redirect(f"{url}#member-{person.pk}")
