"""What stops a file as a whole: no headings, two of one, names that nobody placed. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from delegates.columns import COLUMNS, NAME_COLUMNS, Heading
from delegates.importing.reading.candidates import Candidate
from delegates.importing.reading.choices import DelegationFrom, ReadingChoices
from delegates.importing.reading.notices import lines_in_words
from delegates.importing.reading.rows import TableReader
from delegates.importing.reading.tables import HEADING_LINES, Table
from delegates.importing.report import shortened

# Hidden, they would leave rows that cannot say whom they are about.
NEEDED_COLUMNS = NAME_COLUMNS | {"delegation", "reference"}
MOST_NAMED = 10


def problems_of_headings(
    candidates: Sequence[Candidate], chosen: Sequence[Candidate], choices: ReadingChoices
) -> list[str]:
    tables = [each.table for each in chosen if each.table]
    return [
        *_lacking(candidates, chosen, tables, choices),
        *_incomplete(tables),
        *_repeated(tables),
        *_names_without_a_place(tables),
        *_hidden(tables, choices),
        *_contradictions(tables, choices),
    ]


def no_rows(readers: Sequence[TableReader]) -> str:
    if any(reader.passed.others for reader in readers):
        return _("No row holds what is asked for in that column.")
    if any(reader.passed.hidden for reader in readers):
        return _("All rows below the headings are hidden. Say below whether they are read.")
    return _("There are no rows below the headings.")


def middle_names_without_a_place(readers: Sequence[TableReader]) -> list[str]:
    """Beside a whole name, once the rows have been walked through."""
    text = _(
        "A whole name and a middle name are both given, and the whole name does not"
        " contain the middle one (lines %s); leave one of them out."
    )
    lines = [reader.passed.middle_names for reader in readers if reader.passed.middle_names]
    return [text % lines_in_words(each) for each in lines]


def _lacking(
    candidates: Sequence[Candidate],
    chosen: Sequence[Candidate],
    tables: Sequence[Table],
    choices: ReadingChoices,
) -> Iterator[str]:
    """Of headings that are such but for one thing, that thing; else all that is needed."""
    if any(each.holds_headings for each in chosen):
        return
    heading = tables[0].heading if tables else Heading(())
    may_hold_names = any(cell.is_unknown_name for cell in heading.cells)
    if heading.holds_names:
        yield _(
            "No column says which delegation a person belongs to. Say below which it is, or"
            " where else the file says it."
        )
    elif choices.sheets and not tables:
        yield _("No sheet is chosen that can be read. Choose one below.")
    elif not ("delegation" in heading.places and may_hold_names):
        yield _no_headings(candidates)


def _no_headings(candidates: Sequence[Candidate]) -> str:
    needed = {
        "delegation": COLUMNS["delegation"].label,
        "given": COLUMNS["given_name"].label,
        "family": COLUMNS["family_name"].label,
        "reference": COLUMNS["reference"].label,
    }
    return " ".join(
        [
            _("The headings of the list were not found in the first %d lines. Needed are at least")
            % HEADING_LINES,
            _("“%(delegation)s” and one of “%(given)s” and “%(family)s”, or “%(reference)s”.")
            % needed,
            *_what_stands_there(candidates),
            _("Say below which columns these are, or use the headings of the template."),
        ]
    )


def _what_stands_there(candidates: Sequence[Candidate]) -> list[str]:
    """Each sheet by name, with what its first line says, or why it is not read."""
    if not candidates or not candidates[0].sheet.name:
        return []
    told = []
    for each in candidates[:MOST_NAMED]:
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
                _("“%(name)s” begins with “%(text)s”.") % {"name": name, "text": shortened(text)}
            )
    return told


def _incomplete(tables: Sequence[Table]) -> Iterator[str]:
    if any(table.is_complete for table in tables):
        for table in tables:
            if not table.is_complete:
                text = _("The sheet “%s” does not hold the headings; untick it, or say below.")
                yield text % shortened(table.sheet.name)


def _repeated(tables: Sequence[Table]) -> Iterator[str]:
    for heading in _each_once(text for table in tables for text in table.heading.repeated):
        text = _("The column “%s” is there twice; which one counts? Leave the other out below.")
        yield text % shortened(heading)


def _names_without_a_place(tables: Sequence[Table]) -> Iterator[str]:
    cells = (cell for table in tables for cell in table.heading.cells)
    for heading in _each_once(cell.text for cell in cells if cell.is_unknown_name):
        text = _(
            "The column “%s” seems to hold names, but it is not known which part of them."
            " Say below what it is, or leave it out."
        )
        yield text % shortened(heading)


def _hidden(tables: Sequence[Table], choices: ReadingChoices) -> Iterator[str]:
    if choices.takes_hidden:
        return
    needed = (
        cell.text
        for table in tables
        for cell in table.heading.cells
        if cell.column in NEEDED_COLUMNS and cell.index in table.sheet.hidden_columns
    )
    for heading in _each_once(needed):
        text = _("The column “%s” is hidden in the file. Say below whether it is read.")
        yield text % shortened(heading)


def _contradictions(tables: Sequence[Table], choices: ReadingChoices) -> Iterator[str]:
    columns = {column for table in tables for column in table.heading.places}
    if choices.delegation_from == DelegationFrom.TEXT and not choices.delegation_text:
        yield _("Type below to which delegation the rows belong.")
    if columns >= {"given_name", "full_name"}:
        yield _("A whole name and a given name are both given; leave one of them out.")


def _each_once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
