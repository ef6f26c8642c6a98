"""Comparing a file with what is there: a report that says everything, and changes nothing. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from conference.leased_work import Tell, unheard
from conference.writing.findings import Finding
from delegates.choices import HELD_BACK, QuestionKind, Reply, Verdict
from delegates.importing.cells import CLEARING, Clear, Line, line_of
from delegates.importing.checking.checked import CheckedFile, RowReport
from delegates.importing.checking.comparing import (
    Leadership,
    delegation_label,
    difference,
    poorer_spellings,
)
from delegates.importing.checking.drafts import (
    Draft,
    by_reference,
    refuse_repeated_references,
    refuse_rival_heads,
    refuse_rival_kinds,
    without_another_split,
)
from delegates.importing.checking.headings import Headings
from delegates.importing.checking.letters import (
    marks_answer,
    marks_key,
    without_hidden_marks,
)
from delegates.importing.checking.parties import (
    delegation_name,
    delegation_of,
    is_called_otherwise,
)
from delegates.importing.checking.people import Doubt, recognise_people
from delegates.importing.checking.questions import (
    LEFT_OUT,
    NONE_GIVEN,
    REJECTED,
    REPEATED,
    Answers,
    Outcome,
    Question,
    chosen_of,
    key_of,
    reply_of,
)
from delegates.importing.known import Known, KnownDelegate
from delegates.importing.reading import Reading, place_of
from delegates.importing.report import HEADING, DelegationKey, Problem, shortened
from delegates.importing.values import values_of, without_text
from delegates.importing.words import HEAD

STEP = 200
NOBODY_LEADS = Leadership({}, frozenset())
NAMES = {"given_name", "family_name"}
OPEN = Outcome(Verdict.OPEN)


def check(
    reading: Reading,
    known: Known,
    *,
    answers: Answers = NONE_GIVEN,
    creates_delegations: bool = False,
    progress: Tell = unheard,
) -> CheckedFile:
    """What applying the file would do, with every problem in every row and every question.

    `creates_delegations`: a country or organization without a delegation here gets one.
    """
    report = CheckedFile(
        problems=[Problem(0, "", "", reason) for reason in reading.problems],
        notices=list(reading.notices),
    )
    if report.problems:
        return report
    headings = Headings(known, answers)
    drafts = []
    for done, row in enumerate(reading.rows, start=1):
        drafts.append(_draft(line_of(row), known, headings, creates_delegations))
        if done % STEP == 0:
            progress(done // 2)
    refuse_repeated_references(drafts)
    half = len(drafts) // 2
    doubts = []
    for done, doubt in enumerate(recognise_people(drafts, known), start=1):
        if doubt is not None:
            doubts.append(doubt)
        if done % STEP == 0:
            progress(half + done // 2)
    for draft in drafts:
        if draft.delegate is not None and not draft.line.text("reference"):
            _read_as(draft, draft.delegate, known)
    refuse_rival_kinds(drafts, known)
    report.headings = headings.texts
    report.questions += headings.questions.values()
    _Judgement(report, drafts, doubts, known, headings, answers).write()
    for judged in report.rows:
        judged.place = place_of(judged.line, reading.layout.read_sheets)
    return report


def _draft(line: Line, known: Known, headings: Headings, creates_delegations: bool) -> Draft:
    line, taken_out = without_hidden_marks(line, known, headings.answers)
    reference = line.text("reference")
    current = by_reference(reference, known) if reference else None
    choice = delegation_of(line, current, known, headings, may_create=creates_delegations)
    values = values_of(line, current, known)
    draft = Draft(
        line,
        current,
        choice.key,
        values,
        [*values.problems, *choice.problems],
        [*choice.notices, *values.notices],
        list(choice.questions),
        taken_out=taken_out,
    )
    if reference and current is None:
        draft.refuse(
            "reference",
            reference,
            _("is not the reference of a delegate of this conference; blank means a new one"),
        )
    return draft


def _refuse_withdrawn_delegation(draft: Draft, known: Known) -> None:
    there = known.delegations.get(draft.delegation) if draft.delegation else None
    is_there = draft.delegate is not None and draft.delegate.delegation == there
    # Who is perhaps in it is asked about: a row about them is nobody new.
    is_there = is_there or any(
        question.kind == QuestionKind.PERSON and question.answer != Reply.ANOTHER
        for question in draft.questions
    )
    if there is not None and there.is_withdrawn and not is_there:
        draft.refuse(
            "delegation",
            draft.line.text("delegation"),
            _("is withdrawn: nobody can be added before it is restored"),
        )


def _read_as(draft: Draft, delegate: KnownDelegate, known: Known) -> None:
    """What the row asks for once it is known whom it is about."""
    draft.delegate = delegate
    # As the row has it: what it leaves blank is filled in from the delegate by now.
    name_key, *_rest = draft.description
    if name_key in {delegate.name_key, *delegate.spellings}:
        draft.line = without_another_split(draft.line, delegate)
    before = draft.values.problems
    draft.values = values_of(draft.line, delegate, known)
    draft.problems = [problem for problem in draft.problems if problem not in before]
    draft.problems += draft.values.problems


class _Judgement:
    """From drafts to what becomes of each row, by itself and with the answers given."""

    def __init__(
        self,
        report: CheckedFile,
        drafts: Sequence[Draft],
        doubts: Sequence[Doubt],
        known: Known,
        headings: Headings,
        answers: Answers,
    ) -> None:
        self.report = report
        self.drafts = drafts
        self.doubts = {doubt.draft.line.line: doubt for doubt in doubts}
        self.known = known
        self.headings = headings
        self.answers = answers
        self.asked: Counter[str] = Counter()
        self.marks: dict[str, Question] = {}
        self.names: dict[DelegationKey, Question] = {}
        self.leadership = NOBODY_LEADS
        self.with_own_row = {
            draft.delegate.pk for draft in drafts if draft.delegate is not None and draft.counts
        }

    def write(self) -> None:
        """First everything is asked: who leads follows from the rows that come into it."""
        for draft in self.drafts:
            if draft.counts and draft.delegation is not None:
                self._ask_about_the_person(draft)
                self._ask_about_letters(draft)
            _refuse_withdrawn_delegation(draft, self.known)
        refuse_rival_heads([draft for draft in self.drafts if draft.is_coming], HEAD)
        self.leadership = self._who_leads()
        rows = [self._row(draft) for draft in self.drafts]
        _let_one_row_speak(rows, self.drafts)
        _follow_their_speakers(rows)
        for row, draft in zip(rows, self.drafts, strict=True):
            key = draft.delegation
            is_wanted = row.verdict in {Verdict.NEW, Verdict.CHANGED, Verdict.OPEN}
            if is_wanted and key is not None and key not in self.known.delegations:
                self.report.new_delegations[key] = row.delegation
                self._ask_about_the_name(draft, key)
        self.report.rows = rows

    def _who_leads(self) -> Leadership:
        coming = [draft for draft in self.drafts if draft.is_coming]
        return Leadership(
            heads={
                draft.delegation: draft
                for draft in coming
                if draft.delegation is not None and draft.values.position == HEAD
            },
            in_file=frozenset(draft.delegate.pk for draft in coming if draft.delegate is not None),
        )

    def _row(self, draft: Draft) -> RowReport:
        as_asked = self._as_asked(draft)
        if as_asked not in (REJECTED, LEFT_OUT, REPEATED):
            self._tell_outcomes(draft)
        outcome = self._with_answers(draft, as_asked)
        return RowReport(
            line=draft.line.line,
            person=draft.name,
            delegation=self._delegation(draft),
            reference=draft.delegate.reference if draft.delegate else "",
            values=_typed(draft.line),
            problems=sorted(draft.problems, key=lambda problem: (problem.column, problem.reason)),
            as_asked=as_asked,
            outcome=outcome,
            notices=draft.notices,
            delegate_id=_delegate_id(draft, outcome),
            speaker=_speaker(draft),
            description=draft.description,
            delegation_key=draft.delegation,
        )

    def _delegation(self, draft: Draft) -> str:
        if draft.delegation is None:
            return shortened(draft.line.text("delegation"))
        return delegation_name(draft.delegation, self.known, self.headings)

    def _as_asked(self, draft: Draft) -> Outcome:
        if draft.problems or draft.delegation is None:
            return LEFT_OUT if draft.is_left_out and not draft.problems else REJECTED
        if draft.is_left_out:
            return LEFT_OUT
        return REPEATED if draft.is_repeated else self._outcome(draft)

    def _outcome(self, draft: Draft, *, takes_spelling: bool = False) -> Outcome:
        found = difference(draft, self.known, self.leadership, takes_spelling=takes_spelling)
        if draft.is_new:
            verdict = Verdict.NEW
        else:
            verdict = Verdict.CHANGED if found.changes else Verdict.SAME
        return Outcome(verdict, found.plan, found.changes, found.needs_new_badge)

    # Questions

    def _ask_about_the_person(self, draft: Draft) -> None:
        doubt = self.doubts.get(draft.line.line)
        if doubt is not None:
            detail = self._person_detail(doubt)
            self._ask(draft, QuestionKind.PERSON, draft.identity, detail)
            question = draft.questions[-1]
            answers = {candidate["answer"] for candidate in detail["candidates"]}
            if reply_of(question.answer) == Reply.SAME and question.answer not in answers:
                # Whom the answer meant is not among those whom it may be any more.
                question.answer = ""
        elif not draft.is_remembered and (poorer := poorer_spellings(draft)):
            said = [[column, old, new] for column, old, new in poorer]
            key = key_of(draft.identity, *(new for _column, _old, new in poorer))
            if (QuestionKind.SPELLING, key) in self.known.remembered:
                return
            self._ask(draft, QuestionKind.SPELLING, key, {"spellings": said})

    def _tell_outcomes(self, draft: Draft) -> None:
        """What each answer that changes what the row does makes of it."""
        for question in draft.questions:
            if question.kind == QuestionKind.PERSON:
                self._outcomes_of(self.doubts[draft.line.line], question)
            elif question.kind == QuestionKind.SPELLING:
                question.outcomes[Reply.TAKE] = self._outcome(draft, takes_spelling=True)
            elif question.kind == QuestionKind.LETTERS and question.detail["can_go_without"]:
                column = question.detail["column"]
                question.outcomes[Reply.WITHOUT] = self._without(draft, column)

    def _ask_about_letters(self, draft: Draft) -> None:
        """Whether a text is right as it is, or else can be done without."""
        is_only_question = not draft.questions and len(draft.values.findings) == 1
        for column, finding in draft.taken_out:
            self._ask_about_marks(draft, column, finding)
        for column, finding in draft.values.findings:
            if finding.bare:
                self._ask_about_marks(draft, column, finding)
                continue
            key = key_of(QuestionKind.LETTERS, finding.key)
            earlier = self.known.remembered.get((QuestionKind.LETTERS, key))
            if earlier is not None and earlier.reply == Reply.RIGHT and finding.may_be_right:
                continue
            # What is left out would have to be left out of what other answers make of the row.
            can_go_without = is_only_question and column not in NAMES
            detail = {
                "column": column,
                "text": finding.text,
                "finding": finding.reason,
                "perhaps": finding.perhaps,
                "can_go_without": can_go_without,
                "is_damaged": not finding.may_be_right,
            }
            self._ask(draft, QuestionKind.LETTERS, key, detail)
            question = draft.questions[-1]
            possible = {Reply.LEAVE_OUT, *([Reply.WITHOUT] if can_go_without else [])}
            if earlier is not None and earlier.reply in possible:
                question.answer = question.answer or earlier.reply
            if question.answer == Reply.RIGHT and not finding.may_be_right:
                question.answer = ""

    def _ask_about_marks(self, draft: Draft, column: str, finding: Finding) -> None:
        """Once for every row with the text: an answer may change who is meant by it."""
        key = marks_key(finding)
        if (QuestionKind.LETTERS, key) in self.known.remembered:
            answer = self.known.remembered[QuestionKind.LETTERS, key].reply
            if answer in {Reply.TAKE_OUT, Reply.RIGHT}:
                return
        question = self.marks.get(key)
        if question is None:
            detail = {
                "column": column,
                "text": finding.text,
                "finding": finding.reason,
                "bare": finding.bare,
                "can_go_without": False,
            }
            question = self.marks[key] = Question(
                kind=QuestionKind.LETTERS,
                key=key,
                subject=draft.name,
                lines=[],
                section=self._delegation(draft),
                detail=detail,
                answer=marks_answer(finding, self.known, self.answers),
            )
            self.report.questions.append(question)
        question.lines.append(draft.line.line)
        question.detail["leads"] = question.detail.get("leads") or draft.values.position == HEAD
        draft.questions.append(question)

    def _without(self, draft: Draft, column: str) -> Outcome:
        fields = without_text(draft.values.fields, column)
        return self._outcome(replace(draft, values=replace(draft.values, fields=fields)))

    def _ask_about_the_name(self, draft: Draft, key: DelegationKey) -> None:
        """A new delegation owns its names: the file's, or those that are registered."""
        text = draft.line.text("delegation")
        if key.party.type == HEADING or not is_called_otherwise(text, key.party, self.known):
            return
        question = self.names.get(key)
        if question is None:
            own = key_of(QuestionKind.PARTY_NAME, key.party.type, str(key.party.pk), str(key.kind))
            question = self.names[key] = Question(
                kind=QuestionKind.PARTY_NAME,
                key=own,
                subject=shortened(text),
                lines=[],
                detail={
                    "party": list(key.party),
                    "kind": key.kind,
                    "in_file": text,
                    "registered": self.known.parties.names[key.party],
                },
                answer=self.answers.get((QuestionKind.PARTY_NAME, own), ""),
            )
            self.report.questions.append(question)
        question.lines.append(draft.line.line)

    def _ask(self, draft: Draft, kind: QuestionKind, key: str, detail: dict[str, Any]) -> None:
        """Of people who are described alike, each has a question of its own.

        Where the row names a head, more rows hang on the answer: the file is checked again.
        """
        detail = {**detail, "leads": draft.values.position == HEAD}
        self.asked[key] += 1
        own = key if self.asked[key] == 1 else key_of(key, str(self.asked[key]))
        question = Question(
            kind=kind,
            key=own,
            subject=draft.name,
            lines=[draft.line.line],
            section=self._delegation(draft),
            detail=detail,
            answer=self.answers.get((kind, own), ""),
        )
        draft.questions.append(question)
        self.report.questions.append(question)

    def _person_detail(self, doubt: Doubt) -> dict[str, Any]:
        return {
            "candidates": [
                self._registered(somebody)
                if isinstance(somebody, KnownDelegate)
                else self._in_file(somebody)
                for somebody in doubt.candidates
            ],
        }

    def _registered(self, delegate: KnownDelegate) -> dict[str, Any]:
        return {
            "answer": f"{Reply.SAME}:delegate:{delegate.pk}",
            "name": delegate.name,
            "reference": delegate.reference,
            "delegation": delegation_label(delegate.delegation.key, self.known),
            "texts": {name: text for name, text in delegate.texts.items() if text},
        }

    def _in_file(self, draft: Draft) -> dict[str, Any]:
        return {
            "answer": f"{Reply.SAME}:line:{draft.line.line}",
            "name": draft.name,
            "line": draft.line.line,
            "delegation": self._delegation(draft),
            "texts": _typed(draft.line),
        }

    def _outcomes_of(self, doubt: Doubt, question: Question) -> None:
        """What each "the same person" makes of the row."""
        for somebody in doubt.candidates:
            if isinstance(somebody, KnownDelegate):
                answer = f"{Reply.SAME}:delegate:{somebody.pk}"
                question.outcomes[answer] = self._as(doubt.draft, somebody)
            else:
                question.outcomes[f"{Reply.SAME}:line:{somebody.line.line}"] = REPEATED

    def _as(self, draft: Draft, delegate: KnownDelegate) -> Outcome:
        """The row about that delegate. Where they have a row of their own, that one counts."""
        if delegate.pk in self.with_own_row:
            return REPEATED
        as_delegate = replace(draft, problems=list(draft.problems))
        _read_as(as_delegate, delegate, self.known)
        return self._outcome(as_delegate)

    # Answers

    def _with_answers(self, draft: Draft, as_asked: Outcome) -> Outcome:
        if as_asked in (REJECTED, LEFT_OUT):
            return as_asked
        if any(reply_of(question.answer) == Reply.LEAVE_OUT for question in draft.questions):
            return LEFT_OUT
        if any(question.holds_back for question in draft.questions):
            return OPEN
        for question in draft.questions:
            if question.answer in question.outcomes:
                return question.outcomes[question.answer]
        return as_asked


