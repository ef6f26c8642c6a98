"""The columns of the import and of the export, and the headings under which a file holds them."""

from delegates.columns.headings import (
    LONGEST_KEY,
    Heading,
    HeadingCell,
    heading_key,
    heading_of,
    is_of_examples,
)
from delegates.columns.kinds import Column, Columns, Holds, Section
from delegates.columns.listed import (
    COLUMNS,
    EXAMPLES,
    FURTHER_COLUMNS,
    LINE,
    NAME_COLUMNS,
    REASON,
)

__all__ = [
    "COLUMNS",
    "EXAMPLES",
    "FURTHER_COLUMNS",
    "LINE",
    "LONGEST_KEY",
    "NAME_COLUMNS",
    "REASON",
    "Column",
    "Columns",
    "Heading",
    "HeadingCell",
    "Holds",
    "Section",
    "heading_key",
    "heading_of",
    "is_of_examples",
]
