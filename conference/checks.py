"""Refusing a database in which the names of half of Asia cannot be compared."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections


@register(Tags.database)
def database_knows_capitals(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Search and uniqueness rely on upper() knowing more than ASCII; a C locale does not."""
    return [error for alias in databases or () for error in check_capitals(alias)]


def check_capitals(alias: str, *, collation: str = "") -> list[CheckMessage]:
    """`collation` asks as another locale would; blank means the database's own."""
    collate = f' COLLATE "{collation}"' if collation else ""
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT upper('қ'{collate}) = 'Қ'")
        row = cursor.fetchone()
    if row and row[0]:
        return []
    return [
        Error(
            "The database cannot tell capitals from small letters beyond English.",
            hint="Create it with a UTF-8 locale: createdb --encoding UTF8 --locale C.UTF-8 or"
            " another UTF-8 locale, --template template0.",
            id="conference.E001",
        )
    ]