def _delegate_id(draft: Draft, outcome: Outcome) -> int | None:
    if outcome.plan is not None:
        return outcome.plan.delegate_id
    named = _person_named(draft)
    if named.startswith("delegate:"):
        return int(named.removeprefix("delegate:"))
    return draft.delegate.pk if draft.delegate else None


def _speaker(draft: Draft) -> int | None:
    named = _person_named(draft)
    return int(named.removeprefix("line:")) if named.startswith("line:") else None


def _person_named(draft: Draft) -> str:
    """Whom an answer says the row is about."""
    answers = (question.answer for question in draft.questions)
    said = (chosen_of(answer) for answer in answers if reply_of(answer) == Reply.SAME)
    return next((one for one in said if one.startswith(("delegate:", "line:"))), "")


def _let_one_row_speak(rows: Sequence[RowReport], drafts: Sequence[Draft]) -> None:
    """Of several rows about one delegate one counts, the same whatever their order.

    A row of their own before one of which somebody said that it is them; of rows of their own that
    which says most of what is registered, else the first.
    """
    groups: dict[int, list[tuple[RowReport, bool]]] = {}
    for row, draft in zip(rows, drafts, strict=True):
        if row.outcome.plan is not None and row.delegate_id is not None:
            is_answered = bool(_person_named(draft))
            groups.setdefault(row.delegate_id, []).append((row, is_answered))
    for group in groups.values():
        own = [row for row, is_answered in group if not is_answered]
        speaker = (
            min(own, key=lambda row: (len(row.outcome.changes), row.line)) if own else group[0][0]
        )
        for row, _is_answered in group:
            if row is not speaker:
                row.outcome = REPEATED


def _follow_their_speakers(rows: Sequence[RowReport]) -> None:
    """Whoever is counted with another line waits with it, and is left out with it."""
    by_line = {row.line: row for row in rows}
    for row in rows:
        if row.verdict != Verdict.REPEATED or row.speaker is None:
            continue
        seen = {row.line}
        speaker = by_line[row.speaker]
        while speaker.speaker is not None and speaker.line not in seen:
            seen.add(speaker.line)
            speaker = by_line[speaker.speaker]
        if speaker.verdict in HELD_BACK:
            row.outcome = OPEN
        elif speaker.verdict == Verdict.LEFT_OUT:
            row.outcome = LEFT_OUT


def _typed(line: Line) -> dict[str, str]:
    """What the row says by column, in the words of the file."""
    return {
        column: CLEARING if isinstance(value, Clear) else value
        for column, value in line.asked.items()
    }
