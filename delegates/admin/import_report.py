"""One view of an import's report: what is counted, which rows are listed, page by page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from delegates.importing.report import RowReport, StoredReport, Verdict
from delegates.models import ImportRun

ROWS_A_PAGE = 100
# Questions are answered in one form, so they stand on one page.
MOST_QUESTIONS = 500


@dataclass(frozen=True)
class View:
    name: str
    label: StrPromise
    holds: Callable[[RowReport], bool]


VIEWS = (
    View("problems", _("With problems"), lambda row: row.verdict == Verdict.REJECTED),
    View("questions", _("To confirm"), lambda row: bool(row.doubt)),
    View("new", _("New"), lambda row: row.verdict == Verdict.NEW and not row.doubt),
    View("changed", _("Changed"), lambda row: row.verdict == Verdict.CHANGED),
    View("badges", _("Badge needs replacing"), lambda row: bool(row.needs_new_badge)),
    View("same", _("Left alone"), lambda row: row.verdict == Verdict.SAME),
)


@dataclass(frozen=True)
class Tab:
    name: str
    label: StrPromise
    count: int
    is_shown: bool


@dataclass(frozen=True)
class ReportPage:
    """What the template shows. `rows` is one page of the tab that is shown."""

    stored: StoredReport
    tabs: list[Tab]
    rows: Page[RowReport] | None

    @classmethod
    def read(cls, run: ImportRun) -> Self:
        with run.report_file.open("rb") as file:
            stored = StoredReport.from_json(file.read().decode())
        return cls(stored, [], None)

    @classmethod
    def of(cls, run: ImportRun, request: HttpRequest) -> Self:
        """The tab asked for, else the first that holds anything."""
        stored = cls.read(run).stored
        found = {view.name: [row for row in stored.rows if view.holds(row)] for view in VIEWS}
        filled = [name for name, rows in found.items() if rows]
        asked = request.GET.get("show", "")
        shown = asked if asked in filled else next(iter(filled), "")
        tabs = [
            Tab(view.name, view.label, len(found[view.name]), view.name == shown)
            for view in VIEWS
            if found[view.name]
        ]
        if not shown:
            return cls(stored, tabs, None)
        a_page = MOST_QUESTIONS if shown == "questions" else ROWS_A_PAGE
        pages = Paginator(found[shown], a_page)
        return cls(stored, tabs, pages.get_page(request.GET.get("page")))

    @property
    def shown(self) -> str:
        return next((tab.name for tab in self.tabs if tab.is_shown), "")

    def count(self, name: str) -> int:
        return next((tab.count for tab in self.tabs if tab.name == name), 0)

    @property
    def new(self) -> int:
        return self.count("new")

    @property
    def problems(self) -> int:
        return self.count("problems")

    @property
    def questions(self) -> int:
        return self.count("questions")

    @property
    def to_apply(self) -> int:
        """Rows that are applied without any question being answered."""
        return self.count("new") + self.count("changed")

    def doubtful_lines(self) -> list[int]:
        return [row.line for row in self.stored.rows if row.doubt]
