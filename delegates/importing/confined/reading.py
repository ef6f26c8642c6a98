"""A focal point's list as it is read: no more of it than the form would ask them."""

from collections.abc import Callable, Collection
from dataclasses import replace

from django.utils.translation import gettext as _

from conference.limited_process import nothing
from conference.spreadsheets import Readable, read_sheets
from delegates.choices import Accreditation
from delegates.columns import COLUMNS, PHOTO, SPOUSE_OF
from delegates.importing.lists import lists_of
from delegates.importing.reading import (
    DelegationFrom,
    FileRow,
    Reading,
    ReadingChoices,
    ReadingMemory,
)
from delegates.importing.reading.files import reading_of
from delegates.importing.report import shortened
from delegates.importing.words import HEAD, vocabulary_of
from delegates.models import Delegate, Delegation
from delegates.outstanding.asking import Asking

# Whoever has more asks the secretariat, whose importer takes them.
MOST_PEOPLE = 500
# By these a line says whom it is about.
OF_WHOM = frozenset({"delegation", "reference"})
# A list has one delegation, said or not; what stands here is taken away again.
UNSAID = "-"


def columns_read(delegation: Delegation) -> list[str]:
    """What the conference asks of somebody in the delegation, whatever their rank or category."""
    row = Delegate(delegation=delegation, accreditation=Accreditation.DRAFT)
    asked = {column.name for column in Asking(delegation.conference).of(row).columns}
    return [
        column.name
        for column in COLUMNS
        if column.name in OF_WHOM or column.name in asked - {PHOTO.name, SPOUSE_OF.name}
    ]


def read_list(
    file: Readable,
    choices: ReadingChoices,
    delegation: Delegation,
    look: Callable[[], None] = nothing,
) -> Reading:
    """As the importer reads it, with nothing remembered of other lists of the conference.

    Raises SpreadsheetError, whose message says what to do, and what `look` raises meanwhile.
    """
    sheets = read_sheets(file, look)
    columns = columns_read(delegation)
    ranks = {name: one.vocabulary for name, one in lists_of(delegation.conference).items()}
    memory = ReadingMemory(lists={name: ranks[name] for name in ("rank",) if name in columns})
    alone = replace(choices, delegation_from=DelegationFrom.TEXT, delegation_text=UNSAID)
    reading = reading_of(sheets, alone, memory)
    says_delegation = any(each.column == "delegation" for each in reading.layout.columns)
    if says_delegation:
        column = replace(choices, delegation_from=DelegationFrom.COLUMN, delegation_text="")
        reading = reading_of(sheets, column, memory)
    return _confined(reading, columns, says_delegation=says_delegation)


def _confined(reading: Reading, columns: Collection[str], *, says_delegation: bool) -> Reading:
    read = set(columns) if says_delegation else {*columns} - {"delegation"}
    layout, notices = reading.layout, list(reading.notices)
    others = [each for each in layout.columns if _is_other(each.column, columns)]
    if others:
        named = ", ".join(f"“{shortened(each.heading)}”" for each in others)
        notices.append(_("These columns are not read here: %s.") % named)
    layout.columns = [
        replace(each, column="") if each in others else each for each in layout.columns
    ]
    layout.words = [each for each in layout.words if each.column in columns]
    rows = [_row(row, read) for row in reading.rows]
    if any(_names_the_head(row) for row in rows):
        notices.append(
            _("Who leads the delegation is said on its page: the list does not change it.")
        )
        rows = [_without_the_head(row) for row in rows]
    problems = list(reading.problems)
    if not any(sheet.is_read and sheet.holds_headings for sheet in layout.sheets):
        problems = [
            _("No line of headings was found that says which column holds a name. Say so below.")
        ]
    if len(rows) > MOST_PEOPLE:
        problems.append(
            _("The list has %(count)d lines; at most %(most)d are taken at once. Divide it.")
            % {"count": len(rows), "most": MOST_PEOPLE}
        )
    shown = tuple(name for name in reading.columns if name in read)
    return Reading(rows, shown, problems, notices, layout)


def _is_other(column: str | None, columns: Collection[str]) -> bool:
    return column in COLUMNS.by_name and column not in columns


def _row(row: FileRow, columns: Collection[str]) -> FileRow:
    return replace(
        row,
        texts={name: text for name, text in row.texts.items() if name in columns},
        oddities={name: oddity for name, oddity in row.oddities.items() if name in columns},
        section="",
    )


def _names_the_head(row: FileRow) -> bool:
    return vocabulary_of("position").meanings(row.texts.get("position", "")) == (HEAD,)


def _without_the_head(row: FileRow) -> FileRow:
    if not _names_the_head(row):
        return row
    return replace(
        row, texts={name: text for name, text in row.texts.items() if name != "position"}
    )
