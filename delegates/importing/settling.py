"""Saying anew what becomes of the lines that an answer concerns, and of no others."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import override

from delegates.choices import QuestionKind
from delegates.importing.checking.questions import Question
from delegates.importing.checking.settling import Fate, settle
from delegates.importing.kept_drafts import KeptDraft
from delegates.importing.known import Known, known_in_part
from delegates.importing.report import Party
from delegates.importing.storing import key_as_text, reasons_of
from delegates.models import ImportLine, ImportQuestion, ImportRun


def settle_lines(run: ImportRun, lines: Collection[int]) -> bool:
    """Work out and write what becomes of these lines and of those that hang together with them.

    By the rule by which the whole file is checked, in the language of its report. False where
    that needs the file: somebody, or something, that the report names is not there any more.
    """
    together = ImportLine.objects.of_run(run).hanging_together_with(lines)
    kept = [
        KeptDraft(*row) for row in together.order_by("line").values_list("line", "values", "draft")
    ]
    asked = _questions_on(run, [row.line for row in kept])
    known = _known_about(run, kept)
    if not _holds_all(known, kept):
        return False
    by_line: defaultdict[int, list[Question]] = defaultdict(list)
    for question in asked.values():
        for line in question.lines:
            by_line[line].append(question)
    with override(run.created_by.language):
        settled = settle([row.draft(known, by_line[row.line]) for row in kept], known)
        fates = [_as_stored(line, fate, known) for line, fate in settled.fates.items()]
    ImportLine.objects.become(run, fates)
    ImportQuestion.objects.open_where_waited_for(run, list(asked))
    return True


def _holds_all(known: Known, kept: Sequence[KeptDraft]) -> bool:
    """Nothing refers to what a file alone names: it may have been deleted meanwhile."""
    return all(
        row.delegates <= known.delegates.keys()
        and row.kinds <= known.kinds.keys()
        and row.ids("category") <= known.categories.keys()
        and row.ids("rank") <= known.ranks.keys()
        and {Party("country", pk) for pk in row.ids("nationality")} <= known.parties.names.keys()
        for row in kept
    )


def _questions_on(run: ImportRun, lines: Sequence[int]) -> Mapping[int, Question]:
    """By id, in the order in which they were asked."""
    columns = ("pk", "kind", "key", "subject", "lines", "detail", "answer")
    rows = ImportQuestion.objects.hanging_on(run, lines).order_by("pk").values_list(*columns)
    return {
        pk: Question(QuestionKind(kind), key, subject, of_lines, detail, answer=answer)
        for pk, kind, key, subject, of_lines, detail, answer in rows
    }


def _known_about(run: ImportRun, kept: Sequence[KeptDraft]) -> Known:
    return known_in_part(
        run.conference,
        delegations={row.delegation for row in kept if row.delegation},
        delegates={pk for row in kept for pk in row.delegates},
        countries={pk for row in kept for pk in row.ids("nationality")},
    )


def _as_stored(line: int, fate: Fate, known: Known) -> dict[str, Any]:
    outcome = fate.outcome.as_stored()
    problems = fate.draft.problems_in_order
    return {
        "line": line,
        "verdict": outcome["verdict"],
        "digest": outcome["digest"],
        "changes": outcome["changes"],
        "badges": outcome["badges"],
        "problems": [[p.column, p.value, p.reason] for p in problems],
        "notices": fate.draft.notices,
        "reasons": list(dict.fromkeys(reasons_of(problems))),
        "new_delegation": key_as_text(fate.new_delegation(known)),
    }
