"""Rows for the box in the head of every page, found as the list of their model finds them."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.admin import site
from django.db.models import Model
from django.http import HttpRequest

MOST_ROWS = 200
"""As many are compared with the query; ten are shown."""


def search_of_list(model: type[Model]) -> Callable[[HttpRequest, str], Sequence[Any]]:
    def look(request: HttpRequest, query: str) -> Sequence[Any]:
        record_admin = site.get_model_admin(model)
        rows = record_admin.get_queryset(request)
        related = record_admin.list_select_related
        if isinstance(related, list | tuple):
            rows = rows.select_related(*related)
        found, _has_duplicates = record_admin.get_search_results(request, rows, query)
        return list(found[:MOST_ROWS])

    return look
