"""Saying anew what becomes of the lines that an answer concerns, and of no others."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

from delegates.choices import QuestionKind, Verdict
from delegates.importing.checking.questions import Question
from delegates.importing.checking.settling import Settled, settle
from delegates.importing.kept_drafts import KeptDraft, Named
from delegates.importing.kept_json import KeptJson, as_text
from delegates.importing.known import Known, known_in_part
from delegates.importing.storing import key_as_text, reasons_of
from delegates.models import ImportLine, ImportQuestion, ImportRun
from delegates.models.importing.import_lines import ImportLineQuerySet


@dataclass
class AskedOfLines(Question):
    """A question as it is stored. `is_open`: a line waits for it, or did before the answer."""

    is_open: bool = False


def settle_lines(run: ImportRun, lines: Collection[int]) -> bool:
    """Work out and write what becomes of these lines and of those that hang together with them.

    By the rule by which the whole file is checked, in the language of its report. False where
    that needs the file: somebody, or something, that the report names is not there any more.
    """
    kept = _drafts_of(ImportLine.objects.of_run(run).hanging_together_with(lines))
    asked = _questions_on(run, [row.line for row in kept])
    named = Named.by(kept)
    known = known_in_part(
        run.conference,
        delegations=named.delegations,
        delegates=named.delegates,
        countries=named.nationalities,
    )
    if not named.are_all_in(known):
        return False
    by_line: defaultdict[int, list[Question]] = defaultdict(list)
    for question in asked.values():
        for line in question.lines:
            by_line[line].append(question)
    with override(run.created_by.language):
        settled = settle([row.draft(known, by_line[row.line]) for row in kept], known)
        ImportLine.objects.become(run, list(_as_stored(settled, known)))
    _open_where_waited_for(run, asked, settled)
    return True


def _open_where_waited_for(
    run: ImportRun, asked: Mapping[int, AskedOfLines], settled: Settled
) -> None:
    """Say anew which of these questions a line waits for; of lines that hang together with none of
    those that were settled, PostgreSQL knows.
    """
    elsewhere = {
        line for question in asked.values() for line in question.lines if line not in settled.fates
    }
    waiting = ImportLine.objects.of_run(run).waiting_among(elsewhere) | {
        line for line, fate in settled.fates.items() if fate.outcome.verdict == Verdict.OPEN
    }
    turned = [
        pk
        for pk, question in asked.items()
        if question.is_open != (question.holds_back and not waiting.isdisjoint(question.lines))
    ]
    ImportQuestion.objects.of_run(run).turn_open_or_closed(turned)


def _drafts_of(lines: ImportLineQuerySet) -> list[KeptDraft]:
    columns = lines.order_by("line").values_list("line", as_text("values"), as_text("draft"))
    return [KeptDraft(line, KeptJson(typed), json.loads(said)) for line, typed, said in columns]


def _questions_on(run: ImportRun, lines: Sequence[int]) -> Mapping[int, AskedOfLines]:
    """By id, in the order in which they were asked."""
    columns = ("pk", "kind", "key", "subject", "lines", as_text("detail"), "answer", "is_open")
    rows = ImportQuestion.objects.hanging_on(run, lines).order_by("pk").values_list(*columns)
    return {
        pk: AskedOfLines(
            QuestionKind(kind),
            key,
            subject,
            of_lines,
            KeptJson(detail),
            answer=answer,
            is_open=is_open,
        )
        for pk, kind, key, subject, of_lines, detail, answer, is_open in rows
    }


def _as_stored(settled: Settled, known: Known) -> Iterator[dict[str, Any]]:
    """Once each what becomes of lines, with all of which just that becomes."""
    alike: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for line, fate in settled.fates.items():
        said = (tuple(fate.draft.problems_in_order), tuple(fate.draft.notices))
        # What a line changes, and whose badges that outdates, its digest tells.
        alike[fate.outcome.digest, said, fate.new_delegation(known)].append(line)
    for lines in alike.values():
        fate = settled.fates[lines[0]]
        problems = fate.draft.problems_in_order
        yield {
            **fate.outcome.as_stored(),
            "lines": lines,
            "problems": [[p.column, p.value, p.reason] for p in problems],
            "notices": fate.draft.notices,
            "reasons": list(dict.fromkeys(reasons_of(problems))),
            "new_delegation": key_as_text(fate.new_delegation(known)),
        }
