"""What of a file was passed over, left out or taken in some way, in words. Pure."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delegates.importing.reading.candidates import Candidate
from delegates.importing.reading.choices import ReadingChoices
from delegates.importing.reading.rows import PassedOver, TableReader
from delegates.importing.reading.tables import Table
from delegates.importing.report import heading, shortened

MOST_NAMED = 10


def notices_of(reader: TableReader, *, takes_hidden: bool, shows_sheet: bool) -> list[str]:
    """Of a table whose rows have been walked through."""
    table = reader.table
    where = f"{shortened(table.sheet.name)}: " if shows_sheet else ""
    found = [
        *_of_headings(table),
        *_of_lines(reader.passed),
        *_of_columns(table, takes_hidden=takes_hidden),
    ]
    return [f"{where}{text}" for text in found]


def notice_of_rows(tables: Sequence[Table], choices: ReadingChoices) -> str:
    cells = (cell for table in tables for cell in table.heading.cells)
    heading = next(cell.text for cell in cells if cell.key == choices.only_column)
    return _(
        "As answered for an earlier file, only the rows with “%(value)s” under"
        " “%(heading)s” were read. Change this below to read all."
    ) % {"value": shortened(choices.only_value), "heading": shortened(heading)}


def notices_of_memory(readers: Sequence[TableReader], asked: ReadingChoices) -> list[str]:
    """Of the cells that were read as was said of an earlier file, and not of this one."""
    meant = {
        (column, key): texts
        for reader in readers
        for (column, key), texts in reader.read_otherwise.items()
        if key not in asked.words.get(column, {}) and key not in asked.nothing
    }
    words = [
        _("“%(text)s” under “%(column)s” as “%(word)s”")
        % {"text": shortened(text), "column": heading(column), "word": shortened(word)}
        for (column, _key), (text, word) in meant.items()
        if word
    ]
    blanks = dict.fromkeys(
        _("“%s” as nothing") % shortened(text) for text, word in meant.values() if not word
    )
    said = [*words, *blanks]
    if not said:
        return []
    named = ", ".join(said[:MOST_NAMED]) + (" …" if len(said) > MOST_NAMED else "")
    return [
        _("As answered for an earlier file, cells were read: %s. Change this below if it is wrong.")
        % named
    ]


def notices_of_other_sheets(
    candidates: Sequence[Candidate], chosen: Sequence[Candidate]
) -> list[str]:
    names = {each.sheet.name for each in chosen}
    others = [
        each for each in candidates if each.sheet.name not in names and not each.sheet.is_hidden
    ]
    found = []
    if others and chosen:
        words = {
            "read": shortened(", ".join(each.sheet.name for each in chosen)),
            "others": shortened(", ".join(each.sheet.name for each in others)),
        }
        found.append(_("Only the sheet “%(read)s” was read, not: %(others)s.") % words)
    alike = [each.sheet.name for each in others if each.holds_headings]
    if alike:
        text = _("The headings are in other sheets too: %s. Tick below which are read.")
        found.append(text % shortened(", ".join(alike)))
    return found


def _of_headings(table: Table) -> list[str]:
    told = []
    if table.above:
        texts = [cell.strip() for row in table.above for cell in row.cells if cell.strip()]
        told.append(
            _("Above the headings (line %(line)s) this was skipped: “%(text)s”.")
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
        _("Lines that repeat the headings were skipped: %s.") % lines_in_words(passed.headings)
        if passed.headings
        else "",
        _("Lines with totals were skipped: %s.") % lines_in_words(passed.totals)
        if passed.totals
        else "",
        _("Lines with nothing in the columns that are read were skipped: %s.")
        % lines_in_words(passed.empty)
        if passed.empty
        else "",
        _("Below the last person this was skipped: “%s”.") % shortened(" · ".join(passed.below))
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
            _(
                "Some cells hold formulas; the values they had when the file was saved were"
                " used (lines %s)."
            )
            % lines_in_words(passed.formulas)
        )
    if passed.others:
        told.append(
            _("%d rows hold another value in that column and were not read.") % len(passed.others)
        )
    return [text for text in told if text]


def _of_columns(table: Table, *, takes_hidden: bool) -> list[str]:
    told = [
        _("The column “%s” adds nothing to the parts of the name; it was left out.")
        % shortened(text)
        for text in table.repeating
    ]
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
            for text in table.hidden_columns
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
