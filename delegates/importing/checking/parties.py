"""Which delegation a row means: a country or organization, and the kind of its delegation. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from delegates.choices import QuestionKind, Reply
from delegates.importing.cells import Line
from delegates.importing.checking.questions import (
    Answers,
    Question,
    chosen_of,
    key_of,
    party_chosen,
    reply_of,
    same_party,
)
from delegates.importing.known import Known, KnownDelegate, KnownDelegation, party_from_key
from delegates.importing.report import HEADING, DelegationKey, Party, Problem, shortened
from delegates.importing.values import entries_of
from delegates.recognition import party_keys
from delegates.recognition.parties import Ambiguous, CountryEntry, Entry, Unknown
from delegates.recognition.party_keys import party_key


@dataclass(frozen=True)
class Choice:
    """The delegation of a row, or the problems for which there is none.

    `question` is the one about its heading; `notices` say what was taken for granted.
    """

    key: DelegationKey | None
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
    question: Question | None = None


@dataclass
class Headings:
    """The texts of a file that name no party, or several: each is asked about once."""

    known: Known
    answers: Answers
    questions: dict[str, Question] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    _parties: dict[str, Party] = field(default_factory=dict)

    def question(
        self, text: str, line: Line, entries: Sequence[Entry], *, is_taken: bool
    ) -> Question:
        """`is_taken`: it is a name of each of these, so that nobody new can be called so."""
        key = heading_key(text)
        question = self.questions.get(key)
        if question is None:
            question = self.questions[key] = Question(
                kind=QuestionKind.PARTY,
                key=key,
                subject=shortened(text),
                lines=[],
                section=shortened(line.section or line.text("kind")),
                detail={
                    "text": text,
                    "likely": [self._likely(entry) for entry in entries],
                    "is_taken": is_taken,
                },
                answer=self._answer(key),
            )
            self._parties[key] = Party(HEADING, len(self.texts))
            self.texts.append(text)
        question.lines.append(line.line)
        return question

    def party(self, question: Question) -> Party:
        """Whoever sends a delegation under the heading, until it has a name."""
        return self._parties[question.key]

    def _answer(self, key: str) -> str:
        earlier = self.known.remembered.get((QuestionKind.PARTY, key))
        given = self.answers.get((QuestionKind.PARTY, key), "")
        return given or (earlier.reply if earlier else "")

    def _likely(self, entry: Entry) -> list[str]:
        party = _party_of(entry, self.known)
        return [same_party(party), self.known.parties.names[party]]


def heading_key(text: str) -> str:
    return key_of(QuestionKind.PARTY, party_key(text) or text)


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
        parties, likely = _parties(text, known)
        there = [known.by_party.get(party, ()) for party in parties]
        if len(parties) == 1 or any(there):
            return _chosen(parties, kind, current, known, may_create=may_create)
        question = headings.question(text, line, likely, is_taken=len(parties) > 1)
        return _asked(question, kind, known, headings)
    except ValueError as error:
        return _refused(line, "delegation", text or line.text("kind"), str(error))


def _asked(question: Question, kind: int | None, known: Known, headings: Headings) -> Choice:
    """What the answer says of the heading; while there is none, a delegation of its own."""
    reply = reply_of(question.answer)
    if reply == Reply.SAME:
        party = party_chosen(question.answer)
        found = _chosen([party], kind, None, known, may_create=True)
        return Choice(found.key, found.problems, found.notices, question)
    if reply == Reply.ADD:
        return _added(question, kind, known, headings)
    return Choice(DelegationKey(headings.party(question), 0), question=question)


def _added(question: Question, kind: int | None, known: Known, headings: Headings) -> Choice:
    """The delegation of an organization that will be added. The file's kind may not admit one."""
    usual = known.senders.get(chosen_of(question.answer))
    if usual is None:
        raise ValueError(_("has no usual kind of delegation here; say which in the column “Kind”"))
    party = headings.party(question)
    if kind is None or known.kinds[kind].admits_party(Party("organization", 0)):
        return Choice(DelegationKey(party, usual if kind is None else kind), question=question)
    notice = _("taken as “%(usual)s”: an organization sends no delegation of the kind “%(kind)s”")
    words = {"usual": known.kinds[usual].label, "kind": known.kinds[kind].label}
    return Choice(DelegationKey(party, usual), notices=(notice % words,), question=question)


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


def _parties(text: str, known: Known) -> tuple[list[Party], tuple[Entry, ...]]:
    """The parties that the text names, and where that is none or several, whom it may mean.

    As somebody answered here, else as delegations are called. An exact spelling counts before a
    folded one of the conference's own.
    """
    if answered := known.aliases.get(party_key(text)):
        return [answered], ()
    own = known.own_parties.recognise(text)
    is_another = known.parties.recogniser.spelled(text) and not known.own_parties.spelled(text)
    if not isinstance(own, Unknown) and not is_another:
        return [party_from_key(entry) for entry in entries_of(own)], ()
    found = known.parties.recogniser.recognise(text)
    if isinstance(found, Unknown):
        return [], found.suggestions
    parties = [_party_of(entry, known) for entry in entries_of(found)]
    return parties, found.entries if isinstance(found, Ambiguous) else ()


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
            _("has several delegations here (%s); say which in the column “Kind”")
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
