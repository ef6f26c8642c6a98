"""One kind of what an import asks: which questions are looked at, what each of them shows, and
what an organizer answers to one, to those ticked, or to all that a filter finds.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any, Self
from urllib.parse import urlencode

from django import forms
from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR
from django.core.paginator import Page, Paginator
from django.db.models.functions import MD5
from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.admin import signed_in
from conference.admin.forgeries import ids_read, ids_written, is_key
from conference.admin.lists import searches
from conference.database.id_lists import among
from conference.errors import DomainError
from delegates.admin.cells import thumbnail
from delegates.admin.importing.parties import party_named
from delegates.admin.importing.report import Asked, Groups, asked_of, digest_in, digest_of
from delegates.choices import OPTIONAL, OrganizationType, QuestionKind, Reply, Verdict
from delegates.importing.checking.questions import chosen_of, reply_of
from delegates.importing.report import heading
from delegates.models import (
    Country,
    Delegate,
    ImportLine,
    ImportQuestion,
    ImportRun,
    Organization,
)
from delegates.models.import_lines import ImportQuestionQuerySet

QUESTIONS_A_PAGE = 50
TO_ANSWER, ANSWERED, ALL = "open", "answered", "all"
STATES = {
    TO_ANSWER: gettext_lazy("To be answered"),
    ANSWERED: gettext_lazy("Answered"),
    ALL: gettext_lazy("All"),
}

EXPLANATIONS = {
    QuestionKind.PARTY: gettext_lazy(
        "Dais knows no country or organization by these names. Say once what each of them is: all"
        " rows under the name follow."
    ),
    QuestionKind.PERSON: gettext_lazy(
        "These rows may be about somebody who is registered already, or whom the file names twice."
        " A name alone does not tell: compare, and say who it is."
    ),
    QuestionKind.LETTERS: gettext_lazy(
        "These texts hold letters that were perhaps damaged on their way, or typed on another"
        " keyboard. They would be printed as they stand."
    ),
    QuestionKind.PARTY_NAME: gettext_lazy(
        "The file calls these delegations otherwise than Dais does. Unless you say so, they are"
        " registered under the name that Dais knows."
    ),
    QuestionKind.SPELLING: gettext_lazy(
        "The file writes these names with fewer accents or in other capitals than they are"
        " registered. Unless you say so, the registered spelling stays."
    ),
}


# Which questions


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


@dataclass(frozen=True)
class StateLink:
    label: Any
    count: int | None
    query: str
    is_shown: bool


# What a question shows


@dataclass(frozen=True)
class Candidate:
    """Somebody whom the row may be about. `changes` is what would be registered otherwise."""

    answer: str
    name: str
    own_name: str
    delegation: str
    function: str
    department: str
    ministry: str
    email: str
    reference: str
    line: int | None
    picture: SafeString | str
    delegate: Delegate | None
    changes: Sequence[Sequence[Any]]
    consequence: str
    is_elsewhere: bool
    is_answer: bool


@dataclass(frozen=True)
class Piece:
    """Part of a text; `codes` say which doubtful letters it is made of."""

    text: str
    codes: str = ""


@dataclass(frozen=True)
class ShownQuestion:
    question: ImportQuestion
    row: ImportLine | None
    answer: str
    function: str = ""
    candidates: Sequence[Candidate] = ()
    pieces: Sequence[Piece] = ()
    column: str = ""
    spellings: Sequence[tuple[str, str, str]] = ()
    is_elsewhere: bool = False

    @property
    def rows_query(self) -> str:
        """Of the lines that hang on a heading, in the report."""
        show = self.row.verdict if self.row else ""
        return urlencode({"show": show, "delegation": digest_of(self.question.subject)})

    @property
    def anchor(self) -> str:
        return anchor(self.question)


def anchor(question: ImportQuestion) -> str:
    """The same after a new check, which stores the question as another row."""
    return f"q-{question.key[:16]}"


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


def shown_questions(
    run: ImportRun, questions: Sequence[ImportQuestion], request: HttpRequest
) -> list[ShownQuestion]:
    numbers = [question.lines[0] for question in questions]
    lines = ImportLine.objects.of_run(run).filter(line__in=numbers)
    rows = {row.line: row for row in lines.defer("draft", "digest", "search_text")}
    people = _people_of(questions, request)
    parties = party_names(question.answer for question in questions)
    return [
        _shown(question, rows.get(question.lines[0]), people, parties) for question in questions
    ]


def _shown(
    question: ImportQuestion,
    row: ImportLine | None,
    people: Mapping[int, Delegate],
    parties: Mapping[str, str],
) -> ShownQuestion:
    candidates = [
        _candidate(question, one, people) for one in question.detail.get("candidates", ())
    ]
    detail = question.detail
    return ShownQuestion(
        question,
        row,
        answer=answer_in_words(question, parties),
        candidates=candidates,
        is_elsewhere=any(one.is_elsewhere for one in candidates),
        pieces=pieces_of(detail) if question.kind == QuestionKind.LETTERS else (),
        column=heading(detail.get("column", "")),
        spellings=[(heading(column), old, new) for column, old, new in detail.get("spellings", ())],
    )


def _candidate(
    question: ImportQuestion, one: Mapping[str, Any], people: Mapping[int, Delegate]
) -> Candidate:
    outcome = question.outcomes.get(one["answer"], {})
    changes = outcome.get("changes", ())
    delegate = people.get(_delegate_id(one["answer"]))
    is_registered = "reference" in one
    is_moved = any(change[0] == "delegation" for change in changes)
    keeps_place = is_registered and outcome.get("verdict") == Verdict.REPEATED
    texts = one.get("texts", {})
    return Candidate(
        answer=one["answer"],
        name=one["name"],
        own_name=texts.get("own_name", ""),
        delegation=one["delegation"],
        function=texts.get("function", ""),
        department=texts.get("department", ""),
        ministry=texts.get("ministry", ""),
        email=texts.get("email", ""),
        reference=one.get("reference", ""),
        line=one.get("line"),
        picture=thumbnail(delegate) if delegate else "",
        delegate=delegate,
        changes=[[heading(column), *rest] for column, *rest in changes],
        consequence=_consequence(outcome.get("verdict", ""), one.get("line")),
        is_elsewhere=(
            is_moved or keeps_place if is_registered else one["delegation"] != question.section
        ),
        is_answer=one["answer"] == question.answer,
    )


def _consequence(verdict: str, line: int | None) -> str:
    """What "the same person" would do, where it changes nothing field by field."""
    if verdict == Verdict.REPEATED and line:
        return _("Then this row is counted with line %d, and fills what that leaves out.") % line
    if verdict == Verdict.REPEATED:
        return _("Then this row is counted with the person's own, and fills what that leaves out.")
    return _("Then nothing changes.") if verdict == Verdict.SAME else ""


def _delegate_id(answer: str) -> int:
    kind, _colon, pk = chosen_of(answer).partition(":")
    return int(pk) if kind == "delegate" else 0


def _people_of(questions: Iterable[ImportQuestion], request: HttpRequest) -> Mapping[int, Delegate]:
    """The registered ones among those whom these questions name, as far as one may see them."""
    candidates = (one for row in questions for one in row.detail.get("candidates", ()))
    ids = {_delegate_id(one["answer"]) for one in candidates}
    people = Delegate.objects.visible_to(signed_in(request))
    return people.only("photo", "given_name", "family_name").in_bulk(ids)


# Letters

CODE = re.compile(r"U\+([0-9A-F]{4,6})")


def pieces_of(detail: Mapping[str, Any]) -> list[Piece]:
    """The text with its doubtful letters apart: those that the finding names, their whole script,
    and whatever was perhaps meant otherwise.
    """
    text, perhaps = detail["text"], detail.get("perhaps", "")
    named = {chr(int(code, 16)) for code in CODE.findall(detail["finding"])}
    scripts = {_script(letter) for letter in named} - {""}
    doubtful = [letter in named or _script(letter) in scripts for letter in text]
    if perhaps:
        steps = SequenceMatcher(None, text, perhaps, autojunk=False).get_opcodes()
        for step, start, end, _from, _to in steps:
            if step != "equal":
                doubtful[start:end] = [True] * (end - start)
    pieces: list[Piece] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or doubtful[end] != doubtful[start]:
            part = text[start:end]
            pieces.append(Piece(part, _codes(part) if doubtful[start] else ""))
            start = end
    return pieces


def _codes(text: str) -> str:
    return " ".join(f"U+{ord(letter):04X}" for letter in text)


def _script(letter: str) -> str:
    """By the first word of its name: Latin letters are of none, they stand beside any."""
    script = unicodedata.name(letter, "").partition(" ")[0] if letter.isalpha() else ""
    return "" if script == "LATIN" else script


# Answers


def party_names(answers: Iterable[str]) -> Mapping[str, str]:
    """The names of the countries and organizations that answers name: "country:12" to its name."""
    chosen = {chosen_of(answer) for answer in answers if reply_of(answer) == Reply.SAME}
    ids: dict[str, list[int]] = {"country": [], "organization": []}
    for one in chosen:
        kind, _colon, pk = one.partition(":")
        if kind in ids:
            ids[kind].append(int(pk))
    return {
        f"{kind}:{row.pk}": str(row.name)
        for kind, rows in (
            ("country", Country.objects.filter(pk__in=ids["country"])),
            ("organization", Organization.objects.filter(pk__in=ids["organization"])),
        )
        for row in rows.only("name")
    }


def answer_in_words(question: ImportQuestion, parties: Mapping[str, str]) -> str:
    """ "" where nobody has answered."""
    reply, chosen = reply_of(question.answer), chosen_of(question.answer)
    if not reply:
        return ""
    if reply == Reply.ADD:
        return _("Added: %s") % OrganizationType(chosen).label
    if reply == Reply.SAME and question.kind == QuestionKind.PARTY:
        likely = dict(question.detail.get("likely", ()))
        return _("The same as %s") % (parties.get(chosen) or likely.get(question.answer, "–"))
    if reply == Reply.SAME:
        candidates = question.detail.get("candidates", ())
        names = (one["name"] for one in candidates if one["answer"] == question.answer)
        return _("The same person as %s") % next(names, "–")
    return {
        Reply.LEAVE_OUT: _("Left out"),
        Reply.ANOTHER: _("Another person"),
        Reply.RIGHT: _("Right as it is"),
        Reply.WITHOUT: _("Registered without this text"),
        Reply.TAKE_OUT: _("Without what nobody sees"),
        Reply.TAKE: _("As in the file"),
        Reply.KEEP: _("As registered"),
    }[Reply(reply)]


def answered_in_words(run: ImportRun, *, questions: Collection[int], answer: str) -> str:
    if not answer:
        said = ngettext("The answer is taken back.", "%d answers are taken back.", len(questions))
    elif answer == Reply.SAME:
        return _("Answered where it can be one only.")
    elif left := _left_open(run, questions, answer):
        said = ngettext(
            "One is left, to which that is no answer.",
            "%d are left, to which that is no answer.",
            left,
        )
        return said % left if left != 1 else said
    else:
        said = ngettext("Answered.", "%d questions are answered.", len(questions))
    return said % len(questions) if len(questions) != 1 else said


def _left_open(run: ImportRun, questions: Collection[int], answer: str) -> int:
    """How many of them an answer to many did not fit."""
    if len(questions) < 2:
        return 0
    asked = ImportQuestion.objects.of_run(run).filter(pk__in=among(questions))
    return asked.exclude(answer=answer).count()


SHOWN, FOUND = "shown", "found"
TAKE_BACK = "take_back"
ALIKE = "alike"


class AnswerForm(forms.Form):
    """An answer to one question, by its own button; or to those ticked, all shown, or all found.

    `one` is the question's id, a colon and the answer. `seen` is how many the filter found on the
    page that was answered: whoever answers for all of them has seen how many they are.
    """

    one = forms.CharField(required=False)
    answer = forms.CharField(required=False, max_length=60)
    scope = forms.CharField(required=False)
    shown = forms.CharField(required=False)
    seen = forms.CharField(required=False)
    party = forms.CharField(required=False, max_length=300)
    of_type = forms.CharField(required=False, max_length=30)

    def __init__(self, run: ImportRun, asked: QuestionFilter, data: QueryDict) -> None:
        super().__init__(data)
        self.run = run
        self.asked = asked
        self.ticked = [int(pk) for pk in data.getlist("questions") if is_key(pk)]

    def said(self) -> dict[str, Any]:
        """The questions and the answer. Raises DomainError where there are none."""
        if not self.is_valid():
            raise DomainError(" ".join(map(str, self.non_field_errors())))
        return self.cleaned_data

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("one"):
            pk, _colon, answer = said["one"].partition(":")
            questions = [int(pk)] if is_key(pk) else []
        else:
            questions, answer = self._questions(), self._answer()
        if not questions:
            raise forms.ValidationError(_("Tick at least one question, then choose the answer."))
        return {"questions": questions, "answer": answer}

    def _questions(self) -> list[int]:
        said = self.cleaned_data
        if said.get("scope") == SHOWN:
            return ids_read(said["shown"]) or []
        if said.get("scope") != FOUND:
            return self.ticked
        found = list(self.asked.questions(self.run).values_list("pk", flat=True))
        if str(len(found)) != said.get("seen"):
            raise forms.ValidationError(
                _("There are other questions meanwhile: look at them, and answer again.")
            )
        return found

    def _answer(self) -> str:
        answer: str = self.cleaned_data.get("answer", "")
        if answer == Reply.ADD:
            if not self.cleaned_data["of_type"]:
                raise forms.ValidationError(_("Choose what type of organization is to be added."))
            return f"{Reply.ADD}:{self.cleaned_data['of_type']}"
        if answer == ALIKE and self.asked.kind == QuestionKind.PARTY:
            return str(Reply.SAME)
        if answer == Reply.SAME and self.asked.kind == QuestionKind.PARTY:
            return party_named(self.run.conference, self.cleaned_data["party"])
        if not answer:
            raise forms.ValidationError(_("Choose the answer."))
        return "" if answer == TAKE_BACK else answer
