"""The project's own data files: States, organizations, and the default scheme of a conference.

The files stand in `delegates/data/`. Short names of States are the United Nations', codes ISO 3166
and UN M49; a file's columns `name_en`, `name_ru` … hold one language each.
"""

import csv
from pathlib import Path
from typing import TypeVar

from i18nfield.strings import LazyI18nString

from delegates.models import Country, Organization

Party = TypeVar("Party", Country, Organization)

FOLDER = Path(__file__).parents[1] / "data"

# The language tag of a column where it is not the column's own ending.
TAGS = {"zh": "zh-hans"}
PREFIX = "name_"
ALIAS_SEPARATOR = " | "


def version() -> str:
    """The day of the present States and organizations, such as "2026-11-22"."""
    return lines("versions.csv")[-1]["version"]


def countries() -> list[Country]:
    """Every State and observer State as an unsaved row, without sort keys."""
    return [
        Country(
            iso2=line["iso2"],
            iso3=line["iso3"],
            m49=line["m49"],
            name=translated_name(line),
            iso_name=line["iso_name"],
            official_name=line["official_name"],
            aliases=_aliases(line),
            status=line["status"],
            regional_group=line["regional_group"],
        )
        for line in lines("countries.csv")
    ]


def organizations() -> list[Organization]:
    return [
        Organization(
            acronym=line["acronym"],
            name=translated_name(line),
            aliases=_aliases(line),
            type=line["type"],
        )
        for line in lines("organizations.csv")
    ]


def lines_of(model: type[Party]) -> list[Party]:
    return countries() if issubclass(model, Country) else organizations()


def lines(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def translated_name(line: dict[str, str]) -> LazyI18nString:
    return LazyI18nString(
        {
            TAGS.get(column.removeprefix(PREFIX), column.removeprefix(PREFIX)): text
            for column, text in line.items()
            if column.startswith(PREFIX) and text
        }
    )


def _aliases(line: dict[str, str]) -> list[str]:
    return [alias for alias in line["aliases"].split(ALIAS_SEPARATOR) if alias]
