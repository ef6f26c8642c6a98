"""Imports that stand on one another, taken back in turn (design 13)."""

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from delegates.choices import QuestionKind, Reply
from delegates.importing import answering
from delegates.models import (
    Answer,
    Delegate,
    Delegation,
    ImportQuestion,
    ImportRun,
    Organization,
    PartyAlias,
)
from delegates.services import delegations, registering
from delegates.services.importing import imports
from tests import factories
from tests.delegates.importing.test_running import NAMES, answer, start
from tests.delegates.importing.test_taking_back import state_of_everything, taken_back
from tests.delegates.importing.worker import import_next

if TYPE_CHECKING:
    from tests.delegates.importing.conftest import Office

# Each step in a transaction of its own: the history's context would last until the end of one.
pytestmark = pytest.mark.django_db(transaction=True)

ADD = f"{Reply.ADD}:civil_society"
FORUM = (
    f"{NAMES};Position\nWater Forum;Ali;Valiev;head\nWater Forum;Olim;Karim;\nCIS;Zafar;Zafarov;\n"
)


def brought_in(office: "Office", text: str, reply: str = "") -> ImportRun:
    """Checked, every question answered alike, imported."""
    start(office, text, creates=True)
    import_next()
    run = ImportRun.objects.latest("pk")
    if reply:
        answer(run, reply)
    return applied(office, run)


def applied(office: "Office", run: ImportRun) -> ImportRun:
    imports.ask_to_apply(run=run, good_rows_only=True, by=office.organizer, at=timezone.now())
    import_next()
    run.refresh_from_db()
    assert run.applied_at
    return run


def memory() -> list[object]:
    return [
        list(Answer.objects.order_by("pk").values_list("kind", "key", "reply", "answered_at")),
        list(PartyAlias.objects.order_by("pk").values_list("text", "organization")),
    ]


LATER = [
    pytest.param(f"{NAMES}\nWater Forum;Bobo;Boboev\n", id="adds"),
    pytest.param(f"{NAMES}\nCIS;Bobo;Boboev\n", id="adds to a known party"),
    pytest.param(f"{NAMES};Position\nWater Forum;Bobo;Boboev;head\n", id="adds a head"),
    pytest.param("Reference;Function\nREF;Adviser\n", id="changes"),
    pytest.param(f"{NAMES};Position\nWater Forum;Olim;Karim;head\n", id="appoints another"),
    pytest.param(f"{NAMES};Reference\nTJ;Ali;Valiev;REF\n", id="moves the head away"),
]


@pytest.mark.parametrize("text", LATER)
def test_later_import_taken_back_first_leaves_the_earlier_free_to_go(
    office: "Office", text: str
) -> None:
    before = state_of_everything()
    first = brought_in(office, FORUM, ADD)
    between = state_of_everything()
    text = text.replace("REF", Delegate.objects.get(given_name="Ali").reference)
    second = brought_in(office, text)
    assert state_of_everything() != between

    taken_back(second)
    assert state_of_everything() == between
    taken_back(first)

    assert state_of_everything() == before
    assert first.summary["taken_back"]["staying_delegations"] == []


@pytest.mark.parametrize("text", LATER)
def test_earlier_import_is_refused_and_names_the_later_that_stands_on_it(
    office: "Office", text: str
) -> None:
    first = brought_in(office, FORUM, ADD)
    text = text.replace("REF", Delegate.objects.get(given_name="Ali").reference)
    second = brought_in(office, text)
    between = state_of_everything()

    taken_back(first)

    assert state_of_everything() == between
    assert first.taken_back_at is None
    assert {pk for row in first.report["built_on"] for pk in row["imports"]} == {second.pk}
    assert all(row["imports"] for row in first.report["built_on"])


