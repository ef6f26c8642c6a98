"""What a column of a delegate is: to files, to forms and to whoever changes it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from django.db.models import TextChoices
from django_stubs_ext import StrPromise


class Holds(Enum):
    """What becomes of a cell."""

    TEXT = auto()
    """The delegate's field of that name keeps the text."""
    WORD = auto()
    """The field keeps the text that the cell's word stands for."""
    ROW = auto()
    """The field refers to the row of a list that the cell names."""
    DATE = auto()
    """The field keeps the day, of which the cell says the date."""
    MOMENT = auto()
    """The field keeps the instant, of which the cell says day and time on the venue's clocks."""
    PERSON = auto()
    """The field refers to somebody of the same delegation, whom no file names."""
    FILE = auto()
    """A picture or document, which no list of people holds."""
    SUBJECT = auto()
    """It says whom the row is about and as what: the import has rules of its own."""


class Section(Enum):
    """Where the delegate's form shows it."""

    PERSON = auto()
    FUNCTION = auto()
    CONTACT = auto()
    TRAVEL = auto()


class Said(Enum):
    """Who says it, and who sees it beside them."""

    BY_DELEGATIONS = auto()
    """The delegation is asked, officers may correct it, and both see it."""
    BY_OFFICERS = auto()
    """The delegation sees it and is not asked."""
    AMONG_OFFICERS = auto()
    """The delegation neither sees it nor is asked."""


class Matters(Enum):
    """Whether somebody approved changes it only with an officer's consent."""

    ALWAYS = auto()
    """A badge shows it, or a category is computed from it."""
    USUALLY = auto()
    """Unless the conference says otherwise."""
    SELDOM = auto()
    """Only where the conference says so: phone, hotel, travel."""


@dataclass(frozen=True)
class Column:
    """`name` is the field it fills; `also` are further headings under which it is recognised.

    `choices` are the field's own, where it has some; `looks_like_a_number` warns of programs that
    round; where it `is_contact`, what nobody sees in it is dropped. In its section it stands below
    the column before it, or beside it. What `is_known_late`, as a flight, may be required and holds
    nobody's submission up.
    """

    name: str
    label: StrPromise
    explanation: StrPromise
    also: tuple[str, ...] = ()
    holds: Holds = Holds.TEXT
    can_be_cleared: bool = True
    choices: type[TextChoices] | None = None
    looks_like_a_number: bool = False
    is_contact: bool = False
    section: Section | None = Section.PERSON
    is_beside: bool = False
    said: Said = Said.BY_DELEGATIONS
    matters: Matters = Matters.USUALLY
    is_known_late: bool = False


class Columns:
    """In the order of the file."""

    def __init__(self, *columns: Column) -> None:
        self.by_name = {column.name: column for column in columns}

    def __iter__(self) -> Iterator[Column]:
        return iter(self.by_name.values())

    def __getitem__(self, name: str) -> Column:
        return self.by_name[name]

    def texts(self) -> list[str]:
        """Fields of the delegate that files hold as texts, whatever a cell may say for them."""
        written = {Holds.TEXT, Holds.WORD, Holds.DATE, Holds.MOMENT}
        return [column.name for column in self if column.holds in written]

    def dates(self) -> list[str]:
        return [column.name for column in self if column.holds == Holds.DATE]

    def moments(self) -> list[str]:
        return [column.name for column in self if column.holds == Holds.MOMENT]

    def of_delegations(self) -> list[Column]:
        """What a delegation can be asked."""
        return [column for column in self if column.said == Said.BY_DELEGATIONS]

    def in_section(self, section: Section) -> list[Column]:
        return [column for column in self if column.section == section]
