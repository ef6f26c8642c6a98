"""The columns of the import and of the export: the one list of what a delegate's row holds.

A further text field is a field of the model, its migration and a row here: the file to fill in,
the import, its report, the export and the admin's form follow.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache
from types import MappingProxyType

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_stubs_ext import StrPromise

from conference.writing.folding import word_key
from delegates import export_columns
from delegates.choices import Gender, PersonListing, Position
from delegates.headings import NAMES_BESIDE_ANOTHER, is_name, meaning_of, words_of

NOTHING_ASSIGNED: Mapping[str, str] = MappingProxyType({})
LONGEST_KEY = 200


class Holds(Enum):
    """What becomes of a cell."""

    TEXT = auto()
    """The delegate's field of that name keeps the text."""
    WORD = auto()
    """The field keeps the text that the cell's word stands for."""
    ROW = auto()
    """The field refers to the row of a list that the cell names."""
    SUBJECT = auto()
    """It says whom the row is about and as what: the import has rules of its own."""


class Section(Enum):
    """Where the delegate's form shows it."""

    PERSON = auto()
    FUNCTION = auto()
    CONTACT = auto()


@dataclass(frozen=True)
class Column:
    """`name` is the field it fills; `also` are further headings under which it is recognised.

    `choices` are the field's own, where it has some; `looks_like_a_number` warns of programs that
    round; where it `is_contact`, what nobody sees in it is dropped. In its section it stands below
    the column before it, or beside it.
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


class Columns:
    """In the order of the file."""

    def __init__(self, *columns: Column) -> None:
        self.by_name = {column.name: column for column in columns}

    def __iter__(self) -> Iterator[Column]:
        return iter(self.by_name.values())

    def __getitem__(self, name: str) -> Column:
        return self.by_name[name]

    def texts(self) -> list[str]:
        """Fields of the delegate that are texts, whatever a cell may say for them."""
        return [column.name for column in self if column.holds in {Holds.TEXT, Holds.WORD}]

    def in_section(self, section: Section) -> list[Column]:
        return [column for column in self if column.section == section]


COLUMNS = Columns(
    Column(
        "delegation",
        _("Delegation"),
        _("Country by name or code, organization by name or acronym, in any language."),
        ("country", "organization", "organisation", "delegation name"),
        can_be_cleared=False,
        holds=Holds.SUBJECT,
    ),
    Column(
        "kind",
        _("Kind"),
        _("Kind of delegation; blank where the country or organization has only one."),
        ("kind of delegation", "delegation kind"),
        can_be_cleared=False,
        holds=Holds.SUBJECT,
        section=None,
    ),
    Column(
        "position",
        _("Position"),
        _("Head of delegation, deputy head, member, adviser, expert, interpreter …"),
        ("position in delegation",),
        can_be_cleared=False,
        holds=Holds.SUBJECT,
        choices=Position,
    ),
    Column(
        "honorific",
        _("Honorific"),
        _("H.E. Mr, Dr, Ms …"),
        ("title", "salutation"),
        is_beside=True,
    ),
    Column(
        "given_name",
        _("Given name"),
        _("In Latin script, as in the passport."),
        ("first name", "given names", "forename"),
    ),
    Column(
        "family_name",
        _("Family name"),
        _("In Latin script, as in the passport. One of the two names may be blank."),
        ("last name", "surname", "family names"),
        is_beside=True,
    ),
    Column(
        "own_given_name",
        _("Given name in own script"),
        _("The given part of the name in the person's own script."),
        ("own given name",),
    ),
    Column(
        "own_family_name",
        _("Family name in own script"),
        _("The family part of the name in the person's own script."),
        ("own family name",),
        is_beside=True,
    ),
    Column(
        "own_name",
        _("Name in own script"),
        _(
            "Whole name in the person's own script, as badges show it. Blank where its two parts"
            " are given: they are joined in the order of the language."
        ),
    ),
    Column(
        "own_name_language",
        _("Language of own script"),
        _("Language of that name: a tag such as tg, ru, fa, zh-hans, or the language's name."),
        ("own script language", "name language"),
        holds=Holds.WORD,
        is_beside=True,
    ),
    Column(
        "gender",
        _("Gender"),
        _("Female, male, other; as stated by the person."),
        ("sex",),
        holds=Holds.WORD,
        choices=Gender,
    ),
    Column(
        "function",
        _("Function"),
        _("Office or job title."),
        ("job title", "office"),
        section=Section.FUNCTION,
    ),
    Column(
        "department",
        _("Department"),
        _("Department or division in which the person works."),
        ("division",),
        section=Section.FUNCTION,
    ),
    Column(
        "ministry",
        _("Ministry or organization"),
        _("Ministry, office or organization of the person, where the delegation does not say it."),
        ("ministry", "affiliation"),
        section=Section.FUNCTION,
    ),
    Column(
        "category",
        _("Category"),
        _("Letter or words of the badge's category; blank lets the rules decide."),
        ("badge category",),
        holds=Holds.ROW,
        section=Section.FUNCTION,
    ),
    Column(
        "rank",
        _("Rank"),
        _("Protocol rank by its words or its number."),
        ("protocol rank",),
        holds=Holds.ROW,
        section=Section.FUNCTION,
    ),
    Column(
        "listing",
        _("In the list"),
        _("Listed, or counted and not listed; blank for a new delegate means listed."),
        ("in the list of participants", "overflow", "listing"),
        can_be_cleared=False,
        holds=Holds.WORD,
        choices=PersonListing,
        section=Section.FUNCTION,
    ),
    Column(
        "email",
        _("E-mail"),
        _("One address."),
        ("email", "e-mail address", "mail"),
        is_contact=True,
        section=Section.CONTACT,
    ),
    Column(
        "phone",
        _("Phone"),
        _("With the country's code; typed as text, so that zeros stay."),
        ("telephone", "phone number", "mobile"),
        looks_like_a_number=True,
        is_contact=True,
        section=Section.CONTACT,
        is_beside=True,
    ),
    Column(
        "nationality",
        _("Nationality"),
        _("Country by name or code."),
        ("citizenship",),
        holds=Holds.ROW,
        is_beside=True,
    ),
    Column(
        "reference",
        _("Reference"),
        _("Given by Dais and carried by its exports; blank for a new delegate."),
        ("ref", "reference number"),
        can_be_cleared=False,
        holds=Holds.SUBJECT,
        looks_like_a_number=True,
        section=None,
    ),
)
# What a file may hold beside them, once somebody or a list that we know says where.
FURTHER_COLUMNS = Columns(
    Column(
        "full_name",
        _("Name, as it stands"),
        _("The whole name in one column; nothing of it is split."),
    ),
    Column(
        "name_lines",
        _("Name, function and ministry on lines of one cell"),
        _("As the United Nations print lists of participants."),
    ),
    Column(
        "section",
        _("Section of the list"),
        _("Under which the file lists a country or organization."),
    ),
)
# What our own file of rejected rows adds, and what heads the examples of our template.
REASON = _("Reason")
LINE = _("Line in the original")
EXAMPLES = _("Fictional examples, never imported")
NAME_COLUMNS = frozenset({"given_name", "family_name", "full_name", "name_lines"})


@dataclass(frozen=True)
class HeadingCell:
    """One heading of a file. `column` is "" where it is left out, None where nobody can say."""

    index: int
    text: str
    column: str | None

    @property
    def key(self) -> str:
        """What an assignment by hand is remembered by."""
        return heading_key(self.text)

    @property
    def is_unknown_name(self) -> bool:
        """Left out, it would leave people without a part of their names."""
        return self.column is None and is_name(self.text)


@dataclass(frozen=True)
class Heading:
    """The headings of a file, in its order."""

    cells: tuple[HeadingCell, ...]

    @property
    def places(self) -> dict[str, int]:
        """Where each column stands; of a repeated one the first."""
        found: dict[str, int] = {}
        for cell in self.cells:
            if cell.column:
                found.setdefault(cell.column, cell.index)
        return found

    @property
    def unknown(self) -> tuple[str, ...]:
        return tuple(cell.text for cell in self.cells if cell.column is None)

    @property
    def repeated(self) -> tuple[str, ...]:
        places = self.places
        return tuple(
            cell.text for cell in self.cells if cell.column and places[cell.column] != cell.index
        )

    @property
    def holds_names(self) -> bool:
        return not NAME_COLUMNS.isdisjoint(self.places)

    @property
    def is_complete(self) -> bool:
        """Whether a row can say whom it is about."""
        return "reference" in self.places or ("delegation" in self.places and self.holds_names)


def heading_of(cells: Sequence[str], assigned: Mapping[str, str] = NOTHING_ASSIGNED) -> Heading:
    """Recognise a line of headings in any language, explained or not.

    `assigned`: heading key to column name, "" for what is left out; it counts before what we know.
    """
    found = [
        HeadingCell(index, text.strip(), _column_of(text, assigned))
        for index, text in enumerate(cells)
        if text.strip()
    ]
    columns = {cell.column for cell in found}
    return Heading(
        tuple(
            replace(cell, column=None) if _may_be_whole_names(cell, columns, assigned) else cell
            for cell in found
        )
    )


def _may_be_whole_names(
    cell: HeadingCell, columns: Collection[str | None], assigned: Mapping[str, str]
) -> bool:
    """ "Nom" beside "Prénom" is the family name; alone, nobody can say."""
    is_alone = not {"given_name", "family_name"}.issubset(columns)
    return is_alone and cell.key in NAMES_BESIDE_ANOTHER and cell.key not in assigned


def heading_key(text: str) -> str:
    """What headings are compared by; one without letters is compared as it stands."""
    return (word_key(text) or text.strip())[:LONGEST_KEY]


def _column_of(text: str, assigned: Mapping[str, str]) -> str | None:
    key = heading_key(text)
    return assigned[key] if key in assigned else meaning_of(text, _known_headings().get)


def is_of_examples(text: str) -> bool:
    """Whether it heads the examples of our template, which are never read."""
    return word_key(text) in {word_key(each) for each in in_every_language(EXAMPLES)}


def _known_headings() -> dict[str, str]:
    return _known_headings_of(tuple(COLUMNS.by_name))


@cache
def _known_headings_of(_names: tuple[str, ...]) -> dict[str, str]:
    """Heading to column name; to "" where the column is ours and says nothing."""
    silent = [REASON, LINE, *export_columns.labels().values()]
    known = {word_key(text): "" for label in silent for text in in_every_language(label)}
    for column in COLUMNS:
        texts = [column.name, *column.also, *in_every_language(column.label)]
        known |= {word_key(text): column.name for text in [*texts, *words_of(column.name)]}
    for column in FURTHER_COLUMNS:
        known |= {word_key(text): column.name for text in in_every_language(column.label)}
    return known


def in_every_language(text: StrPromise) -> list[str]:
    found = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.append(str(text))
    return found
