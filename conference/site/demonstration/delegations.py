"""The demonstration's delegations and delegates, brought in through the services."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from i18nfield.strings import LazyI18nString

from conference.models import Conference, User
from conference.site.demonstration.delegates import Invention
from conference.site.demonstration.flags import flag
from conference.site.demonstration.portraits import Looks, portrait
from conference.site.demonstration.tables import Table
from conference.writing.languages import localized, translations
from delegates import photos
from delegates.choices import Accreditation, Nature
from delegates.models import Country, Delegate, Delegation, Organization
from delegates.services import delegations, parties, registering
from delegates.services.conferences import Scheme
from delegates.services.review import accreditation


@dataclass(frozen=True)
class Times:
    registered_at: dt.datetime
    decided_at: dt.datetime


@dataclass(frozen=True)
class Shares:
    """Of the delegates: on whom nobody has decided, and who should have given a photo."""

    undecided: float = 0.0
    without_photo: float = 0.02


@dataclass
class Registered:
    """Delegations and their delegates, in order, by what the TOML files call them.

    That is the country's code ("TJ", for a mission "TJ mission"), the acronym or the English name.
    """

    delegations: dict[str, Delegation] = field(default_factory=dict)
    delegates: dict[str, list[Delegate]] = field(default_factory=dict)

    def all_delegates(self) -> list[Delegate]:
        return [row for rows in self.delegates.values() for row in rows]


def register(
    *,
    conference: Conference,
    scheme: Scheme,
    told: Table,
    shares: Shares,
    generator: random.Random,
    by: User,
    times: Times,
) -> Registered:
    """Delegations with their delegates, photos, heads, categories and decisions."""
    registered = Registered()
    lines = told["delegations"]
    for line in lines:
        delegation = _delegation(conference, scheme, line, by=by, at=times.registered_at)
        registered.delegations[_called(delegation)] = delegation
    delegations.register_many(
        delegations=list(registered.delegations.values()), by=by, at=times.registered_at
    )
    people = _people(told["people"])
    invention = Invention(generator, scheme)
    for (called, delegation), line in zip(registered.delegations.items(), lines, strict=True):
        invented = invention.delegates(delegation, line, people[called])
        registered.delegates[called] = list(invented)
    _give_photos(registered, people, invention.looks, shares.without_photo, generator)
    registering.register_many(delegates=registered.all_delegates(), by=by, at=times.registered_at)
    _appoint_heads(registered, lines, conference, by=by, at=times.registered_at)
    _decide(registered, people, shares.undecided, generator, by=by, at=times.decided_at)
    for delegation, line in zip(registered.delegations.values(), lines, strict=True):
        if line.get("is_withdrawn"):
            reason = line["withdrawal_reason"]
            delegations.withdraw(delegation=delegation, reason=reason, by=by, at=times.decided_at)
    return registered


def _delegation(
    conference: Conference, scheme: Scheme, line: Table, *, by: User, at: dt.datetime
) -> Delegation:
    party = _party(line, by=by, at=at)
    kind = scheme.kinds.get(line.get("kind", ""))
    delegation = delegations.new_delegation(conference, party, kind=kind)
    if "flag" in line:
        delegation.flag_file.save("flag.png", ContentFile(flag(line["flag"])), save=False)
    if "name" in line:
        delegation.name = LazyI18nString(translations(party.name) | line["name"])
    return delegation


def _party(line: Table, *, by: User, at: dt.datetime) -> Country | Organization:
    """The country or organization named; one of our invention is added when it is first met."""
    if "country" in line:
        return Country.objects.get(iso2=line["country"])
    if "organization" in line:
        return Organization.objects.get(acronym=line["organization"])
    known = {localized(row.name, "en").text: row for row in Organization.objects.all()}
    if line["name"]["en"] in known:
        return known[line["name"]["en"]]
    organization = Organization(
        acronym=line.get("acronym", ""), name=LazyI18nString(line["name"]), type=line["type"]
    )
    return parties.save(party=organization, fields=["name", "type"], by=by, at=at)


def _called(delegation: Delegation) -> str:
    if delegation.country is not None:
        code = delegation.country.iso2
        return f"{code} mission" if delegation.kind.nature == Nature.MISSION else code
    return delegation.acronym or localized(delegation.name, "en").text


def _people(lines: list[Table]) -> dict[str, dict[int, Table]]:
    """What is told about single delegates: by their delegation and place, counted from 1."""
    people: dict[str, dict[int, Table]] = defaultdict(dict)
    for line in lines:
        people[line["delegation"]][line["place"]] = line
    return people


def _places(
    registered: Registered, people: dict[str, dict[int, Table]]
) -> Iterator[tuple[Delegate, Table]]:
    """Every delegate with what is told about that person."""
    for called, rows in registered.delegates.items():
        for place, row in enumerate(rows, start=1):
            yield row, people[called].get(place, {})


def _give_photos(
    registered: Registered,
    people: dict[str, dict[int, Table]],
    looks: dict[str, Looks],
    without_photo: float,
    generator: random.Random,
) -> None:
    """Drawn portraits on the way that every photo takes; heads of State need none."""
    for delegate, told in _places(registered, people):
        is_needed = delegate.is_photo_needed
        is_missing = generator.random() < without_photo
        if is_needed and told.get("has_photo", not is_missing):
            drawn = portrait(
                delegate.reference,
                is_feminine=delegate.gender == "female",
                looks=looks[delegate.reference],
            )
            delegate.photo = photos.store(photos.encoded_by_us(drawn))


def _appoint_heads(
    registered: Registered, lines: list[Table], conference: Conference, *, by: User, at: dt.datetime
) -> None:
    """The first of each delegation leads it, unless that is to be confirmed."""
    heads: dict[int, Delegate | None] = {
        rows[0].delegation_id: rows[0]
        for rows, line in zip(registered.delegates.values(), lines, strict=True)
        if not line.get("is_head_to_be_confirmed")
    }
    delegations.appoint_heads(heads=heads, conference=conference, by=by, at=at)


def _decide(
    registered: Registered,
    people: dict[str, dict[int, Table]],
    undecided: float,
    generator: random.Random,
    *,
    by: User,
    at: dt.datetime,
) -> None:
    """Approve all but those told otherwise and the undecided share."""
    approved: list[int] = []
    for delegate, told in _places(registered, people):
        is_decided = generator.random() >= undecided
        if told.get("accreditation", Accreditation.APPROVED) != Accreditation.APPROVED:
            accreditation.decide_many(
                delegate_ids=[delegate.pk],
                conference=delegate.conference,
                accreditation=Accreditation(told["accreditation"]),
                reason=told["reason"],
                by=by,
                at=at,
            )
        elif is_decided or "accreditation" in told:
            approved.append(delegate.pk)
    conference = registered.all_delegates()[0].conference
    accreditation.decide_many(
        delegate_ids=approved,
        conference=conference,
        accreditation=Accreditation.APPROVED,
        by=by,
        at=at,
    )
