"""Countries and organizations: saved with their sort keys, added, taken up for all conferences.

What a party is called is its own: two of one spelling would be taken for each other, and two of
which case or accents alone differ are asked about before the second is added.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from conference import audit
from conference.errors import DomainError
from conference.models import Conference, User
from delegates.derived import derive_party
from delegates.models import Country, Organization, PartyAlias
from delegates.party_entries import country_entry, entry_of, organization_entry
from delegates.recognition.parties import Entry, Recogniser
from delegates.recognition.party_keys import marked_key

LONGEST_ALIAS = 200
LONGEST_ALIAS_HERE = 500


@dataclass(frozen=True)
class Alike:
    """A name of a new party that only case, accents or the like part from a known one."""

    name: str
    known: Entry

    def __str__(self) -> str:
        return _("“%(name)s” is written like a name of %(other)s.") % {
            "name": self.name,
            "other": _shown(self.known),
        }


class AlikeError(DomainError):
    """Nobody has said yet that the new party is another than those which are called alike."""

    def __init__(self, alike: Sequence[Alike]) -> None:
        self.alike = alike
        question = _("Choose that one, or answer that this is another.")
        super().__init__(" ".join([*map(str, alike), question]))


@transaction.atomic
def save(
    *,
    party: Country | Organization,
    fields: Sequence[str],
    by: User,
    at: dt.datetime,
    is_another: bool = False,
) -> Country | Organization:
    """Add or change a party. Delegations keep the names they copied.

    What is added may be called nothing that a party is called already: it would be taken for it.
    Raises AlikeError where one is called alike, unless somebody said that this `is_another`.
    """
    is_new = party.pk is None
    if is_new:
        _require_names(party, _others_than(party), is_another=is_another)
    derive_party(party)
    party.save()
    audit.record(
        f"{party._meta.model_name}.{'added' if is_new else 'changed'}",
        target=party,
        by=by,
        at=at,
        conference_id=getattr(party, "conference_id", None),
        fields=fields,
    )
    return party


def new_organization(
    conference: Conference, *, name: str, of_type: str, acronym: str = ""
) -> Organization:
    """Unsaved, and that conference's until the installation administrator takes it up."""
    named = LazyI18nString({conference.principal_language: name})
    return Organization(conference=conference, name=named, type=of_type, acronym=acronym)


@transaction.atomic
def add_organizations(
    *, organizations: Sequence[Organization], by: User, at: dt.datetime, is_another: bool = False
) -> list[Organization]:
    """All of them are known afterwards, or none: those of one conference, in few queries.

    Raises DomainError with the first name that is taken, among themselves too, and AlikeError with
    every one that is written like a known name, unless somebody said that they are others.
    """
    if not organizations:
        return []
    known = _others_than(organizations[0])
    _require_acronyms(organizations)
    alike: list[Alike] = []
    for organization in organizations:
        _require_spellings(organization, known)
        alike += _alike(organization, known)
        known.learn(organization_entry(organization))
        derive_party(organization)
    if alike and not is_another:
        raise AlikeError(alike)
    added = Organization.objects.bulk_create(organizations)
    audit.record_many(
        "organization.added",
        targets=[(row, ["acronym", "name", "type"]) for row in added],
        by=by,
        at=at,
        conference_id=organizations[0].conference_id,
    )
    return added


@transaction.atomic
def take_up(*, organization: Organization, by: User, at: dt.datetime) -> Organization:
    """From now on it is every conference's. Raises DomainError where it is called like another.

    What is only written like another's name is not asked about again: whoever added it said so.
    """
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    if organization.conference is None:
        return organization
    former, organization.conference = organization.conference_id, None
    _require_spellings(organization, _others_than(organization))
    organization.save(update_fields=["conference"])
    audit.record(
        "organization.taken_up", target=organization, by=by, at=at, detail={"conference": former}
    )
    return organization


# Names in files


Sender = Country | Organization


def senders(targets: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Sender]:
    """The countries and organizations of these types and ids, by both."""
    wanted = set(targets)
    models: dict[str, type[Country | Organization]] = {
        "country": Country,
        "organization": Organization,
    }
    return {
        (of_type, pk): row
        for of_type, model in models.items()
        for pk, row in model._default_manager.in_bulk(
            [pk for wanted_type, pk in wanted if wanted_type == of_type]
        ).items()
    }


@transaction.atomic
def remember_aliases(
    *, conference: Conference, aliases: Iterable[tuple[str, Sender]], by: User, at: dt.datetime
) -> None:
    """From now on the conference's files mean each party by its text, and nobody else."""
    added = {
        alias.key: alias
        for alias in (_alias(conference, *named, by=by, at=at) for named in aliases)
    }
    PartyAlias.objects.bulk_create(
        added.values(),
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["conference", "key"],
        update_fields=["text", "country", "organization", "added_by", "added_at"],
    )
    audit.record_many(
        "partyalias.added",
        targets=[(alias, []) for alias in added.values()],
        by=by,
        at=at,
        detail_of=lambda alias: _detail(alias.party),
    )


