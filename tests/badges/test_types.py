"""What a conference may say of its types of badges, and what PostgreSQL refuses."""

import re
from typing import Any

import pytest
from django.db import IntegrityError

from badges.models import BadgeType
from badges.services import defaults, types
from conference.models import Conference
from tests.badges.conftest import AT
from tests.factories import BadgeFactory, BadgeTypeFactory, ConferenceFactory


def test_conference_has_one_personal_type_however_often_it_is_installed(
    conference: Conference,
) -> None:
    defaults.install(conference=conference, by=None, at=AT)

    found = BadgeType.objects.for_conference(conference)
    assert list(found.values_list("number", "holder", "is_personal")) == [(1, "delegate", True)]


LATER, EARLIER = AT.replace(hour=12), AT.replace(hour=8)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"number": 1}, "badge_type_number_unique_in_conference"),
        ({"number": 0}, "badge_type_number_is_a_byte"),
        ({"number": 256}, "badge_type_number_is_a_byte"),
        ({"is_personal": True}, "badge_type_one_personal_per_conference"),
        ({"quota": 3}, "badge_type_quota_is_of_a_delegation"),
        ({"quota": 0, "holder": "delegation"}, "badge_type_quota_is_of_a_delegation"),
        ({"starts_at": LATER, "ends_at": EARLIER}, "badge_type_starts_before_it_ends"),
        ({"starts_at": LATER, "ends_at": LATER}, "badge_type_starts_before_it_ends"),
    ],
)
def test_postgresql_refuses_what_a_type_cannot_be(
    conference: Conference, fields: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=re.escape(constraint)):
        BadgeTypeFactory(conference=conference, **fields)


@pytest.mark.parametrize("fields", [{"holder": "vehicle"}, {"is_beside_personal": True}])
def test_personal_badge_is_of_a_delegate_and_opens_by_itself(fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="badge_type_personal_is_of_a_delegate"):
        BadgeTypeFactory(conference=ConferenceFactory(), is_personal=True, **fields)


def test_delegate_has_a_badge_of_each_type_once(conference: Conference) -> None:
    personal = BadgeFactory(delegate__delegation__conference=conference)
    BadgeFactory(delegate=personal.delegate, type=BadgeTypeFactory(conference=conference))

    with pytest.raises(IntegrityError, match="badge_once_of_each_type"):
        BadgeFactory(delegate=personal.delegate, type=types.install_personal(conference))


def test_number_of_a_deleted_type_is_not_given_again(conference: Conference) -> None:
    BadgeTypeFactory(conference=conference).delete()
    latest = BadgeTypeFactory(conference=conference)

    latest.refresh_from_db()
    assert latest.number == 3
