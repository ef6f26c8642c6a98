"""Thousands of ids as one parameter of a statement.

Django gives each id of a list a parameter of its own: putting the statement together costs a
hundredth of a millisecond an id, and PostgreSQL reads them one by one. It does so, too, where the
list is written as an array of as many constants; one text is read several times as fast.
"""

from collections.abc import Iterable

from django.db.models.expressions import RawSQL


def among(ids: Iterable[int]) -> RawSQL:
    """For `__in`: the rows whose key is one of these."""
    return RawSQL("SELECT unnest(%s::bigint[])", [f"{{{','.join(map(str, ids))}}}"])
