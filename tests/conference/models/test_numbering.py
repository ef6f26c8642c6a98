"""A number that was given to a zone or a category is never given to another."""

import pytest
from django.db import IntegrityError, connection, transaction

from conference.copying import ROWS, copy_rows
from conference.models import Conference, LastNumber, Zone
from delegates.models import Category
from tests.factories import CategoryFactory, ConferenceFactory, UserFactory, ZoneFactory, words

pytestmark = pytest.mark.django_db


def zone_numbers(conference: Conference) -> list[int]:
    zones = Zone.objects.for_conference(conference)
    return list(zones.order_by("pk").values_list("number", flat=True))


def test_numbers_of_each_conference_begin_anew_and_of_each_sequence() -> None:
    one, other = ConferenceFactory(), ConferenceFactory()
    for conference in (one, other, one):
        ZoneFactory(conference=conference)
        CategoryFactory(conference=conference)

    assert (zone_numbers(one), zone_numbers(other)) == ([0, 1], [0])
    categories = Category.objects.for_conference(one).order_by("pk")
    assert list(categories.values_list("number", flat=True)) == [1, 2]


def test_number_of_a_deleted_zone_is_not_given_again() -> None:
    conference = ConferenceFactory()
    gone = [ZoneFactory(conference=conference) for _ in range(3)][-1]

    gone.delete()
    Zone.objects.bulk_create(
        [Zone(conference=conference, letter="X", name=words("New"))],
    )

    assert zone_numbers(conference) == [0, 1, 3]


def test_number_stays_whatever_is_saved() -> None:
    zone = ZoneFactory()
    assert zone.number == 0

    zone.save()
    Zone.objects.filter(pk=zone.pk).update(number=7)

    assert zone_numbers(zone.conference) == [0]


def test_number_that_comes_with_its_row_is_counted() -> None:
    conference = ConferenceFactory()
    ZoneFactory(conference=conference, number=4)
    ZoneFactory(conference=conference)
    ZoneFactory(conference=conference, number=2)
    ZoneFactory(conference=conference)

    assert zone_numbers(conference) == [4, 5, 2, 6]
    assert LastNumber.objects.get(conference=conference, sequence="zone").number == 6


def test_thirty_third_zone_is_refused() -> None:
    conference = ConferenceFactory()
    Zone.objects.bulk_create(
        Zone(conference=conference, letter=f"{number:02d}", name=words("Zone"))
        for number in range(32)
    )

    with pytest.raises(IntegrityError, match="zone_number_is_a_bit"), transaction.atomic():
        ZoneFactory(conference=conference)

    assert zone_numbers(conference) == list(range(32))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM conference_lastnumber")
        assert cursor.fetchone() == (1,)


def test_copies_are_numbered_anew() -> None:
    source, target = ConferenceFactory(), ConferenceFactory()
    zones = [ZoneFactory(conference=source) for _ in range(3)]
    zones[1].delete()

    copy_rows(ROWS, source=source, target=target, by=UserFactory())

    assert (zone_numbers(source), zone_numbers(target)) == ([0, 2], [0, 1])
