"""Organizations whose names marks alone part: "Zoï" and "ZOI" are one where somebody says so."""

import random
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.db import connection

from conference.errors import DomainError
from delegates.choices import QuestionKind, Reply
from delegates.importing import CheckedFile, answering
from delegates.importing.checking.headings import heading_question_key, same_heading
from delegates.models import Delegate, ImportLine, ImportRun, Organization, PartyAlias
from tests import factories
from tests.delegates.importing.test_running import checked
from tests.delegates.importing.worker import import_next

if TYPE_CHECKING:
    from tests.delegates.importing.conftest import Office

migration = import_module("delegates.migrations.0030_names_in_files_keep_their_marks")

HEADINGS = "Delegation;Given name;Family name"
ROWS = ["Zoï;Anna;Aster", "ZOI;Berta;Birch", "Zoi.;Carla;Cedar", "ZOÏ;Dora;Daisy"]
FILE = "\n".join([HEADINGS, *ROWS])
FIRST, SECOND = heading_question_key("Zoï"), heading_question_key("ZOI")
ADDED = f"{Reply.ADD}:civil_society"


def answered(office: "Office", first: str, second: str, text: str = FILE) -> CheckedFile:
    said = {(QuestionKind.PARTY, FIRST): first, (QuestionKind.PARTY, SECOND): second}
    return office.check(text, creates=True, answers=said)


def sent_by() -> dict[str, list[str]]:
    """Given names of those registered, by the organization that sends them."""
    found: dict[str, list[str]] = {}
    rows = Delegate.objects.order_by("given_name").select_related("delegation__organization")
    for row in rows:
        found.setdefault(str(row.delegation.organization), []).append(row.given_name)
    return found


def likely(text: str, name: str) -> list[list[str]]:
    return [[same_heading(heading_question_key(text)), name]]


def shuffled(seed: int) -> str:
    rows = random.Random(seed).sample(ROWS, len(ROWS))
    return "\n".join([HEADINGS, *rows])


def test_headings_that_marks_part_are_two_questions_the_later_offering_the_former(
    office: "Office",
) -> None:
    report = office.check(FILE, creates=True)

    first, second = report.questions
    assert (first.subject, first.lines, first.detail["likely"]) == ("Zoï", [2, 5], [])
    assert (second.subject, second.lines) == ("ZOI", [3, 4])
    assert second.detail["likely"] == likely("Zoï", "Zoï")
    assert [one.detail["differs_in_marks"] for one in (first, second)] == [False, True]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (ADDED, ADDED, {"Zoï": ["Anna", "Dora"], "ZOI": ["Berta", "Carla"]}),
        (ADDED, same_heading(FIRST), {"Zoï": ["Anna", "Berta", "Carla", "Dora"]}),
        (ADDED, Reply.LEAVE_OUT, {"Zoï": ["Anna", "Dora"]}),
        (Reply.LEAVE_OUT, same_heading(FIRST), {}),
        (Reply.LEAVE_OUT, ADDED, {"ZOI": ["Berta", "Carla"]}),
    ],
)
def test_answers_count_and_are_asked_for_once_only_in_any_order(
    office: "Office", first: str, second: str, expected: dict[str, list[str]]
) -> None:
    office.applied(answered(office, first, second))

    assert sent_by() == expected
    for seed in range(4):
        again = office.check(shuffled(seed), creates=True)
        assert (again.open_questions(), again.applied(), again.held_back()) == ([], [], [])


def test_heading_that_is_the_same_as_one_that_waits_waits_with_it(office: "Office") -> None:
    report = answered(office, "", same_heading(FIRST))

    assert [row.verdict for row in report.rows] == ["open"] * 4
    assert report.questions[0].lines == [2, 3, 4, 5]
    assert [one.subject for one in report.open_questions()] == ["Zoï"]


def test_heading_that_is_the_same_as_a_registered_one_by_way_of_another(office: "Office") -> None:
    same = f"{Reply.SAME}:organization:{office.cis.pk}"
    office.applied(answered(office, same, same_heading(FIRST)))

    assert sent_by() == {str(office.cis): ["Anna", "Berta", "Carla", "Dora"]}
    assert set(PartyAlias.objects.values_list("text", "organization")) == {
        ("Zoï", office.cis.pk),
        ("ZOI", office.cis.pk),
    }


def test_answer_that_names_a_heading_which_is_known_by_now_is_asked_again(
    office: "Office",
) -> None:
    factories.OrganizationFactory(name=factories.words("Zoï"))

    report = answered(office, ADDED, same_heading(FIRST))

    [question] = report.questions
    assert (question.subject, question.answer) == ("ZOI", "")


@pytest.mark.parametrize("heading", ["ZOI", "Zoi", "Zói"])
def test_marks_that_part_a_heading_from_a_known_organization_are_asked_about(
    office: "Office", heading: str
) -> None:
    zoi = factories.OrganizationFactory(acronym="", name=factories.words("Zoï"))

    [question] = office.check(f"{HEADINGS}\n{heading};Anna;Aster", creates=True).questions

    assert question.detail["likely"] == [[f"same:organization:{zoi.pk}", "Zoï"]]
    assert question.detail["differs_in_marks"]


@pytest.mark.parametrize("heading", ["Zoï", "ZOÏ", "zoï.", " Zoi\u0308 "])
def test_case_points_and_spaces_are_not_asked_about(office: "Office", heading: str) -> None:
    zoi = factories.OrganizationFactory(acronym="", name=factories.words("Zoï"))

    report = office.check(f"{HEADINGS}\n{heading};Anna;Aster", creates=True)

    assert report.questions == []
    assert report.rows[0].outcome.plan is not None
    assert report.rows[0].outcome.plan.delegation.party == ("organization", zoi.pk)


