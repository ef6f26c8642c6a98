"""Conferences that are there ask what a new one asked then."""

from importlib import import_module

from django.apps import apps
from django.db import connection

from delegates import defaults
from delegates.models import RegistrationField
from tests.factories import ConferenceFactory

LATER = {"spouse_of"}
"""A new conference asks it; of one that is there its organizers say."""
migration = import_module("delegates.migrations.0065_conferences_ask_the_usual_fields")


def test_conferences_ask_the_usual_fields() -> None:
    conferences = ConferenceFactory.create_batch(2)

    with connection.schema_editor() as editor:
        migration.ask(apps, editor)

    for conference in conferences:
        rows = RegistrationField.objects.for_conference(conference)
        assert sorted(rows.values_list("column", "is_required")) == sorted(
            (one.column, one.is_required) for one in defaults.FIELDS if one.column not in LATER
        )
