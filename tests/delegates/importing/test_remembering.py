"""What was answered once is not asked again: whatever the order of the file, and for the export."""

import itertools
import random
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from delegates.choices import Accreditation, QuestionKind, Reply, Verdict
from delegates.exporting.people import Format, exported
from delegates.importing import CheckedFile, answering, check, known_in
from delegates.importing.checking.questions import Question
from delegates.models import (
    Answer,
    Delegate,
    ImportLine,
    ImportRun,
    KnownApart,
    Organization,
    PartyAlias,
    SamePersonSpelling,
)
from tests import factories
from tests.delegates.importing.test_running import checked
from tests.readings import reading_from

if TYPE_CHECKING:
    from tests.delegates.importing.conftest import Office

HEADINGS = "Delegation;Given name;Family name;Function;Position"
ROWS = [
    "TJ;Sodiq;Rahmonov;Adviser;",
    "TJ;Sodik;Rakhmonov;Adviser;",
    "TJ;Wei;Wang;Director;head",
    "TJ;Wei;Wang;Driver;",
    "TJ;Wei;Wang;Driver;",
    "OSCE;Anna;Brauer;Expert;",
    "TJ;Anna;Brauer;Expert;",
    "Water Forum;Zafar;Zafarov;Chair;",
    "Waterforum of Asia;Olim;Karim;Chair;",
    "Nowhere at all;Olim;Olimov;Chair;",
    "Safety Bureau;Farrukh;Namuna;Chair;",
    "TJ;Müller;Jürgen;Adviser;",
    "TJ;MULLER;JURGEN;Adviser;",
]

Say = Callable[[Question], str]


def text_of(rows: list[str]) -> str:
    return "\n".join([HEADINGS, *rows])


def answered(office: "Office", text: str, say: Say) -> CheckedFile:
    asked = office.check(text, creates=True).questions
    answers = {(one.kind, one.key): say(one) for one in asked}
    return office.check(text, creates=True, answers=answers)


def everything(office: "Office", person: str) -> Say:
    """Headings added, known by another name or left out; people as `person` says, or mixed."""
    parties = {
        "Water Forum": f"{Reply.ADD}:civil_society",
        "Waterforum of Asia": f"{Reply.ADD}:media",
        "Nowhere at all": Reply.LEAVE_OUT,
        "Safety Bureau": f"{Reply.SAME}:organization:{office.osce.organization_id}",
    }
    chance = random.Random(person)

    def say(question: Question) -> str:
        if question.kind == QuestionKind.PARTY:
            return parties[question.subject]
        if question.kind != QuestionKind.PERSON:
            return ""
        same = question.detail["candidates"][0]["answer"]
        choices = {"same": same, "another": Reply.ANOTHER, "leave out": Reply.LEAVE_OUT}
        return str(choices.get(person) or chance.choice([*choices.values()]))

    return say


@pytest.mark.parametrize("person", ["same", "another", "leave out", "mixed", "mixed again"])
def test_file_that_was_answered_asks_and_changes_nothing_in_any_order(
    office: "Office", person: str
) -> None:
    report = answered(office, text_of(ROWS), everything(office, person))
    assert report.open_questions() == []
    office.applied(report)

    for seed in range(3):
        shuffled = ROWS.copy()
        random.Random(seed).shuffle(shuffled)
        again = office.check(text_of(shuffled), creates=True)

        assert again.questions == [
            one for one in again.questions if one.answer == Reply.LEAVE_OUT
        ], person
        assert {str(row.verdict) for row in again.rows} <= {"same", "repeated", "left_out"}
        assert not any(row.problems for row in again.rows)


def test_export_of_what_was_answered_asks_and_changes_nothing(office: "Office") -> None:
    office.applied(answered(office, text_of(ROWS), everything(office, "another")))

    with exported(Delegate.objects.all(), office.conference, Format.XLSX) as file:
        again = check(reading_from(file.read()), known_in(office.conference))

    assert again.questions == []
    assert {row.verdict for row in again.rows} == {Verdict.SAME}


