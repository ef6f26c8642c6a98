"""Rows loaded before rows remembered their line are known, where nobody edited them."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from i18nfield.strings import LazyI18nString

from delegates.models import Country, Organization
from delegates.reference.comparing import values_of
from delegates.services import reference_data
from tests.factories import AT

migration = import_module("delegates.migrations.0006_recognise_reference_rows")

AFGHANISTAN = {
    "iso2": "AF",
    "iso3": "AFG",
    "m49": "004",
    "name": {
        "en": "Afghanistan",
        "fr": "Afghanistan",
        "es": "Afganistán",
        "ru": "Афганистан",
        "ar": "أفغانستان",
        "zh-hans": "阿富汗",
        "tg": "Афғонистон",
    },
    "iso_name": "Afghanistan",
    "official_name": "Islamic Republic of Afghanistan",
    "aliases": [],
    "status": "member",
    "regional_group": "Asia-Pacific States",
}
CTED = {
    "acronym": "CTED",
    "name": {
        "en": "Counter-Terrorism Committee Executive Directorate",
        "fr": "Direction exécutive du Comité contre le terrorisme",
        "ru": "Исполнительный директорат Контртеррористического комитета",
    },
    "aliases": ["UN CTED", "ИДКТК"],
    "type": "un",
}


@pytest.fixture
def former() -> list[Country | Organization]:
    """As the data files of 2026-11-22 have them; here since before the migration."""
    return [
        model.objects.create(**{**values, "name": LazyI18nString(values["name"])})
        for model, values in ((Country, AFGHANISTAN), (Organization, CTED))
    ]


def recognise() -> None:
    migration.recognise(apps, connection.schema_editor())


def test_rows_of_the_former_files_remember_their_line(
    former: list[Country | Organization],
) -> None:
    recognise()

    for row, values in zip(former, (AFGHANISTAN, CTED), strict=True):
        row.refresh_from_db()
        assert row.loaded_as == values_of(row) == values


def test_blank_translation_and_another_order_are_no_edit(
    former: list[Country | Organization],
) -> None:
    """So the administrator's form leaves a row that it was saved with unchanged."""
    for row in former:
        row.name = LazyI18nString({**row.name.data, "de": ""})
        row.aliases = row.aliases[::-1]
        row.save()

    recognise()

    assert [row.loaded_as for row in (Country.objects.get(), Organization.objects.get())] == [
        AFGHANISTAN,
        CTED,
    ]


def test_edited_row_is_not_recognised_and_kept_by_the_next_load(
    former: list[Country | Organization],
) -> None:
    for row in former:
        row.name = LazyI18nString({**row.name.data, "en": "Another name"})
        row.save()
    Organization.objects.create(acronym="OWN", name="One of ours", type="un")

    recognise()
    loaded = reference_data.load(at=AT)

    assert {row.pk for kept in loaded.kept for row in [kept.party]} == {row.pk for row in former}
    assert str(Country.objects.get(iso2="AF").name) == "Another name"
    assert Organization.objects.get(acronym="OWN").loaded_as == {}
