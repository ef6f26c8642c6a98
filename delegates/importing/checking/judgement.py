"""Comparing a file with what is there: a report that says everything, and changes nothing. Pure."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from conference.leased_work import Tell, unheard
from delegates.importing.cells import Line, line_of
from delegates.importing.checking.asking import (
    NameQuestions,
    ask_about_rows,
    delegation_shown,
    typed,
)
from delegates.importing.checking.checked import CheckedFile, RowReport
from delegates.importing.checking.clusters import first_of_their_clusters
from delegates.importing.checking.drafts import (
    Draft,
    by_reference,
    read_about,
    refuse_repeated_references,
    refuse_rival_kinds,
)
from delegates.importing.checking.headings import Headings
from delegates.importing.checking.keeping import refusing
from delegates.importing.checking.letters import AnsweredLetters
from delegates.importing.checking.parties import delegation_of
from delegates.importing.checking.people import PersonDoubt, recognise_people
from delegates.importing.checking.questions import NONE_GIVEN, Answers, Question
from delegates.importing.checking.settling import Fate, Settled, settle, tell_outcomes
from delegates.importing.known import Known
from delegates.importing.reading import Reading, place_of
from delegates.importing.report import Problem
from delegates.importing.values import values_of

STEP = 200


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
    drafts = _drafts(reading, known, headings, progress, creates_delegations=creates_delegations)
    refuse_repeated_references(drafts)
    doubts = _doubts(drafts, known, progress)
    for draft in drafts:
        if draft.delegate is not None and not draft.line.text("reference"):
            _take_reading(draft, known)
    refuse_rival_kinds(drafts, known)
    report.headings = headings.texts
    report.questions += headings.questions.values()
    report.questions += ask_about_rows(drafts, doubts, known, headings, answers)
    settled = settle(drafts, known)
    tell_outcomes(settled, known)
    _write_rows(report, drafts, settled, known, headings)
    for row in report.rows:
        row.place = place_of(row.line, reading.layout.read_sheets)
    report.questions += _names_asked_about(report, known, answers)
    return report


def _drafts(
    reading: Reading,
    known: Known,
    headings: Headings,
    progress: Tell,
    *,
    creates_delegations: bool,
) -> list[Draft]:
    drafts = []
    letters = AnsweredLetters(known, headings.answers)
    for done, row in enumerate(reading.rows, start=1):
        drafts.append(_draft(line_of(row), known, headings, letters, creates_delegations))
        if done % STEP == 0:
            progress(done // 2)
    return drafts


def _doubts(drafts: Sequence[Draft], known: Known, progress: Tell) -> list[PersonDoubt]:
    half = len(drafts) // 2
    doubts = []
    for done, doubt in enumerate(recognise_people(drafts, known), start=1):
        if doubt is not None:
            doubts.append(doubt)
        if done % STEP == 0:
            progress(half + done // 2)
    return doubts


def _write_rows(
    report: CheckedFile,
    drafts: Sequence[Draft],
    settled: Settled,
    known: Known,
    headings: Headings,
) -> None:
    clusters = first_of_their_clusters(drafts, known)
    for draft in drafts:
        fate = settled.fates[draft.line.line]
        row = _row(draft, fate, delegation_shown(draft, known, headings))
        row.cluster = clusters[row.line]
        row.new_delegation = fate.new_delegation(known)
        report.rows.append(row)
        if row.new_delegation is not None:
            report.new_delegations[row.new_delegation] = row.delegation


def _names_asked_about(report: CheckedFile, known: Known, answers: Answers) -> list[Question]:
    names = NameQuestions(known, answers)
    for row in report.rows:
        if row.new_delegation is not None:
            names.ask(row.draft, row.new_delegation)
    return names.questions


def _draft(
    line: Line,
    known: Known,
    headings: Headings,
    letters: AnsweredLetters,
    creates_delegations: bool,
) -> Draft:
    mended = letters.mended(line)
    line = mended.line
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
        [*choice.notices, *values.notices, *(one.notice for one in mended.rewritten)],
        list(choice.questions),
        choice.heading,
        taken_out=mended.taken_out,
        rewritten=mended.rewritten,
    )
    if reference and current is None:
        draft.refuse(
            "reference",
            reference,
            known.confined.unknown["reference"]
            if known.confined
            else _("is not the reference of a delegate of this conference; blank means a new one"),
        )
    return draft


def _take_reading(draft: Draft, known: Known) -> None:
    """The row asks for what it asks of the delegate whom it was recognized to be about."""
    assert draft.delegate is not None
    before = draft.values.problems
    values = read_about(draft, draft.delegate, known)
    draft.values = refusing(values, draft.delegate, draft.refused)
    draft.problems = [problem for problem in draft.problems if problem not in before]
    draft.problems += draft.values.problems


def _row(draft: Draft, fate: Fate, delegation: str) -> RowReport:
    return RowReport(
        line=draft.line.line,
        person=draft.name,
        delegation=delegation,
        reference=draft.delegate.reference if draft.delegate else "",
        values=typed(draft.line),
        problems=fate.draft.problems_in_order,
        outcome=fate.outcome,
        notices=fate.draft.notices,
        delegation_key=fate.draft.delegation,
        delegate_id=fate.delegate_id,
        speaker=fate.speaker,
        description=draft.description,
        draft=draft,
    )
