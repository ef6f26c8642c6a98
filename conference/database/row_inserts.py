"""Thousands of rows of one table written at once.

Django's `bulk_create` makes an object a row and a parameter a field: putting them together costs a
tenth of a millisecond a row, and PostgreSQL reads it as long. COPY costs neither.
"""

import datetime as dt
import io
import json
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Field, JSONField, Model

BATCH = 500
NULL = "\\N"


def new_ids(model: type[Model], count: int) -> list[int]:
    """Ids that no row of the model has or will be given."""
    sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
    with connection.cursor() as cursor:
        cursor.execute(sequence, [model._meta.db_table, count])
        return [pk for (pk,) in cursor.fetchall()]


def insert_rows(model: type[Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows of values of the named fields; the model's other fields take their default.

    Name a field whose default is another one for each row, or which Django sets to now.

    A value is text, a number, a time or None, and for a JSON field its text. Constraints and
    triggers see the rows as with any INSERT. Memory holds a batch of them.
    """
    given: list[Field[Any, Any]] = [model._meta.get_field(name) for name in fields]  # type: ignore[misc]
    others = [
        field
        for field in model._meta.concrete_fields
        if field not in given and not field.primary_key and not field.generated
    ]
    statement = _statement(model, [*given, *others])
    end = "".join(f"\t{_text(_default(field))}" for field in others) + "\n"
    remaining = iter(rows)
    # Django names the errors of `execute` only.
    with connection.wrap_database_errors, connection.cursor() as cursor:
        while batch := list(islice(remaining, BATCH)):
            lines = "".join("\t".join(map(_text, row)) + end for row in batch)
            cursor.copy_expert(statement, io.BytesIO(lines.encode()), 65536)


def _default(field: Field[Any, Any]) -> Any:
    """Asked for once and written to every row."""
    if field.has_default() and callable(field.default):
        assert field.default in (list, dict), field
    assert not getattr(field, "auto_now", False), field
    assert not getattr(field, "auto_now_add", False), field
    default = field.get_default()
    if isinstance(field, ArrayField):
        assert default == []
        return "{}"
    return json.dumps(default) if isinstance(field, JSONField) else default


def _text(value: Any) -> str:
    if value is None:
        return NULL
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dt.datetime):
        return value.isoformat()
    # What COPY in its text format reads as something else.
    text = str(value).replace("\\", "\\\\")
    return text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def _statement(model: type[Model], fields: Sequence[Field[Any, Any]]) -> str:
    """Names of tables and columns are the model's own."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    return f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"
