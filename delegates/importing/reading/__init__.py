"""From an uploaded file to the lines of people in it, as somebody chose to read it. Pure."""

from delegates.importing.reading.choices import (
    DelegationFrom,
    ReadingChoices,
    ReadingMemory,
)
from delegates.importing.reading.files import read
from delegates.importing.reading.layout import Layout
from delegates.importing.reading.rows import FileRow, Reading, place_of

__all__ = [
    "DelegationFrom",
    "FileRow",
    "Layout",
    "Reading",
    "ReadingChoices",
    "ReadingMemory",
    "place_of",
    "read",
]
