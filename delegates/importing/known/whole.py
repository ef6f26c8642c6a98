"""What a conference holds when a file is checked: read once, compared in memory."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from conference.models import Conference, ConferenceRowQuerySet
from conference.writing.languages import localized, translations
from delegates import venue_times
from delegates.columns import COLUMNS
from delegates.derived import rules_of
from delegates.importing.known.snapshot import (
    Known,
    KnownDelegate,
    KnownDelegation,
    KnownKind,
    PartyNames,
    Remembered,
)
from delegates.importing.lists import by_id, category_words, kind_words, rank_words
from delegates.importing.report import DelegationKey, Party
from delegates.importing.words import Vocabulary
from delegates.letters import fields_printed_in
from delegates.models import (
    Answer,
    Category,
    Country,
    Delegate,
    DelegateQuerySet,
    Delegation,
    DelegationKind,
    Organization,
    PartyAlias,
    Rank,
    SamePersonSpelling,
    UsualKind,
)
from delegates.party_entries import country_entry, organization_entry
from delegates.recognition.parties import CountryEntry, Entry, OrganizationEntry, Recogniser
from delegates.recognition.party_keys import party_key
from delegates.services import kinds as kind_services
from delegates.shown import holders_of_live_badges


def known_in(conference: Conference, *, is_locked: bool = False) -> Known:
    """Read the snapshot. Locked, nobody adds, moves or changes a delegate until the commit."""
    language = conference.principal_language
    kinds = DelegationKind.objects.for_conference(conference)
    if is_locked:
        # Before delegations, as by everybody: else an import and a new order wait for each other.
        kind_services.held(kinds.values_list("pk", flat=True))
    places = Delegation.objects.for_conference(conference)
    people = Delegate.objects.for_conference(conference)
    if is_locked:
        # An insert of a delegate needs a share of its delegation's row: it waits for us. By id, as
        # every service locks them: two that lock in other orders end in a deadlock.
        places = places.select_for_update(of=("self",))
        people = people.select_for_update(of=("self",))
    delegations = delegations_known(places, language)
    delegates = delegates_known(people, delegations, _spellings(conference), conference.zone)
    categories = list(Category.objects.for_conference(conference))
    ranks = list(Rank.objects.for_conference(conference))
    by_name = defaultdict(list)
    by_delegation = defaultdict(list)
    by_party = defaultdict(list)
    aliases = list(PartyAlias.objects.for_conference(conference))
    usual = dict(UsualKind.objects.for_conference(conference).values_list("sender", "kind_id"))
    for delegate in delegates.values():
        for key in (delegate.name_key, *sorted(delegate.spellings)):
            by_name[delegate.delegation.key, key].append(delegate)
        by_delegation[delegate.delegation.key].append(delegate)
    for delegation in delegations.values():
        by_party[delegation.key.party].append(delegation)
    return Known(
        parties=party_names(conference, language, usual),
        own_parties=_own_parties(conference),
        aliases={row.key: party_of(row) for row in aliases},
        aliases_but_marks=_but_marks(aliases),
        delegations={delegation.key: delegation for delegation in delegations.values()},
        delegates=delegates,
        categories={row.pk: row.letter for row in categories},
        category_words=Vocabulary(by_id(category_words(categories))),
        kinds=kinds_known(list(kinds), language),
        kind_words=Vocabulary(by_id(kind_words(kinds))),
        ranks={row.pk: localized(row.name, language).text for row in ranks},
        rank_words=Vocabulary(by_id(rank_words(ranks))),
        rules=rules_of(conference),
        badge_holders=frozenset(holders_of_live_badges(conference)),
        on_badges=fields_printed_in(conference),
        senders=usual,
        remembered=remembered_in(conference),
        by_reference={delegate.reference: delegate for delegate in delegates.values()},
        by_name=by_name,
        by_delegation=by_delegation,
        by_party=by_party,
    )


def remembered_in(conference: Conference) -> dict[tuple[str, str], Remembered]:
    rows = Answer.objects.for_conference(conference)
    columns = rows.values_list("kind", "key", "reply", "delegate_id", "written", "not_taken")
    return {(kind, key): Remembered(*remembered) for kind, key, *remembered in columns}


def delegations_known(
    rows: ConferenceRowQuerySet[Delegation], language: str
) -> dict[int, KnownDelegation]:
    return {
        row.pk: KnownDelegation(
            row.pk,
            DelegationKey(party_of(row), row.kind_id),
            localized(row.name, language).text,
            row.head_id,
            row.is_withdrawn,
        )
        for row in rows.order_by("pk")
    }


def _but_marks(aliases: Iterable[PartyAlias]) -> dict[str, tuple[Party, ...]]:
    found: defaultdict[str, dict[Party, None]] = defaultdict(dict)
    for row in aliases:
        found[party_key(row.text)][party_of(row)] = None
    return {key: tuple(parties) for key, parties in found.items()}


def party_of(row: Delegation | PartyAlias) -> Party:
    if row.country_id:
        return Party("country", row.country_id)
    assert row.organization_id
    return Party("organization", row.organization_id)


def delegates_known(
    rows: DelegateQuerySet,
    delegations: Mapping[int, KnownDelegation],
    spellings: Mapping[int, frozenset[str]],
    zone: ZoneInfo,
) -> dict[int, KnownDelegate]:
    """`zone` has the clocks on which files say when something is."""
    columns = ("pk", "delegation_id", "reference", "position", "rank_id", "category_id")
    more = ("is_category_set_by_hand", "nationality_id", "name_key")
    texts = COLUMNS.texts()
    found = {}
    ordered = rows.order_by("pk").values_list(*columns, *more, *texts)
    for row in ordered.iterator(chunk_size=5000):
        pk, delegation_id, reference, position, rank, category, by_hand, nationality, key = row[:9]
        found[pk] = KnownDelegate(
            pk,
            delegations[delegation_id],
            reference,
            position,
            {name: as_written(value, zone) for name, value in zip(texts, row[9:], strict=True)},
            rank,
            category,
            by_hand,
            nationality,
            key,
            spellings.get(pk, frozenset()),
        )
    return found


def as_written(value: str | dt.date | None, zone: ZoneInfo) -> str:
    """The value of a column as files write it."""
    if isinstance(value, dt.datetime):
        return venue_times.written(value, zone)
    return value.isoformat() if isinstance(value, dt.date) else value or ""


def _spellings(conference: Conference) -> dict[int, frozenset[str]]:
    found: defaultdict[int, set[str]] = defaultdict(set)
    rows = SamePersonSpelling.objects.for_conference(conference)
    for pk, key in rows.values_list("delegate_id", "name_key"):
        found[pk].add(key)
    return {pk: frozenset(keys) for pk, keys in found.items()}


def party_names(conference: Conference, language: str, usual: Mapping[str, int]) -> PartyNames:
    countries = list(Country.objects.order_by("pk"))
    organizations = list(Organization.objects.known_in(conference).order_by("pk"))
    names: dict[Party, str] = {}
    kinds: dict[Party, int] = {}
    entries: dict[Party, Entry] = {}
    for country in countries:
        party = Party("country", country.pk)
        names[party] = localized(country.name, language).text
        entries[party] = country_entry(country)
        if country.status in usual:
            kinds[party] = usual[country.status]
    for organization in organizations:
        party = Party("organization", organization.pk)
        names[party] = localized(organization.name, language).text
        entries[party] = organization_entry(organization)
        if organization.type in usual:
            kinds[party] = usual[organization.type]
    return PartyNames(
        recogniser=Recogniser(
            [entry for entry in entries.values() if isinstance(entry, CountryEntry)],
            [entry for entry in entries.values() if isinstance(entry, OrganizationEntry)],
        ),
        countries_by_code={row.iso2: row.pk for row in countries},
        names=names,
        usual_kinds=kinds,
        entries=entries,
    )


def _own_parties(conference: Conference) -> Recogniser:
    """Delegations own their names: "Turkey" of 2018 is found under what it was called then."""
    names: defaultdict[Party, dict[str, None]] = defaultdict(dict)
    for row in Delegation.objects.for_conference(conference).order_by("pk"):
        spellings = [*translations(row.name).values(), row.acronym]
        names[party_of(row)].update(dict.fromkeys(filter(None, spellings)))
    return Recogniser(
        [],
        [
            OrganizationEntry(f"{party.type}:{party.pk}", "", {}, tuple(spellings))
            for party, spellings in names.items()
        ],
    )


def party_from_key(entry: Entry) -> Party:
    """The party of an entry of `Known.own_parties`."""
    assert isinstance(entry, OrganizationEntry)
    kind, _colon, pk = entry.key.partition(":")
    return Party(kind, int(pk))


def kinds_known(rows: Sequence[DelegationKind], language: str) -> dict[int, KnownKind]:
    parents = {row.pk: row.split_from_id for row in rows}
    return {
        row.pk: KnownKind(
            localized(row.name, language).text,
            row.admits,
            row.is_mission,
            frozenset(_ancestors(row.pk, parents)),
        )
        for row in rows
    }


def _ancestors(pk: int, parents: Mapping[int, int | None]) -> Iterator[int]:
    parent = parents[pk]
    while parent is not None:
        yield parent
        parent = parents[parent]
