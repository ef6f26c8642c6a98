"""Languages typed freely become those of the list; nobody loses a name."""

from importlib import import_module

from django.apps import apps
from django.db import connection

from delegates.naming.name_languages import NAME_LANGUAGES, name_language
from delegates.models import Delegate
from tests.factories import DelegateFactory

migration = import_module("delegates.migrations.0003_delegate_name_languages_from_the_list")


def test_languages_typed_freely_become_those_of_the_list() -> None:
    typed = {"tg": "tg", "ru-RU": "ru", "zh": "zh-hans", "fa-AF": "fa-af", "Klingon": "und"}
    rows = {tag: DelegateFactory(own_name="Name", own_name_language=tag).pk for tag in typed}

    migration.take_from_the_list(apps, connection.schema_editor())

    stored = dict(Delegate.objects.values_list("pk", "own_name_language"))
    assert {tag: stored[pk] for tag, pk in rows.items()} == typed


def test_what_the_migration_lists_is_in_the_forms() -> None:
    """Languages came later; none went."""
    assert set(migration.LISTED.split()) <= {*NAME_LANGUAGES}
    assert {tag: migration.listed(tag) for tag in migration.CHINESE} == {
        tag: name_language(tag) for tag in migration.CHINESE
    }
