"""A checked file as rows, a line each and a question each, which PostgreSQL filters and counts."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from conference.database.row_inserts import insert_rows
from conference.writing.folding import search_text
from delegates.importing.checking.checked import CheckedFile, RowReport, fingerprint_of
from delegates.importing.checking.questions import Answers
from delegates.importing.kept_drafts import draft_as_json
from delegates.importing.report import DelegationKey, Problem, heading
from delegates.models import ImportLine, ImportQuestion, ImportRun
from delegates.services.importing.imports import forget_lines

LINE_FIELDS = (
    "conference", "run", "line", "place", "verdict", "person", "delegation", "reference", "values",
    "problems", "reasons", "notices", "changes", "badges", "draft", "cluster", "digest",
    "new_delegation", "search_text",
)  # fmt: skip


@dataclass(frozen=True)
class GivenAnswer:
    answer: str
    by_id: int
    at: dt.datetime
    is_general: bool = False


Given = Mapping[tuple[str, str], GivenAnswer]


def answers_of(run: ImportRun) -> Given:
    """What was answered in the run, by kind and key of the question."""
    rows = ImportQuestion.objects.of_run(run).answered()
    columns = rows.values_list(
        "kind", "key", "answer", "answered_by_id", "answered_at", "is_general"
    )
    return {
        (kind, key): GivenAnswer(answer, by, at, is_general)
        for kind, key, answer, by, at, is_general in columns
        if by is not None and at is not None
    }


def in_words(given: Given) -> Answers:
    return {question: one.answer for question, one in given.items()}


def store(run: ImportRun, report: CheckedFile, given: Given, earlier: GivenAnswer) -> None:
    """The rows of the run are those of the report from now on, and no others.

    `earlier` is who stands behind an answer that nobody gave in this run.
    """
    forget_lines(run)
    insert_rows(ImportLine, LINE_FIELDS, (_line(run, row) for row in report.rows))
    open_ones = {id(question) for question in report.open_questions()}
    ImportQuestion.objects.bulk_create(
        (
            ImportQuestion(
                conference_id=run.conference_id,
                run=run,
                kind=question.kind,
                key=question.key,
                subject=question.subject[:300],
                section=question.section[:300],
                lines=question.lines,
                detail=question.detail,
                outcomes={
                    answer: outcome.as_stored() for answer, outcome in question.outcomes.items()
                },
                is_open=id(question) in open_ones,
                **_answered(question.answer, given.get((question.kind, question.key), earlier)),
            )
            for question in report.questions
        ),
        batch_size=500,
    )


def fingerprint(run: ImportRun) -> str:
    """Of what its lines say would be done; equal to that of a report that would do the same."""
    lines = ImportLine.objects.of_run(run).order_by("line")
    return fingerprint_of(lines.values_list("line", "digest").iterator(chunk_size=5000))


def _answered(answer: str, given: GivenAnswer) -> dict[str, Any]:
    if not answer:
        return {}
    return {
        "answer": answer,
        "answered_by_id": given.by_id,
        "answered_at": given.at,
        "is_general": given.is_general and answer == given.answer,
    }


def _line(run: ImportRun, row: RowReport) -> tuple[Any, ...]:
    outcome = row.outcome.as_stored()
    return (
        run.conference_id,
        run.pk,
        row.line,
        row.place[:200],
        outcome["verdict"],
        row.person[:300],
        row.delegation[:300],
        row.reference,
        _json(row.values),
        _json([[p.column, p.value, p.reason] for p in row.problems]),
        _array(reasons_of(row.problems)),
        _json(row.notices),
        _json(outcome["changes"]),
        _json(outcome["badges"]),
        _json(draft_as_json(row.draft)),
        row.cluster or row.line,
        outcome["digest"],
        key_as_text(row.new_delegation),
        search_text(
            row.person,
            row.delegation,
            row.reference,
            *row.values.values(),
            names=(row.person,),
        ),
    )


def key_as_text(key: DelegationKey | None) -> str:
    return "" if key is None else str(key)


def reasons_of(problems: Iterable[Problem]) -> Iterator[str]:
    """What is wrong, without the value: by this, lines are grouped."""
    for problem in problems:
        where = heading(problem.column)
        yield f"{where}: {problem.reason}" if where else problem.reason


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=dict)


def _array(texts: Iterable[str]) -> str:
    """A PostgreSQL array of texts as its text."""
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in dict.fromkeys(texts))
    return "{" + ",".join(f'"{text}"' for text in quoted) + "}"
