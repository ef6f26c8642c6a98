"""One view of an import's report: what is counted, which lines are listed, page by page."""

from dataclasses import dataclass
from typing import Self

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django_stubs_ext import StrPromise

from delegates.choices import Verdict
from delegates.models import ImportLine, ImportQuestion, ImportRun

LINES_A_PAGE = 100
QUESTIONS_A_PAGE = 50

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


@dataclass(frozen=True)
class Tab:
    name: str
    label: StrPromise | str
    count: int
    is_shown: bool


@dataclass(frozen=True)
class ReportPage:
    """What the template shows: `lines` is one page of the tab that is shown."""

    tabs: list[Tab]
    lines: Page[ImportLine] | None
    questions: Page[ImportQuestion] | None

    @classmethod
    def of(cls, run: ImportRun, request: HttpRequest) -> Self:
        """The tab asked for, else the first that holds anything."""
        counts = [(verdict, run.summary.get(verdict, 0)) for verdict in VERDICTS]
        filled = [verdict for verdict, count in counts if count]
        asked = request.GET.get("show", "")
        shown = asked if asked in filled else next(iter(filled), "")
        tabs = [
            Tab(verdict, verdict.label, count, verdict == shown)
            for verdict, count in counts
            if count
        ]
        lines = ImportLine.objects.of_run(run).filter(verdict=shown).order_by("line")
        questions = ImportQuestion.objects.of_run(run).order_by("pk")
        page = request.GET.get("page")
        return cls(
            tabs,
            Paginator(lines, LINES_A_PAGE).get_page(page) if shown else None,
            Paginator(questions, QUESTIONS_A_PAGE).get_page(page),
        )

    @property
    def shown(self) -> str:
        return next((tab.name for tab in self.tabs if tab.is_shown), "")
