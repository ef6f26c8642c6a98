"""A query that stands in a field of another, such as where a list was that one came from."""

from django.core.exceptions import BadRequest
from django.http import QueryDict


def query_within(text: str) -> QueryDict:
    """Refused as in an address: PostgreSQL knows no NUL character."""
    query = QueryDict(text)
    if any("\0" in part for name, values in query.lists() for part in (name, *values)):
        raise BadRequest("A NUL character.")
    return query