def test_organization_goes_with_what_the_file_called_it_besides(office: "Office") -> None:
    text = f"{NAMES}\nWater Forum;Ali;Valiev\nRivers Alliance;Olim;Karim\n"
    start(office, text, creates=True)
    import_next()
    run = ImportRun.objects.latest("pk")
    answer(run, ADD, lines=[2])
    code = ImportQuestion.objects.get(run=run, lines=[2]).key[:16]
    answer(run, f"{Reply.SAME}:heading:{code}", lines=[3])
    import_next()
    run.refresh_from_db()
    applied(office, run)
    assert PartyAlias.objects.get().text == "Rivers Alliance"

    taken_back(run)

    assert not Organization.objects.filter(conference=office.conference).exists()
    assert memory() == [[], []]


def test_organization_goes_with_what_a_later_file_called_it(office: "Office") -> None:
    first = brought_in(office, f"{NAMES}\nWater Forum;Ali;Valiev\n", ADD)
    added = Organization.objects.get(conference=office.conference)
    called = f"{NAMES}\nRivers Alliance;Ali;Valiev\n"
    start(office, called)
    import_next()
    second = ImportRun.objects.latest("pk")
    asked = ImportQuestion.objects.get(run=second, kind=QuestionKind.PARTY)
    answering.answer(
        run=second,
        questions=[asked.pk],
        answer=f"{Reply.SAME}:organization:{added.pk}",
        by=office.organizer,
        at=timezone.now(),
    )
    import_next()
    second.refresh_from_db()
    applied(office, second)
    assert PartyAlias.objects.get().organization == added

    taken_back(first)

    assert not Organization.objects.filter(pk=added.pk).exists()


def test_delegation_that_somebody_else_is_in_stays_and_is_named(office: "Office") -> None:
    run = brought_in(office, FORUM, ADD)
    forum = Delegation.objects.get(organization__conference=office.conference)
    by_hand = factories.DelegateFactory.build(delegation=forum, given_name="Bobo")
    registering.register(delegate=by_hand, by=office.organizer, at=timezone.now())

    taken_back(run)

    assert list(Delegate.objects.all()) == [by_hand]
    assert run.summary["taken_back"] == {
        "removed": 3,
        "returned": 0,
        "delegations": 1,
        "staying_delegations": [forum.pk],
        "staying_organizations": [forum.organization_id],
    }


def test_organization_whose_further_delegation_another_import_registered_is_named(
    office: "Office",
) -> None:
    first = brought_in(office, f"{NAMES}\nWater Forum;Ali;Valiev\n", ADD)
    added = Organization.objects.get(conference=office.conference)
    office.mission.kind.admits = "both"
    office.mission.kind.save()
    second = brought_in(office, f"{NAMES};Kind\nWater Forum;Bobo;Boboev;Mission\n")
    assert Delegation.objects.filter(organization=added).count() == 2

    taken_back(first)

    (found,) = first.report["built_on"]
    assert (found["model"], found["pk"]) == ("organization", added.pk)
    assert found["imports"] == [second.pk]


def test_answers_of_an_import_outlive_a_later_one_that_met_them_again(office: "Office") -> None:
    damaged = f"{NAMES};Function\nTJ;Ali;Valiev;Attach? de presse\n"
    brought_in(office, damaged, Reply.RIGHT)
    remembered = memory()
    assert [row[0] for row in remembered[0]] == [QuestionKind.LETTERS]  # type: ignore[attr-defined]

    second = brought_in(office, f"{NAMES};Function\nTJ;Olim;Karim;Attach? de presse\n")
    taken_back(second)

    assert memory() == remembered


def test_delegation_changed_by_hand_and_back_goes(office: "Office") -> None:
    run = brought_in(office, FORUM, ADD)
    forum = Delegation.objects.get(organization__conference=office.conference)
    head = forum.head
    for leader in (None, head):
        delegations.appoint_head(
            delegation=forum, delegate=leader, by=office.organizer, at=timezone.now()
        )

    taken_back(run)

    assert Delegation.objects.filter(pk=forum.pk).exists() is False
