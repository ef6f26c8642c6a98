"""The columns of the import and of the export, and the headings under which a file holds them."""

from delegates.columns.headings import (
    LONGEST_KEY,
    Heading,
    HeadingCell,
    heading_key,
    heading_of,
    is_helper,
)
from delegates.columns.kinds import Column, Columns, Holds, Section
from delegates.columns.listed import (
    COLUMNS,
    EXAMPLES,
    EXPLANATIONS,
    FURTHER_COLUMNS,
    LINE,
    NAME_COLUMNS,
    REASON,
    WORDS,
)

__all__ = [
    "COLUMNS",
    "EXAMPLES",
    "EXPLANATIONS",
    "FURTHER_COLUMNS",
    "LINE",
    "LONGEST_KEY",
    "NAME_COLUMNS",
    "REASON",
    "WORDS",
    "Column",
    "Columns",
    "Heading",
    "HeadingCell",
    "Holds",
    "Section",
    "heading_key",
    "heading_of",
    "is_helper",
]
