"""The page of an own field: what can be chosen is entered with it."""

from typing import Any

import pytest
from django.test import Client

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import Conference
from delegates.choices import AnswerKind
from delegates.models import OwnField
from tests.factories import ConferenceFactory, StaffRoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference() -> Conference:
    found: Conference = ConferenceFactory()
    return found


@pytest.fixture
def organizer(conference: Conference, client: Client) -> Client:
    client.force_login(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)
    return client


def sent(answer: str, *choices: str) -> dict[str, Any]:
    rows = {
        f"choices-{number}-{name}": value
        for number, choice in enumerate(choices)
        for name, value in (("name_0", choice), ("order", str(number)))
    }
    return {
        "name_0": "Size of coat",
        "answer": answer,
        "order": "0",
        "choices-TOTAL_FORMS": str(len(choices)),
        "choices-INITIAL_FORMS": "0",
        **rows,
    }


def test_choices_are_entered_with_the_field(conference: Conference, organizer: Client) -> None:
    add = admin_url(conference, "delegates_ownfield_add")

    page = organizer.get(add).text
    organizer.post(add, sent(AnswerKind.CHOICE, "S", "M"))

    assert page.index('id="id_answer"') < page.index('id="choices-group"')
    assert page.index('id="choices-group"') < page.index('id="id_kinds"')
    assert [str(row) for row in OwnField.objects.get().choices.all()] == ["S", "M"]


@pytest.mark.parametrize(
    ("answer", "choices", "said"),
    [
        (AnswerKind.CHOICE, (), "Enter what can be chosen."),
        (AnswerKind.TEXT, ("S",), "Only “Choice from a list” has choices"),
    ],
)
def test_nobody_is_asked_to_choose_from_nothing(
    conference: Conference, organizer: Client, answer: str, choices: tuple[str, ...], said: str
) -> None:
    add = admin_url(conference, "delegates_ownfield_add")

    refused = organizer.post(add, sent(answer, *choices))

    assert said in refused.text
    assert not OwnField.objects.exists()


def test_text_becomes_a_choice_as_long_as_nobody_has_answered(
    conference: Conference, organizer: Client
) -> None:
    organizer.post(admin_url(conference, "delegates_ownfield_add"), sent(AnswerKind.TEXT))
    row = OwnField.objects.get()

    organizer.post(
        admin_url(conference, "delegates_ownfield_change", row.pk), sent(AnswerKind.CHOICE, "S")
    )

    row.refresh_from_db()
    assert (row.answer, [str(each) for each in row.choices.all()]) == (AnswerKind.CHOICE, ["S"])
