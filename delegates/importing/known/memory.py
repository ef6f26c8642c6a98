"""What a conference remembers of how its files are read."""

from conference.models import Conference
from delegates.importing.lists import lists_of
from delegates.importing.reading import ReadingMemory
from delegates.services.importing import cell_meanings, column_assignments


def memory_of(conference: Conference) -> ReadingMemory:
    return ReadingMemory(
        columns=column_assignments.remembered_in(conference),
        words=cell_meanings.words_in(conference),
        nothing=cell_meanings.nothings_in(conference),
        rows=cell_meanings.rows_in(conference),
        lists={name: own.vocabulary for name, own in lists_of(conference).items() if own.rows},
    )
