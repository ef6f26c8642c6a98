"""Pages of a list of tens of thousands."""

from typing import Any

from django.core.paginator import Page, Paginator


class PaginatorOfMany(Paginator[Any]):
    """Where they are many, those on the page are found by their keys, and then read.

    To find the last hundred of fifty thousand PostgreSQL sorts all of them: whole rows, with what
    the list shows beside each, do not fit into its memory, and take four times as long.
    """

    many = 1000

    def page(self, number: int | str) -> Page[Any]:
        found: Any = super().page(number)
        rows: Any = self.object_list
        if self.count > self.many:
            keys = list(found.object_list.values_list("pk", flat=True))
            found.object_list = rows.filter(pk__in=keys)
        return found  # type: ignore[no-any-return]
