"""What a focal point may do on the sheet of their delegation, and where that lies on the site."""

import datetime as dt
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from conference.accounts.standing import mark_of
from conference.admin.lists import searches
from conference.admin.scope import signed_in
from conference.contributions import Fact, Said
from conference.models import User
from conference.requests import public_pages
from conference.writing import dates
from conference.writing.languages import localized
from delegates.choices import EXPECTED, GONE, NEXT_ACCREDITATIONS, Accreditation
from delegates.flags import flag_url
from delegates.models import (
    Delegate,
    DelegateQuerySet,
    Delegation,
    ImportRun,
    Nomination,
    Opening,
    OwnField,
    Proposal,
)
from delegates.sheet.contents import name_of
from delegates.sheet.reader import Act, Place, Reader

# What a focal point does while registration is open; at other times they read.
READS = frozenset({Act.OPEN_PERSON})
ACTS = READS | {Act.ADD_PEOPLE, Act.REORDER, Act.APPOINT_HEAD}
# Who is approved is proposed as head, or no longer to be it, at other times too.
PROPOSES = READS | {Act.APPOINT_HEAD}
PAGE = "page"
# Of the form of somebody new: in whose place.
REPLACES = "replaces"


def delegation_or_404(request: HttpRequest, slug: str, delegation_id: int) -> Delegation:
    """One that the user registers, whatever the state of its conference; else what is missing."""
    own = Delegation.objects.of_focal_point(signed_in(request))
    rows = own.select_related("conference", "kind", "head", "credentials")
    return get_object_or_404(rows, conference__slug=slug, pk=delegation_id)


def people_of(delegation: Delegation) -> DelegateQuerySet:
    """Drafts too, and nobody who was erased. Asked once the delegation is known to be theirs."""
    return Delegate.with_drafts.filter(delegation=delegation, erased_at=None)


def person_or_404(delegation: Delegation, delegate_id: int) -> Delegate:
    found = get_object_or_404(people_of(delegation), pk=delegate_id)
    found.delegation = delegation
    return found


def reader_of(
    delegation: Delegation,
    *,
    is_open: bool,
    has_in_hand: bool = False,
    unread: int = 0,
    has_last_time: bool = False,
    search: str = "",
) -> Reader:
    """`has_in_hand` says that somebody can be handed in, `unread` counts messages of the
    secretariat; where it `has_last_time`, people of an earlier conference are offered.
    """
    acts = ACTS if is_open else READS if delegation.is_withdrawn else PROPOSES
    hand_in = Place(gettext("Hand in"), url_of(delegation, "hand_in"))
    last_time = Place(gettext("People of last time"), url_of(delegation, "last_time"))
    upload = Place(gettext("Upload a list"), url_of(delegation, "upload_list"))
    return Reader(
        acts=acts,
        is_offered=lambda act, row: act != Act.APPOINT_HEAD or is_open or _is_approved(row),
        page=partial(page_url, delegation, search),
        on_all=lambda act: url_of(delegation, act),
        on_row=lambda act, row: url_of(delegation, act, row),
        photo=lambda row: url_of(delegation, "photo", row),
        flag=flag_of(delegation),
        more=partial(_more, is_open),
        facts=[OF_CHANGES],
        places=[hand_in] if has_in_hand else [],
        further=[
            *([last_time] if has_last_time else []),
            *([upload] if is_open else []),
            Place(gettext("Nomination"), url_of(delegation, "nominations")),
            Place(messages_in_words(unread), url_of(delegation, "messages"), is_news=bool(unread)),
            Place(gettext("Help"), reverse("focal-point-guide")),
        ],
    )


def _with_changes(rows: Any) -> Any:
    """With whom each replaces, and why what was proposed last was refused: "" where it was not."""
    own = Proposal.objects.of_delegation_now()
    last = own.filter(delegate=OuterRef("pk")).order_by("-pk")
    refusal = Subquery(last.values("decision_reason")[:1])
    return rows.select_related("replaces").annotate(refusal=refusal)


def _said_of_changes(row: Any) -> list[Said]:
    said = []
    if row.replaces and row.replaces.is_expected and row.accreditation not in GONE:
        said.append(Said(gettext("In place of %s") % name_of(row.replaces)))
    if row.refusal and _is_approved(row):
        said.append(Said(gettext("Change refused: %s") % row.refusal))
    return said


