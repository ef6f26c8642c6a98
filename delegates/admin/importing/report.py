"""One view of an import's report: what is counted, what is asked, which lines are listed.

Lines are filtered, counted and paged by PostgreSQL. What a filter is about stands in the address
as a digest: reasons and delegations may hold what strangers typed.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR
from django.contrib.postgres.fields import ArrayField
from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, Count, ExpressionWrapper, F, Func, QuerySet, TextField
from django.db.models.functions import MD5
from django.db.models.lookups import Exact
from django.http import HttpRequest, QueryDict
from django_stubs_ext import StrPromise

from conference.admin.lists import searches
from delegates.choices import APPLIED, OPTIONAL, QuestionKind, Reply, Verdict
from delegates.columns import COLUMNS
from delegates.importing.checking.questions import chosen_of, reply_of
from delegates.importing.report import heading
from delegates.models import ImportLine, ImportQuestion, ImportRun
from delegates.models.import_lines import TO_ANSWER, UNANSWERED

LINES_A_PAGE = 100
# Of reasons, delegations or sections; whoever looks for another searches.
MOST_GROUPS = 12
MOST_NAMED = 60
DIGEST = re.compile("[0-9a-f]{32}")
Address = Callable[[str], str]
"""The query of the same page with that value of a filter; "" is without it."""
NOT_SHOWN = ("draft", "digest", "search_text")

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


def digest_of(text: str) -> str:
    """What PostgreSQL's md5 makes of the text: it names a group in an address, and hides it."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def digest_in(query: QueryDict, name: str) -> str:
    found = query.get(name, "")
    return found if DIGEST.fullmatch(found) else ""


@dataclass(frozen=True)
class Tab:
    name: str
    label: StrPromise | str
    count: int
    query: str
    is_shown: bool


@dataclass(frozen=True)
class Group:
    """Lines, or questions, that have a text in common. `query` leads to them, or away from them."""

    text: str
    count: int
    query: str
    is_shown: bool


@dataclass(frozen=True)
class Groups:
    """The largest ones, the chosen one before them; `has_more` where there are smaller ones."""

    shown: Sequence[Group]
    has_more: bool

    @property
    def chosen(self) -> Group | None:
        """It stands open, and leads away from itself, also where it is the only one."""
        return next((group for group in self.shown if group.is_shown), None)

    @classmethod
    def of(cls, rows: QuerySet[Any], name: str, chosen: str, address: Address) -> Self:
        """Of the texts that the rows have there, the commonest first."""
        counted = rows.order_by().values(name).annotate(count=Count("pk"))
        # No CASE: what each reason is comes from a function that returns a set.
        is_chosen = ExpressionWrapper(Exact(MD5(name), chosen), BooleanField())
        found = counted.order_by(is_chosen.desc(), "-count", name).values_list(name, "count")
        largest = list(found[: MOST_GROUPS + 1])
        return cls(
            [_group(text, count, chosen, address) for text, count in largest[:MOST_GROUPS]],
            has_more=len(largest) > MOST_GROUPS,
        )


def _group(text: str, count: int, chosen: str, address: Address) -> Group:
    digest = digest_of(text)
    is_shown = digest == chosen
    return Group(text, count, address("" if is_shown else digest), is_shown)


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


@dataclass(frozen=True)
class Asked:
    """How many questions of one kind there are."""

    kind: QuestionKind
    to_answer: int
    answered: int

    @property
    def is_optional(self) -> bool:
        return self.kind in OPTIONAL


@dataclass(frozen=True)
class ReportPage:
    """What the template shows: one page of the lines of the tab that is shown."""

    run: ImportRun
    asked: Sequence[Asked]
    tabs: Sequence[Tab]
    filter: LineFilter
    page: Page[ImportLine] | None
    lines: Sequence[ShownLine]
    columns: Sequence[str]
    reasons: Groups | None
    delegations: Groups | None

    @classmethod
    def of(cls, run: ImportRun, request: HttpRequest) -> Self:
        chosen = LineFilter.of(run, request)
        tabs = [
            Tab(
                verdict,
                Verdict(verdict).label,
                run.summary[verdict],
                LineFilter(verdict).query(),
                verdict == chosen.show,
            )
            for verdict in shown_verdicts(run)
        ]
        asked = asked_of(run)
        if not chosen.show:
            return cls(run, asked, tabs, chosen, None, [], [], None, None)
        lines = chosen.lines(run)
        reasons = None
        if chosen.show == Verdict.REJECTED:
            by_reason = replace(chosen, reason="").lines(run).annotate(each=EACH_REASON)
            reasons = Groups.of(
                by_reason, "each", chosen.reason, lambda each: chosen.query(reason=each)
            )
        of_all = replace(chosen, delegation="").lines(run)
        delegations = Groups.of(
            of_all, "delegation", chosen.delegation, lambda each: chosen.query(delegation=each)
        )
        page = Paginator(lines.defer(*NOT_SHOWN), LINES_A_PAGE).get_page(request.GET.get(PAGE_VAR))
        columns = columns_of(page) if chosen.show == Verdict.NEW else []
        return cls(
            run,
            asked,
            tabs,
            chosen,
            page,
            shown_lines(run, chosen.show, list(page), columns),
            [heading(column) for column in columns],
            reasons,
            delegations,
        )

    @property
    def can_be_applied(self) -> bool:
        """Answers are kept by importing, also where no row is new or changed."""
        if self.run.report["problems"]:
            return False
        return self.has_answers or any(map(self.run.summary.get, APPLIED))

    @property
    def has_answers(self) -> bool:
        return any(one.answered for one in self.asked)

    @property
    def new_delegations(self) -> list[str]:
        """As many as one reads; the others are found among the rows."""
        return list(self.run.report["new_delegations"][:MOST_NAMED])

    @property
    def further_delegations(self) -> int:
        return len(self.run.report["new_delegations"]) - len(self.new_delegations)


def asked_of(run: ImportRun) -> list[Asked]:
    """By kind, in the order in which they are best answered: what a heading means decides whom a
    row may be.
    """
    counts = {
        row["kind"]: Asked(QuestionKind(row["kind"]), row["left"], row["said"])
        for row in ImportQuestion.objects.of_run(run)
        .order_by()
        .values("kind")
        .annotate(
            left=Count("pk", filter=TO_ANSWER),
            said=Count("pk", filter=~UNANSWERED),
        )
    }
    return [counts[kind] for kind in QuestionKind.values if kind in counts]


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
    return bool(reply_of(question.answer) == wanted)


def name_speakers(run: ImportRun, lines: Sequence[ShownLine]) -> None:
    """Say which line speaks for each of these: as an answer says, or the one of that delegate."""
    for one in lines:
        for question in one.questions:
            one.line.reference = one.line.reference or _reference_chosen(question)
            kind, _colon, number = chosen_of(question.answer).partition(":")
            if kind == "line":
                one.speaker = int(number)
    references = {one.line.reference for one in lines if one.line.reference}
    others = ImportLine.objects.of_run(run).filter(reference__in=references)
    speaking = dict(
        others.exclude(verdict=Verdict.REPEATED).order_by("-line").values_list("reference", "line")
    )
    for one in lines:
        one.speaker = one.speaker or speaking.get(one.line.reference)


def _reference_chosen(question: ImportQuestion) -> str:
    candidates = question.detail.get("candidates", [])
    chosen = (one for one in candidates if one["answer"] == question.answer)
    return str(next((one.get("reference", "") for one in chosen), ""))
