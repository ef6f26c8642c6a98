"""The sheets of a file with what was found in them, and which of them are read. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conference.spreadsheets import Sheet
from delegates.columns import is_helper
from delegates.importing.reading.choices import ReadingChoices
from delegates.importing.reading.layout import SheetLayout
from delegates.importing.reading.tables import Table, table_of


@dataclass
class Candidate:
    """A sheet with the table in it, if there is one."""

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


def candidates_of(
    sheets: Sequence[Sheet], choices: ReadingChoices, remembered: Mapping[str, str]
) -> list[Candidate]:
    """Of every sheet but those that help to fill in one of our own files."""
    return [
        Candidate(sheet, table_of(sheet, choices, remembered))
        for sheet in sheets
        if not (sheet.rows and is_helper(sheet.name, sheet.rows[0].cells))
    ]


def chosen_of(candidates: Sequence[Candidate], choices: ReadingChoices) -> list[Candidate]:
    """The ticked ones, else the first visible sheet with the headings, else the likeliest."""
    if choices.sheets:
        return [each for each in candidates if each.sheet.name in choices.sheets]
    visible = [each for each in candidates if not each.sheet.is_hidden]
    whole = [each for each in visible if each.holds_headings]
    likely = [each for each in visible if each.table and each.table.seems_to_hold_people]
    return (whole or likely or [each for each in visible if each.table])[:1]
