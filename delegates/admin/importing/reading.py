"""How an import's file is read: what somebody may choose about it, and what they have chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from django.http import QueryDict
from django.utils.translation import gettext as _

from delegates.choices import CellUse
from delegates.columns import COLUMNS, FURTHER_COLUMNS, Column, heading_key
from delegates.importing.lists import lists_of
from delegates.importing.reading import DelegationFrom, Layout, ReadingChoices
from delegates.importing.reading.layout import ColumnLayout
from delegates.models import ImportRun
from delegates.services.importing.cell_meanings import CellNote

LEFT_OUT = "-"
UNSAID = "?"
LONGEST_DELEGATION = 300


@dataclass(frozen=True)
class Option:
    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class ColumnChoice:
    """A column of the file: what stands in it and what it may be."""

    name: str
    column: ColumnLayout
    options: Sequence[Option]
    further: Sequence[Option]


@dataclass(frozen=True)
class WordChoice:
    """A cell's text that means nothing in its column yet, and what it may mean."""

    name: str
    heading: str
    text: str
    times: int
    options: Sequence[Option]


@dataclass(frozen=True)
class Nothing:
    value: str
    text: str
    times: int
    is_chosen: bool


@dataclass(frozen=True)
class ValueGroup:
    heading: str
    options: Sequence[Option]


