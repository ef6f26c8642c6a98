"""Actions on the rows chosen in a list; how a higher app adds to a lower app's pages."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django_stubs_ext import StrPromise

from conference.admin.scope import may


class Action(Protocol):
    """Called with the list's admin, the request and the chosen rows of the conference."""

    __name__: str
    short_description: "str | StrPromise"
    permission: str

    def __call__(
        self, model_admin: Any, request: HttpRequest, queryset: Any, /
    ) -> HttpResponseBase | None: ...


offered: dict[type[Model], list[Action]] = defaultdict(list)
offered_filters: dict[type[Model], list[Any]] = defaultdict(list)
offered_columns: dict[type[Model], list["Column"]] = defaultdict(list)
offered_tools: dict[type[Model], list["Tool"]] = defaultdict(list)


@dataclass(frozen=True)
class Column:
    """A column of another app's list.

    `load` makes the rows of one page ready, in a number of queries that does not grow with them;
    `cell_for` gives what `list_display` takes: a function of a row, with its description.
    """

    permission: str
    load: Callable[[QuerySet[Any]], QuerySet[Any]]
    cell_for: Callable[[HttpRequest], Callable[[Any], str]]


@dataclass(frozen=True)
class Use:
    """A tool on the page of one record: a link, or a button that posts where `acts`.

    Without `url` the tool cannot be used now, and `words` say why.
    """

    words: str
    url: str = ""
    acts: bool = False


@dataclass(frozen=True)
class Tool:
    """What another app offers to do with a record; `use_for` says how it stands with this one."""

    permission: str
    use_for: Callable[[Any], Use]


def conference_action(
    *, description: "str | StrPromise", permission: str
) -> Callable[[Callable[..., HttpResponseBase | None]], Action]:
    """Mark a function or method as an action that needs a permission of the conference.

    A DomainError that it raises is shown above the list.
    """

    def mark(function: Callable[..., HttpResponseBase | None]) -> Action:
        function.short_description = description  # type: ignore[attr-defined]
        function.permission = permission  # type: ignore[attr-defined]
        return function  # type: ignore[return-value]

    return mark


def offer_action(model: type[Model], action: Action) -> None:
    """Add an action to the list of a lower app's model, without that app knowing of it."""
    if action not in offered[model]:
        offered[model].append(action)


def offer_filter(model: type[Model], list_filter: Any) -> None:
    """Add a filter to the list of a lower app's model."""
    if list_filter not in offered_filters[model]:
        offered_filters[model].append(list_filter)


def offer_column(model: type[Model], column: Column) -> None:
    """Add a column to the end of the list of a lower app's model."""
    if column not in offered_columns[model]:
        offered_columns[model].append(column)


def offer_tool(model: type[Model], tool: Tool) -> None:
    """Add a tool to the page of each record of a lower app's model."""
    if tool not in offered_tools[model]:
        offered_tools[model].append(tool)


def is_allowed(request: HttpRequest, action: Callable[..., Any] | Column | Tool) -> bool:
    permission = getattr(action, "permission", None)
    return permission is None or may(request, permission)
