"""What an installation administrator reads of rows that are unlike the data files."""

import re

import pytest
from django.test import Client
from i18nfield.strings import LazyI18nString

from delegates.models import Country, Organization
from delegates.services import parties, reference_data
from tests.admin_rows import address
from tests.factories import AT, CountryFactory, UserFactory
from tests.page_forms import form_values


@pytest.fixture
def turkey() -> Country:
    """Of the data files, renamed here."""
    reference_data.load(at=AT)
    country = Country.objects.get(iso2="TR")
    country.name = LazyI18nString({**country.name.data, "en": "Turkey"})
    parties.save(party=country, fields=["name"], by=UserFactory(), at=AT)
    return country


def page_of(party: Country | Organization) -> str:
    return address(None, type(party), "change", party.pk)


def test_country_edited_here_shows_what_the_data_files_say(
    admin_client: Client, turkey: Country
) -> None:
    page = admin_client.get(page_of(turkey)).content.decode()

    assert "<li>name (en): here “Turkey”, in the data files “Türkiye”</li>" in page
    assert page.count("in the data files") == 1


def test_country_as_in_the_data_files_and_one_of_ours_say_nothing_of_them(
    admin_client: Client, turkey: Country
) -> None:
    ours = CountryFactory(iso2="XA", m49="999")

    for country in (Country.objects.get(iso2="FR"), ours):
        assert "data files" not in admin_client.get(page_of(country)).content.decode()


def test_page_of_an_edited_country_saves_what_it_shows(
    admin_client: Client, turkey: Country
) -> None:
    url = page_of(turkey)
    form = dict(form_values(admin_client.get(url).content.decode(), "country_form"))

    admin_client.post(url, form | {"name_0": "Türkiye"})

    assert str(Country.objects.get(iso2="TR").name) == "Türkiye"
    assert "data files" not in admin_client.get(url).content.decode()


def test_who_may_not_edit_countries_sees_no_data_files(organizer: Client, turkey: Country) -> None:
    assert "in the data files" not in organizer.get(page_of(turkey)).content.decode()


@pytest.mark.parametrize("model", [Country, Organization])
def test_list_finds_what_was_edited_here(
    admin_client: Client, turkey: Country, model: type[Country] | type[Organization]
) -> None:
    edited = model._default_manager.order_by("pk").first()
    edited.aliases = [*edited.aliases, "Another name"]
    parties.save(party=edited, fields=["aliases"], by=UserFactory(), at=AT)
    url = address(None, model, "changelist")

    response = admin_client.get(url, {"edited": "yes"})

    shown = {row.pk for row in response.context["cl"].result_list}
    assert shown == {edited.pk, *([turkey.pk] if model is Country else [])}


def test_history_says_in_words_that_a_row_was_kept(admin_client: Client, turkey: Country) -> None:
    Country.objects.update(reference_version="2000-01-01")
    reference_data.load(at=AT)

    url = address(None, Country, "history", turkey.pk)
    page = admin_client.get(url).content.decode()

    assert re.search(r"Dais(?:</bdi>)?</b> left <a .*</a> unlike the data files", page)
