"""Lines, or questions, that have a text in common, and the address of each group.

What a group is about stands in the address as a digest: reasons and delegations may hold what
strangers typed.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import BooleanField, Count, ExpressionWrapper, QuerySet
from django.db.models.functions import MD5
from django.db.models.lookups import Exact
from django.http import QueryDict

# Of reasons, delegations or sections; whoever looks for another searches.
MOST_GROUPS = 12
DIGEST = re.compile("[0-9a-f]{32}")
Address = Callable[[str], str]
"""The query of the same page with that value of a filter; "" is without it."""


def digest_of(text: str) -> str:
    """What PostgreSQL's md5 makes of the text: it names a group in an address, and hides it."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def digest_in(query: QueryDict, name: str) -> str:
    found = query.get(name, "")
    return found if DIGEST.fullmatch(found) else ""


@dataclass(frozen=True)
class Group:
    """Lines, or questions, that have a text in common. `query` leads to them, or away from them."""

    text: str
    count: int
    query: str
    is_shown: bool


@dataclass(frozen=True)
class Groups:
    """The largest ones, the chosen one before them; `has_more` where there are smaller ones."""

    shown: Sequence[Group]
    has_more: bool

    @property
    def chosen(self) -> Group | None:
        """It stands open, and leads away from itself, also where it is the only one."""
        return next((group for group in self.shown if group.is_shown), None)

    @classmethod
    def of(cls, rows: QuerySet[Any], name: str, chosen: str, address: Address) -> Self:
        """Of the texts that the rows have there, the commonest first."""
        counted = rows.order_by().values(name).annotate(count=Count("pk"))
        # No CASE: what each reason is comes from a function that returns a set.
        is_chosen = ExpressionWrapper(Exact(MD5(name), chosen), BooleanField())
        found = counted.order_by(is_chosen.desc(), "-count", name).values_list(name, "count")
        largest = list(found[: MOST_GROUPS + 1])
        return cls(
            [_group(text, count, chosen, address) for text, count in largest[:MOST_GROUPS]],
            has_more=len(largest) > MOST_GROUPS,
        )


def _group(text: str, count: int, chosen: str, address: Address) -> Group:
    digest = digest_of(text)
    is_shown = digest == chosen
    return Group(text, count, address("" if is_shown else digest), is_shown)
