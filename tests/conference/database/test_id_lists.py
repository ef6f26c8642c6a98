"""Ids by the thousand are one text to PostgreSQL, of which it makes the list."""

from collections.abc import Iterable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conference.database.id_lists import among
from conference.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def found(ids: Iterable[int]) -> set[int]:
    return set(User.objects.filter(pk__in=among(ids)).values_list("pk", flat=True))


def test_finds_those_whose_ids_are_named_and_nobody_where_none_is() -> None:
    first, second, _third = (user.pk for user in UserFactory.create_batch(3))

    assert found([first, second]) == {first, second}
    assert found(iter([second])) == {second}
    assert found([]) == set()


def test_list_is_one_constant_however_long_it_is() -> None:
    """As an array of constants each is parsed and planned for itself."""
    with CaptureQueriesContext(connection) as queries:
        found(range(1, 4))

    assert "'{1,2,3}'::bigint[]" in queries[0]["sql"]
