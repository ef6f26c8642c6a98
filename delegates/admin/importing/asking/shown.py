"""What is shown of a question: its row, whom or what it is about, and each answer's consequence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from conference.admin import signed_in
from conference.writing.folding import word_key
from delegates import replies
from delegates.admin.cells import thumbnail
from delegates.admin.importing.asking.filter import anchor
from delegates.admin.importing.asking.form import box_of
from delegates.admin.importing.asking.letters import Piece, pieces_of
from delegates.admin.importing.asking.words import answer_in_words, party_names
from delegates.admin.importing.groups import digest_of
from delegates.admin.importing.parties import types_by_section
from delegates.choices import QuestionKind, Verdict
from delegates.importing.checking.keeping import changes_of, field_choices
from delegates.importing.report import Change, heading
from delegates.models import Delegate, ImportLine, ImportQuestion, ImportRun
from delegates.replies import FullReply, Target


@dataclass(frozen=True)
class Choice:
    """A field that differs, and whether the file's is taken. `value` is what its box sends."""

    value: str
    heading: str
    old: str
    new: str
    is_taken: bool


@dataclass(frozen=True)
class Candidate:
    """Somebody whom the row may be about. `choices` are the fields that differ, `follows` what else
    would be registered otherwise, that nobody chooses.
    """

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
    choices: Sequence[Choice]
    follows: Sequence[Change]
    consequence: str
    is_elsewhere: bool
    is_answer: bool


@dataclass(frozen=True)
class ShownQuestion:
    """`of_type` is what type of organization a heading is by the section that it stands in."""

    question: ImportQuestion
    row: ImportLine | None
    answer: str
    function: str = ""
    candidates: Sequence[Candidate] = ()
    pieces: Sequence[Piece] = ()
    column: str = ""
    spellings: Sequence[tuple[str, str, str]] = ()
    is_elsewhere: bool = False
    of_type: str = ""

    @property
    def rows_query(self) -> str:
        """Of the lines that hang on a heading, in the report."""
        show = self.row.verdict if self.row else ""
        return urlencode({"show": show, "delegation": digest_of(self.question.subject)})

    @property
    def anchor(self) -> str:
        return anchor(self.question)


def shown_questions(
    run: ImportRun, questions: Sequence[ImportQuestion], request: HttpRequest
) -> list[ShownQuestion]:
    numbers = [question.lines[0] for question in questions]
    lines = ImportLine.objects.of_run(run).filter(line__in=numbers)
    rows = {row.line: row for row in lines.defer("draft", "digest", "search_text")}
    people = _people_of(questions, request)
    parties = party_names(question.answer for question in questions)
    types = (
        types_by_section(run.conference)
        if any(question.kind == QuestionKind.PARTY for question in questions)
        else {}
    )
    return [
        _shown(question, rows.get(question.lines[0]), people, parties, types)
        for question in questions
    ]


def _shown(
    question: ImportQuestion,
    row: ImportLine | None,
    people: Mapping[int, Delegate],
    parties: Mapping[Target, str],
    types: Mapping[str, str],
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
        of_type=replies.read(question.answer).of_type or types.get(word_key(question.section), ""),
    )


def _candidate(
    question: ImportQuestion, one: Mapping[str, Any], people: Mapping[int, Delegate]
) -> Candidate:
    outcome = question.outcomes.get(one["answer"], {})
    changes = changes_of(outcome)
    answer, given = replies.read(one["answer"]), replies.read(question.answer)
    is_answer = given.whole == one["answer"]
    choices = _choices(changes, answer, given if is_answer else None)
    chosen = {choice.change for choice in field_choices(changes)}
    delegate = people.get(answer.delegate_id or 0)
    is_registered = "reference" in one
    is_moved = any(change.column == "delegation" for change in changes)
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
        choices=choices,
        follows=[change for change in changes if change not in chosen],
        consequence=_consequence(outcome.get("verdict", ""), one.get("line")),
        is_elsewhere=(
            is_moved or keeps_place if is_registered else one["delegation"] != question.section
        ),
        is_answer=is_answer,
    )


def _choices(changes: Sequence[Change], answer: FullReply, given: FullReply | None) -> list[Choice]:
    """Ticked as was answered, or as is taken where nobody chooses."""
    return [
        Choice(
            value=box_of(answer, one.column),
            heading=one.change.heading,
            old=one.change.old,
            new=one.change.new,
            is_taken=one.column not in given.kept if given else not one.stays_at_first,
        )
        for one in field_choices(changes)
    ]


def _consequence(verdict: str, line: int | None) -> str:
    """What "the same person" would do, where it changes nothing field by field."""
    if verdict == Verdict.REPEATED and line:
        return (
            _("This row will then be merged with line %d and fill in what that line leaves out.")
            % line
        )
    if verdict == Verdict.REPEATED:
        return _(
            "This row will then be merged with the person’s own row and fill in what that leaves"
            " out."
        )
    return _("Then nothing will change.") if verdict == Verdict.SAME else ""


def _people_of(questions: Iterable[ImportQuestion], request: HttpRequest) -> Mapping[int, Delegate]:
    """The registered ones among those whom these questions name, as far as one may see them."""
    candidates = (one for row in questions for one in row.detail.get("candidates", ()))
    ids = {pk for one in candidates if (pk := replies.read(one["answer"]).delegate_id)}
    people = Delegate.objects.visible_to(signed_in(request))
    return people.only("photo", "given_name", "family_name").in_bulk(ids)
