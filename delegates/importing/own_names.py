"""What one delegation is called: its own names, those of who sends it, others known."""

from collections.abc import Iterable, Iterator

from delegates.models import Delegation, PartyAlias
from delegates.party_entries import entry_of
from delegates.recognition.parties import (
    CountryEntry,
    OrganizationEntry,
    Recogniser,
    Unknown,
)


def names_of(delegation: Delegation) -> Recogniser:
    party = delegation.country or delegation.organization
    assert party is not None
    entry = entry_of(party)
    aliases = PartyAlias.objects.for_conference(delegation.conference).filter(
        country=delegation.country, organization=delegation.organization
    )
    own = OrganizationEntry("own", "", {}, tuple(_own_names(delegation, aliases)))
    if isinstance(entry, CountryEntry):
        return Recogniser([entry], [own])
    return Recogniser([], [entry, own])


def is_among(names: Recogniser, text: str) -> bool:
    """Every entry is the same party."""
    return not isinstance(names.recognise(text), Unknown)


def _own_names(delegation: Delegation, aliases: Iterable[PartyAlias]) -> Iterator[str]:
    yield from filter(None, (str(delegation.name), delegation.acronym))
    yield from (alias.text for alias in aliases)
