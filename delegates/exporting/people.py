"""Delegates as a spreadsheet with the import's columns and those that only an export has: what
comes out goes in and changes nothing.

The headings and the words of closed lists are English whatever the reader's language: a file is
passed on. Names of delegations, kinds, ranks and countries are in the conference's principal
language.
"""

import io
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import IO

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from conference.leased_work import Tell, unheard
from conference.models import Conference
from conference.spreadsheets import (
    XLSX_TYPE,
    CsvWriter,
    add_sheet,
    guarded,
    is_guarded,
    new_workbook,
)
from conference.writing.languages import localized
from delegates import venue_times
from delegates.choices import Accreditation, Position, position_in_words
from delegates.columns import COLUMNS, Column, Holds, export_only
from delegates.exporting.own_fields import own_cells_for, own_headings
from delegates.models import (
    Category,
    Country,
    Delegate,
    DelegateQuerySet,
    Delegation,
    OwnField,
    Rank,
)

FILE_LANGUAGE = "en"
IN_MEMORY = 5 * 2**20
"""Larger files go to the disk."""


class Format(models.TextChoices):
    XLSX = "xlsx", _("Excel workbook (.xlsx)")
    CSV = "csv", _("Text, comma-separated (.csv)")


CONTENT_TYPES = {Format.XLSX: XLSX_TYPE, Format.CSV: "text/csv; charset=utf-8"}

# What the import would take for something else: a formula, an order to clear, a guard of its own.
MISREAD = re.compile(r"=|-$")


def exported(
    delegates: DelegateQuerySet,
    conference: Conference,
    file_format: Format,
    *,
    tell: Tell = unheard,
) -> IO[bytes]:
    """The delegates of the conference among `delegates`, in protocol order, as an open file.

    `tell` hears, row by row, how many are written.
    """
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    with override(FILE_LANGUAGE):
        header = [str(column.label) for column in COLUMNS]
        header += map(str, export_only.labels().values())
        own = list(OwnField.objects.for_conference(conference))
        header += own_headings(own, conference)
        people = delegates.for_conference(conference).in_protocol_order()
        rows = _rows(people, own, conference, tell)
        if file_format == Format.CSV:
            _write_csv(file, header, rows)
        else:
            with new_workbook(file) as workbook:
                kept = ([_plain(cell) for cell in row] for row in rows)
                add_sheet(workbook, "Delegates", header=header, rows=kept)
    file.seek(0)
    return file


def _write_csv(file: IO[bytes], header: list[str], rows: Iterator[list[str]]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = CsvWriter(text)
    writer.write(header)
    for row in rows:
        writer.write(row)
    text.detach()


def _plain(cell: str) -> str:
    """In a workbook every cell is a text already; only what the import would misread is guarded."""
    return guarded(cell) if MISREAD.match(cell) or is_guarded(cell) else cell


def _rows(
    delegates: DelegateQuerySet, own: Sequence[OwnField], conference: Conference, tell: Tell
) -> Iterator[list[str]]:
    here = Delegation.objects.for_conference(conference).select_related("kind")
    delegations = {row.pk: row for row in here}
    cells = _cells(conference, delegations)
    further = [columns.cells_for(conference) for columns in export_only.contributed()]
    further.append(own_cells_for(own, conference))
    for done, row in enumerate(delegates.iterator(chunk_size=2000)):
        tell(done)
        row.delegation = delegations[row.delegation_id]
        yield [*(cell(row) for cell in cells), *(cell for cells in further for cell in cells(row))]


def _cells(
    conference: Conference, delegations: Mapping[int, Delegation]
) -> list[Callable[[Delegate], str]]:
    """What stands in each column of a delegate's row, but those of apps above."""
    language = conference.principal_language
    names = {pk: localized(row.name, language).text for pk, row in delegations.items()}
    kinds = {pk: localized(row.kind.name, language).text for pk, row in delegations.items()}
    ranks = {
        row.pk: localized(row.name, language).text
        for row in Rank.objects.for_conference(conference)
    }
    letters = {row.pk: row.letter for row in Category.objects.for_conference(conference)}
    countries = {row.pk: localized(row.name, language).text for row in Country.objects.all()}
    positions = {
        (value, is_head): position_in_words(value, is_head=is_head)
        for value in Position.values
        for is_head in (True, False)
    }
    # Asked of those who are spouses: they are few, and whoever has none is compared with nobody.
    spouses = Delegate.objects.for_conference(conference).exclude(spouse_of=None)
    # Of whoever is a draft nothing stands in a file.
    spouses = spouses.exclude(spouse_of__accreditation=Accreditation.DRAFT)
    references = dict(spouses.values_list("spouse_of", "spouse_of__reference"))
    decisions = {value: str(label) for value, label in Accreditation.choices}

    def leads(row: Delegate) -> bool:
        return row.delegation.head_id == row.pk

    def position(row: Delegate) -> str:
        return positions[row.position, leads(row)]

    by_rules: dict[str, Callable[[Delegate], str]] = {
        "delegation": lambda row: names[row.delegation_id],
        "kind": lambda row: kinds[row.delegation_id],
        "position": position,
        "category": lambda row: letters[row.category_id] if row.category_id else "",
        "rank": lambda row: ranks[row.rank_id] if row.rank_id else "",
        "nationality": lambda row: countries[row.nationality_id] if row.nationality_id else "",
    }
    own: dict[str, Callable[[Delegate], str]] = {
        "accreditation": lambda row: decisions[row.accreditation],
        "leads": lambda row: _yes_or_no(leads(row)),
        "has_photo": lambda row: _yes_or_no(bool(row.photo)),
        "spouse_of": lambda row: references.get(row.spouse_of_id, ""),
    }
    return [
        *(by_rules.get(column.name) or _text_of(column, conference) for column in COLUMNS),
        *(own[name] for name in export_only.OWN),
    ]


def _yes_or_no(is_so: bool) -> str:
    return "Yes" if is_so else "No"


def _text_of(column: Column, conference: Conference) -> Callable[[Delegate], str]:
    """What the field of that name keeps; its label where it is a choice that says something."""
    field: Callable[[Delegate], str] = attrgetter(column.name)
    if column.holds == Holds.DATE:
        return lambda row: day.isoformat() if (day := getattr(row, column.name)) else ""
    if column.holds == Holds.MOMENT:
        zone = conference.zone
        return lambda row: (
            venue_times.written(at, zone) if (at := getattr(row, column.name)) else ""
        )
    if column.choices is None:
        return field
    labels = {value: str(label) if value else "" for value, label in column.choices.choices}
    return lambda row: labels[field(row)]
