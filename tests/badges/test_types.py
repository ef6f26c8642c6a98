"""What a conference may say of its types of badges, and what PostgreSQL refuses."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, transaction

from badges.models import Badge, BadgeType
from badges.services import defaults, types
from conference.models import Conference
from tests.badges.conftest import AT
from tests.factories import (
    BadgeFactory,
    BadgeTypeFactory,
    ConferenceFactory,
    DelegateFactory,
    UserFactory,
    VehicleFactory,
)


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


@pytest.mark.parametrize(
    ("made", "changed", "constraint"),
    [
        ({"shared": True}, {"delegation": None}, "badge_has_the_holder_of_its_type"),
        ({"parked": True}, {"vehicle": None}, "badge_has_the_holder_of_its_type"),
        ({"shared": True}, {"copy": None}, "badge_of_a_delegation_is_one_of_several"),
        ({"shared": True}, {"copy": 0}, "badge_of_a_delegation_is_one_of_several"),
        ({}, {"copy": 1, "copies": 1}, "badge_of_a_delegation_is_one_of_several"),
        ({"blank": True}, {"category": None}, "badge_blank_is_of_a_category"),
        ({"blank": True}, {"bound_at": AT}, "badge_bound_at_and_by_with_its_delegate"),
        ({}, {"bound_at": AT}, "badge_bound_at_and_by_with_its_delegate"),
        ({}, {"holder": "vehicle"}, "badge_has_the_holder_of_its_type"),
    ],
)
def test_postgresql_refuses_what_a_badge_of_its_holder_cannot_be(
    made: dict[str, Any], changed: dict[str, Any], constraint: str
) -> None:
    badge = BadgeFactory(**made)

    with pytest.raises(IntegrityError, match=constraint):
        Badge.objects.filter(pk=badge.pk).update(**changed)


def test_holder_of_a_badge_is_its_types_and_stays(conference: Conference) -> None:
    badge = BadgeFactory(blank=True, category__conference=conference, delegate=None, bound_at=None)
    with pytest.raises(IntegrityError, match="badges_badge_type_lends"), transaction.atomic():
        Badge.objects.filter(pk=badge.pk).update(
            holder="delegate",
            category=None,
            delegate=DelegateFactory(delegation__conference=conference),
        )

    day = BadgeTypeFactory(conference=conference)
    worn = BadgeFactory(delegate__delegation__conference=conference, type=day)
    with pytest.raises(IntegrityError, match="badge_has_the_holder_of_its_type"):
        BadgeType.objects.filter(pk=worn.type_id).update(holder="vehicle")


def test_badges_that_a_delegation_shares_all_say_of_how_many(conference: Conference) -> None:
    first = BadgeFactory(shared=True, delegation__conference=conference, copies=2)
    BadgeFactory(shared=True, delegation=first.delegation, type=first.type, copy=2, copies=2)

    Badge.objects.update(copies=3)
    with pytest.raises(IntegrityError, match="badge_copies_alike_in_delegation"):
        Badge.objects.filter(pk=first.pk).update(copies=2)


def test_badge_stays_with_the_delegate_it_is_bound_to(conference: Conference) -> None:
    delegate, another = DelegateFactory.create_batch(2, delegation__conference=conference)
    badge = BadgeFactory(blank=True, category__conference=conference)
    bound = Badge.objects.filter(pk=badge.pk)
    bound.update(delegate=delegate, bound_at=AT, bound_by=UserFactory())

    with pytest.raises(InternalError, match="Cannot update"):
        bound.update(delegate=another)


def test_plate_is_one_however_it_is_spaced(conference: Conference) -> None:
    VehicleFactory(delegation__conference=conference, plate="01 АВ-777")

    with pytest.raises(IntegrityError, match="vehicle_plate_unique_in_conference"):
        VehicleFactory(delegation__conference=conference, plate="01ав777")