def test_country_and_delegate_with_a_reference_are_not_asked_about(office: "Office") -> None:
    factories.CountryFactory(iso2="CI", iso3="CIV", name=factories.words("Côte d’Ivoire"))
    zoi = factories.DelegationFactory(
        conference=office.conference,
        country=None,
        organization=factories.OrganizationFactory(name=factories.words("Zoï")),
        name=factories.words("Zoï"),
        kind__code="civil_society",
    )
    delegate = factories.DelegateFactory(delegation=zoi, given_name="Anna", family_name="Aster")

    report = office.check(
        f"{HEADINGS};Reference\nCOTE D'IVOIRE;Berta;Birch;\nZOI;Anna;Aster;{delegate.reference}",
        creates=True,
    )

    assert report.questions == []
    assert [row.verdict for row in report.rows] == ["new", "same"]


def test_name_in_files_with_other_marks_is_offered_and_an_exact_name_goes_before_it(
    office: "Office",
) -> None:
    factories.PartyAliasFactory(
        conference=office.conference, text="ZOI", organization=office.cis, country=None
    )
    unknown = office.check(f"{HEADINGS}\nZoï;Anna;Aster", creates=True)
    zoi = factories.OrganizationFactory(name=factories.words("Zoï"))
    known = office.check(f"{HEADINGS}\nZoï;Anna;Aster", creates=True)

    assert [one.detail["likely"] for one in unknown.questions] == [
        [[f"same:organization:{office.cis.pk}", "Independent States"]]
    ]
    assert known.questions == []
    assert known.rows[0].outcome.plan is not None
    assert known.rows[0].outcome.plan.delegation.party == ("organization", zoi.pk)


def test_names_in_files_of_before_keep_their_marks(office: "Office") -> None:
    for text in ("Zoï", "Water Forum"):
        alias = factories.PartyAliasFactory(
            conference=office.conference, text=text, organization=office.cis, country=None
        )
        PartyAlias.objects.filter(pk=alias.pk).update(key=text.replace("ï", "i").lower())

    migration.keep_marks(apps, connection.schema_editor())

    assert set(PartyAlias.objects.values_list("key", flat=True)) == {"zoi ï", "water forum"}
    assert office.check(f"{HEADINGS}\nZOÏ;Anna;Aster", creates=True).open_questions() == []


# Answered together


def answer(run: ImportRun, reply: str, *subjects: str) -> ImportRun:
    asked = run.questions.filter(subject__in=subjects) if subjects else run.questions.all()
    return answering.answer(
        run=run,
        questions=list(asked.values_list("pk", flat=True)),
        answer=reply,
        by=run.created_by,
        at=factories.AT,
    )


def answers(run: ImportRun) -> dict[str, str]:
    return dict(run.questions.values_list("subject", "answer"))


def test_many_are_added_but_those_that_marks_part_from_another(office: "Office") -> None:
    run = checked(office, f"{FILE}\nWater Forum;Eva;Elm\nZói;Fanny;Fir")

    answer(run, ADDED)

    assert answers(run) == {"Zoï": ADDED, "ZOI": "", "Zói": "", "Water Forum": ADDED}
    with pytest.raises(DomainError, match="Each of these differs from another only in its accents"):
        answer(run, ADDED, "ZOI", "Zói")
    answer(run, ADDED, "ZOI")
    assert answers(run)["ZOI"] == ADDED


def test_many_are_the_same_as_those_that_marks_part_them_from(office: "Office") -> None:
    known = factories.OrganizationFactory(acronym="", name=factories.words("Fédération de l’eau"))
    text = f"{FILE}\nWater Forum;Eva;Elm\nFEDERATION DE L'EAU;Gerd;Gale"
    run = checked(office, text)

    answer(run, Reply.SAME)
    import_next()
    run.refresh_from_db()

    assert answers(run) == {
        "Zoï": "",
        "ZOI": same_heading(FIRST),
        "Water Forum": "",
        "FEDERATION DE L'EAU": f"{Reply.SAME}:organization:{known.pk}",
    }
    with pytest.raises(DomainError, match="only in its accents"):
        answer(run, Reply.SAME, "Zoï", "Water Forum")


def test_heading_is_the_same_as_one_above_it_only(office: "Office") -> None:
    run = checked(office, f"{FILE}\nWater Forum;Eva;Elm")

    for subject, other in (("Zoï", SECOND), ("ZOI", SECOND)):
        with pytest.raises(DomainError, match=f"“ZOI” is not above “{subject}”"):
            answer(run, same_heading(other), subject)
    with pytest.raises(DomainError, match="does not answer the question"):
        answer(run, same_heading(heading_question_key("Nobody")), "Water Forum")
    answer(run, same_heading(FIRST), "ZOI")
    import_next()
    run.refresh_from_db()
    answer(run, ADDED, "Zoï")

    assert answers(run) == {"Zoï": ADDED, "ZOI": same_heading(FIRST), "Water Forum": ""}
    lines = dict(ImportLine.objects.of_run(run).values_list("line", "verdict"))
    assert lines == {2: "new", 3: "new", 4: "new", 5: "new", 6: "open"}
    assert Organization.objects.filter(name__icontains="zo").count() == 0


def test_third_that_marks_part_from_two_is_not_said_to_be_the_first(office: "Office") -> None:
    run = checked(office, f"{FILE}\nZÓI;Fanny;Fir")

    answer(run, Reply.SAME)

    assert answers(run) == {"Zoï": "", "ZOI": same_heading(FIRST), "ZÓI": ""}