def test_answers_are_rows_of_the_people_and_parties(office: "Office") -> None:
    office.applied(answered(office, text_of(ROWS), everything(office, "same")))

    sodik = Delegate.objects.get(given_name="Sodiq")
    wei = Delegate.objects.get(given_name="Wei")
    assert SamePersonSpelling.objects.get(delegate=sodik).name_key == "rakhmonov sodik"
    assert Answer.objects.filter(delegate=wei, reply=Reply.SAME).exists()
    assert not KnownApart.objects.exists()
    assert PartyAlias.objects.get().organization_id == office.osce.organization_id
    assert Answer.objects.filter(kind=QuestionKind.PARTY, reply=Reply.LEAVE_OUT).count() == 1
    assert Organization.objects.filter(conference=office.conference).count() == 2


def test_pair_that_was_told_apart_is_known(office: "Office") -> None:
    office.applied(answered(office, text_of(ROWS[:2]), everything(office, "another")))

    pair = KnownApart.objects.get()
    assert {pair.first.given_name, pair.second.given_name} == {"Sodiq", "Sodik"}


def test_who_corrects_and_uploads_the_rest_never_turns_the_first_into_the_second(
    office: "Office",
) -> None:
    rows = ["TJ;Wei;Wang;Director;", "TJ;Wei;Wang;Driver;"]
    office.applied(office.check(text_of(rows)))
    first = Delegate.objects.get()

    rest = office.check(text_of(rows[1:]))

    assert [row.verdict for row in rest.rows] == [Verdict.OPEN]
    office.applied(rest)
    first.refresh_from_db()
    assert (first.function, Delegate.objects.count()) == ("Director", 1)


def test_spelling_that_the_form_was_told_is_known_to_a_file(office: "Office") -> None:
    delegate = factories.DelegateFactory(
        delegation=office.tajikistan, given_name="Sodiq", family_name="Rahmonov"
    )
    factories.SamePersonSpellingFactory(
        delegate=delegate,
        given_name="Sodik",
        family_name="Rakhmonov",
        name_key="rakhmonov sodik",
    )

    (row,) = office.check("Delegation;Given name;Family name\nTJ;Sodik;Rakhmonov").rows

    assert (row.reference, row.verdict) == (delegate.reference, Verdict.SAME)


# Heads


def test_head_keeps_the_place_while_a_row_that_names_another_waits_or_is_left_out(
    office: "Office",
) -> None:
    text = text_of(["TJ;Zsolt;Nagi;;head", "TJ;Rolf;Brauer;;"])
    factories.DelegateFactory(delegation=office.tajikistan, given_name="Zsolt", family_name="Nagy")
    brauer = factories.DelegateFactory(
        delegation=office.tajikistan, given_name="Rolf", family_name="Brauer"
    )
    office.lead(office.tajikistan, brauer)

    (asked,) = office.check(text).questions
    for reply in ("", Reply.LEAVE_OUT):
        report = office.check(text, answers={(asked.kind, asked.key): reply})
        assert report.rows[1].outcome.changes == []
    report = office.check(text, answers={(asked.kind, asked.key): Reply.ANOTHER})

    assert [change.new for change in report.rows[1].outcome.changes][:1] == ["Member"]


def test_head_who_is_named_twice_is_a_question_and_no_problem(office: "Office") -> None:
    report = office.check(text_of(["TJ;Wei;Wang;Director;head", "TJ;Wei;Wang;;head"]))

    assert [row.verdict for row in report.rows] == [Verdict.NEW, Verdict.OPEN]


def test_kind_that_admits_no_organization_falls_back_to_the_usual_one(office: "Office") -> None:
    text = "Delegation;Kind;Given name;Family name\nNowhere Union;State;Ali;Valiev"

    report = answered(office, text, lambda one: f"{Reply.ADD}:civil_society")
    office.applied(report)

    delegate = Delegate.objects.get()
    assert delegate.delegation.kind.code == "civil_society"
    assert "sends no delegation of the kind “State”" in report.rows[0].notices[0]
    assert delegate.accreditation == Accreditation.SUBMITTED


