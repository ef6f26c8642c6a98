"""Numbers of zones and categories: given in the order in which they were made, forth and back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from conference.models import LastNumber, Zone
from delegates.models import Category
from tests.factories import CategoryFactory, ConferenceFactory, ZoneFactory

ZONES_WITHOUT = ("conference", "0033_zones_may_have_numbers")
CATEGORIES_WITHOUT = ("delegates", "0047_categories_may_have_numbers")


def migrate(*targets: tuple[str, str]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets) or executor.loader.graph.leaf_nodes())
    return MigrationExecutor(connection).loader.project_state(list(targets)).apps


@pytest.fixture
def _back_to_the_latest() -> Iterator[None]:
    """Whatever the test leaves, the next one finds the tables of today."""
    yield
    migrate()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_back_to_the_latest")
@pytest.mark.parametrize("before", [ZONES_WITHOUT, CATEGORIES_WITHOUT])
def test_numbers_are_given_again_after_a_migration_back(before: tuple[str, str]) -> None:
    conference = ConferenceFactory()
    for letter in "AB":
        ZoneFactory(conference=conference, letter=letter)
        CategoryFactory(conference=conference, letter=letter)

    migrate(before)
    migrate()

    assert list(Zone.objects.order_by("letter").values_list("letter", "number")) == [
        ("A", 0),
        ("B", 1),
    ]
    assert list(Category.objects.order_by("letter").values_list("letter", "number")) == [
        ("A", 1),
        ("B", 2),
    ]
    last = LastNumber.objects.filter(sequence__in=["zone", "category"]).order_by("sequence")
    assert list(last.values_list("sequence", "number")) == [("category", 2), ("zone", 1)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_back_to_the_latest")
def test_conference_with_more_zones_than_bits_is_named_before_anything_is_numbered() -> None:
    ZoneFactory(conference__slug="small")
    large = ConferenceFactory(slug="large")
    zones = migrate(ZONES_WITHOUT).get_model("conference", "Zone").objects
    for number in range(33):
        zones.create(conference_id=large.pk, letter=f"{number:02d}", name=str(number))

    with pytest.raises(CommandError, match=r"These have more: large \(33\)\. Delete zones"):
        migrate()

    numbers = zones.filter(conference_id=large.pk).values_list("number", flat=True)
    assert set(numbers) == {None}
    zones.filter(conference_id=large.pk, letter="00").delete()
    migrate()
    assert Zone.objects.filter(conference=large).count() == 32
