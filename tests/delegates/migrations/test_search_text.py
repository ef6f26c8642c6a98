"""Who was registered before is found in every spelling, and by the beginning of the name."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from delegates.drift import drifted_delegates
from delegates.models import Delegate, Delegation
from tests.factories import DelegateFactory, DelegationFactory

migration = import_module("delegates.migrations.0044_search_finds_every_spelling")

NAMES = (
    {"given_name": "Beat", "family_name": "Zürcher", "function": "Deputy Minister"},
    {"given_name": "Said", "family_name": "", "function": "Заместитель министра"},
    {"own_name": "习近平", "own_name_language": "zh-hans"},
    {
        "own_given_name": "Эмомалӣ",
        "own_family_name": "Раҳмон",
        "own_name": "Эмомалӣ Раҳмон",
        "own_name_language": "tg",
    },
)


@pytest.fixture
def delegation() -> Delegation:
    return DelegationFactory()


def test_who_was_there_before_is_found(
    delegation: Delegation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for fields in NAMES:
        DelegateFactory(delegation=delegation, **fields)
    Delegate.objects.update(search_text="", family_key="", given_key="", own_family_key="")
    monkeypatch.setattr(migration, "ROWS_AT_ONCE", 2)
    assert len(list(drifted_delegates(delegation.conference))) == len(NAMES)

    migration.find_every_spelling(apps, connection.schema_editor())

    assert list(drifted_delegates(delegation.conference)) == []
    found = ["zuercher", "zamestitel", "习", "ра"]
    assert [Delegate.objects.matching(query).count() for query in found] == [1, 1, 1, 1]
