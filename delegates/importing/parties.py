"""Which delegation a row means: a country or organization, and the kind of its delegation. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from conference.choices import DelegationKind
from delegates.choices import COUNTRY_KINDS
from delegates.importing.cells import Line
from delegates.importing.known import Known, KnownDelegate, party_from_key
from delegates.importing.report import DelegationKey, Party, Problem, shortened
from delegates.importing.values import entries_of, named, not_recognised
from delegates.importing.words import KIND_WORDS, Vocabulary, choices_vocabulary
from delegates.recognition.parties import CountryEntry, Entry, Unknown


@dataclass(frozen=True)
class Choice:
    """The delegation of a row, or the problems for which there is none."""

    key: DelegationKey | None
    problems: tuple[Problem, ...] = ()


def delegation_of(
    line: Line, current: KnownDelegate | None, known: Known, *, may_create: bool
) -> Choice:
    """The conference's own names of delegations come first, then every known name of a party.

    Where the kind is blank it follows from what there is: the delegate's own delegation, the only
    one of the party, else the usual kind of a new one.
    """
    text = line.text("delegation")
    if {"delegation", "kind"} & {problem.column for problem in line.problems}:
        return Choice(None)
    if not text and current is None:
        return _refused(line, "delegation", "", _("is missing: whose delegate is this?"))
    try:
        kind = _kind(line.text("kind"))
    except ValueError as error:
        return _refused(line, "kind", line.text("kind"), str(error))
    try:
        parties = _parties(text, known) if text else [_party(current)]
        return Choice(_chosen(parties, kind, current, known, may_create=may_create))
    except ValueError as error:
        return _refused(line, "delegation", text or line.text("kind"), str(error))


def _refused(line: Line, column: str, value: str, reason: str) -> Choice:
    return Choice(None, (Problem(line.line, column, shortened(value), reason),))


def _party(current: KnownDelegate | None) -> Party:
    assert current is not None
    return current.delegation.key.party


@cache
def kind_vocabulary() -> Vocabulary:
    return choices_vocabulary(DelegationKind, KIND_WORDS)


def _kind(text: str) -> str:
    if not text:
        return ""
    meanings = kind_vocabulary().meanings(text)
    if len(meanings) == 1:
        return meanings[0]
    raise ValueError(_("is not one of: %s") % ", ".join(str(kind.label) for kind in DelegationKind))


def _parties(text: str, known: Known) -> list[Party]:
    """The parties that the text names; the conference's own names of delegations count first."""
    own = known.own_parties.recognise(text)
    if not isinstance(own, Unknown):
        return [party_from_key(entry) for entry in entries_of(own)]
    found = known.parties.recogniser.recognise(text)
    if not isinstance(found, Unknown):
        return [_party_of(entry, known) for entry in entries_of(found)]
    suggestions = [named(entry.names) for entry in found.suggestions]
    raise ValueError(
        not_recognised(_("is no country or organization that Dais knows"), suggestions)
    )


def _party_of(entry: Entry, known: Known) -> Party:
    if isinstance(entry, CountryEntry):
        return Party("country", known.parties.countries_by_code[entry.code])
    return Party("organization", int(entry.key))


def _chosen(
    parties: Sequence[Party],
    kind: str,
    current: KnownDelegate | None,
    known: Known,
    *,
    may_create: bool,
) -> DelegationKey:
    present = [
        delegation.key
        for party in parties
        for delegation in known.by_party.get(party, ())
        if kind in ("", delegation.key.kind)
    ]
    if current is not None and current.delegation.key in present:
        return current.delegation.key
    if len(present) == 1:
        return present[0]
    if present:
        raise ValueError(
            _("has several delegations here (%s); say which in the column “Kind”")
            % ", ".join(f"{known.delegations[key].name}: {kind_label(key.kind)}" for key in present)
        )
    if len(parties) > 1:
        names = [known.parties.names[party] for party in parties]
        raise ValueError(_("means several: %s; write the name in full") % ", ".join(names))
    key = DelegationKey(parties[0], kind or known.parties.default_kinds[parties[0]])
    if key.party.type == "organization" and key.kind in COUNTRY_KINDS:
        raise ValueError(
            _("is an organization, which sends no delegation of the kind “%s”; correct the kind")
            % kind_label(key.kind)
        )
    if not may_create:
        raise ValueError(
            _(
                "has no delegation of this kind (%s) at this conference; register it, or let the"
                " import create missing delegations"
            )
            % kind_label(key.kind)
        )
    return key


def kind_label(kind: str) -> str:
    return str(DelegationKind(kind).label)


def delegation_name(key: DelegationKey, known: Known) -> str:
    found = known.delegations.get(key)
    return found.name if found else known.parties.names[key.party]
