"""Which questions of a kind are looked at, and the place of each among them."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR
from django.db.models.functions import MD5
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy

from conference.admin.forgeries import is_key
from conference.admin.lists import searches
from conference.database.id_lists import among
from delegates.admin.importing.groups import digest_in
from delegates.models import ImportLine, ImportQuestion, ImportRun
from delegates.models.importing.import_lines import ImportQuestionQuerySet

QUESTIONS_A_PAGE = 50
TO_ANSWER, ANSWERED, ALL = "open", "answered", "all"
STATES = {
    TO_ANSWER: gettext_lazy("To be answered"),
    ANSWERED: gettext_lazy("Answered"),
    ALL: gettext_lazy("All"),
}


@dataclass(frozen=True)
class QuestionFilter:
    """Which questions of a kind are looked at; every value comes from an address.

    `words` is None where a search is over.
    """

    kind: str
    state: str = TO_ANSWER
    section: str = ""
    line: str = ""
    code: str = ""
    words: str | None = ""

    @classmethod
    def of(cls, kind: str, query: QueryDict, request: HttpRequest) -> Self:
        code, line = query.get(SEARCH_VAR, ""), query.get("line", "")
        state = query.get("state", "")
        return cls(
            kind=kind,
            state=state if state in STATES else TO_ANSWER,
            section=digest_in(query, "section"),
            line=line if is_key(line) and len(line) < 8 else "",
            code=code,
            words=searches.words_of(request, code) if code else "",
        )

    def questions(self, run: ImportRun) -> ImportQuestionQuerySet:
        found = ImportQuestion.objects.of_run(run).filter(kind=self.kind)
        if self.state == TO_ANSWER:
            found = found.to_answer()
        elif self.state == ANSWERED:
            found = found.answered()
        if self.section:
            found = found.alias(named=MD5("section")).filter(named=self.section)
        if self.line:
            found = found.filter(lines__contains=[int(self.line)])
        if self.words:
            matching = ImportLine.objects.of_run(run).matching(self.words)
            found = found.filter(lines__0__in=matching.values("line"))
        return (found if self.words is not None else found.none()).order_by("pk")

    def query(self, page: int = 1, **changes: Any) -> str:
        asked = replace(self, **changes)
        names = {
            "state": "" if asked.state == TO_ANSWER else asked.state,
            "section": asked.section,
            "line": asked.line,
            SEARCH_VAR: asked.code,
            PAGE_VAR: page if page > 1 else "",
        }
        return urlencode({name: value for name, value in names.items() if value})

    def of_section(self, section: str) -> str:
        return self.query(section=section)

    @property
    def without_search(self) -> str:
        return self.query(code="")

    @property
    def without_line(self) -> str:
        return self.query(line="")

    @property
    def is_narrow(self) -> bool:
        return bool(self.section or self.line or self.code)


def anchor(question: ImportQuestion) -> str:
    """The same after a new check, which stores the question as another row."""
    return f"q-{question.key[:16]}"


def place_after(run: ImportRun, asked: QuestionFilter, answered: Collection[int]) -> str:
    """Query and fragment of the place where one goes on: the next question to answer that the
    filter finds, else where one has answered.
    """
    found = asked.questions(run)
    left = found.to_answer().exclude(pk__in=among(answered))
    last = max(answered)
    there = left.filter(pk__gt=last).first() or left.first() or found.filter(pk__lte=last).last()
    if there is None:
        return f"?{asked.query()}"
    page = found.filter(pk__lt=there.pk).count() // QUESTIONS_A_PAGE + 1
    return f"?{asked.query(page)}#{anchor(there)}"
