"""A row is the same person: whose spelling and which values stand afterwards, field by field."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from conference.addresses import admin_url
from conference.errors import DomainError
from delegates import replies
from delegates.choices import QuestionKind, Reply, Verdict
from delegates.importing import answering, known_in
from delegates.importing.checking.judgement import check
from delegates.importing.checking.keeping import changes_of, kept_at_first
from delegates.importing.checking.questions import Question
from delegates.models import (
    Answer,
    Delegate,
    ImportLine,
    ImportQuestion,
    ImportRun,
    SamePersonSpelling,
)
from delegates.replies import TargetType
from delegates.services.importing import taking_back
from tests import factories
from tests.delegates.importing.test_running import checked, decide
from tests.delegates.importing.worker import import_next

if TYPE_CHECKING:
    from tests.delegates.importing.conftest import Office

HEADINGS = "Delegation;Given name;Family name;Function;Ministry;Rank"
ROW = "TJ;Anna;Zuercher;Director;Ministry of Energy;"


def text_of(*rows: str) -> str:
    return "\n".join([HEADINGS, *rows])


@pytest.fixture
def anna(office: "Office") -> Delegate:
    person: Delegate = factories.DelegateFactory(
        delegation=office.tajikistan,
        given_name="Anna",
        family_name="Zürcher",
        function="Adviser",
        ministry="",
    )
    return person


def same(office: "Office", text: str, *, taken: dict[str, list[str]] | None = None) -> ImportRun:
    """Checked and answered: "the same person" for all, as a button for many says it."""
    run = checked(office, text)
    questions = ImportQuestion.objects.of_run(run).filter(kind=QuestionKind.PERSON)
    ids = {question.subject: question.pk for question in questions}
    return answering.answer(
        run=run,
        questions=list(ids.values()),
        answer=Reply.SAME,
        taken={ids[name]: columns for name, columns in (taken or {}).items()},
        by=office.organizer,
        at=timezone.now(),
    )


def applied(run: ImportRun) -> ImportRun:
    decide(run, run.created_by)
    import_next()
    run.refresh_from_db()
    assert run.applied_at
    return run


def registered(person: Delegate) -> tuple[str, str, str, str]:
    person.refresh_from_db()
    return person.given_name, person.family_name, person.function, person.ministry


def test_name_stays_and_other_fields_are_taken_where_nobody_chooses(
    office: "Office", anna: Delegate
) -> None:
    run = same(office, text_of(ROW))

    question = ImportQuestion.objects.of_run(run).get()
    line = ImportLine.objects.of_run(run).get()
    assert question.answer == f"same:delegate:{anna.pk}:keep:family_name"
    assert [change[:3] for change in line.changes] == [
        ["function", "Adviser", "Director"],
        ["ministry", "", "Ministry of Energy"],
    ]
    applied(run)
    assert registered(anna) == ("Anna", "Zürcher", "Director", "Ministry of Energy")


def test_other_spelling_is_remembered_and_the_same_file_asks_and_changes_nothing(
    office: "Office", anna: Delegate
) -> None:
    applied(same(office, text_of(ROW)))

    spelling = SamePersonSpelling.objects.get()
    assert (spelling.delegate, spelling.family_name) == (anna, "Zuercher")
    again = office.check(text_of(ROW))
    assert again.questions == []
    assert [row.verdict for row in again.rows] == [Verdict.SAME]


def test_what_is_chosen_is_taken_and_the_former_name_is_remembered(
    office: "Office", anna: Delegate
) -> None:
    chosen = {"Anna ZUERCHER": ["family_name", "ministry"]}
    applied(same(office, text_of(ROW), taken=chosen))

    assert registered(anna) == ("Anna", "Zuercher", "Adviser", "Ministry of Energy")
    assert SamePersonSpelling.objects.get().family_name == "Zürcher"
    former = "TJ;Anna;Zürcher;;;"
    again = office.check(text_of(former))
    assert (again.questions, [row.verdict for row in again.rows]) == ([], [Verdict.SAME])


def test_value_that_was_not_taken_is_not_taken_from_the_same_file_later(
    office: "Office", anna: Delegate
) -> None:
    applied(same(office, text_of(ROW), taken={"Anna ZUERCHER": ["ministry"]}))

    answer = Answer.objects.get(kind=QuestionKind.PERSON)
    assert answer.not_taken == {"family_name": "Zuercher", "function": "Director"}
    again = office.check(text_of(ROW))
    assert (again.questions, [row.verdict for row in again.rows]) == ([], [Verdict.SAME])
    assert registered(anna)[2] == "Adviser"


def test_name_in_own_script_that_was_not_taken_is_taken_once_it_is_corrected(
    office: "Office",
) -> None:
    """Both are the same question: a letter's tail makes another name, but no other person."""
    person = factories.DelegateFactory(
        delegation=office.tajikistan,
        given_name="Anna",
        family_name="Zürcher",
        own_name="Анна",
        own_name_language="ru",
    )
    headings = "Delegation;Given name;Family name;Name in own script;Language of own script"
    refused, corrected = (
        f"{headings}\nTJ;Anna;Zuercher;{name};tg" for name in ("Рахмон", "Раҳмон")
    )
    applied(same(office, refused))
    assert Answer.objects.get(kind=QuestionKind.PERSON).not_taken == {
        "family_name": "Zuercher",
        "own_name": "Рахмон",
        "own_name_language": "tg",
    }

    again, later = office.check(refused), office.check(corrected)

    assert list(again.rows[0].outcome.changes) == []
    assert (
        later.questions,
        [(one.column, one.old, one.new) for one in later.rows[0].outcome.changes],
    ) == (
        [],
        [("own_name", "Анна", "Раҳмон"), ("own_name_language", "ru", "tg")],
    )
    person.refresh_from_db()
    assert person.own_name == "Анна"


