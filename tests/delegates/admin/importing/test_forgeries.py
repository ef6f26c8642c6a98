"""Posts to an import's pages that no page of ours sends: never an error of the server, and nothing
comes of them.
"""

import io
from itertools import product

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from conference.choices import Role
from conference.models import AuditEvent, Conference, User
from delegates.choices import QuestionKind, Reply, Verdict
from delegates.models import Delegate, ImportLine, ImportQuestion, ImportRun
from delegates.services.importing import imports
from tests.addresses import ALL
from tests.delegates.importing.worker import import_next
from tests.factories import ConferenceFactory, CountryFactory, DelegationFactory, StaffRoleFactory
from tests.here import here

ASKING = "Delegation;Given name;Family name\nTJ;Ali;Valiev\nNowhere;Vali;Aliev"
MANY = 10 * 2**20
# int() refuses more than 4,300 digits, PostgreSQL a NUL character and half of a letter's pair.
VALUES = {
    "nothing": "",
    "a NUL character": "a\0b",
    "half of a pair": b"\xed\xa0\x80",
    "no UTF-8": b"\xff\xfe",
    "a word": "abc",
    "a negative number": "-1",
    "a digit of another script": "٣",
    "a long number": "9" * 5_000,
    "a long list": "1," * 100_000,
    "a megabyte": "x" * 2**20,
    "a query": "&".join(f"a{number}=1" for number in range(30_000)),
    "a pattern": "(((((.*)*)*)*)*)$",
}
FIELDS = {
    "answer": (
        *("here", "one", "answer", "scope", "shown", "seen", "party", "of_type", "questions"),
    ),
    "apply": ("good_rows_only",),
    "reading": (
        *("sheet", "heading_line", "takes_hidden", "column-0", "word-0-0", "nothing", "only"),
        *("delegation_from", "delegation_text", "creates_delegations"),
    ),
    "change": ("search",),
    "questions": ("search",),
    "give_up": ("reason",),
    "take_back": ("reason",),
    "check_again": ("reason",),
}


@pytest.fixture
def run(organizer: Client, conference: Conference) -> ImportRun:
    """Uploaded and checked, with something that is asked."""
    country = CountryFactory(iso2="TJ", iso3="TJK")
    DelegationFactory(conference=conference, country=country)
    return start(conference, StaffRoleFactory(role=Role.ORGANIZER, conference=conference).user)


def forged(run: ImportRun, page: str) -> list[dict[str, object]]:
    """What is sent beside the forged field, so that it is looked at."""
    question = ImportQuestion.objects.of_run(run).get()
    beside: list[dict[str, object]] = [{}]
    if page == "answer":
        beside += [{"scope": scope, "seen": "1"} for scope in ("shown", "found")]
        beside += [
            {"questions": question.pk, "answer": answer} for answer in (Reply.SAME, Reply.ADD, "")
        ]
    return beside


def address(run: ImportRun, page: str) -> str:
    of_kind = [QuestionKind.PARTY] if page in {"answer", "questions"} else []
    return here(f"delegates_importrun_{page}", run.pk, *of_kind)


@pytest.mark.parametrize("page", FIELDS)
def test_value_that_no_page_sends_is_no_error_of_the_server(
    organizer: Client, run: ImportRun, page: str
) -> None:
    organizer.raise_request_exception = False
    failed = []

    for field, value, beside in product(FIELDS[page], VALUES, forged(run, page)):
        with transaction.atomic():
            answer = organizer.post(address(run, page), {**beside, field: VALUES[value]})
            if answer.status_code >= 500:
                failed.append((field, value, beside))
            elif answer.status_code == 302 and answer["Location"].startswith(address(run, page)):
                followed = organizer.get(answer["Location"])
                if followed.status_code >= 500:
                    failed.append((field, value, "followed"))
            transaction.set_rollback(True)

    assert failed == []


@pytest.mark.parametrize("field", ["here", "one", "shown", "party", "questions"])
def test_ten_megabytes_in_a_field_are_more_than_is_read(
    organizer: Client, run: ImportRun, field: str
) -> None:
    answer = organizer.post(address(run, "answer"), {field: "1," * (MANY // 2)})

    assert answer.status_code == 413


@pytest.mark.parametrize("page", FIELDS)
def test_form_without_any_field_changes_nothing(
    organizer: Client, run: ImportRun, page: str
) -> None:
    answer = organizer.post(address(run, page))

    assert answer.status_code in {200, 302, 405}
    assert Delegate.objects.count() == 0
    assert ImportQuestion.objects.exclude(answer="").count() == 0
    assert list(ImportLine.objects.order_by("pk").values_list("line", "verdict")) == [
        (2, Verdict.NEW),
        (3, Verdict.OPEN),
    ]


@pytest.mark.parametrize("where", ["another import", "another conference"])
def test_question_of_another_import_is_not_answered(
    organizer: Client, run: ImportRun, conference: Conference, where: str
) -> None:
    other = conference if where == "another import" else ConferenceFactory()
    by = StaffRoleFactory(role=Role.ORGANIZER, conference=other).user
    theirs = start(other, by)
    foreign = ImportQuestion.objects.of_run(theirs).get()
    own = ImportQuestion.objects.of_run(run).get()
    sent = [
        {"questions": [foreign.pk], "answer": "leave_out"},
        {"questions": [own.pk, foreign.pk], "answer": "leave_out"},
        {"one": f"{foreign.pk}:leave_out"},
        {"scope": "shown", "shown": f"{own.pk},{foreign.pk}", "answer": "leave_out"},
    ]

    for data in sent:
        organizer.post(address(run, "answer"), data)

    assert set(ImportQuestion.objects.values_list("answer", flat=True)) == {""}
    assert AuditEvent.objects.filter(action="import.answered").count() == 0


def start(conference: Conference, by: User) -> ImportRun:
    """Checked, with something that is asked."""
    run = imports.start(
        file=io.BytesIO(ASKING.encode()),
        file_name="people.csv",
        conference=conference,
        creates_delegations=False,
        by=by,
        at=timezone.now(),
    )
    assert import_next()
    return run


@pytest.mark.parametrize("name", ["apply", "answer", "reading", "give_up", "check_again"])
def test_every_form_of_an_import_is_tried_with_a_forged_token(name: str) -> None:
    """By the test that walks all addresses."""
    assert f"admin:delegates_importrun_{name}" in {address.full_name for address in ALL}
