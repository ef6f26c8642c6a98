"""The countries and organizations that a new installation starts with."""

import csv
import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest

from conference.writing.lines import clean_line
from delegates.choices import CountryStatus, OrganizationType
from delegates.reference.files import FORMER_STATES, version
from delegates.reference.time_zones import zones_by_country

DATA = Path(__file__).parents[3] / "delegates" / "data"
LANGUAGES = ["en", "fr", "es", "ru", "ar", "zh", "tg"]


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_countries_are_member_and_observer_states_and_a_few_others() -> None:
    countries = rows_of("countries")

    assert Counter(row["status"] for row in countries) == {
        CountryStatus.MEMBER: 193,
        CountryStatus.OBSERVER: 2,
        CountryStatus.NON_MEMBER: 7,
    }
    assert {row["iso2"] for row in countries if row["status"] == "observer"} == {"PS", "VA"}
    others = {row["iso2"] for row in countries if row["status"] == "non_member"}
    assert others == {"CK", "NU"} | FORMER_STATES
    assert Counter(row["regional_group"] for row in countries) == {
        "African States": 54,
        "Asia-Pacific States": 54,
        "Eastern European States": 23,
        "Latin American and Caribbean States": 33,
        "Western European and other States": 29,
        "": 9,
    }


@pytest.mark.parametrize(
    ("column", "shape"), [("iso2", "[A-Z]{2}"), ("iso3", "[A-Z]{3}"), ("m49", "[0-9]{3}")]
)
def test_countries_have_codes_of_their_own(column: str, shape: str) -> None:
    codes = [row[column] for row in rows_of("countries")]

    assert len(set(codes)) == 202
    assert all(re.fullmatch(shape, code) for code in codes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_countries_have_a_name_of_their_own_in_each_language(language: str) -> None:
    names = [row[f"name_{language}"] for row in rows_of("countries")]

    assert len(set(names)) == 202
    assert all(names)


@pytest.mark.parametrize(
    ("iso2", "language", "name"),
    [
        ("KR", "en", "Republic of Korea"),
        ("NL", "en", "Netherlands (Kingdom of the)"),
        ("IR", "en", "Iran (Islamic Republic of)"),
        ("TR", "en", "Türkiye"),
        ("CI", "en", "Côte d'Ivoire"),
        ("PS", "en", "State of Palestine"),
        ("PS", "fr", "État de Palestine"),
        ("KG", "ru", "Кыргызстан"),
        ("TJ", "tg", "Тоҷикистон"),
        ("VA", "zh", "教廷"),
    ],
)
def test_countries_have_their_united_nations_names(iso2: str, language: str, name: str) -> None:
    names = {row["iso2"]: row[f"name_{language}"] for row in rows_of("countries")}

    assert names[iso2] == name


def test_organizations_have_acronym_type_and_english_name() -> None:
    organizations = rows_of("organizations")
    acronyms = [row["acronym"] for row in organizations]

    assert len(set(acronyms)) == len(organizations)
    assert all(0 < len(acronym) <= 30 for acronym in acronyms)
    assert all(row["name_en"] for row in organizations)
    assert {"UN", "OSCE", "EU", "CSTO", "CIS", "SCO", "UNOCT", "RATS SCO"} <= set(acronyms)


def test_organizations_of_each_type_are_as_many_as_the_readme_says() -> None:
    """Whoever loses a section of the file sees it here."""
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    said = {
        of_type: int(count)
        for count, of_type in re.findall(r"^- (\d+) `(\w+)`", readme, re.MULTILINE)
    }

    assert said == Counter(row["type"] for row in rows_of("organizations"))
    assert said.keys() <= set(OrganizationType.values)


def test_name_of_an_organization_in_another_language_has_a_source() -> None:
    for row in rows_of("organizations"):
        has_others = any(row[f"name_{language}"] for language in LANGUAGES if language != "en")

        assert bool(row["source"]) == has_others, row["acronym"]


@pytest.mark.parametrize("name", ["countries", "organizations"])
def test_reference_data_is_clean(name: str) -> None:
    for row in rows_of(name):
        aliases = [alias for alias in row["aliases"].split(" | ") if alias]

        assert all(value == clean_line(value, limit=2000) for value in row.values())
        assert all(len(alias) <= 200 for alias in aliases)
        assert len(set(aliases)) == len(aliases)


def test_present_files_are_the_version_that_they_are_said_to_be() -> None:
    """Who changes a country or an organization adds a line to versions.csv."""
    present = b"".join(
        (DATA / f"{name}.csv").read_bytes() for name in ("countries", "organizations")
    )
    versions = rows_of("versions")

    assert versions[-1] == {"version": version(), "sha256": hashlib.sha256(present).hexdigest()}
    assert [row["version"] for row in versions] == sorted({row["version"] for row in versions})


def test_those_without_a_time_zone_are_the_former_states() -> None:
    codes = {row["iso2"] for row in rows_of("countries")}
    assert codes - {*zones_by_country()} == FORMER_STATES
