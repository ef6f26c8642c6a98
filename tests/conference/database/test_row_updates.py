import datetime as dt

import pytest
from django.db import IntegrityError, connection
from pytest_django import DjangoAssertNumQueries

from badges.models import PrintEntry
from conference.database.row_updates import update_rows
from delegates.models import Delegate, Delegation
from sessions.models import Session
from tests.factories import (
    AT,
    CategoryFactory,
    DelegateFactory,
    DelegationFactory,
    PrintEntryFactory,
    SessionFactory,
    UserFactory,
    words,
)


def test_each_row_has_its_own_values_and_nothing_else_changes() -> None:
    delegation = DelegationFactory()
    rows = [DelegateFactory(delegation=delegation) for _ in range(3)]
    untouched = DelegateFactory(delegation=delegation, function="Adviser")
    category = CategoryFactory(conference=delegation.conference)
    for number, row in enumerate(rows):
        row.function = f"“{number}”, {{x}}, \\, NULL"
        row.category = category if number else None
        row.is_category_set_by_hand = bool(number)
        row.phone = "not among the fields"

    update_rows(rows, ["function", "category", "is_category_set_by_hand"])

    stored = list(Delegate.objects.order_by("pk").exclude(pk=untouched.pk))
    assert [row.function for row in stored] == [row.function for row in rows]
    assert [row.category for row in stored] == [None, category, category]
    assert [row.is_category_set_by_hand for row in stored] == [False, True, True]
    assert {row.phone for row in Delegate.objects.all()} == {""}
    untouched.refresh_from_db()
    assert untouched.function == "Adviser"


def test_every_kind_of_value_comes_back_as_it_was() -> None:
    entry, session = PrintEntryFactory(), SessionFactory()
    delegate, user = DelegateFactory(), UserFactory()
    entry.notes = [{"text": "“é” \\ {NULL}", "size": 1.5}, None]
    entry.page = None
    session.ends_at += dt.timedelta(microseconds=1)
    session.title = words("A, {B}")
    delegate.accreditation, delegate.decided_at, delegate.decided_by = "approved", AT, user
    delegate.delegation.sort_keys = {"en": "00.1"}

    update_rows([entry], ["notes", "page"])
    update_rows([session], ["ends_at", "title"])
    update_rows([delegate], ["accreditation", "decided_at", "decided_by"])
    update_rows([delegate.delegation], ["sort_keys"])

    assert PrintEntry.objects.get(pk=entry.pk).notes == entry.notes
    assert Session.objects.get(pk=session.pk).ends_at == session.ends_at
    assert str(Session.objects.get(pk=session.pk).title) == "A, {B}"
    found = Delegate.objects.get(pk=delegate.pk)
    assert (found.accreditation, found.decided_at, found.decided_by) == ("approved", AT, user)
    assert Delegation.objects.get(pk=delegate.delegation_id).sort_keys == {"en": "00.1"}


def test_the_history_and_the_constraints_see_every_row() -> None:
    rows = DelegateFactory.create_batch(2)
    for row in rows:
        row.function = "Minister"
    update_rows(rows, ["function"])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM delegates_delegateevent WHERE function = %s", ["Minister"]
        )
        assert cursor.fetchone() == (2,)

    for row in rows:
        row.given_name = row.family_name = ""
    with pytest.raises(IntegrityError, match="delegate_has_a_name"):
        update_rows(rows, ["given_name", "family_name"])


@pytest.mark.parametrize("count", [1, 3])
def test_one_statement_whatever_the_number_of_rows(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = DelegateFactory.create_batch(count)

    with django_assert_num_queries(1):
        update_rows(rows, ["function", "phone"])


def test_nothing_to_update_asks_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        update_rows([], ["function"])
