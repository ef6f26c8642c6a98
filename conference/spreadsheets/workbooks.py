"""Reading the sheets of an .xlsx workbook.

The workbook is taken apart, each sheet is looked over, and a new workbook with nothing but the
values goes to calamine: macros, links to other files, pictures and hidden programs stay behind,
and so do the names that a program gave its parts.
"""

import datetime as dt
import posixpath
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any

import python_calamine

from conference.spreadsheets.archives import Archive, damaged
from conference.spreadsheets.markup import (
    Budget,
    Contents,
    Merge,
    Relation,
    SheetEntry,
    SheetFacts,
    contents_of,
    look_over_sheet,
    plain_styles,
    relations,
    shared_lengths,
)
from conference.spreadsheets.sheets import NOTHING_ODD, Oddity, OpenSheet, Row, SpreadsheetError
from conference.spreadsheets.signatures import of_other_archive

PACKAGE_RELATIONS = "_rels/.rels"
BINARY_WORKBOOK = "xl/workbook.bin"
# Whole numbers up to here are exact in the floating-point numbers of a spreadsheet.
EXACT = 10**15

CALAMINE_ERRORS = (python_calamine.CalamineError, ValueError, OverflowError)

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHARED, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"


@dataclass(frozen=True)
class Seen:
    """A sheet of the workbook and what was seen in it, or why it is not read."""

    entry: SheetEntry
    facts: SheetFacts
    refusal: str = ""


@dataclass(frozen=True)
class Parts:
    """The names of a workbook's parts, found by the types of their relations."""

    workbook: str
    by_relation: Mapping[str, Relation]

    @classmethod
    def of(cls, archive: Archive) -> "Parts":
        if PACKAGE_RELATIONS not in archive or BINARY_WORKBOOK in archive:
            raise _other_archive(archive)
        found = relations(archive.read(PACKAGE_RELATIONS)).values()
        targets = [_inside("", each.target) for each in found if each.kind == "officeDocument"]
        if not targets or not targets[0].lower().endswith(".xml"):
            raise _other_archive(archive)
        folder, name = posixpath.split(targets[0])
        own = posixpath.join(folder, "_rels", f"{name}.rels")
        by_relation = {
            key: Relation(each.kind, _inside(folder, each.target))
            for key, each in relations(archive.read(own)).items()
        }
        return cls(targets[0], by_relation)

    def of_kind(self, kind: str, archive: Archive) -> bytes:
        """The part of which a workbook has one; b"" where it has none."""
        names = [each.target for each in self.by_relation.values() if each.kind == kind]
        return archive.read(names[0]) if names and names[0] in archive else b""

    def sheet(self, entry: SheetEntry) -> str:
        """Where its cells are; "" for a chart, a dialog or a sheet of macros."""
        relation = self.by_relation.get(entry.relation)
        return relation.target if relation and relation.kind == "worksheet" else ""


def open_workbook(data: bytes) -> Iterator[OpenSheet]:
    archive = Archive(data)
    parts = Parts.of(archive)
    contents = contents_of(archive.read(parts.workbook))
    if not contents.sheets:
        raise _other_archive(archive)
    entries = [entry for entry in contents.sheets if parts.sheet(entry)]
    if not any(parts.sheet(entry) in archive for entry in entries):
        raise damaged()
    with TemporaryFile() as values:
        seen = _only_the_values(archive, parts, contents, entries, values)
        if all(sheet.refusal for sheet in seen):
            raise SpreadsheetError(seen[0].refusal)
        yield from _opened(values, seen)


def _inside(folder: str, target: str) -> str:
    """The name of a part that a relation of a part in `folder` leads to."""
    target = target.replace("\\", "/")
    return target[1:] if target.startswith("/") else posixpath.join(folder, target)


def _other_archive(archive: Archive) -> SpreadsheetError:
    media_type = archive.read("mimetype") if 0 < archive.size("mimetype") < 200 else b""
    return of_other_archive(archive.names(), media_type.decode("ascii", "replace").strip())


def _only_the_values(
    archive: Archive,
    parts: Parts,
    contents: Contents,
    entries: Sequence[SheetEntry],
    values: IO[bytes],
) -> list[Seen]:
    """Write a new workbook of the parts that hold values; what was seen in each sheet.

    On the disk, from where calamine reads piece by piece: what is in memory it copies once more.
    Small sheets are looked over first: a sheet of raw data keeps no list of people from being read.
    """
    texts = parts.of_kind("sharedStrings", archive)
    styles = parts.of_kind("styles", archive)
    lengths = shared_lengths(texts) if texts else []
    shown_plainly = plain_styles(styles) if styles else []
    budget = Budget()
    seen: dict[int, Seen] = {}
    with zipfile.ZipFile(values, "w", zipfile.ZIP_STORED) as new:
        for name, text in _frame(contents, len(entries)).items():
            new.writestr(name, text)
        for name, part in ((SHARED, texts), (STYLES, styles)):
            if part:
                new.writestr(name, part)
        for index in sorted(
            range(len(entries)), key=lambda at: archive.size(parts.sheet(entries[at]))
        ):
            try:
                content = archive.read(parts.sheet(entries[index]))
                facts = look_over_sheet(content, lengths, shown_plainly, budget)
            except SpreadsheetError as refusal:
                seen[index] = Seen(entries[index], SheetFacts(), str(refusal))
            else:
                seen[index] = Seen(entries[index], facts)
                new.writestr(_sheet_part(index), content)
    values.flush()
    return [seen[index] for index in range(len(entries))]


