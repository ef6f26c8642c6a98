"""The page on which several people are added to a delegation: what it shows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from conference.errors import DomainError
from conference.files.pictures import ACCEPTED
from delegates.choices import HEAD_OF_DELEGATION, Position
from delegates.columns import COLUMNS
from delegates.importing.checking.checked import CheckedFile, RowReport
from delegates.importing.report import Change, heading
from delegates.importing.typed.adding import TypedPeople, changes_in, digests_of
from delegates.importing.typed.pasted import MOST_ROWS, columns_here
from delegates.importing.words import HEAD, vocabulary_of
from delegates.models import DelegateQuerySet
from delegates.naming.name_languages import NAME_LANGUAGE_CHOICES
from delegates.sheet.adding.asked import AskedOfRow, asked_by_row
from delegates.sheet.adding.photos import (
    NOBODY,
    Chosen,
    ShownPhoto,
    members_of,
    rows_of,
    whose,
)
from delegates.sheet.adding.sent import SHOWN, Rows, Sent, language_of

EMPTY_ROWS = 3
FEWEST_ROWS = 6
# Letters that are seen whole in the place of a column on a narrow screen of a desk.
ROOM = {
    "honorific": 11, "own_name": 36, "ministry": 19, "department": 15,
    "position": 22, "own_name_language": 15,
}  # fmt: skip
USUAL_ROOM = 24
LONG = 52


@dataclass(frozen=True)
class Cell:
    """`room` is the class of a cell whose text is longer than its place."""

    name: str
    column: str
    label: str
    value: str
    choices: Sequence[tuple[str, str]]
    problems: Sequence[str]

    @property
    def room(self) -> str:
        seen = str(dict(self.choices).get(self.value, self.value)) if self.value else ""
        if len(seen) <= ROOM.get(self.column, USUAL_ROOM):
            return ""
        return "adding-long" if len(seen) <= LONG else "adding-longest"


@dataclass(frozen=True)
class AddingRow:
    number: int
    name: str
    cells: Sequence[Cell]
    photo: str
    problems: Sequence[str]
    notices: Sequence[str]
    questions: Sequence[AskedOfRow]
    changes: Sequence[Change]

    @property
    def is_in_doubt(self) -> bool:
        return bool(self.problems or self.questions or any(cell.problems for cell in self.cells))


@dataclass(frozen=True)
class AddingPage:
    """`said` is what became of what was sent, `refused` why something did not come along."""

    rows: Sequence[AddingRow]
    photos: Sequence[ShownPhoto]
    columns: Sequence[str]
    lines: str
    said: Sequence[str]
    refused: Sequence[str]
    answered: Sequence[str]
    shown: Sequence[str]
    open_questions: int
    has_changes: bool
    most: int = MOST_ROWS
    accepted: str = ACCEPTED

    @property
    def has_problems(self) -> bool:
        return any(row.problems or any(cell.problems for cell in row.cells) for row in self.rows)


def typed_of(sent: Sent, chosen: Sequence[Chosen], people: DelegateQuerySet) -> TypedPeople | None:
    """What is to be added; None while somebody has to say whose a photo is."""
    shown = photos_of(sent, chosen, people)
    if any(not photo.owner for photo in shown):
        return None
    keys = {photo.token: photo.key for photo in chosen}
    wanted = [photo for photo in shown if photo.owner != NOBODY]
    owned = {photo.owner: keys[photo.token] for photo in wanted}
    if len(owned) < len(wanted):
        raise DomainError(_("Two photos are assigned to one person: choose one."))
    return TypedPeople(
        rows=sent.rows,
        answers=sent.answers,
        shown=sent.shown,
        photos_of_rows=_of(owned, "row"),
        photos_of_members=_of(owned, "member"),
    )


def _of(owned: Mapping[str, str], kind: str) -> dict[int, str]:
    return {
        int(value.partition(":")[2]): key
        for value, key in owned.items()
        if value.startswith(f"{kind}:")
    }


def photos_of(sent: Sent, chosen: Sequence[Chosen], people: DelegateQuerySet) -> list[ShownPhoto]:
    return whose(chosen, [*rows_of(sent.rows), *members_of(people)]) if chosen else []


def adding_page(
    sent: Sent,
    photos: Sequence[ShownPhoto],
    report: CheckedFile | None = None,
    *,
    said: Iterable[str] = (),
    refused: Iterable[str] = (),
    person_url: Callable[[int], str],
) -> AddingPage:
    columns = [*SHOWN, *_further(sent.rows, report)]
    reports = {row.line: row for row in report.rows} if report else {}
    asked = asked_by_row(report, person_url) if report else {}
    changes = {row.line: row.outcome.changes for row in changes_in(report)} if report else {}
    thumbnails = {photo.owner: photo.thumbnail for photo in photos}
    numbers = range(1, max(FEWEST_ROWS, max(sent.rows, default=0) + EMPTY_ROWS) + 1)
    rows = [
        AddingRow(
            number=number,
            name=reports[number].person if number in reports else "",
            cells=[_cell(number, name, sent.rows, reports.get(number)) for name in columns],
            photo=thumbnails.get(f"row:{number}", ""),
            problems=_problems(reports.get(number), but=columns),
            notices=reports[number].notices if number in reports else (),
            questions=asked.get(number, ()),
            changes=changes.get(number, ()),
        )
        for number in numbers
    ]
    return AddingPage(
        rows=rows,
        photos=photos,
        columns=[heading(name) for name in SHOWN],
        lines=sent.lines,
        said=list(said),
        refused=list(refused),
        answered=[f"{kind}:{key}:{answer}" for (kind, key), answer in sent.answers.items()],
        shown=sorted(digests_of(report) if report else sent.shown),
        open_questions=len(report.open_questions()) if report else 0,
        has_changes=bool(changes),
    )


def _further(rows: Rows, report: CheckedFile | None) -> list[str]:
    """Columns that were pasted along, or of which something is wrong."""
    used = {name for texts in rows.values() for name in texts}
    wrong = {p.column for row in report.rows for p in row.problems} if report else set()
    return [name for name in columns_here() if name in used | wrong and name not in SHOWN]


def _cell(number: int, name: str, rows: Rows, report: RowReport | None) -> Cell:
    value = rows.get(number, {}).get(name, "")
    choices = CHOICES[name]() if name in CHOICES else []
    if name in CHOICES and value:
        value = _chosen(name, value)
        if value not in dict(choices):
            choices = [*choices, (value, value)]
    return Cell(
        name=f"r{number}.{name}",
        column=name,
        label=heading(name),
        value=value,
        choices=choices,
        problems=_problems(report, [name]),
    )


def _chosen(name: str, text: str) -> str:
    """A word as it was pasted, as the choice that it means."""
    if name == "own_name_language":
        return language_of(text)
    meanings = vocabulary_of(name).meanings(text)
    return meanings[0] if len(meanings) == 1 else text


def _positions() -> list[tuple[str, Any]]:
    return [("", COLUMNS["position"].label), (HEAD, HEAD_OF_DELEGATION), *Position.choices]


def _languages() -> list[tuple[str, Any]]:
    return [("", _("Language")), *NAME_LANGUAGE_CHOICES]


CHOICES: Mapping[str, Callable[[], list[tuple[str, Any]]]] = {
    "position": _positions,
    "own_name_language": _languages,
}


def _problems(
    report: RowReport | None, columns: Sequence[str] = (), *, but: Sequence[str] = ()
) -> list[str]:
    """Of these columns, or of all but those."""
    if report is None:
        return []
    return [
        f"{problem.heading} {problem.reason}".strip()
        for problem in report.problems
        if problem.column in columns or (but and problem.column not in but)
    ]
