"""The lines of a report: which of them are looked at, and what is shown of each.

PostgreSQL filters, counts and pages them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.contrib.admin.views.main import SEARCH_VAR
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, QuerySet, TextField
from django.db.models.functions import MD5
from django.http import HttpRequest

from conference.admin.lists import searches
from delegates import replies
from delegates.admin.importing.groups import digest_in
from delegates.choices import Reply, Verdict
from delegates.columns import COLUMNS
from delegates.importing.report import heading
from delegates.models import ImportLine, ImportQuestion, ImportRun

# In the order in which an organizer works through them.
VERDICTS = (
    Verdict.REJECTED,
    Verdict.OPEN,
    Verdict.NEW,
    Verdict.CHANGED,
    Verdict.SAME,
    Verdict.REPEATED,
    Verdict.LEFT_OUT,
)

DIGESTS_OF_REASONS: Any = Func(
    F("reasons"),
    template="(SELECT array_agg(md5(reason)) FROM unnest(%(expressions)s) reason)",
    output_field=ArrayField(TextField()),
)
EACH_REASON = Func(F("reasons"), function="unnest", output_field=TextField())


@dataclass(frozen=True)
class LineFilter:
    """Which lines are looked at; every value comes from an address. `words` is None where a search
    is over.
    """

    show: str
    reason: str = ""
    delegation: str = ""
    code: str = ""
    words: str | None = ""

    @classmethod
    def of(cls, run: ImportRun, request: HttpRequest) -> Self:
        """The tab asked for, else the first that holds anything."""
        asked, filled = request.GET.get("show", ""), shown_verdicts(run)
        code = request.GET.get(SEARCH_VAR, "")
        return cls(
            show=asked if asked in filled else next(iter(filled), ""),
            reason=digest_in(request.GET, "reason"),
            delegation=digest_in(request.GET, "delegation"),
            code=code,
            words=searches.words_of(request, code) if code else "",
        )

    def lines(self, run: ImportRun) -> QuerySet[ImportLine]:
        found = ImportLine.objects.of_run(run).filter(verdict=self.show)
        if self.delegation:
            found = found.alias(named=MD5("delegation")).filter(named=self.delegation)
        if self.reason:
            because = {"why__contains": [self.reason]}
            found = found.alias(why=DIGESTS_OF_REASONS).filter(**because)
        return found.matching(self.words or "").order_by("line")

    @property
    def without_search(self) -> str:
        return self.query(code="")

    def query(self, **changes: Any) -> str:
        asked = replace(self, **changes)
        names = {
            "show": asked.show,
            "reason": asked.reason,
            "delegation": asked.delegation,
            SEARCH_VAR: asked.code,
        }
        return urlencode({name: value for name, value in names.items() if value})


def shown_verdicts(run: ImportRun) -> list[str]:
    return [verdict for verdict in VERDICTS if run.summary.get(verdict)]


@dataclass
class ShownLine:
    line: ImportLine
    cells: Sequence[str] = ()
    problems: Sequence[tuple[str, str, str]] = ()
    changes: Sequence[tuple[str, str, str, str, bool]] = ()
    questions: list[ImportQuestion] = field(default_factory=list)
    speaker: int | None = None


def columns_of(lines: Iterable[ImportLine]) -> list[str]:
    """Those in which any of the lines says something, in the order of the file to fill in."""
    said = {name for line in lines for name, text in line.values.items() if text}
    return [column.name for column in COLUMNS if column.name in said]


def shown_lines(
    run: ImportRun, show: str, lines: Sequence[ImportLine], columns: Sequence[str]
) -> list[ShownLine]:
    shown = [
        ShownLine(
            line,
            cells=[line.values.get(column, "") for column in columns],
            problems=[(heading(column), value, why) for column, value, why in line.problems],
            changes=[(heading(column), *rest) for column, *rest in line.changes],
        )
        for line in lines
    ]
    if show in {Verdict.OPEN, Verdict.LEFT_OUT, Verdict.REPEATED}:
        questions = questions_about(run, [line.line for line in lines])
        for one in shown:
            one.questions = [
                question for question in questions[one.line.line] if _explains(question, show)
            ]
    if show == Verdict.REPEATED:
        name_speakers(run, shown)
    return shown


def questions_about(run: ImportRun, lines: Collection[int]) -> Mapping[int, list[ImportQuestion]]:
    found: defaultdict[int, list[ImportQuestion]] = defaultdict(list)
    wanted = set(lines)
    rows = ImportQuestion.objects.of_run(run).filter(lines__overlap=list(lines))
    for question in rows.defer("outcomes").select_related("answered_by").order_by("pk"):
        for line in wanted.intersection(question.lines):
            found[line].append(question)
    return found


def _explains(question: ImportQuestion, show: str) -> bool:
    """Whether the question is why its line has that verdict."""
    if show == Verdict.OPEN:
        return question.is_open
    wanted = Reply.LEAVE_OUT if show == Verdict.LEFT_OUT else Reply.SAME
    return replies.read(question.answer).reply == wanted


def name_speakers(run: ImportRun, lines: Sequence[ShownLine]) -> None:
    """Say which line speaks for each of these: as an answer says, or the one of that delegate."""
    for one in lines:
        for question in one.questions:
            one.line.reference = one.line.reference or _reference_chosen(question)
            one.speaker = replies.read(question.answer).line or one.speaker
    references = {one.line.reference for one in lines if one.line.reference}
    others = ImportLine.objects.of_run(run).filter(reference__in=references)
    speaking = dict(
        others.exclude(verdict=Verdict.REPEATED).order_by("-line").values_list("reference", "line")
    )
    for one in lines:
        one.speaker = one.speaker or speaking.get(one.line.reference)


def _reference_chosen(question: ImportQuestion) -> str:
    candidates = question.detail.get("candidates", [])
    answer = replies.read(question.answer).whole
    chosen = (one for one in candidates if one["answer"] == answer)
    return str(next((one.get("reference", "") for one in chosen), ""))
