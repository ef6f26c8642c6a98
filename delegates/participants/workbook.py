"""The list of participants as a workbook in the active language: people, and the figures."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO

from django.utils.translation import gettext as _

from conference.leased_work import Tell, unheard
from conference.models import Conference
from conference.spreadsheets import add_sheet, new_workbook
from conference.writing.languages import localized
from delegates.choices import HEAD_OF_DELEGATION
from delegates.participants import wording
from delegates.participants.frame import ListFrame, Words
from delegates.participants.people import ListedPerson


def write_workbook(
    file: IO[bytes],
    frame: ListFrame,
    people: Iterable[ListedPerson],
    conference: Conference,
    *,
    tell: Tell = unheard,
) -> None:
    """`tell` hears how many people are written."""

    def text(words: Words) -> str:
        return localized(words, fallbacks=conference.languages).text

    sections = {
        delegation.id: (text(section.name), text(delegation.name))
        for section in frame.sections
        for delegation in section.delegations
    }
    genders = wording.shown_genders(frame.total)
    with new_workbook(file) as workbook:
        add_sheet(
            workbook,
            _("Participants"),
            header=[
                _("Number"),
                _("Section"),
                _("Delegation"),
                str(HEAD_OF_DELEGATION),
                _("Honorific"),
                _("Name"),
                _("Function"),
                _("Department"),
                _("Ministry or organization"),
            ],
            rows=_rows(people, sections, tell),
        )
        add_sheet(
            workbook,
            _("Participation"),
            header=[_("Section"), *wording.headings(genders)],
            rows=_figures(frame, genders, text),
        )


def _figures(
    frame: ListFrame, genders: Sequence[str], text: Callable[[Words], str]
) -> Iterator[Sequence[str | int]]:
    for one in frame.figures:
        yield [text(one.name), *wording.numbers(one.represented, one.people, genders)]
    yield [_("Total"), *wording.numbers(frame.represented, frame.total, genders)]


def _rows(
    people: Iterable[ListedPerson], sections: dict[int, tuple[str, str]], tell: Tell
) -> Iterator[Sequence[str | int]]:
    """A place from which somebody was taken keeps its number."""
    for number, person in enumerate(people, start=1):
        tell(number)
        yield [
            number,
            *sections[person.delegation],
            _("Yes") if person.is_head and person.delegate else "",
            person.honorific,
            person.name if person.delegate else _("Entry removed"),
            person.function,
            person.department,
            person.ministry,
        ]
