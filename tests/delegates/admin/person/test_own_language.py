"""The language of a name in own script is proposed while the name is typed, and never imposed."""

import re
from typing import Any

import pytest
from django.test import Client

from conference.models import Conference
from tests.factories import CountryFactory, DelegateFactory, DelegationFactory, words
from tests.here import here


def proposed(client: Client, delegation: Any, name: str, **typed: str) -> tuple[str, str]:
    """What is chosen by itself, and what is said of it."""
    url = here("delegates_delegate_own_language_new")
    form = {"delegation": str(delegation.pk), "own_name": name, **typed}
    part = client.post(url, form, headers={"HX-Request": "true"}).content.decode()
    chosen = re.search(r'<option value="([^"]*)" selected>', part)
    said = re.search(r"Proposed from .*", part)
    return (chosen[1] if chosen else "none"), (said[0] if said else "")


@pytest.fixture
def tajikistan(conference: Conference) -> Any:
    country = CountryFactory(iso2="TJ", iso3="TJK", name=words("Tajikistan"))
    return DelegationFactory(conference=conference, country=country)


def test_the_language_is_proposed_and_what_was_chosen_stays(
    organizer: Client, tajikistan: Any
) -> None:
    name, language = "Фаррух", "own_name_language"
    words_of_it = (
        "Proposed from the script and the delegation: Tajik · тоҷикӣ. Choose another"
        " if it is wrong."
    )

    assert proposed(organizer, tajikistan, name) == ("tg", words_of_it)
    # Proposed before, and not chosen.
    again = {language: "tg", "own_name_language_proposed": "tg"}
    assert proposed(organizer, tajikistan, "Цой", **again)[0] == "ru"
    assert proposed(organizer, tajikistan, "", **again) == ("", "")
    assert proposed(organizer, tajikistan, name, **{language: "uz"}) == ("none", "")
    chosen = {language: "uz", "own_name_language_proposed": "tg"}
    assert proposed(organizer, tajikistan, name, **chosen) == ("none", "")


def test_a_delegation_of_another_conference_proposes_nothing(organizer: Client) -> None:
    country = CountryFactory(iso2="TJ", iso3="TJK", name=words("Tajikistan"))

    assert proposed(organizer, DelegationFactory(country=country), "Фаррух") == ("", "")


def test_of_somebody_registered_their_own_delegation_counts(
    organizer: Client, conference: Conference, tajikistan: Any
) -> None:
    """Whatever delegation is sent, and the page asks where it is known whose name it is."""
    delegate = DelegateFactory(delegation=tajikistan)
    url = here("delegates_delegate_own_language", delegate.pk)
    other = DelegationFactory(conference=conference)

    page = organizer.get(here("delegates_delegate_change", delegate.pk)).content.decode()
    part = organizer.post(url, {"delegation": str(other.pk), "own_name": "Фаррух"})

    assert f'hx-post="{url}"' in page
    assert '<option value="tg" selected>' in part.content.decode()
