"""Taking a focal point's list over: by what they may do themselves, and nothing beyond it."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction

from conference.models import User
from delegates import replies
from delegates.choices import Accreditation, QuestionKind, Reply, Verdict
from delegates.importing.applying import Result, StoredValues
from delegates.importing.checking.checked import CheckedFile
from delegates.importing.confined.reading import columns_read
from delegates.importing.report import Plan
from delegates.models import Delegate, Delegation
from delegates.services import identity
from delegates.services.registration import self_registration


@transaction.atomic
def take_over(
    report: CheckedFile, *, delegation: Delegation, by: User, at: dt.datetime
) -> tuple[Result, int]:
    """New people are drafts of the delegation, and nobody is handed in. Of whoever is approved,
    what matters for that is proposed: how many such proposals, beside the counts.

    The report must come from a check in the same transaction, on a held snapshot.
    """
    columns = frozenset(columns_read(delegation))
    stored = StoredValues(delegation.conference)
    proposed = 0
    for plan in _plans(report, Verdict.CHANGED):
        assert plan.delegate_id is not None
        row = Delegate.with_drafts.get(pk=plan.delegate_id, delegation=delegation)
        row.delegation = delegation
        fields = {name: v for name, v in stored.objects(plan.values).items() if name in columns}
        if fields and self_registration.change(delegate=row, fields=fields, by=by, at=at):
            proposed += 1
    new = [row for row in report.applied() if row.verdict == Verdict.NEW]
    added = self_registration.add_many(
        delegation=delegation,
        delegates=[
            Delegate(
                delegation=delegation,
                accreditation=Accreditation.DRAFT,
                **{name: v for name, v in stored.objects(plan.values).items() if name in columns},
            )
            for plan in _plans(report, Verdict.NEW)
        ],
        by=by,
        at=at,
    )
    lines = {row.line: delegate.pk for row, delegate in zip(new, added, strict=True)}
    identity.tell_many_apart(
        pairs=list(_apart(report, lines)), conference=delegation.conference, by=by, at=at
    )
    result = Result(
        created=len(added),
        changed=sum(row.verdict == Verdict.CHANGED for row in report.applied()),
        same=sum(row.verdict == Verdict.SAME for row in report.rows),
        held_back=len(report.held_back()),
        new_delegations=0,
        badges=0,
        waiting=0,
    )
    return result, proposed


def _plans(report: CheckedFile, verdict: str) -> Iterator[Plan]:
    for row in report.applied():
        if row.verdict == verdict:
            assert row.outcome.plan is not None
            yield row.outcome.plan


def _apart(report: CheckedFile, lines: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Pairs of whom the focal point said that they are two people."""
    for question in report.questions:
        if question.kind != QuestionKind.PERSON or question.answer != Reply.ANOTHER:
            continue
        new = lines.get(question.lines[0])
        for candidate in question.detail["candidates"]:
            answer = replies.read(candidate["answer"])
            other = answer.delegate_id or lines.get(answer.line or 0)
            if new and other and new != other:
                yield new, other
