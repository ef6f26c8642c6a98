"""What an organizer has chosen about how a file is read, as it is kept with the import."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from delegates.importing.words import Vocabulary


class DelegationFrom(models.TextChoices):
    """Where a file says which delegation a person belongs to."""

    COLUMN = "column", _("In a column of its own, in every row")
    ABOVE = "above", _("Once above its people: in a row of its own, or in the first of its rows")
    SHEET = "sheet", _("The name of the sheet is the delegation")
    TEXT = "text", _("All rows of the file belong to one delegation:")


@dataclass(frozen=True)
class ReadingMemory:
    """What somebody said of earlier files of the conference; what is said of this one goes before.

    `columns`, `words`, `nothing` as in `ReadingChoices`; `rows`: heading key to the only value
    whose rows are read, in a file that has it. `lists`: the words of the conference's own lists by
    column: what is none of them is asked about.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    nothing: tuple[str, ...] = ()
    rows: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Vocabulary] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadingChoices:
    """`sheets` by name, none: the first that holds the headings. `heading_line` 0: there are no
    headings, None: found by itself. `columns`: heading key to column name, "" leaves it out.

    `words`: column to cell's word key to the word that is meant. `nothing`: word keys of cells
    that are blank to their author. Of the rows only those are read that hold `only_value` in the
    column with the heading `only_column`.
    """

    sheets: tuple[str, ...] = ()
    heading_line: int | None = None
    takes_hidden: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    nothing: tuple[str, ...] = ()
    only_column: str = ""
    only_value: str = ""
    delegation_from: str = ""
    delegation_text: str = ""

    def with_memory(self, memory: ReadingMemory) -> Self:
        """With the words that are known already; whose rows are read depends on the file."""
        words = {
            column: {**memory.words.get(column, {}), **self.words.get(column, {})}
            for column in dict.fromkeys((*memory.words, *self.words))
        }
        nothing = tuple(dict.fromkeys((*self.nothing, *memory.nothing)))
        return replace(self, words=words, nothing=nothing)

    def as_json(self) -> dict[str, Any]:
        return {
            "sheets": list(self.sheets),
            "heading_line": self.heading_line,
            "takes_hidden": self.takes_hidden,
            "columns": dict(self.columns),
            "words": {column: dict(words) for column, words in self.words.items()},
            "nothing": list(self.nothing),
            "only_column": self.only_column,
            "only_value": self.only_value,
            "delegation_from": self.delegation_from,
            "delegation_text": self.delegation_text,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        lists = {name: tuple(stored.get(name, ())) for name in ("sheets", "nothing")}
        return cls(**{**stored, **lists})