OF_CHANGES = Fact("changes", "", _with_changes, lambda _conference: _said_of_changes)


def _is_approved(row: Delegate) -> bool:
    return row.accreditation == Accreditation.APPROVED


def messages_in_words(unread: int) -> str:
    if not unread:
        return gettext("Messages")
    return ngettext("%d new message", "%d new messages", unread) % unread


def _more(is_open: bool, row: Delegate) -> list[Place]:
    """How somebody leaves; who is not a draft does so at any time."""
    url = url_of(row.delegation, "leave", row)
    if row.is_draft:
        return [Place(gettext("Remove from the list"), url)] if is_open else []
    found = [Place(gettext("Withdraw"), url)] if may_withdraw(row) else []
    if is_open and row.accreditation in EXPECTED:
        add = url_of(row.delegation, "add_people")
        query = urlencode({REPLACES: row.pk})
        found.insert(0, Place(gettext("Replace by another person"), f"{add}?{query}"))
    return found


def may_withdraw(row: Delegate) -> bool:
    return Accreditation.WITHDRAWN in NEXT_ACCREDITATIONS[row.accreditation]


def list_url(delegation: Delegation, run: ImportRun) -> str:
    """Of a list that was uploaded."""
    where = [delegation.conference.slug, delegation.pk, run.pk]
    return reverse("registration:uploaded_list", args=where)


def url_of(delegation: Delegation, name: str, row: Delegate | Nomination | None = None) -> str:
    where = [delegation.conference.slug, delegation.pk]
    return reverse(f"registration:{name}", args=[*where, row.pk] if row else where)


def file_url(delegation: Delegation, row: Delegate, own: OwnField) -> str:
    return reverse(
        "registration:file", args=[delegation.conference.slug, delegation.pk, row.pk, own.pk]
    )


def searched(request: HttpRequest) -> tuple[str, str]:
    """The code by which the address names a search, and the words: those stay out of it."""
    code = request.GET.get(SEARCH_VAR, "")
    return code, (searches.words_of(request, code) or "") if code else ""


def page_url(delegation: Delegation, search: str, number: int) -> str:
    """Of one page of the sheet, with the code of what was looked for."""
    return paged(url_of(delegation, "delegation"), search, number)


def paged(url: str, search: str, number: int) -> str:
    query = {SEARCH_VAR: search} if search else {}
    if number > 1:
        query[PAGE] = str(number)
    return f"{url}?{urlencode(query)}" if query else url


def flag_of(delegation: Delegation) -> str:
    if delegation.flag_file:
        return url_of(delegation, "flag")
    return flag_url(delegation.flag_code) if delegation.flag_code else ""


def frame(request: HttpRequest, delegation: Delegation) -> dict[str, Any]:
    """Around every page about one delegation: its conference, whether it is published or not."""
    around = public_pages.frame(request, delegation.conference)
    name = localized(delegation.name, fallbacks=delegation.conference.languages)
    mark = mark_of(signed_in(request))
    of = {"delegation": delegation, "delegation_name": name}
    return {**around, "is_preview": False, "signed_in_mark": mark, **of}


def opening_in_words(delegation: Delegation, opening: Opening, at: dt.datetime) -> str:
    """When people can be registered, on the clocks of the venue; "" where that has no end."""
    local = delegation.conference.local
    if opening.is_open:
        if opening.closes_at is None:
            return ""
        until = dates.day_and_time(local(opening.closes_at))
        return gettext("Registration is open until %s.") % until
    if opening.opens_at is not None and at < opening.opens_at:
        return gettext("Registration opens on %s.") % dates.day_and_time(local(opening.opens_at))
    if opening.closes_at is not None and opening.closes_at <= at:
        return gettext("Registration closed on %s.") % dates.day_and_time(local(opening.closes_at))
    return gettext("Registration is not open now.")


def delegations_of(user: User) -> list[Delegation]:
    """All that the user registers, the next conference first."""
    own = Delegation.objects.of_focal_point(user).select_related("conference", "head")
    return list(own.order_by("-conference__starts_on", "protocol_key", "pk"))
