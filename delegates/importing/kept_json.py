"""JSON of stored rows that an answer may need, or not: read when somebody looks into it.

An answer to a thousand questions settles thousands of lines, and of most of them it needs no cell
and no candidate.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast


class KeptJson(Mapping[str, Any]):
    """An object, as the text that PostgreSQL has of it."""

    __slots__ = ("_object", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._object: dict[str, Any] | None = None

    def _read(self) -> dict[str, Any]:
        if self._object is None:
            self._object = json.loads(self._text)
        return self._object

    def __getitem__(self, name: str) -> Any:
        return self._read()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())


def as_text(column: str) -> Cast:
    """The column as `KeptJson` takes it."""
    return Cast(column, TextField())
