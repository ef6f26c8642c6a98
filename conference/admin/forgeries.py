"""What no page of ours asks is a bad request, never an error of the server."""

from collections.abc import Collection
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import BadRequest
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Of PostgreSQL's bigint.
MOST_DIGITS = 18
# More than any conference has of anything.
MOST_IDS = 100_000


def is_key(text: str) -> bool:
    """Whether it can be the key of a row; int() itself fails beyond some thousand digits."""
    return text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS


def ids_written(ids: Collection[int] | None) -> str:
    """For a field of a form: `"3,5,8"`; "" for everybody, "-" for nobody."""
    if ids is None:
        return ""
    return ",".join(map(str, ids)) or "-"


def ids_read(text: str) -> list[int] | None:
    """Of what `ids_written` gives, each once; None for everybody. What is no key is left out.

    Raises BadRequest for more than any page of ours names: to look for millions takes minutes.
    """
    if text.count(",") >= MOST_IDS:
        raise BadRequest("More rows than a conference has.")
    return [int(one) for one in dict.fromkeys(text.split(",")) if is_key(one)] if text else None


class ForgeryRefusal(admin.ModelAdmin[Any]):
    """Lists asked by addresses and forms that somebody wrote by hand."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """A reader's own pattern may be broken, or keep the database busy."""
        return not lookup.endswith("regex") and super().lookup_allowed(lookup, value, request)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """A year that no calendar has is a filter that leads nowhere."""
        try:
            return super().get_changelist_instance(request)
        except OverflowError as error:
            raise IncorrectLookupParameters from error

    def response_action(  # type: ignore[override]
        self, request: HttpRequest, queryset: QuerySet[Any]
    ) -> HttpResponseBase | None:
        if not all(is_key(key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest("Rows are chosen by their keys.")
        return super().response_action(request, queryset)


class Lookup(AutocompleteSelect):
    """Shows a refused form's choice again, if it can be one; Django fails on what is no key.

    `known` is the row that the record refers to, where it came with the record: a table of many
    rows does not look each of them up again.
    """

    known: Model | None = None

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        keys = [key for key in value if is_key(str(key))]
        if self.known is None or [str(key) for key in keys] != [str(self.known.pk)]:
            return super().optgroups(name, keys, attr)
        blank = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        words = self.choices.field.label_from_instance(self.known)
        chosen = self.create_option(name, self.known.pk, words, True, len(blank))
        return [(None, [*blank, chosen], 0)]