def test_page_of_the_answer_names_what_stays_as_registered(
    office: "Office", anna: Delegate, client: Client
) -> None:
    applied(same(office, text_of(ROW), taken={"Anna ZUERCHER": ["ministry"]}))
    client.force_login(office.organizer)
    pk = Answer.objects.get(kind=QuestionKind.PERSON).pk

    page = client.get(admin_url(office.conference, "delegates_answer_change", pk))

    assert "Family name, Function" in page.content.decode()


def test_value_that_is_another_now_is_taken_although_the_former_was_not(
    office: "Office", anna: Delegate
) -> None:
    rank, other, *_others = office.ranks.values()
    ranked = ROW + str(rank.name)
    applied(same(office, text_of(ranked), taken={"Anna ZUERCHER": ["function", "ministry"]}))
    assert Answer.objects.get(kind=QuestionKind.PERSON).not_taken["rank"] == rank.pk

    again = office.check(text_of(ROW + str(other.name)))

    assert [change.column for change in again.rows[0].outcome.changes][:1] == ["rank"]


def test_spelling_with_more_marks_stays_out_too_where_it_is_not_chosen(
    office: "Office",
) -> None:
    person = factories.DelegateFactory(
        delegation=office.tajikistan, given_name="Anna", family_name="Zurcher", function="Adviser"
    )
    row = "TJ;Anna;Zürcher;Director;;"
    applied(same(office, text_of(row)))

    assert registered(person)[:3] == ("Anna", "Zurcher", "Director")
    again = office.check(text_of(row))
    assert (again.questions, [line.verdict for line in again.rows]) == ([], [Verdict.SAME])


def test_row_of_another_line_does_not_fill_what_stays(office: "Office", anna: Delegate) -> None:
    rows = [ROW, "TJ;Anna;Zuerchers;Director;Ministry of Water;"]
    run = checked(office, text_of(*rows))
    keeping = replies.same(TargetType.DELEGATE, anna.pk, kept={"family_name", "ministry"})
    asked = ImportQuestion.objects.of_run(run).order_by("pk")
    for question, answer in zip(asked, [keeping, "same:line:2"], strict=True):
        run = answering.answer(
            run=run,
            questions=[question.pk],
            answer=answer,
            by=office.organizer,
            at=timezone.now(),
        )
    applied(run)

    assert registered(anna) == ("Anna", "Zürcher", "Director", "")


