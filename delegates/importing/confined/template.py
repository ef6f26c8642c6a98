"""The file to fill in for a delegation: what is asked of its people, in the page's language."""

from typing import IO

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from conference.spreadsheets import add_sheet, new_workbook
from conference.writing.languages import localized
from delegates.importing.confined.reading import MOST_PEOPLE, OF_WHOM, columns_read
from delegates.importing.template import add_words, choice_labels, headings_of, offer_lists
from delegates.models import Delegation, Rank


def write_template(file: IO[bytes], delegation: Delegation) -> None:
    """An .xlsx file. Whose people they are need not be said, and who leads is said elsewhere."""
    columns = [name for name in columns_read(delegation) if name not in OF_WHOM]
    words = _words_of(delegation, columns)
    with new_workbook(file) as workbook:
        people = add_sheet(workbook, _("Participants"), header=headings_of(columns), rows=())
        offer_lists(people, columns, words, lines=MOST_PEOPLE)
        for sheet in (people, add_words(workbook, words)):
            if get_language_bidi():
                sheet.right_to_left()


def _words_of(delegation: Delegation, columns: list[str]) -> dict[str, list[str]]:
    ranks = Rank.objects.for_conference(delegation.conference)
    listed = {**choice_labels(), "rank": [localized(row.name).text for row in ranks]}
    return {name: words for name, words in listed.items() if name in columns and words}
