"""Comparing a file with what is there: a report that says everything, and changes nothing. Pure."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from conference.leased_work import Tell, unheard
from delegates.importing.cells import Line, line_of
from delegates.importing.comparing import Leadership, difference
from delegates.importing.known import Known
from delegates.importing.matching import (
    Draft,
    by_name,
    by_reference,
    refuse_repetitions,
    refuse_rival_heads,
    refuse_rival_kinds,
    without_another_split,
)
from delegates.importing.near_matches import doubt_near_matches
from delegates.importing.parties import delegation_name, delegation_of
from delegates.importing.reading import Reading
from delegates.importing.report import Problem, Report, RowReport, Verdict, shortened
from delegates.importing.values import values_of
from delegates.importing.words import HEAD

STEP = 200


def check(
    reading: Reading,
    known: Known,
    *,
    creates_delegations: bool = False,
    progress: Tell = unheard,
) -> Report:
    """What applying the file would do, with every problem in every row.

    `creates_delegations`: a country or organization without a delegation here gets one.
    """
    report = Report(
        problems=[Problem(0, "", "", reason) for reason in reading.problems],
        notices=list(reading.notices),
    )
    if not report.problems:
        drafts = _drafts(reading, known, creates_delegations, progress)
        _report_rows(report, drafts, known)
    return report


def _drafts(
    reading: Reading, known: Known, creates_delegations: bool, progress: Tell
) -> list[Draft]:
    drafts = []
    for done, row in enumerate(reading.rows, start=1):
        drafts.append(_draft(line_of(row), known, creates_delegations))
        if done % STEP == 0:
            progress(done // 2)
    refuse_repetitions(drafts)
    refuse_rival_heads(drafts, HEAD)
    refuse_rival_kinds(drafts, known)
    half = len(drafts) // 2
    for done, _doubted in enumerate(doubt_near_matches(drafts, known), start=1):
        if done % STEP == 0:
            progress(half + done // 2)
    return drafts


def _draft(line: Line, known: Known, creates_delegations: bool) -> Draft:
    reference = line.text("reference")
    current = by_reference(reference, known) if reference else None
    choice = delegation_of(line, current, known, may_create=creates_delegations)
    namesakes = [] if reference else by_name(line, choice.key, known)
    if len(namesakes) == 1:
        current = namesakes[0]
        line = without_another_split(line, current)
    values = values_of(line, current, known)
    draft = Draft(line, current, choice.key, values, [*values.problems, *choice.problems])
    if reference and current is None:
        draft.refuse(
            "reference",
            reference,
            _("is not the reference of a delegate of this conference; blank means a new one"),
        )
    if len(namesakes) > 1:
        references = ", ".join(delegate.reference for delegate in namesakes)
        reason = _("several delegates of the delegation have this name; say which: %s")
        draft.refuse("reference", "", reason % references)
    _refuse_withdrawn_delegation(draft, known)
    return draft


def _refuse_withdrawn_delegation(draft: Draft, known: Known) -> None:
    there = known.delegations.get(draft.delegation) if draft.delegation else None
    is_there = draft.delegate is not None and draft.delegate.delegation == there
    if there is not None and there.is_withdrawn and not is_there:
        draft.refuse(
            "delegation",
            draft.line.text("delegation"),
            _("is withdrawn: nobody can be added before it is restored"),
        )


def _report_rows(report: Report, drafts: Sequence[Draft], known: Known) -> None:
    good = [draft for draft in drafts if not draft.problems]
    leadership = Leadership(
        heads={
            draft.delegation: draft
            for draft in good
            if draft.delegation is not None and draft.values.position == HEAD
        },
        in_file=frozenset(draft.delegate.pk for draft in good if draft.delegate is not None),
    )
    for draft in drafts:
        row = _row(draft, known)
        if not draft.problems and draft.delegation is not None:
            found = difference(draft, known, leadership)
            row.plan, row.changes = found.plan, found.changes
            row.needs_new_badge = found.needs_new_badge
            row.doubt = draft.doubt
            row.verdict = _verdict(draft, row)
            if draft.delegation not in known.delegations:
                report.new_delegations[draft.delegation] = row.delegation
        report.rows.append(row)


def _row(draft: Draft, known: Known) -> RowReport:
    key = draft.delegation
    return RowReport(
        line=draft.line.line,
        person=draft.name,
        delegation=delegation_name(key, known) if key else shortened(draft.line.text("delegation")),
        reference=draft.delegate.reference if draft.delegate else "",
        verdict=Verdict.REJECTED,
        problems=sorted(draft.problems, key=lambda problem: (problem.column, problem.reason)),
    )


def _verdict(draft: Draft, row: RowReport) -> Verdict:
    if draft.is_new:
        return Verdict.NEW
    return Verdict.CHANGED if row.changes else Verdict.SAME