def test_row_of_another_line_does_not_fill_the_category_that_stays(office: "Office") -> None:
    registered = factories.DelegateFactory(
        delegation=office.tajikistan,
        given_name="Anna",
        family_name="Zürcher",
        category=office.categories["D"],
    )
    rows = ["TJ;Anna;Zuercher;H", "TJ;Anna;Zuerchers;H"]
    run = checked(office, "\n".join(["Delegation;Given name;Family name;Category", *rows]))
    keeping = replies.same(TargetType.DELEGATE, registered.pk, kept={"family_name", "category"})
    asked = ImportQuestion.objects.of_run(run).order_by("pk")
    for question, answer in zip(asked, [keeping, "same:line:2"], strict=True):
        run = answering.answer(
            run=run,
            questions=[question.pk],
            answer=answer,
            by=office.organizer,
            at=timezone.now(),
        )
    applied(run)

    registered.refresh_from_db()
    assert registered.category == office.categories["D"]
    assert not registered.is_category_set_by_hand


def test_answer_of_an_earlier_landing_takes_all_that_the_file_says(
    office: "Office", anna: Delegate
) -> None:
    """It was stored when there was no choice: that is what whoever answered was shown."""
    answers = {(one.kind, one.key): f"same:delegate:{anna.pk}" for one in _asked(office)}
    report = check(office.reading(text_of(ROW)), known_in(office.conference), answers=answers)
    assert [change.column for change in report.rows[0].outcome.changes] == [
        "family_name",
        "function",
        "ministry",
    ]
    office.applied(report)
    assert registered(anna) == ("Anna", "Zuercher", "Director", "Ministry of Energy")


def _asked(office: "Office") -> list[Question]:
    return office.check(text_of(ROW)).questions


@pytest.mark.parametrize("kept", [["delegation"], ["own_name"], ["gender", "function"]])
def test_field_that_does_not_differ_cannot_be_kept(
    office: "Office", anna: Delegate, kept: list[str]
) -> None:
    run = checked(office, text_of(ROW))
    question = ImportQuestion.objects.of_run(run).get()
    with pytest.raises(DomainError, match="does not answer the question"):
        answering.answer(
            run=run,
            questions=[question.pk],
            answer=replies.same(TargetType.DELEGATE, anna.pk, kept=kept),
            by=office.organizer,
            at=timezone.now(),
        )


def test_answer_that_keeps_fields_goes_with_its_person(office: "Office", anna: Delegate) -> None:
    run = same(office, text_of(ROW))
    assert run.questions.exclude(answer="").count() == 1

    anna.delete()

    assert run.questions.count() == 0


def test_import_that_is_taken_back_asks_again(office: "Office", anna: Delegate) -> None:
    run = applied(same(office, text_of(ROW)))
    taking_back.take_back(run=run, by=office.organizer, at=timezone.now())

    assert registered(anna) == ("Anna", "Zürcher", "Adviser", "")
    assert [one.kind for one in _asked(office)] == [QuestionKind.PERSON]


@pytest.mark.parametrize(
    ("changes", "stays"),
    [
        (
            [["given_name", "", "Anna"], ["family_name", "Brauer", "Braun"]],
            {"given_name", "family_name"},
        ),
        ([["own_name", "", "Анна"], ["own_name_language", "", "ru"]], set()),
        ([["own_name", "Анна", "Ана"], ["own_name_language", "ru", "sr"]], {"own_name"}),
        ([["rank", "Minister", "Director"], ["function", "", "Director"]], set()),
    ],
)
def test_names_stay_at_first_and_nothing_else(changes: list[list[str]], stays: set[str]) -> None:
    assert kept_at_first(changes_of({"changes": changes})) == stays