# The same person in two rows


def the_same(question: Question) -> str:
    if question.kind != QuestionKind.PERSON:
        return ""
    return str(question.detail["candidates"][0]["answer"])


def test_second_row_fills_the_first_and_its_head_leads(office: "Office") -> None:
    text = "Delegation;Given name;Family name;Function;Phone;Position\n" + "\n".join(
        ["TJ;Wei;Nunez;Director;;", "TJ;Wei;Núñez;Driver;12345;head"]
    )

    report = answered(office, text, the_same)
    office.applied(report)

    delegate = Delegate.objects.get()
    assert [row.verdict for row in report.rows] == [Verdict.NEW, Verdict.REPEATED]
    assert (delegate.family_name, delegate.function, delegate.phone) == (
        "Núñez",
        "Director",
        "12345",
    )
    assert delegate.delegation.head == delegate
    assert report.rows[1].notices == [
        "merged with line 2: Function stays “Director”, “Driver” is left out"
    ]


def test_row_that_is_counted_with_one_that_waits_waits_at_once(office: "Office") -> None:
    run = checked(
        office, text_of(["TJ;Sodiq;Rahmonov;;", "TJ;Sodik;Rahmonov;;head", "TJ;Zafar;Karim;;"])
    )
    question = run.questions.get()
    factories.ImportQuestionFactory(
        run=run, conference=run.conference, kind=QuestionKind.LETTERS, lines=[2], key="f" * 64
    )

    run = answering.answer(
        run=run,
        questions=[question.pk],
        answer=the_same(Question(QuestionKind.PERSON, "", "", [], question.detail)),
        by=run.created_by,
        at=factories.AT,
    )

    lines = dict(ImportLine.objects.of_run(run).values_list("line", "verdict"))
    assert lines == {2: "open", 3: "open", 4: "new"}


def test_heading_is_asked_about_while_one_of_its_lines_is_wanted(office: "Office") -> None:
    run = checked(office, text_of(["Nowhere;Olim;Karim;;", "Nowhere;Zafar;Namuna;;"]))
    texts = [
        factories.ImportQuestionFactory(
            run=run,
            conference=run.conference,
            kind=QuestionKind.LETTERS,
            lines=[line],
            key=str(line),
            is_open=True,
        )
        for line in (2, 3)
    ]
    is_open = []

    for text in texts:
        run = answering.answer(
            run=run,
            questions=[text.pk],
            answer=Reply.LEAVE_OUT,
            by=run.created_by,
            at=factories.AT,
        )
        is_open.append(run.questions.get(kind=QuestionKind.PARTY).is_open)

    assert is_open == [True, False]


@pytest.mark.parametrize("reply", ["same", Reply.ANOTHER])
def test_answer_that_other_lines_hang_on_asks_as_often_of_a_long_file(
    office: "Office", reply: str
) -> None:
    queries = []
    for count in (20, 400):
        others = [f"OSCE;{'ab'[n % 2]}{n:04d};Person{n:04d}x;;" for n in range(count)]
        text = text_of(["TJ;Sodiq;Rahmonov;;head", "TJ;Sodik;Rahmonov;;head", *others])
        run = checked(office, text)
        question = run.questions.get(kind=QuestionKind.PERSON, lines=[3])
        said = question.detail["candidates"][0]["answer"] if reply == "same" else reply
        with CaptureQueriesContext(connection) as asked:
            run = answering.answer(
                run=run, questions=[question.pk], answer=said, by=run.created_by, at=factories.AT
            )
        assert run.is_reported
        queries.append(len(asked))

    assert queries[0] == queries[1]


def test_question_under_an_unknown_heading_says_what_the_file_says(office: "Office") -> None:
    factories.DelegateFactory(delegation=office.tajikistan, given_name="Wei", family_name="Wang")

    report = office.check(text_of(["Water Forum;Wei;Wang;;"]))

    [question] = [one for one in report.questions if one.kind == QuestionKind.PERSON]
    [outcome] = question.outcomes.values()
    assert [(change.column, change.old, change.new) for change in outcome.changes] == [
        ("delegation", "Tajikistan (State)", "Water Forum")
    ]


