"""Crown princes and vice-presidents of existing conferences need no photo, unless somebody edited."""

from importlib import import_module

from django.apps import apps
from django.db import connection
from i18nfield.strings import LazyI18nString

from delegates import defaults
from delegates.models import Rank
from delegates.services import conferences
from tests.factories import AT, ConferenceFactory, UserFactory

migration = import_module("delegates.migrations.0018_crown_princes_need_no_photo")


def test_unchanged_rows_are_exempt_and_edited_ones_stay() -> None:
    by = UserFactory()
    schemes = [
        conferences.install_defaults(conference=ConferenceFactory(), by=by, at=AT)
        for _number in range(2)
    ]
    unchanged, edited = (scheme.ranks["crown_prince"] for scheme in schemes)
    Rank.objects.filter(pk=unchanged.pk).update(is_photo_needed=True)
    words = LazyI18nString({**edited.name.data, "fr": "Vice-président"})
    Rank.objects.filter(pk=edited.pk).update(is_photo_needed=True, name=words)
    before = dict(Rank.objects.values_list("pk", "is_photo_needed"))

    migration.exempt(apps, connection.schema_editor())

    after = dict(Rank.objects.values_list("pk", "is_photo_needed"))
    assert after == before | {unchanged.pk: False}


def test_the_migrations_words_are_those_that_conferences_are_given() -> None:
    (rank,) = [rank for rank in defaults.ranks() if rank.key == "crown_prince"]

    assert rank.name.data == migration.GIVEN
