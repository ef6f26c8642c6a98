"""A file as it is read: which sheets, which columns, and all that was passed over, in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.limited_process import nothing
from conference.spreadsheets import Readable, Row, Sheet, read_sheets
from delegates.columns import COLUMNS, NAME_COLUMNS, Heading
from delegates.importing.reading.choices import DelegationFrom, ReadingChoices
from delegates.importing.reading.layout import (
    Layout,
    SheetLayout,
    describe_columns,
    describe_values,
)
from delegates.importing.reading.rows import (
    PARTS,
    FileRow,
    PassedOver,
    Reading,
    TableReader,
    delegation_from,
)
from delegates.importing.reading.tables import HEADING_LINES, Table, table_of
from delegates.importing.report import shortened

NOTHING_REMEMBERED: Mapping[str, str] = {}
# Hidden, they would leave rows that cannot say whom they are about.
NEEDED_COLUMNS = NAME_COLUMNS | {"delegation", "reference"}
MOST_NAMED = 10


def read(
    file: Readable,
    choices: ReadingChoices | None = None,
    remembered: Mapping[str, str] = NOTHING_REMEMBERED,
    look: Callable[[], None] = nothing,
) -> Reading:
    """The people of a file. `remembered`: heading key to column, as the conference assigns them.

    Raises SpreadsheetError, whose message says what to do, and what `look` raises meanwhile.
    """
    return reading_of(read_sheets(file, look), choices or ReadingChoices(), remembered)


def reading_of(
    sheets: Sequence[Sheet], choices: ReadingChoices, remembered: Mapping[str, str]
) -> Reading:
    found = _File(sheets, choices, remembered)
    return found.reading()


@dataclass
class _Candidate:
    """A sheet with what was found in it."""

    sheet: Sheet
    table: Table | None

    @property
    def holds_headings(self) -> bool:
        return self.table is not None and self.table.is_complete

    def layout(self, *, is_read: bool) -> SheetLayout:
        lines = self.table.heading_lines if self.table else ()
        return SheetLayout(
            name=self.sheet.name,
            is_hidden=self.sheet.is_hidden,
            is_read=is_read,
            holds_headings=self.holds_headings,
            is_likely=self.table is not None and self.table.seems_to_hold_people,
            heading_line=lines[-1] if lines else 0,
            rows=len(self.table.below) if self.table else 0,
            refusal=self.sheet.refusal,
        )


class _File:
    def __init__(
        self, sheets: Sequence[Sheet], choices: ReadingChoices, remembered: Mapping[str, str]
    ) -> None:
        self.choices = choices
        self.candidates = [
            _Candidate(sheet, table_of(sheet, choices, remembered)) for sheet in sheets
        ]
        self.chosen = self._choose()
        self.problems: list[str] = []
        self.notices: list[str] = []

    def _choose(self) -> list[_Candidate]:
        """The ticked ones, else the first visible sheet with the headings, else the likeliest."""
        if self.choices.sheets:
            return [each for each in self.candidates if each.sheet.name in self.choices.sheets]
        visible = [each for each in self.candidates if not each.sheet.is_hidden]
        whole = [each for each in visible if each.holds_headings]
        likely = [each for each in visible if each.table and each.table.seems_to_hold_people]
        return (whole or likely or [each for each in visible if each.table])[:1]

    def reading(self) -> Reading:
        tables = [each.table for each in self.chosen if each.table]
        readers = [TableReader(table, at, self.choices) for at, table in enumerate(tables)]
        rows: list[FileRow] = []
        for reader in readers:
            rows += reader.rows()
        self._judge_headings(tables)
        if not self.problems and not rows:
            self.problems.append(self._no_rows(readers))
        for reader in readers:
            self._tell_what_was_passed(reader, shows_sheet=len(readers) > 1)
        self._tell_other_sheets()
        layout = self._layout(tables)
        return Reading(rows, _columns_read(tables, rows), self.problems, self.notices, layout)

    # What stops everything

    def _judge_headings(self, tables: Sequence[Table]) -> None:
        if not any(each.holds_headings for each in self.chosen):
            self._say_what_is_lacking(tables)
        for table in tables:
            if not table.is_complete and any(each.is_complete for each in tables):
                self.problems.append(
                    _("The sheet “%s” does not hold the headings; untick it, or say below.")
                    % shortened(table.sheet.name)
                )
        headings = [table.heading for table in tables]
        for text in _each_once(text for heading in headings for text in heading.repeated):
            self.problems.append(
                _("The column “%s” is there twice; which one counts? Leave the other out below.")
                % shortened(text)
            )
        self._judge_names(tables)
        self._judge_choices(tables)

    def _judge_names(self, tables: Sequence[Table]) -> None:
        for text in _each_once(
            cell.text for table in tables for cell in table.heading.cells if cell.is_unknown_name
        ):
            self.problems.append(
                _(
                    "The column “%s” seems to hold names, and nobody has said which part of them."
                    " Say below what it is, or that it is left out."
                )
                % shortened(text)
            )
        if self.choices.takes_hidden:
            return
        for text in _each_once(
            cell.text
            for table in tables
            for cell in table.heading.cells
            if cell.column in NEEDED_COLUMNS and cell.index in table.sheet.hidden_columns
        ):
            self.problems.append(
                _("The column “%s” is hidden in the file. Say below whether it is read.")
                % shortened(text)
            )

    def _judge_choices(self, tables: Sequence[Table]) -> None:
        choices = self.choices
        if choices.delegation_from == DelegationFrom.TEXT and not choices.delegation_text:
            self.problems.append(_("Type below to which delegation the rows belong."))
        if "given_name" in _columns(tables) and "full_name" in _columns(tables):
            self.problems.append(
                _("A whole name and a given name are both there; leave one of them out.")
            )

    def _say_what_is_lacking(self, tables: Sequence[Table]) -> None:
        """Of headings that are such but for one thing, that thing; else all that is needed."""
        heading = tables[0].heading if tables else Heading(())
        may_hold_names = any(cell.is_unknown_name for cell in heading.cells)
        if heading.holds_names:
            self.problems.append(
                _(
                    "No column says which delegation a person belongs to. Say below which it is, or"
                    " where else the file says it."
                )
            )
        elif not ("delegation" in heading.places and may_hold_names):
            self.problems.append(self._no_headings(tables))

    def _no_headings(self, tables: Sequence[Table]) -> str:
        if self.choices.sheets and not tables:
            return _("No sheet is chosen that can be read. Choose one below.")
        needed = {
            "delegation": COLUMNS["delegation"].label,
            "given": COLUMNS["given_name"].label,
            "family": COLUMNS["family_name"].label,
            "reference": COLUMNS["reference"].label,
        }
        return " ".join(
            [
                _(
                    "The headings of the list were not found in the first %d lines. Needed are at"
                    " least"
                )
                % HEADING_LINES,
                _("“%(delegation)s” and one of “%(given)s” and “%(family)s”, or “%(reference)s”.")
                % needed,
                *self._what_stands_there(),
                _("Say below which columns these are, or use the headings of the template."),
            ]
        )

    def _what_stands_there(self) -> list[str]:
        """Each sheet by name, with what its first line says, or why it is not read."""
        if not self.candidates or not self.candidates[0].sheet.name:
            return []
        told = []
        for each in self.candidates[:MOST_NAMED]:
            name = shortened(each.sheet.name)
            if each.sheet.refusal:
                told.append(f"“{name}”: {each.sheet.refusal}")
            elif each.sheet.is_hidden:
                told.append(_("“%s” is hidden.") % name)
            elif not each.sheet.rows:
                told.append(_("“%s” is empty.") % name)
            else:
                row = each.sheet.rows[0]
                text = ", ".join(cell.strip() for cell in row.cells if cell.strip())
                told.append(
                    _("“%(name)s” begins with “%(text)s”.")
                    % {"name": name, "text": shortened(text)}
                )
        return told

    def _no_rows(self, readers: Sequence[TableReader]) -> str:
        if any(reader.passed.others for reader in readers):
            return _("No row holds what is asked for in that column.")
        if any(reader.passed.hidden for reader in readers):
            return _("All rows below the headings are hidden. Say below whether they are read.")
        return _("There are no rows below the headings.")

    # What is said

    def _tell_what_was_passed(self, reader: TableReader, *, shows_sheet: bool) -> None:
        table, passed = reader.table, reader.passed
        where = f"{shortened(table.sheet.name)}: " if shows_sheet else ""
        told = [
            *_of_headings(table),
            *_of_lines(passed),
            *_of_columns(table, takes_hidden=self.choices.takes_hidden),
        ]
        self.notices += [f"{where}{text}" for text in told]

    def _tell_other_sheets(self) -> None:
        names = {each.sheet.name for each in self.chosen}
        others = [
            each
            for each in self.candidates
            if each.sheet.name not in names and not each.sheet.is_hidden
        ]
        if others and self.chosen:
            self.notices.append(
                _("Only the sheet “%(read)s” was read, not: %(others)s.")
                % {
                    "read": shortened(", ".join(each.sheet.name for each in self.chosen)),
                    "others": shortened(", ".join(each.sheet.name for each in others)),
                }
            )
        alike = [each.sheet.name for each in others if each.holds_headings]
        if alike:
            self.notices.append(
                _("The headings stand in other sheets too: %s. Tick below which are read.")
                % shortened(", ".join(alike))
            )

    def _layout(self, tables: Sequence[Table]) -> Layout:
        layout = Layout(
            sheets=[each.layout(is_read=each in self.chosen) for each in self.candidates],
            hidden_rows=sum(row.is_hidden for table in tables for row in table.below),
            hidden_columns=_each_once(text for table in tables for text in _hidden_columns(table)),
            delegation_from=str(
                delegation_from(tables[0], self.choices) if tables else DelegationFrom.COLUMN
            ),
        )
        seen = [(table.heading, _people(table, self.choices)) for table in tables]
        describe_columns(
            layout,
            (
                (heading, table.sheet.hidden_columns, below)
                for table, (heading, below) in zip(tables, seen, strict=True)
            ),
        )
        describe_values(layout, seen, self.choices)
        return layout


def _people(table: Table, choices: ReadingChoices) -> Sequence[Row]:
    """No cell of a hidden row is shown before somebody asks for it."""
    if choices.takes_hidden:
        return table.below
    return [row for row in table.below if not row.is_hidden]


def _columns_read(tables: Sequence[Table], rows: Sequence[FileRow]) -> tuple[str, ...]:
    """In the file's order; those that no heading names come first."""
    found = {column for row in rows for column in row.texts.keys() | row.oddities.keys()}
    ordered = _each_once(
        PARTS.get(cell.column, cell.column)
        for table in tables
        for cell in table.heading.cells
        if cell.column
    )
    others = [column.name for column in COLUMNS if column.name in found - set(ordered)]
    return (*others, *(column for column in ordered if column in COLUMNS.by_name))


