"""The columns of a delegate, and the headings under which a file holds them."""

from delegates.columns.headings import (
    LONGEST_KEY,
    Heading,
    HeadingCell,
    heading_key,
    heading_of,
    is_helper,
)
from delegates.columns.kinds import Column, Columns, Holds, Matters, Said, Section
from delegates.columns.listed import (
    COLUMNS,
    EXAMPLES,
    EXPLANATIONS,
    FURTHER_COLUMNS,
    LINE,
    NAME_COLUMNS,
    OF_OFFICERS,
    PHOTO,
    REASON,
    SPOUSE_OF,
    WORDS,
    asked_of_delegations,
)

__all__ = [
    "COLUMNS",
    "EXAMPLES",
    "EXPLANATIONS",
    "FURTHER_COLUMNS",
    "LINE",
    "LONGEST_KEY",
    "NAME_COLUMNS",
    "OF_OFFICERS",
    "PHOTO",
    "REASON",
    "SPOUSE_OF",
    "WORDS",
    "Column",
    "Columns",
    "Heading",
    "HeadingCell",
    "Holds",
    "Matters",
    "Said",
    "Section",
    "asked_of_delegations",
    "heading_key",
    "heading_of",
    "is_helper",
]
