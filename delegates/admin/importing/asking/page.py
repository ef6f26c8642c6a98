"""One page of the questions of one kind."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from django.contrib.admin.views.main import PAGE_VAR
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy

from conference.admin import signed_in
from conference.admin.forgeries import ids_written
from delegates.admin.importing.asking.filter import (
    ANSWERED,
    QUESTIONS_A_PAGE,
    STATES,
    TO_ANSWER,
    QuestionFilter,
)
from delegates.admin.importing.asking.shown import ShownQuestion, shown_questions
from delegates.admin.importing.groups import Groups
from delegates.admin.importing.report import Asked, asked_of
from delegates.choices import OPTIONAL, OrganizationType, QuestionKind
from delegates.models import ImportQuestion, ImportRun
from delegates.services.parties import may_make_general

EXPLANATIONS = {
    QuestionKind.PARTY: gettext_lazy(
        "Dais knows no country or organization by these names. Answer once for each"
        " name: the answer applies to all its rows."
    ),
    QuestionKind.PERSON: gettext_lazy(
        "These rows may be about somebody who is registered already or appears twice"
        " in the file. A name alone is not enough: compare, and say who it is."
    ),
    QuestionKind.LETTERS: gettext_lazy(
        "These texts contain letters that may have been damaged or typed on another"
        " keyboard. They would be printed as they are."
    ),
    QuestionKind.PARTY_NAME: gettext_lazy(
        "The file uses other names for these delegations than Dais. Unless you choose"
        " otherwise, they are registered under the names that Dais knows."
    ),
    QuestionKind.SPELLING: gettext_lazy(
        "The file spells these names with fewer accents or other capitals. Unless you"
        " choose otherwise, the registered spelling is kept."
    ),
}


@dataclass(frozen=True)
class StateLink:
    label: Any
    count: int | None
    query: str
    is_shown: bool


@dataclass
class QuestionsPage:
    """One page of a kind's questions. `found` is how many the filter finds on all its pages."""

    kind: QuestionKind
    explanation: Any
    others: Sequence[Asked]
    filter: QuestionFilter
    states: Sequence[StateLink]
    sections: Groups
    page: Page[ImportQuestion]
    questions: Sequence[ShownQuestion] = field(default_factory=list)
    types: Sequence[tuple[str, Any]] = tuple(OrganizationType.choices)
    may_make_general: bool = False

    @classmethod
    def of(cls, run: ImportRun, kind: str, query: QueryDict, request: HttpRequest) -> Self:
        chosen = QuestionFilter.of(kind, query, request)
        found = chosen.questions(run)
        everything = asked_of(run)
        own = [one for one in everything if one.kind == kind]
        counts = {
            TO_ANSWER: sum(one.to_answer for one in own),
            ANSWERED: sum(one.answered for one in own),
        }
        rows = replace(chosen, section="").questions(run)
        page = Paginator(found.select_related("answered_by"), QUESTIONS_A_PAGE).get_page(
            query.get(PAGE_VAR)
        )
        return cls(
            kind=QuestionKind(kind),
            explanation=EXPLANATIONS[QuestionKind(kind)],
            others=[one for one in everything if one.kind != kind and one.to_answer],
            filter=chosen,
            states=[
                StateLink(
                    label, counts.get(state), chosen.query(state=state), state == chosen.state
                )
                for state, label in STATES.items()
            ],
            sections=Groups.of(rows, "section", chosen.section, chosen.of_section),
            page=page,
            questions=shown_questions(run, list(page), request),
            may_make_general=may_make_general(signed_in(request), run.conference),
        )

    @property
    def here(self) -> str:
        """The query of this page: an answer comes with it, and leads back to it."""
        return self.filter.query(self.page.number)

    @property
    def shown_ids(self) -> str:
        return ids_written([question.pk for question in self.page])

    @property
    def can_be_left_out(self) -> bool:
        return self.kind not in OPTIONAL

    @property
    def has_several_pages(self) -> bool:
        return self.page.paginator.num_pages > 1