def _columns(tables: Sequence[Table]) -> set[str]:
    return {column for table in tables for column in table.heading.places}


def _each_once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _hidden_columns(table: Table) -> list[str]:
    """Headings of those that would be read."""
    return [
        cell.text
        for cell in table.heading.cells
        if cell.column and cell.index in table.sheet.hidden_columns
    ]


def _of_headings(table: Table) -> list[str]:
    told = []
    if table.above:
        texts = [cell.strip() for row in table.above for cell in row.cells if cell.strip()]
        told.append(
            _("Above the headings (line %(line)s) this was passed over: “%(text)s”.")
            % {
                "line": table.heading_lines[0] if table.heading_lines else 0,
                "text": shortened(" · ".join(texts)),
            }
        )
    if table.known_list:
        told.append(_("The file was read as %s.") % table.known_list.name)
    return told


def _of_lines(passed: PassedOver) -> list[str]:
    told = [
        _("Lines that repeat the headings were passed over: %s.") % lines_in_words(passed.headings)
        if passed.headings
        else "",
        _("Lines with totals were passed over: %s.") % lines_in_words(passed.totals)
        if passed.totals
        else "",
        _("Lines that hold nothing in the columns that are read were passed over: %s.")
        % lines_in_words(passed.empty)
        if passed.empty
        else "",
        _("Below the last person this was passed over: “%s”.") % shortened(" · ".join(passed.below))
        if passed.below
        else "",
    ]
    if passed.hidden:
        told.append(
            ngettext(
                "%(count)d row is hidden or filtered out in the file and was not read (line"
                " %(lines)s). Tick the box below if it is to be imported.",
                "%(count)d rows are hidden or filtered out in the file and were not read (lines"
                " %(lines)s). Tick the box below if they are to be imported.",
                len(passed.hidden),
            )
            % {"count": len(passed.hidden), "lines": lines_in_words(passed.hidden)}
        )
    if passed.formulas:
        told.append(
            _("Cells hold formulas; what they showed when the file was saved was taken (lines %s).")
            % lines_in_words(passed.formulas)
        )
    if passed.others:
        told.append(
            _("%d rows hold another value in that column and were not read.") % len(passed.others)
        )
    return [text for text in told if text]


def _of_columns(table: Table, *, takes_hidden: bool) -> list[str]:
    told = []
    unknown = [
        cell.text
        for cell in table.heading.cells
        if cell.column is None and not cell.is_unknown_name
    ]
    if len(unknown) == 1:
        text = _("The column “%s” is not one of the template's; it was left out.")
        told.append(text % shortened(unknown[0]))
    elif unknown:
        text = _("These columns are not the template's and were left out: %s.")
        told.append(text % ", ".join(map(shortened, unknown)))
    if not takes_hidden:
        told += [
            _(
                "The column “%s” is hidden in the file and was not read. Tick the box below if it"
                " is to be imported."
            )
            % shortened(text)
            for text in _hidden_columns(table)
        ]
    return told


def lines_in_words(lines: Sequence[int]) -> str:
    """3, 5–9, 12 …"""
    spans: list[list[int]] = []
    for line in lines:
        if spans and line == spans[-1][1] + 1:
            spans[-1][1] = line
        else:
            spans.append([line, line])
    shown = [
        str(first) if first == last else f"{first}–{last}" for first, last in spans[:MOST_NAMED]
    ]
    return ", ".join(shown) + (" …" if len(spans) > MOST_NAMED else "")
