"""One view of an import's report: what is counted, what is asked, which lines are listed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from django.contrib.admin.views.main import PAGE_VAR
from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from delegates.admin.importing.groups import Groups
from delegates.admin.importing.lines import (
    EACH_REASON,
    LineFilter,
    ShownLine,
    columns_of,
    shown_lines,
    shown_verdicts,
)
from delegates.choices import APPLIED, OPTIONAL, QuestionKind, Verdict
from delegates.importing.report import heading
from delegates.models import ImportLine, ImportQuestion, ImportRun
from delegates.models.importing.import_lines import TO_ANSWER, UNANSWERED

LINES_A_PAGE = 100
MOST_NAMED = 60
NOT_SHOWN = ("draft", "digest", "search_text")


@dataclass(frozen=True)
class Tab:
    name: str
    label: StrPromise | str
    count: int
    query: str
    is_shown: bool


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
                label_of(run, verdict),
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
    def lacks_delegations(self) -> bool:
        """Whether a row stays out for its delegation: to create the missing ones may mend that."""
        rejected = self.run.lines.filter(verdict=Verdict.REJECTED)
        return rejected.filter(problems__contains=[["delegation"]]).exists()

    @property
    def new_delegations(self) -> list[str]:
        """As many as one reads; the others are found among the rows."""
        return list(self.run.report["new_delegations"][:MOST_NAMED])

    @property
    def further_delegations(self) -> int:
        return len(self.run.report["new_delegations"]) - len(self.new_delegations)


def label_of(run: ImportRun, verdict: str) -> StrPromise | str:
    """Once the file is imported, nothing of it is to be answered any more."""
    is_over = verdict == Verdict.OPEN and run.applied_at is not None
    return gettext_lazy("Not answered") if is_over else Verdict(verdict).label


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
