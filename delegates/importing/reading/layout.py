"""What a file looks like, for the page on which somebody chooses how it is read. Pure.

It holds a few cells of people, and lives as long as the import's files.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from conference.spreadsheets import Row
from delegates.columns import COLUMNS, Heading, heading_key
from delegates.importing.reading.choices import DelegationFrom, ReadingChoices
from delegates.importing.words import CLEARING, Vocabulary, vocabulary_of

SAMPLES = 3
LONGEST_SAMPLE = 60
# More different values than this and nobody chooses rows by them.
MOST_VALUES = 40
MOST_WORDS = 12
LONGEST_VALUE = 80
# What people write where nothing is, in small letters.
NOTHINGS = frozenset(
    {
        *("na", "n/a", "n.a.", "n.a", "none", "nil", "null", "not available", "not applicable"),
        *("nd", "n.d.", "s/o", "s.o.", "sans objet", "no aplica", "нет", "н/д", "не применимо"),
        *("لا يوجد", "无", "не", "-", "--", "–", "—", ".", "/", "?", "xxx"),
    }
)
LONGEST_NOTHING = 16
SAMPLED_ROWS = 20_000


@dataclass(frozen=True)
class SheetLayout:
    """`heading_line` 0: none was found, or there is none. `refusal`: why it cannot be read.

    A likely one holds headings of which somebody must say something first.
    """

    name: str
    is_hidden: bool
    is_read: bool
    holds_headings: bool
    is_likely: bool
    heading_line: int
    rows: int
    refusal: str


@dataclass(frozen=True)
class ColumnLayout:
    """`column` is "" where it is left out, None where nobody has said what it is."""

    key: str
    heading: str
    column: str | None
    is_name: bool
    is_hidden: bool
    samples: list[str]


@dataclass(frozen=True)
class ValuesLayout:
    """The different cells of a column, and how often each is there."""

    key: str
    heading: str
    values: list[tuple[str, int]]


@dataclass(frozen=True)
class WordsLayout:
    """Cells of a column with a closed list that mean nothing in it: text, times."""

    column: str
    words: list[tuple[str, int]]


@dataclass
class Layout:
    sheets: list[SheetLayout] = field(default_factory=list)
    columns: list[ColumnLayout] = field(default_factory=list)
    nothings: list[tuple[str, int]] = field(default_factory=list)
    values: list[ValuesLayout] = field(default_factory=list)
    words: list[WordsLayout] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: list[str] = field(default_factory=list)
    delegation_from: str = DelegationFrom.COLUMN
    choices: dict[str, Any] = field(default_factory=dict)
    """As the file was read, with what is remembered; as `ReadingChoices` keeps them."""

    @property
    def has_hidden(self) -> bool:
        return bool(self.hidden_rows or self.hidden_columns)

    @property
    def read_sheets(self) -> list[str]:
        return [sheet.name for sheet in self.sheets if sheet.is_read]

    def as_json(self) -> dict[str, Any]:
        """For a column of PostgreSQL, which holds no NUL: strangers' cells may."""
        stored: dict[str, Any] = json.loads(json.dumps(asdict(self)).replace("\\u0000", "\\ufffd"))
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(
            **{
                **stored,
                "sheets": [SheetLayout(**each) for each in stored["sheets"]],
                "columns": [ColumnLayout(**each) for each in stored["columns"]],
                "values": [
                    ValuesLayout(**{**each, "values": [(text, n) for text, n in each["values"]]})
                    for each in stored["values"]
                ],
                "words": [
                    WordsLayout(**{**each, "words": [(text, n) for text, n in each["words"]]})
                    for each in stored["words"]
                ],
                "nothings": [(text, n) for text, n in stored["nothings"]],
            }
        )


def describe_columns(
    layout: Layout, headings: Iterable[tuple[Heading, frozenset[int], Sequence[Row]]]
) -> None:
    """The columns of the tables that are read, those of one heading together."""
    found: dict[str, ColumnLayout] = {}
    for heading, hidden, rows in headings:
        for cell in heading.cells:
            if cell.key in found:
                continue
            found[cell.key] = ColumnLayout(
                key=cell.key,
                heading=cell.text[:LONGEST_VALUE],
                column=cell.column,
                is_name=cell.is_unknown_name,
                is_hidden=cell.index in hidden,
                samples=_samples(rows, cell.index),
            )
    layout.columns = list(found.values())


def describe_values(
    layout: Layout,
    tables: Sequence[tuple[Heading, Sequence[Row]]],
    choices: ReadingChoices,
    lists: Mapping[str, Vocabulary],
) -> None:
    """What cells hold again and again: values to choose rows by, words for nothing, other words."""
    counts: dict[str, Counter[str]] = {}
    headings: dict[str, tuple[str, str | None]] = {}
    nothings: Counter[str] = Counter()
    for heading, rows in tables:
        for cell in heading.cells:
            headings.setdefault(cell.key, (cell.text[:LONGEST_VALUE], cell.column))
            counter = counts.setdefault(cell.key, Counter())
            for row in rows[:SAMPLED_ROWS]:
                text = row.cells[cell.index].strip() if cell.index < len(row.cells) else ""
                if text and len(counter) <= MOST_VALUES * 10:
                    counter[text[:LONGEST_VALUE]] += 1
                if (
                    len(text) <= LONGEST_NOTHING
                    and text.casefold() in NOTHINGS
                    and cell.column != ""
                ):
                    nothings[text] += 1
    layout.nothings = nothings.most_common(5)
    layout.values = [
        ValuesLayout(key, headings[key][0], counter.most_common())
        for key, counter in counts.items()
        if 2 <= len(counter) <= MOST_VALUES and max(counter.values()) > 1
    ]
    layout.words = [
        words
        for key, counter in counts.items()
        if (words := _unknown_words(headings[key][1], counter, choices, lists)).words
    ]


def _unknown_words(
    column: str | None,
    counter: Counter[str],
    choices: ReadingChoices,
    lists: Mapping[str, Vocabulary],
) -> WordsLayout:
    """Of a column with a closed list: what is none of its words, as 0 and 1 for a gender."""
    words: list[tuple[str, int]] = []
    vocabulary = _vocabulary(column, lists)
    if vocabulary is not None and len(counter) <= MOST_VALUES:
        words = [
            (text, times)
            for text, times in counter.most_common()
            if len(vocabulary.meanings(text)) != 1
            and heading_key(text) not in choices.nothing
            and text != CLEARING
        ]
    return WordsLayout(column or "", words[:MOST_WORDS])


def _vocabulary(column: str | None, lists: Mapping[str, Vocabulary]) -> Vocabulary | None:
    if column in COLUMNS.by_name and COLUMNS[column].choices:
        return vocabulary_of(column)
    return lists.get(column or "")


def _samples(rows: Sequence[Row], index: int) -> list[str]:
    """The first different ones."""
    found: dict[str, None] = {}
    for row in rows[:SAMPLED_ROWS]:
        text = row.cells[index].strip() if index < len(row.cells) else ""
        if text:
            found[_shown(text)] = None
        if len(found) == SAMPLES:
            break
    return list(found)


def _shown(text: str) -> str:
    lines = " ↵ ".join(text.split("\n"))
    plain = "".join(letter for letter in lines if letter.isprintable())
    return plain if len(plain) <= LONGEST_SAMPLE else f"{plain[:LONGEST_SAMPLE]}…"
