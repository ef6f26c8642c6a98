"""Organizers name the types of badges of their conference; the badge desk reads them."""

from typing import Any

import pytest
from django.test import Client

from badges.models import BadgeType
from conference.choices import Role
from conference.models import AuditEvent, Conference, User
from tests.badges.admin.test_printing import signed_in
from tests.factories import BadgeFactory, BadgeTypeFactory
from tests.here import here
from tests.page_forms import form_values

LIST = here("badges_badgetype_changelist")


@pytest.fixture
def organizer(conference: Conference) -> Client:
    return signed_in(conference, Role.ORGANIZER)


def personal_of(conference: Conference) -> BadgeType:
    return BadgeType.objects.personal().get(conference=conference)


def test_organizer_renames_the_personal_type(organizer: Client, conference: Conference) -> None:
    personal = personal_of(conference)
    url = here("badges_badgetype_change", personal.pk)
    values = form_values(organizer.get(url).content.decode(), "badgetype_form")

    organizer.post(url, values | {"name_0": "Delegate's badge", "holder": "vehicle", "number": "9"})

    personal.refresh_from_db()
    assert (str(personal.name), personal.holder, personal.number) == (
        "Delegate's badge",
        "delegate",
        1,
    )
    event = AuditEvent.objects.get(action="badgetype.changed")
    assert (event.conference, event.fields) == (conference, ["name"])


def test_list_counts_the_badges_of_each_type(organizer: Client, conference: Conference) -> None:
    other = BadgeTypeFactory(conference=conference, order=1)
    for _n in range(2):
        BadgeFactory(delegate__delegation__conference=conference)
    BadgeFactory(delegate__delegation__conference=conference, type=other)

    response: Any = organizer.get(LIST)
    rows = response.context_data["cl"].result_list

    assert [(row.pk, row.badges_here) for row in rows] == [
        (personal_of(conference).pk, 2),
        (other.pk, 1),
    ]


def test_badge_desk_reads_types_and_changes_none(
    client: Client, conference: Conference, clerk: User
) -> None:
    client.force_login(clerk)
    url = here("badges_badgetype_change", personal_of(conference).pk)

    answers = [client.get(LIST).status_code, client.get(url).status_code]
    refused = client.post(url, {"name_0": "Other", "order": 3}).status_code

    assert (answers, refused) == ([200, 200], 403)