def _frame(contents: Contents, count: int) -> dict[str, str]:
    """The parts around the sheets, as we write them: calamine looks for nothing else."""
    sheets = "".join(
        f'<sheet name="{at}" sheetId="{at + 1}" r:id="rId{at + 1}"/>' for at in range(count)
    )
    relations_of_sheets = "".join(
        f'<Relationship Id="rId{at + 1}" Type="{OFFICE}/worksheet"'
        f' Target="worksheets/sheet{at + 1}.xml"/>'
        for at in range(count)
    )
    since = "1" if contents.counts_from_1904 else "0"
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1"'
        f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f'<workbookPr date1904="{since}"/><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{relations_of_sheets}'
        f'<Relationship Id="texts" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="styles" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    }


def _sheet_part(index: int) -> str:
    return f"xl/worksheets/sheet{index + 1}.xml"


def _opened(values: IO[bytes], seen: Sequence[Seen]) -> Iterator[OpenSheet]:
    try:
        with python_calamine.load_workbook(f"/proc/self/fd/{values.fileno()}") as workbook:
            for index, sheet in enumerate(seen):
                facts = sheet.facts
                rows = iter(()) if sheet.refusal else _rows(workbook, index, facts)
                yield OpenSheet(
                    rows=rows,
                    name=sheet.entry.name,
                    is_hidden=not sheet.entry.is_visible,
                    hidden_columns=frozenset(facts.hidden_columns),
                    refusal=sheet.refusal,
                )
    except CALAMINE_ERRORS as error:
        raise damaged() from error


def _rows(workbook: Any, index: int, facts: SheetFacts) -> Iterator[Row]:
    """The lines that hold something of their own; merged cells below each other share it."""
    try:
        sheet = workbook.get_sheet_by_index(index)
        first_column = (sheet.start or (0, 0))[1]
        merged = _MergedCells(facts.merges)
        for line, cells in enumerate(sheet.iter_rows(), start=1):
            row = _row(line, [""] * first_column + cells, facts)
            filled = merged.filled(row)
            if not row.is_blank:
                yield filled
    except CALAMINE_ERRORS as error:
        raise damaged() from error


class _MergedCells:
    """Those that reach below the line that is read, by column, with what they hold."""

    def __init__(self, merges: list[Merge]) -> None:
        self._coming = sorted(merges, key=lambda merge: merge.first_line, reverse=True)
        self._open: dict[int, tuple[Merge, str, Oddity | None]] = {}

    def filled(self, row: Row) -> Row:
        self._open = {
            column: held for column, held in self._open.items() if held[0].last_line >= row.line
        }
        cells, oddities = list(row.cells), dict(row.oddities)
        for column, (_merge, text, oddity) in self._open.items():
            if column < len(cells) and not cells[column].strip():
                cells[column] = text
                if oddity:
                    oddities[column] = oddity
        while self._coming and self._coming[-1].first_line <= row.line:
            merge = self._coming.pop()
            if merge.first_line == row.line and merge.column < len(cells):
                held = merge, cells[merge.column], oddities.get(merge.column)
                self._open[merge.column] = held
        return Row(row.line, tuple(cells), oddities or NOTHING_ODD, row.is_hidden)


def _row(line: int, values: Sequence[Any], facts: SheetFacts) -> Row:
    texts: list[str] = []
    seen = facts.oddities.get(line)
    oddities = dict(seen) if seen else {}
    for index, value in enumerate(values):
        text, oddity = _cell(value)
        texts.append(text)
        if oddity:
            oddities[index] = oddity
    return Row(line, tuple(texts), oddities or NOTHING_ODD, line in facts.hidden_lines)


def _cell(value: Any) -> tuple[str, Oddity | None]:
    if isinstance(value, str):
        return value, None
    if isinstance(value, bool):
        return str(value).upper(), Oddity.BOOLEAN
    if isinstance(value, int | float):
        if abs(value) >= EXACT:
            return f"{value:g}", Oddity.LONG_NUMBER
        return (str(int(value)) if value == int(value) else repr(value)), None
    if isinstance(value, dt.date | dt.time):
        return value.isoformat(), Oddity.DATE
    return str(value), Oddity.DATE
