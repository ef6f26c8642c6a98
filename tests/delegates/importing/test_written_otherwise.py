"""Damaged texts that somebody writes as they should be: for all rows of the file and the next."""

from typing import TYPE_CHECKING

import pytest

from conference.errors import DomainError
from delegates import replies
from delegates.choices import QuestionKind, Reply
from delegates.models import Answer, Delegate, ImportLine, ImportQuestion, ImportRun
from tests import factories
from tests.delegates.importing.test_running import NAMES, answer, checked, decide, stored_lines
from tests.delegates.importing.worker import import_next

if TYPE_CHECKING:
    from tests.delegates.importing.conftest import Office

FILE = (
    f"{NAMES};Function\n"
    "TJ;Ali;Valiev;Attach? de presse\n"
    "TJ;Olim;Karim;Attach? de presse\n"
    "TJ;Zafar;Zafarov;Minist?re\n"
)
RIGHT = replies.write("Attaché de presse")


def letters(run: ImportRun) -> list[tuple[str, list[int], str]]:
    asked = ImportQuestion.objects.of_run(run).filter(kind=QuestionKind.LETTERS)
    return [(one.detail["text"], one.lines, one.answer) for one in asked.order_by("pk")]


def written(run: ImportRun, reply: str, line: int) -> None:
    answer(run, reply, lines=[line])
    import_next()
    run.refresh_from_db()


def functions() -> list[str]:
    return list(Delegate.objects.order_by("given_name").values_list("function", flat=True))


@pytest.mark.parametrize("line", [2, 3])
def test_one_answer_counts_for_every_row_with_the_text(office: "Office", line: int) -> None:
    run = checked(office, FILE)

    written(run, RIGHT, line)

    assert letters(run) == [
        ("Attach? de presse", [2, 3], RIGHT),
        ("Minist?re", [4], ""),
    ]
    assert stored_lines(run) == {2: "new", 3: "new", 4: "open"}
    assert ImportLine.objects.get(run=run, line=3).notices == [
        "“Function”: “Attach? de presse” is written as “Attaché de presse”, as was answered."
    ]
    decide(run, office.organizer, good_rows_only=True)
    import_next()
    assert functions() == ["Attaché de presse"] * 2


def test_answer_is_taken_back_with_a_question_for_each_row_again(office: "Office") -> None:
    run = checked(office, FILE)
    before = letters(run)
    written(run, RIGHT, 2)

    written(run, "", 2)

    assert letters(run) == before
    assert stored_lines(run) == {2: "open", 3: "open", 4: "open"}


def test_text_is_remembered_and_named_where_answers_are(office: "Office") -> None:
    run = checked(office, FILE)
    written(run, RIGHT, 2)
    decide(run, office.organizer, good_rows_only=True)
    import_next()

    (said,) = Answer.objects.all()
    assert (said.reply, said.subject, said.written, said.delegate) == (
        Reply.WRITE,
        "Attach? de presse",
        "Attaché de presse",
        None,
    )
    again = checked(office, f"{NAMES};Function\nTJ;Vera;Sokol;Attach? de presse")
    assert (letters(again), stored_lines(again)) == ([], {2: "new"})
    decide(again, office.organizer)
    import_next()
    assert functions() == ["Attaché de presse"] * 3


def test_name_written_otherwise_is_whom_it_names_and_goes_with_them(office: "Office") -> None:
    ali = factories.DelegateFactory(
        delegation=office.tajikistan, given_name="Alí", family_name="Valiev"
    )
    run = checked(office, f"{NAMES}\nTJ;Al\ufffd;Valiev")

    written(run, replies.write("Alí"), 2)

    assert stored_lines(run) == {2: "same"}
    decide(run, office.organizer)
    import_next()
    assert Answer.objects.get().delegate == ali
    ali.delete()
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Attach\ufffd de presse", "U\\+FFFD"),
        ("Attach? de presse", "the text in the file"),
        ("Attache \U0001f600", "U\\+1F600"),
    ],
)
def test_text_is_judged_like_any(office: "Office", text: str, why: str) -> None:
    run = checked(office, FILE)

    with pytest.raises(DomainError, match=why):
        answer(run, replies.write(text), lines=[2])


def test_text_that_is_doubtful_itself_is_asked_about(office: "Office") -> None:
    run = checked(office, FILE)

    written(run, replies.write("Attaсhé"), 2)

    assert [text for text, _lines, _answer in letters(run)] == [
        "Attach? de presse",
        "Attaсhé",
        "Attaсhé",
        "Minist?re",
    ]
    assert stored_lines(run) == {2: "open", 3: "open", 4: "open"}


def test_answer_to_texts_of_several_kinds_is_none(office: "Office") -> None:
    run = checked(office, FILE)

    with pytest.raises(DomainError, match="does not answer"):
        answer(run, RIGHT)