@dataclass(frozen=True)
class ReadingSection:
    """What the page shows, from what was found in the file and what has been chosen."""

    layout: Layout
    choices: ReadingChoices
    is_open: bool
    lists: Mapping[str, Sequence[str]]
    """The conference's own lists, by column."""

    @classmethod
    def of(cls, run: ImportRun) -> Self | None:
        """None once the file has gone, or before it was looked at."""
        if not run.layout:
            return None
        layout = Layout.from_json(run.layout)
        choices = ReadingChoices.from_json(layout.choices or run.options.get("reading", {}))
        asks = any(
            heading_key(text) not in choices.words.get(group.column, {})
            for group in layout.words
            for text, _times in group.words
        )
        others = sum(sheet.holds_headings for sheet in layout.sheets) > 1
        offers = (layout.has_hidden or others) and not run.options.get("reading")
        is_open = bool(run.report.get("problems")) or asks or offers
        own = any(COLUMNS[group.column].choices is None for group in layout.words)
        lists = lists_of(run.conference) if own else {}
        return cls(layout, choices, is_open, {name: each.rows for name, each in lists.items()})

    @property
    def offers_sheets(self) -> bool:
        return len(self.layout.sheets) > 1

    @property
    def heading_line(self) -> str:
        line = self.choices.heading_line
        return "" if line is None else str(line)

    @property
    def found_line(self) -> int:
        return next((sheet.heading_line for sheet in self.layout.sheets if sheet.is_read), 0)

    @property
    def columns(self) -> list[ColumnChoice]:
        return [
            ColumnChoice(
                f"column-{index}", column, _column_options(column), _further_options(column)
            )
            for index, column in enumerate(self.layout.columns)
        ]

    @property
    def sources(self) -> list[Option]:
        chosen = self.layout.delegation_from
        return [
            Option(source.value, str(source.label), source == chosen) for source in DelegationFrom
        ]

    @property
    def nothings(self) -> list[Nothing]:
        """Those that were found, once each; "NA" and "N/A" are one."""
        found: dict[str, tuple[str, int]] = {}
        for text, times in self.layout.nothings:
            shown, before = found.get(heading_key(text), (text, 0))
            found[heading_key(text)] = shown, before + times
        return [
            Nothing(key, text, times, key in self.choices.nothing)
            for key, (text, times) in found.items()
        ]

    @property
    def values(self) -> list[ValueGroup]:
        return [
            ValueGroup(
                group.heading,
                [
                    Option(
                        f"{at}-{number}",
                        f"{text} ({times})",
                        self.choices.only_column == group.key
                        and heading_key(self.choices.only_value) == heading_key(text),
                    )
                    for number, (text, times) in enumerate(group.values)
                ],
            )
            for at, group in enumerate(self.layout.values)
        ]

    @property
    def words(self) -> list[WordChoice]:
        return [
            WordChoice(
                f"word-{at}-{number}",
                str(COLUMNS[group.column].label),
                text,
                times,
                self._word_options(group.column, text),
            )
            for at, group in enumerate(self.layout.words)
            for number, (text, times) in enumerate(group.words)
        ]

    def chosen(self, data: QueryDict) -> ReadingChoices:
        """What was sent; what the page did not offer counts as not sent."""
        source = data.get("delegation_from", "")
        only_column, only_value = self._only(data.get("only", ""))
        columns = self._columns(data)
        return replace(
            self.choices,
            sheets=self._sheets(data),
            heading_line=_line(data.get("heading_line", "")),
            takes_hidden="takes_hidden" in data,
            columns={**self.choices.columns, **columns},
            words=self._words(data),
            nothing=tuple(
                each.value for each in self.nothings if each.value in data.getlist("nothing")
            ),
            only_column=only_column,
            only_value=only_value,
            delegation_from=source if source in DelegationFrom.values else "",
            delegation_text=data.get("delegation_text", "").strip()[:LONGEST_DELEGATION],
        )

    def headings(self, data: QueryDict) -> dict[str, str]:
        """What is said of headings as they are written, to be remembered.

        The letters of a file without headings mean nothing in another file.
        """
        if self.choices.heading_line == 0:
            return {}
        said = self._columns(data)
        return {
            column.heading: said[column.key]
            for column in self.layout.columns
            if column.key in said and heading_key(column.heading) == column.key
        }

    def said(self, data: QueryDict) -> list[CellNote]:
        """What is said of cells, to be remembered."""
        words = self._words(data)
        said = [
            one._replace(value=words[one.column][heading_key(one.text)])
            for one in self._offered_words()
            if heading_key(one.text) in words.get(one.column, {})
        ]
        said += [
            CellNote(CellUse.NOTHING, "", each.text)
            for each in self.nothings
            if each.value in data.getlist("nothing")
        ]
        column, value = self._only(data.get("only", ""))
        headings = {group.key: group.heading for group in self.layout.values}
        if column and self.choices.heading_line != 0:
            said.append(CellNote(CellUse.ROWS, column, value, heading=headings[column]))
        return said

    def offered(self) -> list[CellNote]:
        """Of what the page could be told: what is not said of these is forgotten."""
        nothings = [CellNote(CellUse.NOTHING, "", each.text) for each in self.nothings]
        only = CellNote(CellUse.ROWS, self.choices.only_column, self.choices.only_value)
        return [*self._offered_words(), *nothings, *([only] if only.column else [])]

    def _offered_words(self) -> list[CellNote]:
        return [
            CellNote(CellUse.WORD, group.column, text)
            for group in self.layout.words
            for text, _times in group.words
        ]

    def _columns(self, data: QueryDict) -> dict[str, str]:
        """Heading key to column where it is another than now."""
        said = {}
        for choice in self.columns:
            sent = data.get(choice.name, UNSAID)
            column = "" if sent == LEFT_OUT else sent
            is_offered = sent in {option.value for option in (*choice.options, *choice.further)} - {
                UNSAID
            }
            if is_offered and column != choice.column.column:
                said[choice.column.key] = column
        return said

    def _sheets(self, data: QueryDict) -> tuple[str, ...]:
        """None where there is only one, or where it is left to us."""
        if not self.offers_sheets:
            return ()
        ticked = data.getlist("sheet")
        return tuple(
            sheet.name
            for index, sheet in enumerate(self.layout.sheets)
            if str(index) in ticked and not sheet.refusal
        )

    def _only(self, sent: str) -> tuple[str, str]:
        for at, group in enumerate(self.layout.values):
            for number, (text, _times) in enumerate(group.values):
                if sent == f"{at}-{number}":
                    return group.key, text
        return "", ""

    def _words(self, data: QueryDict) -> dict[str, dict[str, str]]:
        words = {column: dict(known) for column, known in self.choices.words.items()}
        for at, group in enumerate(self.layout.words):
            for number, (text, _times) in enumerate(group.words):
                sent = data.get(f"word-{at}-{number}", "")
                key = heading_key(text)
                if not sent:
                    words.get(group.column, {}).pop(key, None)
                elif sent in self._meanings(group.column):
                    words.setdefault(group.column, {})[key] = sent
        return words

    def _meanings(self, column: str) -> dict[str, str]:
        """What a word of the column may mean, as it is stored and as people read it."""
        choices = COLUMNS[column].choices
        if choices is None:
            return {row: row for row in self.lists.get(column, ())}
        return {str(value): str(label) for value, label in choices.choices if value}

    def _word_options(self, column: str, text: str) -> list[Option]:
        chosen = self.choices.words.get(column, {}).get(heading_key(text), "")
        return [
            Option("", _("Not answered"), not chosen),
            *(
                Option(value, label, value == chosen)
                for value, label in self._meanings(column).items()
            ),
        ]


def _line(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _column_options(column: ColumnLayout) -> list[Option]:
    unsaid = _("Say what it is") if column.is_name else _("Not known: left out")
    first = [Option(UNSAID, unsaid, True)] if column.column is None else []
    return [
        *first,
        Option(LEFT_OUT, _("Leave out"), column.column == ""),
        *(_option(each, column) for each in COLUMNS),
    ]


def _further_options(column: ColumnLayout) -> list[Option]:
    return [_option(each, column) for each in FURTHER_COLUMNS]


def _option(each: Column, column: ColumnLayout) -> Option:
    return Option(each.name, str(each.label), each.name == column.column)
