"""Lines pasted from a spreadsheet, as the cells of a page: by their headings, else by their order.

What is recognized is what the import recognizes, and what the conference has said of headings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO

from django.utils.translation import gettext as _

from conference.errors import DomainError
from conference.spreadsheets import Sheet, read_sheets
from delegates.columns import COLUMNS
from delegates.importing.known import memory_of
from delegates.importing.own_names import is_among, names_of
from delegates.importing.reading.choices import DelegationFrom, ReadingChoices, ReadingMemory
from delegates.importing.reading.notices import notices_of
from delegates.importing.reading.rows import TableReader
from delegates.importing.reading.tables import Table, table_of
from delegates.importing.report import shortened
from delegates.models import Delegation

# Whoever has more brings a file: its report is read line by line, and it is imported in the night.
MOST_ROWS = 60
# What the page says of all its rows, or what would lead out of it.
NOT_HERE = frozenset({"delegation", "kind", "reference"})
# A tabulator parts the cells, also where each line has one: Excel's own way to say so.
TABULATED = b"sep=\t\n"
NOTHING_SAID = ReadingChoices(delegation_from=DelegationFrom.TEXT)
BY_COLUMN = ReadingChoices(delegation_from=DelegationFrom.COLUMN)


@dataclass
class Pasted:
    """Texts by column, a mapping each line; `notices` say what was not taken."""

    rows: list[dict[str, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def columns_here() -> list[str]:
    """Those that a row of the page may hold."""
    return [column.name for column in COLUMNS if column.name not in NOT_HERE]


def pasted(text: str, delegation: Delegation, *, in_order: Sequence[str]) -> Pasted:
    """`in_order` are the columns of lines without headings. Raises DomainError in words."""
    # A NUL is a letter that is lost: asked about where it stands.
    typed = text.replace("\0", "\ufffd").encode("utf-8", "replace")
    read = read_sheets(BytesIO(TABULATED + typed))[0]
    sheet = replace(read, rows=[replace(row, line=row.line - 1) for row in read.rows])
    memory = memory_of(delegation.conference)
    table = table_of(sheet, NOTHING_SAID, memory.columns)
    if table is None:
        found = Pasted(notices=[_("Nothing was pasted.")])
    elif table.is_complete:
        found = _by_headings(table, memory, delegation)
    elif len(table.heading.places) > 1:
        raise DomainError(_without_names(table))
    else:
        found = _by_order(sheet, in_order)
    require_few(len(found.rows))
    return found


def require_few(rows: int) -> None:
    if rows > MOST_ROWS:
        raise DomainError(
            _(
                "This page takes at most %(most)d people at once, and these are %(count)d."
                " Save them as a workbook or a .csv file and import it under “Imports”."
            )
            % {"most": MOST_ROWS, "count": rows}
        )


def _without_names(table: Table) -> str:
    return _(
        "The lines have headings, but none of them is a name that this page knows (%(others)s)."
        " Call it “%(given)s” or “%(family)s”, or paste the lines without headings."
    ) % {
        "others": ", ".join(f"“{shortened(text)}”" for text in table.heading.unknown) or "–",
        "given": COLUMNS["given_name"].label,
        "family": COLUMNS["family_name"].label,
    }


def _by_headings(table: Table, memory: ReadingMemory, delegation: Delegation) -> Pasted:
    """People of other delegations stay out: nobody comes into this one by a slip."""
    choices = BY_COLUMN if "delegation" in table.heading.places else NOTHING_SAID
    reader = TableReader(table, 0, choices.with_memory(memory))
    rows = [dict(row.texts) for row in reader.rows()]
    notices = list(notices_of(reader, takes_hidden=False, shows_sheet=False))
    ours = names_of(delegation)
    others = dict.fromkeys(
        name
        for row in rows
        if (name := row.get("delegation", "").strip()) and not is_among(ours, name)
    )
    if others:
        notices.append(
            _("Lines of other delegations were not taken: %s. Import them instead.")
            % ", ".join(f"“{shortened(name)}”" for name in others)
        )
    if any(row.get(name) for row in rows for name in ("kind", "reference")):
        notices.append(_("Kinds of delegations and references cannot be entered here."))
    kept = [row for row in rows if row.get("delegation", "").strip() not in others]
    return Pasted([_of_this_page(row) for row in kept], notices)


def _by_order(sheet: Sheet, in_order: Sequence[str]) -> Pasted:
    rows = [dict(zip(in_order, row.cells, strict=False)) for row in sheet.rows]
    beyond = any(cell.strip() for row in sheet.rows for cell in row.cells[len(in_order) :])
    notices = (
        [
            _(
                "The lines have more cells than this page has columns, and no known headings:"
                " what is to the right of “%s” was not taken."
            )
            % COLUMNS[in_order[-1]].label
        ]
        if beyond
        else []
    )
    return Pasted([_of_this_page(row) for row in rows], notices)


def _of_this_page(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: texts[name].strip() for name in columns_here() if texts.get(name, "").strip()}
