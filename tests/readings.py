"""Files of delegates read in the test's own process."""

from collections.abc import Mapping

from delegates.importing.reading import Reading, ReadingChoices, ReadingMemory
from delegates.importing.reading.files import reading_of
from tests.spreadsheets import sheets_of

AS_IT_IS = ReadingChoices()


def reading_from(
    data: bytes,
    choices: ReadingChoices = AS_IT_IS,
    remembered: Mapping[str, str] | None = None,
    memory: ReadingMemory | None = None,
) -> Reading:
    """`remembered`: heading key to column, where nothing else is remembered."""
    known = memory or ReadingMemory(columns=remembered or {})
    return reading_of(sheets_of(data), choices, known)