# What PostgreSQL makes of answers is what the check makes of them


FURTHER = [
    "TJ;Sodiq;Rahmonov;Minister;head",
    "TJ;Wei;Wang;;head",
    "TJ;Wei;Wang;Driver;deputy_head",
    "TJ;Zafar;Karim;Chair;head",
    "TJ;Zafer;Karim;;",
    "TJ;Nigora;Safarova;Minister;",
    "TJ;NIGORA;SAFAROVA;Adviser;head",
    "OSCE;Anna;Brauer;;head",
    "OSCE;Ana;Brauer;Expert;",
    "Water Forum;Wei;Wang;Chair;head",
    "Water Forum;Zafar;Zafarov;;head",
]


def drawn_rows(office: "Office", chance: random.Random) -> list[str]:
    """Heads, twins, and people who lead or are registered already."""
    head = factories.DelegateFactory(
        delegation=office.tajikistan, given_name="Nigora", family_name="Safarova"
    )
    office.lead(office.tajikistan, head)
    factories.DelegateFactory(delegation=office.osce, given_name="Anna", family_name="Brauer")
    rows = chance.sample([*ROWS, *FURTHER], 14)
    return [*rows, *chance.sample(rows, 3)]


def drawn_reply(question: Question, chance: random.Random) -> str:
    replies = {
        QuestionKind.PARTY: [f"{Reply.ADD}:media", Reply.LEAVE_OUT, ""],
        QuestionKind.PERSON: [
            *(each["answer"] for each in question.detail.get("candidates", ())),
            Reply.ANOTHER,
            Reply.LEAVE_OUT,
            "",
        ],
        QuestionKind.SPELLING: [Reply.TAKE, Reply.KEEP],
    }
    return str(chance.choice(replies.get(question.kind, [""])))


@pytest.mark.parametrize("seed", range(24))
def test_lines_are_settled_as_the_check_would_say(office: "Office", seed: int) -> None:
    chance = random.Random(seed)
    text = text_of(drawn_rows(office, chance))
    run = checked(office, text)
    said: dict[tuple[str, str], str] = {}
    for _change_of_mind in range(2):
        for question in office.check(text).questions:
            said[question.kind, question.key] = drawn_reply(question, chance)
        for (kind, key), reply in chance.sample([*said.items()], len(said)):
            asked = run.questions.get(kind=kind, key=key)
            run = answering.answer(
                run=run, questions=[asked.pk], answer=reply, by=run.created_by, at=factories.AT
            )
            assert run.is_reported

    expected = office.check(text, answers=said)
    columns = ("line", "verdict", "digest", "notices", "problems", "changes")
    assert list(ImportLine.objects.of_run(run).order_by("line").values_list(*columns)) == [
        (
            row.line,
            row.verdict,
            row.outcome.digest,
            row.notices,
            [[p.column, p.value, p.reason] for p in row.problems],
            row.outcome.as_stored()["changes"],
        )
        for row in expected.rows
    ]
    open_ones = {(one.kind, one.key) for one in expected.open_questions()}
    stored = run.questions.filter(is_open=True).values_list("kind", "key")
    assert set(stored) == open_ones
    counted = expected.counts()
    assert run.summary["badges"] == counted["badges"]
    assert run.summary["new_delegations"] == counted["new_delegations"]
    assert run.report["new_delegations"] == sorted(expected.new_delegations.values())


@pytest.mark.parametrize("seed", range(24))
def test_drawn_file_that_was_answered_asks_and_changes_nothing_shuffled(
    office: "Office", seed: int
) -> None:
    chance = random.Random(seed)
    rows = drawn_rows(office, chance)

    def say(question: Question) -> str:
        return drawn_reply(question, chance) or Reply.LEAVE_OUT

    report = answered(office, text_of(rows), say)
    held = {row.line for row in report.held_back()}
    office.applied(report)
    rest = [row for line, row in enumerate(rows, start=2) if line not in held]
    chance.shuffle(rest)

    again = office.check(text_of(rest), creates=True)

    assert {str(row.verdict) for row in again.rows} <= {"same", "repeated", "left_out"}
    assert again.open_questions() == []


