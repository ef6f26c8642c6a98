from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from conference.writing.folding import SearchWord, search_text, search_words
from conference.writing.languages import translations


class FoldedSearch(admin.ModelAdmin[Any]):
    """Search in every language of a translated value, without regard to case and accents.

    The database stores translations as escaped JSON, where it can find nothing. Lists of
    conferences, rooms, countries and delegations are short: they are folded and compared here.
    Models with many rows override `get_search_results` with an indexed search.
    """

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        names = self.get_search_fields(request)
        return folded_search(queryset, names, search_term), False


def folded_search(rows: QuerySet[Any], names: Sequence[str], query: str) -> QuerySet[Any]:
    """Those of few rows whose columns hold the words of the query; all for no words."""
    words = search_words(query)
    if not words:
        return rows
    texts = rows.order_by().values_list("pk", *names)
    return rows.filter(pk__in=[pk for pk, *values in texts if holds_all(words, values)])


def holds_all(words: list[SearchWord], values: list[Any]) -> bool:
    """A word of one or two letters is looked for at the start of words."""
    text = " " + search_text(*(text for value in values for text in texts(value)))
    return all(
        any(f" {form}" in text if word.is_short else form in text for form in word.forms)
        for word in words
    )


def texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(item) for item in value]
    return list(translations(value).values()) if value else []
