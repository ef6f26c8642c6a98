"""The file to fill in: headings, lists to choose from, examples and explanations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

from django.utils.translation import gettext as _

from conference.models import Conference
from conference.spreadsheets import add_sheet, new_workbook
from conference.writing.languages import localized
from delegates.choices import HEAD_OF_DELEGATION
from delegates.columns import COLUMNS, EXPLANATIONS, WORDS
from delegates.columns import EXAMPLES as EXAMPLES_HEADING
from delegates.models import Category, Delegation, DelegationKind, Rank

LINES_WITH_LISTS = 2_000

EXAMPLES = (
    {
        "delegation": "Tajikistan",
        "position": HEAD_OF_DELEGATION,
        "honorific": "H.E. Mr",
        "given_name": "Example Farrukh",
        "family_name": "Fictional",
        "own_name": "Фаррух Намуна",
        "own_name_language": "tg",
        "gender": "Male",
        "function": "Minister (fictional example)",
        "email": "farrukh@example.org",
        "phone": "+992 00 000 0000",
        "nationality": "TJ",
    },
    {
        "delegation": "OSCE",
        "position": "Adviser",
        "honorific": "Ms",
        "given_name": "Example Anna",
        "family_name": "Fictional",
        "gender": "Female",
        "function": "Adviser (fictional example)",
        "email": "anna@example.org",
    },
)


def write_template(file: IO[bytes], conference: Conference) -> None:
    """An .xlsx file for this conference. The examples stand on a sheet that is never read."""
    columns = [column.name for column in COLUMNS]
    headings = headings_of(columns)
    words = words_of(conference)
    with new_workbook(file) as workbook:
        sheet = add_sheet(workbook, _("Delegates"), header=headings, rows=())
        offer_lists(sheet, columns, words, lines=LINES_WITH_LISTS)
        add_sheet(
            workbook,
            _("Examples"),
            header=[str(EXAMPLES_HEADING), *headings],
            rows=_examples(),
        )
        add_sheet(
            workbook,
            _("Explanations"),
            header=[str(label) for label in EXPLANATIONS],
            rows=_explanations(),
        ).set_column(1, 1, 100)
        add_words(workbook, words)


def headings_of(columns: Sequence[str]) -> list[str]:
    return [str(COLUMNS[name].label) for name in columns]


def add_words(workbook: Any, words: Mapping[str, list[str]]) -> Any:
    """The sheet from which the lists of the others choose."""
    listed = _listed(words)
    rows = _side_by_side([words[name] for name in listed])
    return add_sheet(workbook, str(WORDS), header=headings_of(listed), rows=rows)


def _listed(words: Mapping[str, list[str]]) -> list[str]:
    return [column.name for column in COLUMNS if column.name in words]


def words_of(conference: Conference) -> dict[str, list[str]]:
    """What is understood in the columns of closed lists; further languages are understood too."""
    language = conference.principal_language
    delegations = Delegation.objects.for_conference(conference).in_protocol_order()
    choices = choice_labels()
    return {
        "delegation": [localized(row.name, language).text for row in delegations],
        "kind": [
            localized(row.name, language).text
            for row in DelegationKind.objects.for_conference(conference)
        ],
        **choices,
        "position": [str(HEAD_OF_DELEGATION), *choices["position"]],
        "category": [row.letter for row in Category.objects.for_conference(conference)],
        "rank": [
            localized(row.name, language).text for row in Rank.objects.for_conference(conference)
        ],
    }


def choice_labels() -> dict[str, list[str]]:
    """By column, in the active language."""
    return {
        column.name: [str(choice.label) for choice in column.choices if choice.value]
        for column in COLUMNS
        if column.choices
    }


def offer_lists(
    sheet: Any, columns: Sequence[str], words: Mapping[str, list[str]], *, lines: int
) -> None:
    """Choosing is offered, typing something else stays possible: other languages are understood."""
    listed = _listed(words)
    for index, name in enumerate(columns):
        if words.get(name):
            letter = chr(ord("A") + listed.index(name))
            last = len(words[name]) + 1
            rule = {
                "validate": "list",
                "source": f"='{WORDS}'!${letter}$2:${letter}${last}",
                "show_error": False,
            }
            sheet.data_validation(1, index, lines, index, rule)


def _examples() -> Iterator[list[str]]:
    for example in EXAMPLES:
        yield [_("Example"), *(str(example.get(column.name, "")) for column in COLUMNS)]


def _explanations() -> Iterable[list[str]]:
    yield from ([str(column.label), str(column.explanation)] for column in COLUMNS)
    yield [_("A blank cell"), _("Keeps the value.")]
    yield ["-", _("A single hyphen clears the value.")]


def _side_by_side(lists: list[list[str]]) -> Iterator[list[str]]:
    for line in range(max(map(len, lists), default=0)):
        yield [listed[line] if line < len(listed) else "" for listed in lists]
