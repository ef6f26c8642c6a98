"""Damaged and foreign letters in a file: held, asked about or left out, in the words of forms."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from conference.errors import DomainError
from delegates.importing import answering
from delegates.importing.checking.checked import CheckedFile
from delegates.importing.checking.questions import key_of
from delegates.models import Delegate, ImportRun
from delegates.services import registering
from tests.delegates.importing.test_running import answer, checked, create_missing, decide
from tests.delegates.importing.worker import import_next
from tests.factories import AnswerFactory, DelegateFactory

if TYPE_CHECKING:
    from tests.delegates.importing.conftest import Office

NAMES = "Delegation;Given name;Family name"
OWN = f"{NAMES};Name in own script;Language of own script"
PARTY = "\U0001f389"


def problems(office: "Office", text: str) -> list[tuple[str, str]]:
    return [
        (problem.column, problem.reason)
        for row in office.check(text).rows
        for problem in row.problems
    ]


@pytest.mark.parametrize("column", ["Function", "Department", "Ministry or organization"])
def test_text_of_a_badge_that_cannot_be_printed_holds_the_row(
    office: "Office", column: str
) -> None:
    (found,) = problems(office, f"{NAMES};{column}\nTJ;Ali;Valiev;Adviser {PARTY}")

    assert found[1] == (
        f"has “{PARTY}” (U+1F389), which cannot be printed: no font has it; write it differently"
    )


def test_name_that_cannot_be_printed_holds_the_row(office: "Office") -> None:
    assert [column for column, _reason in problems(office, f"{NAMES}\nTJ;Ali {PARTY};Valiev")] == [
        "given_name"
    ]


def test_own_name_that_cannot_be_printed_is_left_out_and_said(office: "Office") -> None:
    text = f"{OWN}\nTJ;Ali;Valiev;Алӣ {PARTY};tg\nTJ;Eva;Nagy;Ева;tg"

    assert [row.notices for row in office.check(text).rows] == [
        [
            (
                f"“Name in own script” has “{PARTY}” (U+1F389), which cannot be printed: no font"
                " has it; write it differently. The person is registered without it."
            )
        ],
        [],
    ]
    office.imported(text)
    names = Delegate.objects.order_by("given_name").values_list("given_name", "own_name")
    assert [*names] == [("Ali", ""), ("Eva", "Ева")]


def test_own_name_left_out_leaves_the_one_that_is_there(office: "Office") -> None:
    delegate = DelegateFactory(
        delegation=office.tajikistan, own_name="Алӣ", own_name_language="tg", phone=""
    )
    text = f"Reference;Name in own script;Phone\n{delegate.reference};{PARTY};+992 37"

    office.imported(text)

    delegate.refresh_from_db()
    assert (delegate.own_name, delegate.own_name_language, delegate.phone) == (
        "Алӣ", "tg", "+992 37",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (
            "TJ;B\ufffdla;Nagy;;",
            "given_name",
            (
                "has “\ufffd” (U+FFFD) where letters were lost when it was copied or saved;"
                " type it again"
            ),
        ),
        (
            "TJ;Ali;Valiev;Вали?в;tg",
            "own_name",
            (
                "has “?” (U+003F) where letters were perhaps lost when it was copied or saved;"
                " type it again"
            ),
        ),
        (
            "TJ;BÃ©la;Nagy;;",
            "given_name",
            (
                "has “Ã” (U+00C3), “©” (U+00A9), as letters read in the wrong encoding look;"
                " type it again; perhaps “Béla”"
            ),
        ),
        (
            "TJ;Ivаn;Sidorov;;",
            "given_name",
            "has Cyrillic letters in “Ivаn”, a word of another script: “а” (U+0430)",
        ),
        (
            "TJ;\u200eAli;Valiev;;",
            "given_name",
            "has a hidden direction mark (U+200E)",
        ),
        (
            "TJ;Ali;Valiev;Valiev;tg",
            "own_name",
            (
                "has Latin letters where Cyrillic ones belong:"
                " “V” (U+0056), “a” (U+0061), “l” (U+006C) and 3 more"
            ),
        ),
    ],
)
def test_damaged_and_foreign_letters_wait_for_an_answer(
    office: "Office", row: str, column: str, reason: str
) -> None:
    report = office.check(f"{OWN}\n{row}")

    assert [(row.verdict, row.problems) for row in report.rows] == [("open", [])]
    assert [
        (question.kind, question.detail["column"], words(question.detail))
        for question in report.questions
    ] == [("letters", column, reason)]


def words(detail: Mapping[str, Any]) -> str:
    perhaps = detail.get("perhaps")
    return f"{detail['finding']}; perhaps “{perhaps}”" if perhaps else detail["finding"]


def answered(office: "Office", text: str, *replies: str) -> CheckedFile:
    """The file with these answers to its questions, one after the other."""
    keys = [(question.kind, question.key) for question in office.check(text).questions]
    return office.check(text, answers=dict(zip(keys, replies, strict=True)))


def test_text_that_is_right_is_registered_and_not_asked_about_again(office: "Office") -> None:
    text = f"{NAMES};Function\nTJ;Иван;Valiev;Attach? de presse"

    office.applied(answered(office, text, "right", "right"))

    delegate = Delegate.objects.get()
    assert (delegate.given_name, delegate.function) == ("Иван", "Attach? de presse")
    again = office.check(text)
    assert ([row.verdict for row in again.rows], again.questions) == (["same"], [])
    other = office.check(f"{NAMES};Function\nTJ;Eva;Nagy;Attach? de presse")
    assert ([row.verdict for row in other.rows], other.questions) == (["new"], [])


@pytest.mark.parametrize(
    ("heading", "cells", "left"),
    [
        ("Function", "Attach? de presse", ("", "", "")),
        (f"Function;{OWN.split(';', 3)[3]}", "Adviser;Алӣ Vali;tg", ("Adviser", "", "")),
    ],
)
def test_person_is_registered_without_the_text_and_so_again(
    office: "Office", heading: str, cells: str, left: tuple[str, str, str]
) -> None:
    text = f"{NAMES};{heading}\nTJ;Ali;Valiev;{cells}"

    office.applied(answered(office, text, "without"))

    fields = ("function", "own_name", "own_name_language")
    assert Delegate.objects.values_list(*fields).get() == left
    again = office.check(text)
    assert [row.verdict for row in again.rows] == ["same"]
    assert [question.answer for question in again.questions] == ["without"]


def test_row_is_left_out_with_its_text(office: "Office") -> None:
    office.applied(answered(office, f"{NAMES}\nTJ;Al?;Valiev", "leave_out"))

    assert not Delegate.objects.exists()


@pytest.mark.parametrize(
    "row",
    [
        "TJ;Al?;Valiev;;",
        "TJ;Ali;Valiev;Attach? de presse;Minist?re",
        "TJ;Ali;Vali;Attach? de presse;",
    ],
)
def test_name_or_what_other_answers_keep_cannot_be_left_away(office: "Office", row: str) -> None:
    for _namesake in range(2):
        DelegateFactory(delegation=office.tajikistan, given_name="Ali", family_name="Vali")

    questions = office.check(f"{NAMES};Function;Ministry\n{row}").questions

    letters = [question for question in questions if question.kind == "letters"]
    assert letters
    assert {bool(question.outcomes) for question in letters} == {False}
    assert {question.detail["can_go_without"] for question in letters} == {False}


def test_text_is_left_away_of_a_row_of_which_the_name_and_the_heading_are_asked_too(
    office: "Office",
) -> None:
    text = f"{NAMES};Function\nWater Forum;Al?;Valiev;Attach? de presse"
    run = checked(office, text)
    create_missing(run, by=office.organizer)
    import_next()
    run.refresh_from_db()
    party, name, function = run.questions.order_by("pk")
    for question, reply in ((party, "add:media"), (name, "right"), (function, "without")):
        answering.answer(
            run=run, questions=[question.pk], answer=reply, by=run.created_by, at=timezone.now()
        )
        run.refresh_from_db()

    decide(run, office.organizer)
    import_next()

    run.refresh_from_db()
    assert (run.error, run.summary["result"]["created"]) == ("", 1)
    assert Delegate.objects.values_list("given_name", "function").get() == ("Al?", "")
    again = office.check(text, creates=True)
    assert ([row.verdict for row in again.rows], again.open_questions()) == (["same"], [])


def test_what_is_there_is_not_asked_about_again(office: "Office") -> None:
    DelegateFactory(delegation=office.tajikistan, given_name="Иван", family_name="Valiev")

    report = office.check(f"{NAMES}\nTJ;Иван;Valiev")

    assert ([row.verdict for row in report.rows], report.questions) == (["same"], [])


def test_hidden_marks_are_dropped_from_contacts(office: "Office") -> None:
    contacts = "\u202a+36\u00a01\u200b 234\u202c;\u200eali@example.org\u00a0"

    office.imported(f"{NAMES};Phone;E-mail\nTJ;Ali;Valiev;{contacts}")

    delegate = Delegate.objects.get()
    assert (delegate.phone, delegate.email) == ("+36 1 234", "ali@example.org")


# Lost for certain


LOST = (
    f"{NAMES};Function\nTJ;B\ufffdla;Nagy;\nTJ;Eva;Nagy;Attach\ufffd\nTJ;Al?;Valiev;\nTJ;Ole;Li;A?b"
)


def said(run: ImportRun) -> dict[str, str]:
    return dict(run.questions.values_list("subject", "answer"))


def test_lost_letter_is_never_right_whatever_is_sent(office: "Office") -> None:
    run = checked(office, LOST)

    with pytest.raises(DomainError, match="none is correct as it is"):
        answer(run, "right", lines=[2])
    answer(run, "right")

    assert said(run) == {
        "B\ufffdla NAGY": "",
        "Eva NAGY": "",
        "Al? VALIEV": "right",
        "Ole LI": "right",
    }


def test_answer_of_before_that_a_lost_letter_is_right_counts_no_more(office: "Office") -> None:
    key = key_of("letters", "lost:B\ufffdla")
    AnswerFactory(conference=office.conference, kind="letters", key=key, reply="right")

    kept = office.check(f"{NAMES}\nTJ;B\ufffdla;Nagy")
    given = office.check(f"{NAMES}\nTJ;B\ufffdla;Nagy", answers={("letters", key): "right"})

    assert [(one.answer, one.detail["is_damaged"]) for one in kept.questions] == [("", True)]
    assert [one.answer for one in given.questions] == [""]
    assert [row.verdict for row in given.rows] == ["open"]


def test_service_lets_no_lost_letter_in(office: "Office") -> None:
    delegate = Delegate(delegation=office.tajikistan, given_name="B\ufffdla", family_name="Nagy")

    with pytest.raises(DomainError, match=re.escape("“Given name” has “\ufffd” (U+FFFD)")):
        registering.register(delegate=delegate, by=office.organizer, at=timezone.now())


def test_many_are_registered_without_their_texts_where_each_can_be(office: "Office") -> None:
    run = checked(office, LOST)

    answer(run, "without")

    assert said(run) == {
        "B\ufffdla NAGY": "",
        "Eva NAGY": "without",
        "Al? VALIEV": "",
        "Ole LI": "without",
    }
    with pytest.raises(DomainError, match="None of these can be left out"):
        answer(run, "without", lines=[2, 4])


# What nobody sees


HIDDEN = "\u200e\u202aAli\u202c"


def test_hidden_marks_are_taken_out_of_a_name_before_anybody_is_compared(
    office: "Office",
) -> None:
    """Of every row with the text at once, and of the next file without a question."""
    DelegateFactory(delegation=office.tajikistan, given_name="Ali", family_name="Valiev")
    text = f"{NAMES};Function\nTJ;{HIDDEN};Valiev;\nOSCE;{HIDDEN};Vali;\u200fAdviser"
    run = checked(office, text)
    [question] = run.questions.filter(kind="letters")
    assert (question.lines, question.detail["bare"]) == ([2, 3], "Ali")

    answer(run, "take_out", lines=[2])
    import_next()
    run.refresh_from_db()
    lines = dict(run.lines.values_list("line", "verdict"))
    decide(run, office.organizer)
    import_next()

    assert lines == {2: "same", 3: "new"}
    rows = Delegate.objects.order_by("pk").values_list("given_name", "family_name", "function")
    assert list(rows) == [("Ali", "Valiev", ""), ("Ali", "Vali", "Adviser")]
    again = office.check(text)
    assert ([row.verdict for row in again.rows], again.questions) == (["same", "same"], [])


def test_hidden_marks_that_are_right_or_left_out_are_not_asked_about_again(
    office: "Office",
) -> None:
    text = f"{NAMES}\nTJ;{HIDDEN};Valiev\nTJ;\u200fEva;Nagy"

    office.applied(answered(office, text, "right", "leave_out"))

    assert list(Delegate.objects.values_list("given_name", flat=True)) == [HIDDEN]
    again = office.check(text)
    assert ([row.verdict for row in again.rows], again.open_questions()) == (
        ["same", "left_out"],
        [],
    )


def test_there_is_nothing_to_take_out_of_a_text_without_hidden_marks(office: "Office") -> None:
    run = checked(office, LOST)

    for lines in ([2], [2, 4]):
        with pytest.raises(DomainError, match="hidden characters"):
            answer(run, "take_out", lines=lines)


def test_hidden_marks_are_taken_out_of_words_without_a_word(office: "Office") -> None:
    office.imported(f"{NAMES};Function\nTJ;Ali;Valiev;\u2067Adviser\u2069\u200f II")

    assert Delegate.objects.get().function == "Adviser II"
