"""What liaison officers read, in the site's frame: the delegations that are named for them.

No draft, no need, no file; and nothing is changed here.
"""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from conference.admin.forms.pictures import private_picture
from conference.admin.lists import searches
from conference.admin.scope import signed_in
from conference.requests import public_pages
from conference.writing import dates
from conference.writing.languages import OWN_NAMES, localized
from delegates import photos
from delegates.columns import SPOUSE_OF
from delegates.flags import flag_url
from delegates.models import Delegate, DelegateQuerySet, Delegation
from delegates.registration import frame
from delegates.registration.forms import RegistrationForm, known_in, read_only
from delegates.sheet.contacts import contacts_of
from delegates.sheet.contents import counted_in, name_of, sheet_of, state_of
from delegates.sheet.reader import Act, Reader

private = cache_control(private=True, no_store=True)


@private
@require_safe
def accompanied(request: HttpRequest) -> HttpResponse:
    """Every delegation that the user accompanies, the next conference first."""
    own = Delegation.objects.accompanied_by(signed_in(request)).select_related("conference")
    rows = [
        {
            "name": localized(row.name, fallbacks=row.conference.languages),
            "title": localized(row.conference.title, fallbacks=row.conference.languages),
            "days": dates.days(row.conference.starts_on, row.conference.ends_on),
            "flag": _flag_of(row),
            "url": frame.url_of(row, "accompanied_delegation"),
        }
        for row in own.order_by("-conference__starts_on", "protocol_key", "pk")
    ]
    languages = public_pages.language_links(request, OWN_NAMES)
    return render(
        request, "delegates/registration/accompanied.html", {"rows": rows, "languages": languages}
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def delegation(request: HttpRequest, slug: str, delegation_id: int) -> HttpResponse:
    """What is sent to it is words to look for."""
    found = _delegation_or_404(request, slug, delegation_id)
    if to_search := searches.redirected(request):
        return to_search
    search, words = frame.searched(request)
    url = frame.url_of(found, "accompanied_delegation")
    reader = Reader(
        acts=frozenset({Act.OPEN_PERSON}),
        page=partial(frame.paged, url, search),
        on_all=lambda _act: "",
        on_row=lambda _act, row: frame.url_of(found, "accompanied_person", row),
        photo=lambda row: frame.url_of(found, "accompanied_photo", row),
        flag=_flag_of(found),
    )
    people, page = _people_of(found), request.GET.get(frame.PAGE, "1")
    # Whoever is not among them has no place either.
    counted = counted_in(people, is_everybody=True)
    context = {
        "sheet": sheet_of(found, people, reader, counted=counted, page=page, words=words),
        "contacts": contacts_of([found])[found.pk],
    }
    return _page(request, found, "accompanied_delegation", context)


@private
@require_safe
def person(request: HttpRequest, slug: str, delegation_id: int, delegate_id: int) -> HttpResponse:
    """On the clocks of the venue."""
    found = _delegation_or_404(request, slug, delegation_id)
    row = get_object_or_404(_people_of(found), pk=delegate_id)
    with timezone.override(found.conference.zone):
        known = known_in(_form_of(found, row))
    context = {
        "heading": name_of(row),
        "state": state_of(row),
        "known": known,
        "photo_url": frame.url_of(found, "accompanied_photo", row) if row.photo else "",
        "sheet_url": frame.url_of(found, "accompanied_delegation"),
    }
    return _page(request, found, "accompanied_person", context)


@require_safe
def photo(
    request: HttpRequest, slug: str, delegation_id: int, delegate_id: int
) -> HttpResponseBase:
    found = _delegation_or_404(request, slug, delegation_id)
    return photos.thumbnail(get_object_or_404(_people_of(found), pk=delegate_id).photo.name)


@private
@require_safe
def flag(request: HttpRequest, slug: str, delegation_id: int) -> HttpResponse:
    found = _delegation_or_404(request, slug, delegation_id)
    return private_picture(found.flag_file.name, content_type="image/png")


def _delegation_or_404(request: HttpRequest, slug: str, delegation_id: int) -> Delegation:
    own = Delegation.objects.accompanied_by(signed_in(request))
    rows = own.select_related("conference", "kind", "head")
    return get_object_or_404(rows, conference__slug=slug, pk=delegation_id)


def _form_of(delegation: Delegation, row: Delegate) -> RegistrationForm:
    """Whose spouse somebody is who is a draft yet is not said."""
    form = read_only(delegation, row)
    spouse = row.spouse_of
    if spouse is None or not _people_of(delegation).filter(pk=spouse.pk).exists():
        form.fields.pop(SPOUSE_OF.name, None)
    return form


def _people_of(delegation: Delegation) -> DelegateQuerySet:
    return Delegate.objects.filter(delegation=delegation).registered()


def _flag_of(delegation: Delegation) -> str:
    if delegation.flag_file:
        return frame.url_of(delegation, "accompanied_flag")
    return flag_url(delegation.flag_code) if delegation.flag_code else ""


def _page(
    request: HttpRequest, delegation: Delegation, name: str, context: dict[str, Any]
) -> HttpResponse:
    return public_pages.page(
        request,
        f"delegates/registration/{name}.html",
        frame.frame(request, delegation) | {"is_accompanied": True} | context,
    )
