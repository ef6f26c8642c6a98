"""What was answered in an import that is applied is not asked again (design 6)."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from conference.errors import DomainError
from conference.models import Conference, User
from delegates import replies
from delegates.choices import OPTIONAL, QuestionKind, Reply, Verdict
from delegates.importing.checking.checked import CheckedFile, RowReport
from delegates.importing.checking.headings import heading_question_key, settled_by
from delegates.importing.checking.keeping import not_taken
from delegates.importing.checking.people import identity_of, with_position
from delegates.importing.checking.questions import Question
from delegates.importing.report import HEADING, DelegationKey, Party
from delegates.models import (
    Answer,
    ImportQuestion,
    ImportRun,
    Organization,
    PartyAlias,
)
from delegates.naming.names import FIELDS_OF_NAMES
from delegates.replies import FullReply
from delegates.services import identity
from delegates.services import parties as party_services
from delegates.services.importing import answers as answer_services

NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Registered:
    """What the import added: organizations by number of their heading, delegates by line."""

    organizations: Mapping[int, Organization]
    delegates: Mapping[int, int]


def remember(
    report: CheckedFile,
    registered: Registered,
    *,
    conference: Conference,
    by: User,
    at: dt.datetime,
) -> None:
    """Keep the answers whose lines are settled. What is still held back is asked once more."""
    memory = _Memory(report, registered)
    answer_services.remember(
        answers=list(memory.answers()),
        conference=conference,
        by=by,
        at=at,
    )
    identity.tell_many_apart(pairs=memory.apart(), conference=conference, by=by, at=at)
    identity.remember_many_spellings(
        spellings=memory.spellings(), conference=conference, by=by, at=at
    )
    aliases = list(memory.aliases())
    rows = party_services.senders(party for _text, party in aliases)
    party_services.remember_aliases(
        conference=conference,
        aliases=[(text, rows[party]) for text, party in aliases],
        by=by,
        at=at,
    )


def make_general(run: ImportRun, *, at: dt.datetime) -> None:
    """What the installation's administrator said of names in the file holds in every conference.

    In the name of whoever said it, if they still may; a name that became another party's meanwhile
    stays this conference's.
    """
    wanted = ImportQuestion.objects.of_run(run).filter(is_general=True)
    for question in wanted.select_related("answered_by"):
        said_by = question.answered_by
        aliases = PartyAlias.objects.filter(
            conference=run.conference, text=question.detail["text"], added_at=at
        )
        if said_by and party_services.may_make_general(said_by, run.conference):
            for alias in aliases:
                with suppress(DomainError):
                    party_services.make_alias_general(alias=alias, by=said_by, at=at)


class _Memory:
    def __init__(self, report: CheckedFile, registered: Registered) -> None:
        self.registered = registered
        self.rows = {row.line: row for row in report.rows}
        self.headings = {
            question.key: question
            for question in report.questions
            if question.kind == QuestionKind.PARTY
        }
        self.numbers = {heading_question_key(text): at for at, text in enumerate(report.headings)}
        # By how many rows of a delegation somebody is described in the same way.
        self.described = Counter(
            (row.delegation_key, row.description) for row in report.rows if row.description
        )
        self.speaking = {
            row.delegate_id: row for row in report.rows if row.delegate_id and row.outcome.plan
        }
        self.questions = [
            question
            for question in report.questions
            if (question.answer or question.kind in OPTIONAL) and self._is_settled(question)
        ]

    def _is_settled(self, question: Question) -> bool:
        verdicts = {self.rows[line].verdict for line in question.lines}
        return not verdicts <= {Verdict.REJECTED, Verdict.OPEN}

    def aliases(self) -> Iterator[tuple[str, Party]]:
        for question in self.questions:
            answer = replies.read(question.answer)
            if question.kind == QuestionKind.PARTY and answer.reply == Reply.SAME:
                party = self._party_of(settled_by(question, self.headings))
                if party is not None:
                    yield question.detail["text"], party

    def _party_of(self, question: Question) -> Party | None:
        """Whom the heading of the question means from now on, if anybody."""
        if party := replies.read(question.answer).party:
            return Party(*party)
        added = self.registered.organizations.get(self.numbers[question.key])
        return Party("organization", added.pk) if added else None

    def answers(self) -> Iterator[Answer]:
        yield from self._about_people()
        for question in self.questions:
            reply = replies.read(question.answer).reply
            if question.kind == QuestionKind.SPELLING and reply != Reply.TAKE:
                yield self._answer_to(question, Reply.KEEP, question.subject, is_name=True)
            elif reply and question.kind == QuestionKind.LETTERS:
                is_name = question.detail["column"] in FIELDS_OF_NAMES
                yield self._answer_to(question, reply, question.detail["text"], is_name=is_name)
            elif question.kind == QuestionKind.PARTY:
                settled = settled_by(question, self.headings)
                if settled.answer == Reply.LEAVE_OUT:
                    yield self._answer_to(question, Reply.LEAVE_OUT, question.detail["text"])

    def _answer_to(
        self, question: Question, reply: str, subject: str, *, is_name: bool = False
    ) -> Answer:
        """Of a name it says whose it is: it goes with them."""
        delegate_id = self._delegate_of(self.rows[question.lines[0]]) if is_name else None
        return Answer(
            kind=question.kind,
            key=question.key,
            subject=subject,
            reply=reply,
            written=replies.read(question.answer).text,
            delegate_id=delegate_id,
        )

    def _about_people(self) -> Iterator[Answer]:
        """Where people who are described alike were answered otherwise, by their position too."""
        found = [
            said
            for question in self.questions
            if question.kind == QuestionKind.PERSON
            for said in self._about_a_person(question)
        ]
        replies_of: defaultdict[str, set[tuple[str, int | None]]] = defaultdict(set)
        for answer, _row in found:
            replies_of[answer.key].add((answer.reply, answer.delegate_id))
        for answer, row in found:
            yield answer
            if len(replies_of[answer.key]) > 1:
                yield Answer(
                    kind=answer.kind,
                    key=with_position(answer.key, row.draft),
                    subject=answer.subject,
                    reply=answer.reply,
                    delegate_id=answer.delegate_id,
                    not_taken=answer.not_taken,
                )

    def _about_a_person(self, question: Question) -> Iterator[tuple[Answer, RowReport]]:
        """What is remembered of each row that the answer says something of."""
        reply = replies.read(question.answer).reply
        row = self.rows[question.lines[0]]
        if reply not in {Reply.SAME, Reply.LEAVE_OUT} or row.delegation_key is None:
            return
        if row.verdict == Verdict.LEFT_OUT:
            # With whoever it is counted with: there is nobody to be the same as.
            reply = Reply.LEAVE_OUT
        delegate_id = self._delegate_of(row) if reply == Reply.SAME else None
        if reply == Reply.SAME and delegate_id is None:
            return
        not_taken = _not_taken(row, replies.read(question.answer))
        yield from self._answer(row, row.delegation_key, reply, delegate_id, not_taken)
        speaker = self._speaker_of(row)
        if (
            reply == Reply.SAME
            and speaker is not row
            and speaker.delegation_key is not None
            and self.described[speaker.delegation_key, speaker.description] == 1
        ):
            # Whoever took something from another row is described otherwise by their own.
            yield from self._answer(speaker, speaker.delegation_key, reply, delegate_id)

    def _answer(
        self,
        row: RowReport,
        delegation: DelegationKey,
        reply: str,
        delegate_id: int | None,
        not_taken: Mapping[str, Any] = NOTHING,
    ) -> Iterator[tuple[Answer, RowReport]]:
        """Nothing of a delegation that nobody knows yet: its heading is asked about again."""
        here = self._as_registered(delegation)
        if here.party.type != HEADING:
            key = identity_of(row.description, here)
            kind = QuestionKind.PERSON
            subject = f"{row.person} · {row.delegation}"
            answer = Answer(
                kind=kind,
                key=key,
                subject=subject,
                reply=reply,
                delegate_id=delegate_id,
                not_taken=not_taken,
            )
            yield answer, row

    def spellings(self) -> Iterator[identity.Spelling]:
        """What lists call people who are registered: those of whom somebody said so.

        Whichever of the two names is theirs from now on, the other is remembered.
        """
        for question in self.questions:
            answer = replies.read(question.answer)
            if answer.delegate_id or answer.line:
                row = self.rows[question.lines[0]]
                delegate_id = self._delegate_of(row)
                if delegate_id is not None:
                    names = (row.values.get(part, "") for part in ("given_name", "family_name"))
                    given_name, family_name = names
                    yield identity.Spelling(delegate_id, given_name, family_name)
                    if former := _named_before(question, answer):
                        yield identity.Spelling(delegate_id, *former)

    def apart(self) -> Iterator[tuple[int, int]]:
        """Pairs of delegates who were said not to be one."""
        for question in self.questions:
            if question.kind != QuestionKind.PERSON or question.answer != Reply.ANOTHER:
                continue
            new = self.registered.delegates.get(question.lines[0])
            for candidate in question.detail["candidates"]:
                other = self._named(replies.read(candidate["answer"]))
                if new is not None and other is not None and new != other:
                    yield new, other

    def _named(self, answer: FullReply) -> int | None:
        """The candidate whom the answer means."""
        if answer.line:
            return self._delegate_of(self.rows[answer.line])
        return answer.delegate_id

    def _delegate_of(self, row: RowReport) -> int | None:
        """Who the row is about, now that everybody is registered."""
        if row.delegate_id is not None:
            return row.delegate_id
        row = self._speaker_of(row)
        return row.delegate_id or self.registered.delegates.get(row.line)

    def _speaker_of(self, row: RowReport) -> RowReport:
        seen = {row.line}
        while row.speaker is not None and row.speaker not in seen:
            seen.add(row.speaker)
            row = self.rows[row.speaker]
        return self.speaking.get(row.delegate_id or 0, row)

    def _as_registered(self, key: DelegationKey) -> DelegationKey:
        """The delegation under the party that it has now."""
        organization = (
            self.registered.organizations.get(key.party.pk) if key.party.type == HEADING else None
        )
        if organization is None:
            return key
        return DelegationKey(Party("organization", organization.pk), key.kind)


def _not_taken(row: RowReport, answer: FullReply) -> dict[str, Any]:
    if not answer.kept or answer.delegate_id not in row.draft.readings:
        return {}
    return not_taken(row.draft.readings[answer.delegate_id], answer.kept)


def _named_before(question: Question, answer: FullReply) -> tuple[str, str] | None:
    """As the delegate was registered when the question was asked."""
    for one in question.detail.get("candidates", ()):
        if one["answer"] == answer.whole and "reference" in one:
            return one["texts"].get("given_name", ""), one["texts"].get("family_name", "")
    return None
