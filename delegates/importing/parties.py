"""Which delegation a row means: a country or organization, and the kind of its delegation. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from delegates.importing.cells import Line
from delegates.importing.known import Known, KnownDelegate, KnownDelegation, party_from_key
from delegates.importing.report import DelegationKey, Party, Problem, shortened
from delegates.importing.values import entries_of, named, not_recognised
from delegates.recognition.parties import CountryEntry, Entry, Unknown
from delegates.recognition.party_keys import party_key


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
        kind = _kind(line.text("kind"), known)
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


def _kind(text: str, known: Known) -> int | None:
    """The id of the kind that the text names; None where it is blank."""
    if not text:
        return None
    meanings = known.kind_words.meanings(text)
    if len(meanings) == 1:
        return int(meanings[0])
    labels = ", ".join(kind.label for kind in known.kinds.values())
    raise ValueError(_("is not one of: %s") % labels)


def _parties(text: str, known: Known) -> list[Party]:
    """The parties that the text names: as somebody answered here, else as delegations are called.

    An exact spelling counts before a folded one of the conference's own.
    """
    if answered := known.aliases.get(party_key(text)):
        return [answered]
    own = known.own_parties.recognise(text)
    is_another = known.parties.recogniser.spelled(text) and not known.own_parties.spelled(text)
    if not isinstance(own, Unknown) and not is_another:
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
    kind: int | None,
    current: KnownDelegate | None,
    known: Known,
    *,
    may_create: bool,
) -> DelegationKey:
    there = [delegation for party in parties for delegation in known.by_party.get(party, ())]
    present = [delegation.key for delegation in there if _is_called(delegation, kind, known)]
    if current is not None and current.delegation.key in present:
        return current.delegation.key
    if len(present) == 1:
        return present[0]
    if present:
        raise ValueError(
            _("has several delegations here (%s); say which in the column “Kind”")
            % ", ".join(
                f"{known.delegations[key].name}: {kind_label(key, known)}" for key in present
            )
        )
    if len(parties) > 1:
        names = [known.parties.names[party] for party in parties]
        raise ValueError(_("means several: %s; write the name in full") % ", ".join(names))
    return _new(parties[0], kind, there, known, may_create=may_create)


def _is_called(delegation: KnownDelegation, kind: int | None, known: Known) -> bool:
    """By its own kind, or by one from which that was split: files from before still hold."""
    own = delegation.key.kind
    return kind is None or kind == own or kind in known.kinds[own].former


def _new(
    party: Party,
    kind: int | None,
    there: Sequence[KnownDelegation],
    known: Known,
    *,
    may_create: bool,
) -> DelegationKey:
    """The key of a delegation that is not there, if it may be registered."""
    chosen = known.parties.usual_kinds.get(party) if kind is None else kind
    if chosen is None:
        raise ValueError(_("has no usual kind of delegation here; say which in the column “Kind”"))
    key = DelegationKey(party, chosen)
    of_kind = known.kinds[chosen]
    for delegation in there:
        if known.kinds[delegation.key.kind].is_mission == of_kind.is_mission:
            raise ValueError(
                _("takes part as “%(there)s”, not as “%(asked)s”; correct the kind")
                % {"there": kind_label(delegation.key, known), "asked": of_kind.label}
            )
    if not of_kind.admits_party(party):
        reason = (
            _("is an organization, which sends no delegation of the kind “%s”; correct the kind")
            if party.type == "organization"
            else _("is a country, which sends no delegation of the kind “%s”; correct the kind")
        )
        raise ValueError(reason % of_kind.label)
    if not may_create:
        raise ValueError(
            _(
                "has no delegation of this kind (%s) at this conference; register it, or let the"
                " import create missing delegations"
            )
            % of_kind.label
        )
    return key


def kind_label(key: DelegationKey, known: Known) -> str:
    return known.kinds[key.kind].label


def delegation_name(key: DelegationKey, known: Known) -> str:
    found = known.delegations.get(key)
    return found.name if found else known.parties.names[key.party]