def _alias(
    conference: Conference, text: str, party: Sender, *, by: User, at: dt.datetime
) -> PartyAlias:
    key = marked_key(text)
    if not key or len(text) > LONGEST_ALIAS_HERE or len(key) > LONGEST_ALIAS_HERE:
        raise DomainError(
            _("A name in files has between 1 and %d characters.") % LONGEST_ALIAS_HERE
        )
    country = party if isinstance(party, Country) else None
    organization = party if isinstance(party, Organization) else None
    if organization and organization.conference_id not in (None, conference.pk):
        raise DomainError(_("This organization is known to another conference only."))
    return PartyAlias(
        conference=conference,
        key=key,
        text=text,
        country=country,
        organization=organization,
        added_by=by,
        added_at=at,
    )


def may_make_general(user: User, conference: Conference) -> bool:
    """Whether the user may say of a name in files that it is so in every conference."""
    return user.has_perm("delegates.change_partyalias", conference)


def require_general(names: Iterable[tuple[str, Sender]]) -> None:
    """Raises DomainError where a text cannot be a name of its party in every conference."""
    known: dict[int | None, Recogniser] = {}
    for text, party in names:
        if len(text) > LONGEST_ALIAS:
            raise DomainError(
                _("“%(name)s” is longer than the %(limit)d characters that another name may have.")
                % {"name": text, "limit": LONGEST_ALIAS}
            )
        own = getattr(party, "conference_id", None)
        if own not in known:
            known[own] = _all_known_with(party)
        others = [entry for entry in known[own].called(text) if entry != entry_of(party)]
        if others:
            raise DomainError(
                _("“%(name)s” is a name of %(other)s.") % {"name": text, "other": _shown(others[0])}
            )


@transaction.atomic
def make_alias_general(*, alias: PartyAlias, by: User, at: dt.datetime) -> Country | Organization:
    """The text is one of the party's own other names afterwards, wherever the party is known.

    Raises DomainError where it is a name of another party too. Said twice, it is done once.
    """
    party = type(alias.party)._default_manager.select_for_update().get(pk=alias.party.pk)
    if not PartyAlias.objects.filter(pk=alias.pk).exists():
        return party
    require_general([(alias.text, party)])
    if alias.text not in party.aliases:
        party.aliases.append(alias.text)
    save(party=party, fields=["aliases"], by=by, at=at)
    audit.record("partyalias.made_general", target=alias, by=by, at=at, detail=_detail(party))
    alias.delete()
    return party


@transaction.atomic
def forget_alias(*, alias: PartyAlias, by: User, at: dt.datetime) -> None:
    """An import asks again whom the text means."""
    audit.record("partyalias.deleted", target=alias, by=by, at=at, detail=_detail(alias.party))
    alias.delete()


def _detail(party: Country | Organization) -> dict[str, object]:
    return {str(party._meta.model_name): party.pk}


# Names that others have


def _require_names(party: Country | Organization, known: Recogniser, *, is_another: bool) -> None:
    _require_spellings(party, known)
    alike = list(_alike(party, known))
    if alike and not is_another:
        raise AlikeError(alike)


def _require_spellings(party: Country | Organization, known: Recogniser) -> None:
    """Raises DomainError with the first name that is letter by letter another's."""
    for name in filter(None, entry_of(party).spellings()):
        if taken := known.spelled(name):
            raise DomainError(
                _("“%(name)s” is a name of %(other)s. Choose that one, or use another name.")
                % {"name": name, "other": _shown(taken[0])}
            )


def _require_acronyms(organizations: Sequence[Organization]) -> None:
    """What another conference added has its acronym for itself, too."""
    acronyms = [row.acronym for row in organizations if row.acronym]
    taken = Organization.objects.filter(acronym__in=acronyms).values_list("acronym", flat=True)
    if acronym := next(iter(taken), None):
        raise DomainError(_("Another organization has the acronym %s.") % acronym)


def _alike(party: Country | Organization, known: Recogniser) -> Iterator[Alike]:
    """Each known party once, by the first name that is written like one of its."""
    met: set[Entry] = set()
    for name in filter(None, entry_of(party).spellings()):
        for entry in known.called(name):
            if entry not in met:
                met.add(entry)
                yield Alike(name, entry)


def _all_known_with(party: Sender) -> Recogniser:
    """The names of every party that the party's conference knows."""
    organizations = Organization.objects.known_in(getattr(party, "conference", None))
    return Recogniser(
        [country_entry(row) for row in Country.objects.all()],
        [organization_entry(row) for row in organizations],
    )


def _others_than(party: Sender) -> Recogniser:
    """The names of every other party that the party's conference knows."""
    others = Organization.objects.known_in(getattr(party, "conference", None))
    return Recogniser(
        [country_entry(row) for row in Country.objects.exclude(**_itself(party, Country))],
        [organization_entry(row) for row in others.exclude(**_itself(party, Organization))],
    )


def _shown(entry: Entry) -> str:
    return next(iter(entry.names.values()), "")


def _itself(party: Country | Organization, model: type[Country | Organization]) -> dict[str, int]:
    return {"pk": party.pk if isinstance(party, model) and party.pk else 0}
