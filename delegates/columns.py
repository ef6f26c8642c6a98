"""The columns of the import and of the export: their headings, in words.

`docs/import.md` explains them to people; a test keeps the two together.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_stubs_ext import StrPromise

from conference.writing.folding import fold

PUNCTUATION = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Column:
    """`name` is the field it fills; `also` are further headings under which it is recognised."""

    name: str
    label: StrPromise
    explanation: StrPromise
    also: tuple[str, ...] = ()
    can_be_cleared: bool = True


COLUMNS = (
    Column(
        "delegation",
        _("Delegation"),
        _("Country by name or code, organization by name or acronym, in any language."),
        ("country", "organization", "organisation", "delegation name"),
        can_be_cleared=False,
    ),
    Column(
        "kind",
        _("Kind"),
        _("Kind of delegation; blank where the country or organization has only one."),
        ("kind of delegation", "delegation kind"),
        can_be_cleared=False,
    ),
    Column(
        "position",
        _("Position"),
        _("Head of delegation, deputy head, member, adviser, expert, interpreter …"),
        ("position in delegation",),
        can_be_cleared=False,
    ),
    Column("honorific", _("Honorific"), _("H.E. Mr, Dr, Ms …"), ("title", "salutation")),
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
    ),
    Column("own_name", _("Name in own script"), _("Whole name in the person's own script.")),
    Column(
        "own_name_language",
        _("Language of own script"),
        _("Language of that name: a tag such as tg, ru, fa, zh-hans, or the language's name."),
        ("own script language", "name language"),
    ),
    Column("gender", _("Gender"), _("Female, male, other; as stated by the person."), ("sex",)),
    Column("function", _("Function"), _("Office or job title."), ("job title", "office")),
    Column(
        "category",
        _("Category"),
        _("Letter or words of the badge's category; blank lets the rules decide."),
        ("badge category",),
    ),
    Column(
        "rank",
        _("Rank"),
        _("Protocol rank by its words or its number."),
        ("protocol rank",),
    ),
    Column("email", _("E-mail"), _("One address."), ("email", "e-mail address", "mail")),
    Column(
        "phone",
        _("Phone"),
        _("With the country's code; typed as text, so that zeros stay."),
        ("telephone", "phone number", "mobile"),
    ),
    Column(
        "nationality",
        _("Nationality"),
        _("Country by name or code."),
        ("citizenship",),
    ),
    Column(
        "reference",
        _("Reference"),
        _("Given by Dais and carried by its exports; blank for a new delegate."),
        ("ref", "reference number"),
        can_be_cleared=False,
    ),
)
BY_NAME = {column.name: column for column in COLUMNS}
# What our own file of rejected rows adds.
REASON = _("Reason")


@dataclass(frozen=True)
class Heading:
    """Where each column stands in a file; what of the first line is not understood."""

    places: dict[str, int]
    unknown: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether a row can say whom it is about."""
        names = {"given_name", "family_name"}
        return "reference" in self.places or (
            "delegation" in self.places and not names.isdisjoint(self.places)
        )


def heading_of(cells: Sequence[str]) -> Heading:
    """Recognise the cells of a file's first line, in any language of the interface."""
    known = _known_headings()
    places: dict[str, int] = {}
    unknown, repeated = [], []
    for index, cell in enumerate(cells):
        name = known.get(_key(cell))
        if name is None:
            if cell.strip():
                unknown.append(cell.strip())
        elif name in places:
            repeated.append(cell.strip())
        elif name:
            places[name] = index
    return Heading(places, tuple(unknown), tuple(repeated))


def is_reason(text: str) -> bool:
    """Whether it is the heading that our file of rejected rows adds."""
    return _known_headings().get(_key(text)) == ""


def _known_headings() -> dict[str, str]:
    """Heading to column name; to "" where the column is ours and says nothing."""
    known = {_key(text): "" for text in _in_every_language(REASON)}
    for column in COLUMNS:
        texts = [column.name, *column.also, *_in_every_language(column.label)]
        known |= {_key(text): column.name for text in texts}
    return known


def _in_every_language(text: StrPromise) -> list[str]:
    found = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.append(str(text))
    return found


def _key(text: str) -> str:
    return PUNCTUATION.sub("", fold(text))
