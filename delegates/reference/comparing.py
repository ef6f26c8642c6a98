"""What is stored of a country or an organization, beside what the data files say of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from conference.writing.languages import translations
from delegates.models import Country, Organization
from delegates.reference import files

Party = TypeVar("Party", Country, Organization)
Values = dict[str, Any]
Code = tuple[str, str]
"""Field and value of what no other row may have."""

FIELDS: dict[type[Model], tuple[str, ...]] = {
    Country: (
        "iso2",
        "iso3",
        "m49",
        "name",
        "iso_name",
        "official_name",
        "aliases",
        "status",
        "regional_group",
    ),
    Organization: ("acronym", "name", "aliases", "type"),
}
"""What a line of the files fills."""

KEY: dict[type[Model], str] = {Country: "iso2", Organization: "acronym"}
"""Which of them no two lines share."""

UNIQUE: dict[type[Model], tuple[str, ...]] = {
    Country: ("iso2", "iso3", "m49"),
    Organization: ("acronym",),
}
"""Which of them no two rows share, as far as they are filled."""


def values_of(party: Country | Organization) -> Values:
    """What the files fill, as JSON. The order of other names and blank translations say nothing."""
    return {name: _plain(getattr(party, name)) for name in FIELDS[type(party)]}


def _plain(value: Any) -> Any:
    if isinstance(value, LazyI18nString):
        return translations(value)
    return sorted(value) if isinstance(value, list) else value


def is_edited(party: Country | Organization) -> bool:
    """Whether somebody gave a row of the files other values than it was loaded with."""
    here = values_of(party)
    return any(here.get(name) != value for name, value in party.loaded_as.items())


@dataclass(frozen=True)
class ReferenceDifference:
    """One field, or one language of it, here and in the files; blank where there is nothing."""

    field: str
    heading: str
    here: str
    in_files: str

    def __str__(self) -> str:
        return _("%(field)s: here %(here)s, in the data files %(there)s") % {
            "field": self.heading,
            "here": _quoted(self.here),
            "there": _quoted(self.in_files),
        }


def _quoted(text: str) -> str:
    return _("“%s”") % text if text else _("nothing")


def differences(
    party: Country | Organization, line: Country | Organization
) -> list[ReferenceDifference]:
    here, there = values_of(party), values_of(line)
    found: list[ReferenceDifference] = []
    for name in FIELDS[type(party)]:
        heading = _heading(party, name)
        if here[name] == there[name]:
            continue
        if isinstance(here[name], dict):
            found += _by_language(name, heading, here[name], there[name])
        elif isinstance(here[name], list):
            found.append(_only_in_one(name, heading, here[name], there[name]))
        else:
            found.append(
                ReferenceDifference(name, heading, _shown(party, name), _shown(line, name))
            )
    return found


def differences_of(party: Party) -> list[ReferenceDifference]:
    """From what the files say now of a row that has been compared with them."""
    lines = {_key(line): line for line in files.lines_of(type(party))}
    line = lines.get(_key_as_loaded(party))
    return differences(party, line) if line else []


def _heading(party: Country | Organization, name: str) -> str:
    field: Any = party._meta.get_field(name)
    return str(field.verbose_name)


def _by_language(
    name: str, heading: str, here: dict[str, str], there: dict[str, str]
) -> Iterator[ReferenceDifference]:
    for language in sorted(here.keys() | there.keys()):
        texts = here.get(language, ""), there.get(language, "")
        if texts[0] != texts[1]:
            yield ReferenceDifference(name, f"{heading} ({language})", *texts)


def _only_in_one(name: str, heading: str, here: list[str], there: list[str]) -> ReferenceDifference:
    """Of a list only what the other one lacks: the rest would hide it."""
    only_here = ", ".join(text for text in here if text not in there)
    only_there = ", ".join(text for text in there if text not in here)
    return ReferenceDifference(name, heading, only_here, only_there)


def _shown(party: Country | Organization, name: str) -> str:
    words = getattr(party, f"get_{name}_display", None)
    return str(words() if words else getattr(party, name))


@dataclass(frozen=True)
class Pairing(Generic[Party]):
    """Each line of the files has its row, is new, or has no row because another is in its way."""

    pairs: list[tuple[Party, Party]]
    new: list[Party]
    blocked: list[tuple[Party, Party]]
    """A line, and the row that has a name or a code of it."""


def paired(rows: Sequence[Party], lines: Sequence[Party]) -> Pairing[Party]:
    """A row is known by the line it was loaded as; else by a code or a name that only it has."""
    pairing: Pairing[Party] = Pairing([], [], [])
    by_key = {_key_as_loaded(row): row for row in rows if row.loaded_as}
    keys = {_key(line) for line in lines}
    free = {row.pk for row in rows if _key_as_loaded(row) not in keys}
    marks = {row.pk: _marks(row) for row in rows}
    for line in lines:
        row = by_key.get(_key(line))
        if row is None:
            alike = [each for each in rows if not marks[each.pk].isdisjoint(_marks(line))]
            if not alike:
                pairing.new.append(line)
                continue
            if len(alike) > 1 or alike[0].pk not in free:
                pairing.blocked.append((line, alike[0]))
                continue
            row = alike[0]
            free.discard(row.pk)
        pairing.pairs.append((row, line))
    return pairing


def codes_of(party: Country | Organization) -> set[Code]:
    model = type(party)
    return {(name, value) for name in UNIQUE[model] if (value := getattr(party, name))}


def _marks(party: Country | Organization) -> set[Code]:
    """By which a row is known that was not loaded from the files: codes, an organization's names.

    Two States may share a name in one language (Congo in many a list), so names are no mark there.
    """
    if isinstance(party, Country):
        return codes_of(party)
    return codes_of(party) | {("name", text) for text in translations(party.name).values()}


def _key(line: Country | Organization) -> Any:
    return getattr(line, KEY[type(line)])


def _key_as_loaded(row: Country | Organization) -> Any:
    return row.loaded_as.get(KEY[type(row)])
