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

# As ISO 3166-3 has them: old lists name them, and nothing of today is theirs.
FORMER_STATES = frozenset({"CS", "DD", "SU", "YD", "YU"})
FOLDER = Path(__file__).parents[1] / "data"

# The language tag of a column where it is not the column's own ending.
TAGS = {"zh": "zh-hans"}
SEPARATOR = " | "


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
            name=translated(line, "name"),
            iso_name=line["iso_name"],
            official_name=line["official_name"],
            aliases=listed(line["aliases"]),
            status=line["status"],
            regional_group=line["regional_group"],
        )
        for line in lines("countries.csv")
    ]


def organizations() -> list[Organization]:
    return [
        Organization(
            acronym=line["acronym"],
            name=translated(line, "name"),
            aliases=listed(line["aliases"]),
            type=line["type"],
        )
        for line in lines("organizations.csv")
    ]


def lines_of(model: type[Party]) -> list[Party]:
    return countries() if issubclass(model, Country) else organizations()


def lines(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def translated(line: dict[str, str], field: str) -> LazyI18nString:
    """The columns `name_en`, `name_ru` … of a field "name"."""
    prefix = f"{field}_"
    return LazyI18nString(
        {
            TAGS.get(column.removeprefix(prefix), column.removeprefix(prefix)): text
            for column, text in line.items()
            if column.startswith(prefix) and text
        }
    )


def listed(cell: str) -> list[str]:
    return [text for text in cell.split(SEPARATOR) if text]
