"""Reading the first visible sheet of an .xlsx workbook.

The workbook is taken apart, the sheet is looked over, and a new archive with nothing but the
values goes to calamine: macros, links to other files, pictures and hidden programs stay behind.
"""

import datetime as dt
import posixpath
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

import python_calamine
from django.utils.translation import gettext as _

from conference.spreadsheets.archives import Archive, damaged
from conference.spreadsheets.markup import (
    CellFacts,
    SheetEntry,
    look_over_sheet,
    relations,
    shared_lengths,
    sheets_of,
)
from conference.spreadsheets.sheets import NOTHING_ODD, Oddity, OpenSheet, Row, SpreadsheetError

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
CONTENT_TYPES = "[Content_Types].xml"
PACKAGE_RELATIONS = "_rels/.rels"
# Whole numbers up to here are exact in the floating-point numbers of a spreadsheet.
EXACT = 10**15

CALAMINE_ERRORS = (python_calamine.CalamineError, ValueError, OverflowError)


def open_workbook(data: bytes) -> OpenSheet:
    archive = Archive(data)
    if WORKBOOK not in archive:
        raise _other_format(archive)
    sheets = sheets_of(archive.read(WORKBOOK))
    chosen = next((sheet for sheet in sheets if sheet.is_visible), None)
    if chosen is None:
        raise damaged()
    values, facts = _only_the_values(archive, chosen)
    others = tuple(sheet.name for sheet in sheets if sheet is not chosen and sheet.is_visible)
    return OpenSheet(
        rows=_rows(values, sheets.index(chosen), facts), name=chosen.name, others=others
    )


def _other_format(archive: Archive) -> SpreadsheetError:
    if any(name.endswith((".bin", "content.xml")) for name in archive.names()):
        return SpreadsheetError(_("This kind of workbook cannot be read. Save it as .xlsx."))
    return SpreadsheetError(_("This is a zip file, not a workbook. Use an .xlsx or a .csv file."))


def _only_the_values(archive: Archive, sheet: SheetEntry) -> tuple[IO[bytes], CellFacts]:
    """A new archive of the parts that hold the sheet's values, and what was seen in the sheet.

    On the disk, from where calamine reads piece by piece: what is in memory it copies once more.
    """
    targets = {
        relation: posixpath.join("xl", target) if not target.startswith("/") else target[1:]
        for relation, target in relations(archive.read(RELATIONS)).items()
    }
    part = targets.get(sheet.relation, "")
    if part not in archive:
        raise damaged()
    texts = next((name for name in targets.values() if name.endswith("sharedStrings.xml")), "")
    styles = next((name for name in targets.values() if name.endswith("styles.xml")), "")
    kept = {name: archive.read(name) for name in (texts, styles) if name and name in archive}
    content = archive.read(part)
    facts = look_over_sheet(content, shared_lengths(kept[texts]) if texts in kept else [])
    parts = {
        CONTENT_TYPES: archive.read(CONTENT_TYPES),
        PACKAGE_RELATIONS: archive.read(PACKAGE_RELATIONS),
        RELATIONS: archive.read(RELATIONS),
        WORKBOOK: archive.read(WORKBOOK),
        part: content,
        **kept,
    }
    values: IO[bytes] = TemporaryFile()  # noqa: SIM115  # closed when its rows have been read
    with zipfile.ZipFile(values, "w", zipfile.ZIP_STORED) as new:
        for name, text in parts.items():
            new.writestr(name, text)
    values.flush()
    return values, facts


def _rows(values: IO[bytes], index: int, facts: CellFacts) -> Iterator[Row]:
    try:
        with values, python_calamine.load_workbook(f"/proc/self/fd/{values.fileno()}") as workbook:
            sheet = workbook.get_sheet_by_index(index)
            first_column = (sheet.start or (0, 0))[1]
            for line, cells in enumerate(sheet.iter_rows(), start=1):
                row = _row(line, [""] * first_column + cells, facts.oddities.get(line, NOTHING_ODD))
                if not row.is_blank:
                    yield row
    except CALAMINE_ERRORS as error:
        raise damaged() from error


def _row(line: int, values: Sequence[Any], seen: Mapping[int, Oddity]) -> Row:
    texts: list[str] = []
    oddities = dict(seen)
    for index, value in enumerate(values):
        text, oddity = _cell(value)
        texts.append(text)
        if oddity:
            oddities.setdefault(index, oddity)
    return Row(line, tuple(texts), oddities or NOTHING_ODD)


def _cell(value: Any) -> tuple[str, Oddity | None]:
    if isinstance(value, str):
        return value, None
    if isinstance(value, bool):
        return str(value).upper(), None
    if isinstance(value, int | float):
        if abs(value) >= EXACT:
            return f"{value:g}", Oddity.LONG_NUMBER
        return (str(int(value)) if value == int(value) else repr(value)), None
    if isinstance(value, dt.date | dt.time):
        return value.isoformat(), Oddity.DATE
    return str(value), Oddity.DATE
