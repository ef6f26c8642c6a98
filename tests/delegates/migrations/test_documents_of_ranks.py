"""Whoever hands in no photo hands in no documents either, and ministers of existing conferences."""

from importlib import import_module

from django.apps import apps
from django.db import connection
from i18nfield.strings import LazyI18nString

from delegates import defaults
from delegates.models import Rank
from delegates.services import conferences
from tests.factories import AT, ConferenceFactory, UserFactory

migration = import_module("delegates.migrations.0101_ministers_hand_in_no_documents")


def test_ranks_as_they_were_given_are_exempt_and_others_as_their_photo_says() -> None:
    scheme = conferences.install_defaults(conference=ConferenceFactory(), by=UserFactory(), at=AT)
    given = {key: rank.are_documents_needed for key, rank in scheme.ranks.items()}
    called_otherwise = LazyI18nString({"en": "State secretary"})
    Rank.objects.update(are_documents_needed=True)
    Rank.objects.filter(pk=scheme.ranks["minister"].pk).update(name=called_otherwise)

    migration.exempt(apps, connection.schema_editor())

    after = dict(Rank.objects.values_list("pk", "are_documents_needed"))
    expected = given | {"minister": True}
    assert {key: after[rank.pk] for key, rank in scheme.ranks.items()} == expected


def test_the_migrations_words_are_those_that_conferences_are_given() -> None:
    without = {
        rank.name.localize("en") for rank in defaults.ranks() if not rank.are_documents_needed
    }

    of_heads = {rank.name.localize("en") for rank in defaults.ranks() if not rank.is_photo_needed}
    assert without - of_heads == migration.MINISTERS
