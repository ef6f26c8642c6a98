"""What people do is found, of those too who were registered before it was searched."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from delegates.drift import drifted_delegates
from delegates.models import Delegate, Delegation
from tests.factories import DelegateFactory, DelegationFactory

migration = import_module("delegates.migrations.0017_search_finds_the_function")

FUNCTIONS = ("Заместитель министра", "", "Deputy Minister of Given2", "Adviser", "Deputy")


@pytest.fixture
def delegation() -> Delegation:
    return DelegationFactory()


@pytest.fixture
def _searched_without_functions(delegation: Delegation) -> None:
    for number, function in enumerate(FUNCTIONS):
        row = DelegateFactory(delegation=delegation, given_name=f"Given{number}")
        Delegate.objects.filter(pk=row.pk).update(function=function)


@pytest.mark.usefixtures("_searched_without_functions")
def test_functions_of_before_are_found(
    delegation: Delegation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migration, "ROWS_AT_ONCE", 2)
    assert len(list(drifted_delegates(delegation.conference))) == 4

    migration.find_functions(apps, connection.schema_editor())

    assert list(drifted_delegates(delegation.conference)) == []
    assert Delegate.objects.matching("zamestitel").count() == 1
