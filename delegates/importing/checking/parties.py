"""Which delegation a row means: a country or organization, and the kind of its delegation. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from delegates import replies
from delegates.choices import QuestionKind, Reply
from delegates.importing.cells import Line
from delegates.importing.checking.drafts import Draft, UnderHeading
from delegates.importing.checking.headings import Headings, Meaning
from delegates.importing.checking.questions import Question
from delegates.importing.known import (
    Confined,
    Known,
    KnownDelegate,
    KnownDelegation,
    party_from_key,
)
from delegates.importing.own_names import is_among
from delegates.importing.report import HEADING, DelegationKey, Party, Problem, shortened
from delegates.importing.values import entries_of
from delegates.recognition import party_keys
from delegates.recognition.parties import Ambiguous, CountryEntry, Entry, Unknown
from delegates.recognition.party_keys import differs_in_marks, marked_key, party_key


@dataclass(frozen=True)
class Choice:
    """The delegation of a row, or the problems for which there is none.

    `questions` are those about its heading, `heading` what the row says of it while it is not the
    name of a known party; `notices` say what was taken for granted.
    """

    key: DelegationKey | None
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    heading: UnderHeading | None = None


def delegation_of(
    line: Line,
    current: KnownDelegate | None,
    known: Known,
    headings: Headings,
    *,
    may_create: bool,
) -> Choice:
    """The conference's own names of delegations come first, then every known name of a party.

    Where the kind is blank it follows from what there is: the delegate's own delegation, the one of
    the party that is no mission, else the usual kind of a new one.
    """
    text = line.text("delegation")
    if known.confined:
        return _confined(line, text, known.confined)
    if {"delegation", "kind"} & {problem.column for problem in line.problems}:
        return Choice(None)
    if not text and current is None:
        return _refused(line, "delegation", "", _("is missing: whose delegate is this?"))
    try:
        kind = _kind(line.text("kind"), known)
    except ValueError as error:
        return _refused(line, "kind", line.text("kind"), str(error))
    try:
        if not text:
            return _chosen([_party(current)], kind, current, known, may_create=may_create)
        meaning = _meaning(text, current, known)
        parties = meaning.parties
        there = [known.by_party.get(party, ()) for party in parties]
        if len(parties) == 1 or any(there):
            return _chosen(parties, kind, current, known, may_create=may_create)
        return _asked(headings.question(text, line, meaning), line, kind, known, headings)
    except ValueError as error:
        return _refused(line, "delegation", text or line.text("kind"), str(error))


def _confined(line: Line, text: str, confined: Confined) -> Choice:
    """Of what is no name of the delegation nothing is looked up: who else is registered, or
    exists, is not to be learnt from the words or from the time that they take.
    """
    if any(problem.column == "delegation" for problem in line.problems):
        return Choice(None)
    if text and not is_among(confined.names, text):
        return _refused(line, "delegation", text, confined.unknown["delegation"])
    return Choice(confined.key)


def _asked(
    question: Question, line: Line, kind: int | None, known: Known, headings: Headings
) -> Choice:
    """Where the answer is that it is the name of a party, its delegation; else one of its own.

    Where it is another spelling of a former heading, the row hangs on that one's question too.
    """
    if former := headings.former(question):
        former.lines.append(line.line)
        found = _asked(former, line, kind, known, headings)
        return replace(found, questions=(question, *found.questions))
    if party := replies.read(question.answer).party:
        found = _chosen([Party(*party)], kind, None, known, may_create=True)
        return replace(found, questions=(question,))
    heading = UnderHeading(question.detail["text"], headings.party(question), kind)
    return Choice(DelegationKey(heading.party, 0), questions=(question,), heading=heading)


def placed(draft: Draft, known: Known) -> Draft:
    """A copy of the row; under a heading that will be added, with the kind of its delegation.

    The file's kind may not admit an organization.
    """
    copy = replace(draft, problems=[*draft.problems], notices=[*draft.notices])
    heading = draft.heading
    answers = (
        replies.read(one.answer) for one in draft.questions if one.kind == QuestionKind.PARTY
    )
    of_type = next((answer.of_type for answer in answers if answer.reply == Reply.ADD), "")
    if heading is None or not of_type:
        return copy
    usual = known.senders.get(of_type)
    if usual is None:
        reason = _("has no default kind of delegation here; enter it in the column “Kind”")
        copy.refuse("delegation", heading.text, reason)
    elif heading.kind is None:
        copy.delegation = DelegationKey(heading.party, usual)
    elif known.kinds[heading.kind].admits_party(Party("organization", 0)):
        copy.delegation = DelegationKey(heading.party, heading.kind)
    else:
        copy.delegation = DelegationKey(heading.party, usual)
        notice = _(
            "taken as “%(usual)s”: an organization sends no delegation of the kind “%(kind)s”"
        )
        words = {"usual": known.kinds[usual].label, "kind": known.kinds[heading.kind].label}
        copy.notices.append(notice % words)
    return copy


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


def _meaning(text: str, current: KnownDelegate | None, known: Known) -> Meaning:
    """As somebody answered here, else as delegations are called, else as parties are.

    An exact spelling counts before a folded one of the conference's own. What marks alone part from
    the name of an organization may be another one: it is asked about, unless it is of a delegate.
    """
    if answered := known.aliases.get(marked_key(text)):
        return Meaning((answered,))
    found = _named(text, known)
    is_own = current is not None and found.parties == (_party(current),)
    is_in_doubt = len(found.parties) == 1 and not is_own and _differs_in_marks(text, found, known)
    if found.parties and not is_in_doubt:
        return found
    answered_alike = known.aliases_but_marks.get(party_key(text), ())
    likely = dict.fromkeys((*answered_alike, *found.parties, *found.likely))
    return Meaning((), tuple(likely), bool(answered_alike) or is_in_doubt)


def _named(text: str, known: Known) -> Meaning:
    own = known.own_parties.recognise(text)
    is_another = known.parties.recogniser.spelled(text) and not known.own_parties.spelled(text)
    if not isinstance(own, Unknown) and not is_another:
        return Meaning(tuple(party_from_key(entry) for entry in entries_of(own)))
    found = known.parties.recogniser.recognise(text)
    parties = tuple(_party_of(entry, known) for entry in entries_of(found))
    if isinstance(found, Unknown):
        return Meaning((), parties)
    return Meaning(parties, parties if isinstance(found, Ambiguous) else ())


def _differs_in_marks(text: str, found: Meaning, known: Known) -> bool:
    """Countries are a closed list: "Cote d'Ivoire" can be no other one."""
    (party,) = found.parties
    if party.type != "organization":
        return False
    names = [*known.parties.entries[party].spellings()]
    for entry in entries_of(known.own_parties.recognise(text)):
        if party_from_key(entry) == party:
            names += entry.spellings()
    return differs_in_marks(text, names)


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
) -> Choice:
    there = [delegation for party in parties for delegation in known.by_party.get(party, ())]
    present = [delegation for delegation in there if _is_called(delegation, kind, known)]
    if current is not None and current.delegation in present:
        return Choice(current.delegation.key)
    if len(present) == 1:
        return Choice(present[0].key)
    if present:
        return _that_is_no_mission(present, known)
    return Choice(_new(parties[0], kind, there, known, may_create=may_create))


def _that_is_no_mission(present: Sequence[KnownDelegation], known: Known) -> Choice:
    """A country alone means its delegation, and not its embassy's; the report says so."""
    meant = [row for row in present if not known.kinds[row.key.kind].is_mission]
    if len(meant) != 1:
        raise ValueError(
            _("has several delegations here (%s); enter which one in the column “Kind”")
            % ", ".join(f"{row.name}: {kind_label(row.key, known)}" for row in present)
        )
    others = ", ".join(kind_label(row.key, known) for row in present if row != meant[0])
    notice = _("taken as “%(meant)s”, not as “%(others)s”; the column “Kind” can say otherwise")
    return Choice(
        meant[0].key,
        notices=(notice % {"meant": kind_label(meant[0].key, known), "others": others},),
    )


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
        raise ValueError(_("has no default kind of delegation here; enter it in the column “Kind”"))
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


def is_called_otherwise(text: str, party: Party, known: Known) -> bool:
    """Whether the file's name of a party is neither one of its present names nor a code of it."""
    entry = known.parties.entries[party]
    codes = (entry.iso2, entry.iso3) if isinstance(entry, CountryEntry) else (entry.acronym,)
    return party_keys.is_called_otherwise(text, (*entry.names.values(), *codes))


def delegation_name(key: DelegationKey, known: Known, headings: Headings) -> str:
    if key.party.type == HEADING:
        return shortened(headings.texts[key.party.pk])
    found = known.delegations.get(key)
    return found.name if found else known.parties.names[key.party]
