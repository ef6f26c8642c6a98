"""A line of headings: which columns of the list of delegates a file holds, and where. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from django.conf import settings
from django.utils.translation import override
from django_stubs_ext import StrPromise

from conference.writing.folding import word_key
from delegates.columns import export_only
from delegates.columns.heading_words import NAMES_BESIDE_ANOTHER, is_name, meaning_of, words_of
from delegates.columns.listed import (
    COLUMNS,
    EXAMPLES,
    EXPLANATIONS,
    FURTHER_COLUMNS,
    LINE,
    NAME_COLUMNS,
    REASON,
    WORDS,
)

NOTHING_ASSIGNED: Mapping[str, str] = MappingProxyType({})
LONGEST_KEY = 200


@dataclass(frozen=True)
class HeadingCell:
    """One heading of a file. `column` is "" where it is left out, None where nobody can say."""

    index: int
    text: str
    column: str | None

    @property
    def key(self) -> str:
        """What an assignment by hand is remembered by."""
        return heading_key(self.text)

    @property
    def is_unknown_name(self) -> bool:
        """Left out, it would leave people without a part of their names."""
        return self.column is None and is_name(self.text)


@dataclass(frozen=True)
class Heading:
    """The headings of a file, in its order."""

    cells: tuple[HeadingCell, ...]

    @property
    def places(self) -> dict[str, int]:
        """Where each column stands; of a repeated one the first."""
        found: dict[str, int] = {}
        for cell in self.cells:
            if cell.column:
                found.setdefault(cell.column, cell.index)
        return found

    @property
    def unknown(self) -> tuple[str, ...]:
        return tuple(cell.text for cell in self.cells if cell.column is None)

    @property
    def repeated(self) -> tuple[str, ...]:
        places = self.places
        return tuple(
            cell.text for cell in self.cells if cell.column and places[cell.column] != cell.index
        )

    @property
    def holds_names(self) -> bool:
        return not NAME_COLUMNS.isdisjoint(self.places)

    @property
    def is_complete(self) -> bool:
        """Whether a row can say whom it is about."""
        return "reference" in self.places or ("delegation" in self.places and self.holds_names)


def heading_of(cells: Sequence[str], assigned: Mapping[str, str] = NOTHING_ASSIGNED) -> Heading:
    """Recognise a line of headings in any language, explained or not.

    `assigned`: heading key to column name, "" for what is left out; it counts before what we know.
    """
    found = [
        HeadingCell(index, text.strip(), _column_of(text, assigned))
        for index, text in enumerate(cells)
        if text.strip()
    ]
    columns = {cell.column for cell in found}
    return Heading(
        tuple(
            replace(cell, column=None) if _may_be_whole_names(cell, columns, assigned) else cell
            for cell in found
        )
    )


def _may_be_whole_names(
    cell: HeadingCell, columns: Collection[str | None], assigned: Mapping[str, str]
) -> bool:
    """ "Nom" beside "Prénom" is the family name; alone, nobody can say."""
    is_alone = not {"given_name", "family_name"}.issubset(columns)
    return is_alone and cell.key in NAMES_BESIDE_ANOTHER and cell.key not in assigned


def heading_key(text: str) -> str:
    """What headings are compared by; one without letters is compared as it stands."""
    return (word_key(text) or text.strip())[:LONGEST_KEY]


def _column_of(text: str, assigned: Mapping[str, str]) -> str | None:
    key = heading_key(text)
    if key in assigned:
        return assigned[key]
    if text.strip().startswith(export_only.OWN_FIELD):
        return ""
    return meaning_of(text, _known_headings().get)


def is_helper(name: str, cells: Sequence[str]) -> bool:
    """Whether a sheet of that name and first line helps to fill in one of our files: its examples,
    explanations and words are never read.
    """
    if any(_says(EXAMPLES, cell) for cell in cells):
        return True
    if len(cells) == len(EXPLANATIONS) and all(map(_says, EXPLANATIONS, cells)):
        return True
    columns = {cell.column for cell in heading_of(cells).cells}
    return _says(WORDS, name) and NAME_COLUMNS.isdisjoint(columns) and None not in columns


def _says(label: StrPromise, text: str) -> bool:
    return word_key(text) in {word_key(each) for each in in_every_language(label)}


def _known_headings() -> dict[str, str]:
    return _known_headings_of(tuple(COLUMNS.by_name))


@cache
def _known_headings_of(_names: tuple[str, ...]) -> dict[str, str]:
    """Heading to column name; to "" where the column is ours and says nothing."""
    silent = [REASON, LINE, *export_only.labels().values()]
    known = {word_key(text): "" for label in silent for text in in_every_language(label)}
    for column in COLUMNS:
        texts = [column.name, *column.also, *in_every_language(column.label)]
        known |= {word_key(text): column.name for text in [*texts, *words_of(column.name)]}
    for column in FURTHER_COLUMNS:
        texts = [*in_every_language(column.label), *words_of(column.name)]
        known |= {word_key(text): column.name for text in texts}
    return known


def in_every_language(text: StrPromise) -> list[str]:
    found = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.append(str(text))
    return found
