"""What a page asks about a few people is what an import of the same lines would ask."""

from io import BytesIO
from typing import Any

import pytest

from conference.choices import Role
from conference.models import Conference
from delegates.importing import check, known_in, read
from delegates.importing.cells import line_of
from delegates.importing.reading import FileRow, Layout, Reading
from delegates.importing.typed.known import known_around, named
from delegates.models import Delegation
from tests import factories

HEADINGS = ("given_name", "family_name", "email", "function", "nationality", "rank")
LINES = (
    ("Lola", "Karimova", "", "Adviser", "TJ", "Expert"),
    ("Karim", "Lola", "", "", "", "Nothing such"),
    ("Aziz", "Nazarov", "aziz@example.org", "", "", ""),
    ("Lolla", "Karimova", "", "", "", ""),
    ("Umed", "Sharipov", "", "Interpreter", "", ""),
    ("Ivаn", "Petrov", "", "", "", ""),
)


@pytest.fixture
def conference() -> Conference:
    made: Conference = factories.ConferenceFactory()
    return made


@pytest.fixture
def delegation(conference: Conference) -> Delegation:
    tajikistan = factories.CountryFactory(iso2="TJ", iso3="TJK", name=factories.words("Tajikistan"))
    factories.RankFactory(conference=conference, name=factories.words("Expert"))
    made: Delegation = factories.DelegationFactory(
        conference=conference, country=tajikistan, name=factories.words("Tajikistan")
    )
    factories.DelegateFactory(delegation=made, given_name="Lola", family_name="Karimova")
    factories.DelegateFactory(delegation=made, given_name="Umed", family_name="Sharipov")
    other = factories.DelegationFactory(conference=conference)
    factories.DelegateFactory(delegation=other, given_name="A.", email="Aziz@example.org")
    factories.DelegateFactory(delegation=other, given_name="Umed", family_name="Sharipov")
    factories.DelegateFactory(delegation=other, given_name="Petrov", family_name="Ivan")
    mission = factories.DelegationFactory(
        conference=conference, country=tajikistan, kind__code="mission"
    )
    factories.DelegateFactory(delegation=mission, given_name="Karim", family_name="Lola")
    return made


def said(report: Any) -> list[object]:
    asked = [
        (one.kind, one.lines, sorted(each["answer"] for each in one.detail.get("candidates", ())))
        for one in report.questions
    ]
    return [
        asked,
        [(row.verdict, [(p.column, p.reason) for p in row.problems]) for row in report.rows],
    ]


def test_page_says_and_asks_what_the_import_does(delegation: Delegation) -> None:
    conference = delegation.conference
    texts = [dict(zip(HEADINGS, line, strict=True)) for line in LINES]
    rows = [
        FileRow(number, {**{k: v for k, v in row.items() if v}, **named(delegation)}, {})
        for number, row in enumerate(texts, start=2)
    ]
    by = factories.StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user
    file = "\n".join(
        ["delegation,kind,given name,family name,e-mail,function,nationality,rank"]
        + [",".join(["Tajikistan", str(delegation.kind), *line]) for line in LINES]
    )

    lines = [line_of(row) for row in rows]
    page = check(Reading(rows, (), [], [], Layout()), known_around(delegation, lines, by=by))
    whole = check(read(BytesIO(file.encode())), known_in(conference))

    assert said(page) == said(whole)
    assert {question.kind for question in whole.questions} == {"person", "letters"}
