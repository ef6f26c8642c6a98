"""What is found of delegates, delegations, countries and organizations from every page."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import (
    Finder,
    Found,
    FoundBy,
    Tool,
    Use,
    chosen_conference,
    contribute,
    contributed,
    may,
    signed_in,
)
from conference.admin.found_answers import FoundAnswer, nearest
from conference.admin.lists.folded_search import folded_search
from conference.admin.lists.search_of_list import MOST_ROWS, search_of_list
from conference.models import Conference
from conference.writing.folding import has_only_short_words, spellings
from conference.writing.languages import localized, translations
from delegates.admin.cells import flag_address
from delegates.choices import Accreditation
from delegates.flags import flag_url
from delegates.models import Country, Delegate, Delegation, Organization

MOST_NEAR = 1_000
FOUND_BY = "found_by"
"""Where words of a higher app stand at whom it found: by the serial of the badge."""


def look_for_delegates(request: HttpRequest, query: str) -> Sequence[Delegate]:
    """Those whose name begins so first: of a frequent word the others are too many."""
    conference = chosen_conference(request)
    visible = Delegate.objects.visible_to(signed_in(request)).for_conference(conference)
    here = visible.select_related("delegation")
    by_number = found_otherwise(request, conference, query)
    parts: list[Iterable[Delegate]] = [here.filter(pk__in=by_number)]
    parts += [begun[:MOST_ROWS] for begun in here.named_from(query)]
    if not has_only_short_words(query):
        parts.append(here.some_matching(query, conference, MOST_ROWS))
    found = {row.pk: row for part in parts for row in part}
    for pk in found.keys() & by_number.keys():
        setattr(found[pk], FOUND_BY, by_number[pk])
    return list(found.values())


def near_delegates(request: HttpRequest, query: str) -> Sequence[Delegate]:
    """By trigrams, which the index of the search texts holds; the nearest of so many are shown."""
    visible = Delegate.objects.visible_to(signed_in(request))
    here = visible.for_conference(chosen_conference(request)).select_related("delegation")
    return here.nearly_matching(query, MOST_NEAR)


def near_of_list(request: HttpRequest, changelist: Any) -> Sequence[FoundAnswer] | None:
    """Where the search of the list finds nobody, those of a similar spelling, as the box does.

    None where somebody is found or nobody is looked for; nobody where filters may hide them.
    """
    if changelist is None or not changelist.query or changelist.result_count:
        return None
    if changelist.has_active_filters:
        return ()
    return nearest(request, changelist.query, contributed(Delegate, Finder))


def delegations_begun(request: HttpRequest, query: str) -> list[int]:
    """Ids of the delegations of which a word of the name begins so, by one or two letters."""
    if not has_only_short_words(query):
        return []
    forms = spellings(query)
    rows = Delegation.objects.for_conference(chosen_conference(request))
    return [
        pk
        for pk, name, acronym in rows.order_by().values_list("pk", "name", "acronym")
        for text in [" ".join([*translations(name).values(), acronym])]
        if any(f" {spelled}".find(f" {form}") >= 0 for spelled in spellings(text) for form in forms)
    ]


def found_otherwise(request: HttpRequest, conference: Conference, query: str) -> dict[int, str]:
    """By what higher apps know: the serial of a badge. The words say so."""
    contributions = [one for one in contributed(Delegate, FoundBy) if may(request, one.needs)]
    return {pk: words for one in contributions for pk, words in one.find(conference, query).items()}


def tell_delegate(delegate: Delegate) -> Found:
    names = (f"{delegate.given_name} {delegate.family_name}".strip(), delegate.display_name)
    meant = getattr(delegate, FOUND_BY, "")
    about = (
        meant,
        delegate.own_name,
        delegate.function or delegate.position_in_words,
        str(localized(delegate.delegation.name)),
        delegate.reference,
    )
    photo = reverse("admin:delegates_delegate_thumbnail", args=[delegate.pk])
    return Found(
        name=str(delegate),
        url=page_of(delegate),
        about=" · ".join(filter(None, about)),
        names=(*names, f"{delegate.family_name} {delegate.given_name}", delegate.own_name),
        picture=photo if delegate.photo else "",
        letters=delegate.initials,
        is_meant=bool(meant),
    )


def next_for_delegates(request: HttpRequest, delegates: Sequence[Delegate]) -> list[Use | None]:
    """To decide, then what higher apps have to do with whoever may attend."""
    decided = [one for one in delegates if one.accreditation != Accreditation.SUBMITTED]
    uses: dict[int, Use] = {}
    for tool in contributed(Delegate, Tool):
        if may(request, tool.needs):
            offered = zip(decided, tool.uses_for(decided), strict=True)
            uses = {row.pk: use for row, use in offered if use.url} | uses
    if may(request, "delegates.decide_delegate"):
        waiting = [one for one in delegates if one.accreditation == Accreditation.SUBMITTED]
        uses |= {one.pk: Use(_("Decide"), page_of(one)) for one in waiting}
    return [uses.get(delegate.pk) for delegate in delegates]


def page_of(delegate: Delegate) -> str:
    return reverse("admin:delegates_delegate_change", args=[delegate.pk])


NAMES_OF_DELEGATIONS = (
    "name",
    "acronym",
    "country__name",
    "country__aliases",
    "country__iso3",
    "organization__name",
    "organization__aliases",
)


def look_for_delegations(request: HttpRequest, query: str) -> Sequence[Delegation]:
    """Without the counts that their list shows."""
    visible = Delegation.objects.visible_to(signed_in(request))
    here = visible.for_conference(chosen_conference(request)).in_protocol_order()
    found = folded_search(here, NAMES_OF_DELEGATIONS, query)
    return list(found.select_related("kind", "country", "organization"))


def tell_delegation(delegation: Delegation) -> Found:
    """Its own names, and those that its sender has today or is called by."""
    sender = delegation.country or delegation.organization
    about = (delegation.acronym, str(localized(delegation.kind.name)))
    return Found(
        name=str(localized(delegation.name)),
        url=reverse("admin:delegates_delegation_change", args=[delegation.pk]),
        about=" · ".join(filter(None, about)),
        names=(
            *translations(delegation.name).values(),
            delegation.acronym,
            *(translations(sender.name).values() if sender else ()),
            *(sender.aliases if sender else ()),
        ),
        picture=flag_address(delegation),
    )


def next_for_delegations(
    request: HttpRequest, delegations: Sequence[Delegation]
) -> list[Use | None]:
    may_add = may(request, "delegates.add_delegate")
    return [_add_people(one) if may_add and not one.is_withdrawn else None for one in delegations]


def _add_people(delegation: Delegation) -> Use:
    url = reverse("admin:delegates_delegation_add_people", args=[delegation.pk])
    return Use(_("Add people"), url)


def tell_country(country: Country) -> Found:
    return Found(
        name=str(localized(country.name)),
        url=reverse("admin:delegates_country_change", args=[country.pk]),
        about=country.official_name,
        names=(*translations(country.name).values(), country.iso_name, *country.aliases),
        picture=flag_url(country.iso2) if country.iso2 else "",
    )


def tell_organization(organization: Organization) -> Found:
    return Found(
        name=str(localized(organization.name)),
        url=reverse("admin:delegates_organization_change", args=[organization.pk]),
        about=" · ".join(filter(None, (organization.acronym, organization.get_type_display()))),
        names=(
            *translations(organization.name).values(),
            organization.acronym,
            *organization.aliases,
        ),
    )


contribute(
    Delegate,
    Finder(
        gettext_lazy("Delegate"),
        look_for_delegates,
        tell_delegate,
        next_for_delegates,
        near_delegates,
    ),
)
contribute(
    Delegation,
    Finder(
        gettext_lazy("Delegation"),
        look_for_delegations,
        tell_delegation,
        next_for_delegations,
    ),
)
contribute(Country, Finder(gettext_lazy("Country"), search_of_list(Country), tell_country))
contribute(
    Organization,
    Finder(gettext_lazy("Organization"), search_of_list(Organization), tell_organization),
)
