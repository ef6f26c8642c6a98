"""What a conference holds of a few delegations and people: read for an answer, not for a file."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from conference.models import Conference
from conference.writing.languages import localized
from delegates.derived import rules_of
from delegates.importing.known.snapshot import Known, PartyNames
from delegates.importing.known.whole import delegates_known, delegations_known, kinds_known
from delegates.importing.report import DelegationKey, Party
from delegates.importing.words import Vocabulary
from delegates.letters import fields_printed_in
from delegates.models import (
    Category,
    Country,
    Delegate,
    Delegation,
    DelegationKind,
    Organization,
    Rank,
    UsualKind,
)
from delegates.recognition.parties import Recogniser
from delegates.shown import holders_of_live_badges

NOBODY = Recogniser([], [])


def known_in_part(
    conference: Conference,
    *,
    delegations: Collection[DelegationKey],
    delegates: Collection[int],
    countries: Collection[int],
) -> Known:
    """The snapshot of these delegations with their heads, and of these delegates with theirs.

    `countries` are those whose names are needed besides. What reads a file (words, aliases, how
    parties are recognized) is left out: rows have been read. Delegates who are gone are not in it.
    """
    language = conference.principal_language
    parties = {key.party for key in delegations}
    sent = Q(country__in=_of("country", parties)) | Q(organization__in=_of("organization", parties))
    own = Delegate.objects.for_conference(conference).filter(pk__in=delegates)
    places = Delegation.objects.for_conference(conference).filter(
        sent | Q(pk__in=own.values("delegation"))
    )
    known = delegations_known(places, language)
    heads = [row.head_id for row in known.values() if row.head_id is not None]
    people = Delegate.objects.for_conference(conference).filter(pk__in=[*delegates, *heads])
    found = delegates_known(people, known, {}, conference.zone)
    parties |= {row.key.party for row in known.values()}
    nationalities = {row.nationality_id for row in found.values() if row.nationality_id}
    names = _names(conference, language, parties, {*countries, *nationalities})
    categories = Category.objects.for_conference(conference).values_list("pk", "letter")
    kinds = DelegationKind.objects.for_conference(conference)
    ranks = Rank.objects.for_conference(conference)
    usual = UsualKind.objects.for_conference(conference).values_list("sender", "kind_id")
    nothing = Vocabulary(())
    return Known(
        parties=PartyNames(NOBODY, {}, names, {}, {}),
        own_parties=NOBODY,
        aliases={},
        aliases_but_marks={},
        delegations={row.key: row for row in known.values()},
        delegates=found,
        categories=dict(categories),
        category_words=nothing,
        kinds=kinds_known(list(kinds), language),
        kind_words=nothing,
        ranks={row.pk: localized(row.name, language).text for row in ranks},
        rank_words=nothing,
        rules=rules_of(conference),
        badge_holders=frozenset(holders_of_live_badges(conference, among=list(found))),
        on_badges=fields_printed_in(conference),
        senders=dict(usual),
    )


def _of(kind: str, parties: Collection[Party]) -> list[int]:
    return [party.pk for party in parties if party.type == kind]


def _names(
    conference: Conference, language: str, parties: Collection[Party], countries: Collection[int]
) -> dict[Party, str]:
    wanted = Country.objects.filter(pk__in={*_of("country", parties), *countries})
    senders = Organization.objects.known_in(conference).filter(pk__in=_of("organization", parties))
    rows: dict[str, Any] = {"country": wanted, "organization": senders}
    return {
        Party(kind, pk): localized(name, language).text
        for kind, found in rows.items()
        for pk, name in found.values_list("pk", "name")
    }
