import datetime as dt

import pytest
from django.core.management import call_command
from i18nfield.strings import LazyI18nString

from conference.models import AuditEvent
from delegates.choices import CountryStatus
from delegates.derived import PARTY_LANGUAGES
from delegates.models import Country, Organization
from delegates.services import reference_data

AT = dt.datetime(2018, 3, 1, tzinfo=dt.UTC)


def test_add_missing_fills_an_empty_database() -> None:
    added = reference_data.add_missing(at=AT)

    assert Country.objects.filter(status=CountryStatus.MEMBER).count() == 193
    assert Country.objects.filter(status=CountryStatus.OBSERVER).count() == 2
    assert added.countries == 195
    assert Organization.objects.count() == added.organizations >= 40
    assert AuditEvent.objects.get().detail == {
        "countries": 195,
        "organizations": added.organizations,
    }


def test_add_missing_names_each_country_in_every_language_with_its_sort_key() -> None:
    reference_data.add_missing(at=AT)

    for country in Country.objects.all():
        assert set(country.name.data) == set(PARTY_LANGUAGES)
        assert all(country.sort_keys[language] for language in PARTY_LANGUAGES)
    assert Country.objects.get(iso2="KR").name.localize("zh-hans") == "大韩民国"


def test_add_missing_leaves_what_is_there_and_adds_what_is_not() -> None:
    reference_data.add_missing(at=AT)
    Country.objects.filter(iso2="TR").update(name=LazyI18nString({"en": "Turkey"}))
    Organization.objects.filter(acronym="OSCE").update(acronym="OBSE")
    Country.objects.filter(iso2="FR").delete()

    added = reference_data.add_missing(at=AT)

    assert added == reference_data.Added(countries=1, organizations=0)
    assert str(Country.objects.get(iso2="TR").name) == "Turkey"
    assert str(Country.objects.get(iso2="FR").name) == "France"
    assert not Organization.objects.filter(acronym="OSCE").exists()


def test_load_reference_data_command_says_what_it_added(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_reference_data")
    call_command("load_reference_data")

    assert capsys.readouterr().out.splitlines()[1] == "Added 0 countries and 0 organizations."