@pytest.mark.parametrize(
    ("positions", "replies"),
    [
        (["head", "head", "", ""], [Reply.LEAVE_OUT, Reply.ANOTHER, "same:line:4"]),
        (["", "head", "", "head"], [Reply.LEAVE_OUT, "same:line:2", Reply.ANOTHER]),
        (["", "", "head", ""], [Reply.ANOTHER, Reply.LEAVE_OUT, "same:line:2"]),
    ],
)
def test_contrary_answers_about_people_whom_their_position_alone_parts_hold_in_any_order(
    office: "Office", positions: list[str], replies: list[str]
) -> None:
    rows = [f"TJ;Wei;Wang;Driver;{position}" for position in positions]
    said = dict(zip((3, 4, 5), replies, strict=True))
    office.applied(answered(office, text_of(rows), lambda question: said[question.lines[0]]))

    for order in sorted(set(itertools.permutations(rows))):
        again = office.check(text_of([*order]))

        assert again.open_questions() == []
        assert {str(row.verdict) for row in again.rows} <= {"same", "repeated", "left_out"}


# Rows of headings that nobody knows, and what is only named by a file


def test_person_under_one_unknown_heading_is_nobody_under_another(office: "Office") -> None:
    """Headings are numbered file by file: a number says nothing in the next one."""

    def say(question: Question) -> str:
        if question.kind == QuestionKind.PARTY:
            return Reply.LEAVE_OUT
        return next(iter(question.outcomes), Reply.ANOTHER)

    first = text_of(["Water Forum;Ann;Lee;Chair;", "Water Forum;Ann;Lee;Driver;"])
    office.applied(answered(office, first, say))

    report = office.check(text_of(["Rivers Institute;Ann;Lee;Chair;"]), creates=True)

    assert [row.verdict for row in report.rows] == [Verdict.OPEN]


def answer_people(run: ImportRun, reply: str) -> ImportRun:
    people = run.questions.filter(kind=QuestionKind.PERSON)
    return answering.answer(
        run=run,
        questions=list(people.values_list("pk", flat=True)),
        answer=reply,
        by=run.created_by,
        at=factories.AT,
    )


def test_answer_settles_a_row_that_changes_a_nationality(office: "Office") -> None:
    factories.DelegateFactory(
        delegation=office.tajikistan,
        given_name="Sodiq",
        family_name="Rahmonov",
        nationality=office.kyrgyzstan,
    )
    run = checked(office, "Delegation;Given name;Family name;Nationality\nTJ;Sodik;Rakhmonov;TJ")

    run = answer_people(run, Reply.SAME)

    (line,) = ImportLine.objects.of_run(run)
    assert ["nationality", "Kyrgyzstan", "Tajikistan"] in [each[:3] for each in line.changes]


@pytest.mark.parametrize("column", ["Rank", "Category"])
def test_answer_checks_the_file_again_where_what_it_names_is_gone(
    office: "Office", column: str
) -> None:
    rank = factories.RankFactory(conference=office.conference, name=factories.words("Sherpa"))
    category = factories.CategoryFactory(conference=office.conference, letter="Ъ")
    factories.DelegateFactory(
        delegation=office.tajikistan, given_name="Sodiq", family_name="Rahmonov"
    )
    value = "Sherpa" if column == "Rank" else "Ъ"
    run = checked(office, f"Delegation;Given name;Family name;{column}\nTJ;Sodik;Rakhmonov;{value}")
    assert [line.verdict for line in ImportLine.objects.of_run(run)] == [Verdict.OPEN]
    (rank if column == "Rank" else category).delete()

    run = answer_people(run, Reply.ANOTHER)

    assert run.is_unfinished
