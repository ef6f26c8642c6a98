"""What a badge shows of a delegate, and who holds a live one: answered by the app above.

A lower app never names a higher one. The badges app answers at start-up; without it a badge shows
nothing and nobody holds one.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    import datetime as dt

    # Imported before the models are ready, by the configuration of a higher app.
    from conference.models import Conference


class HoldersAmong(Protocol):
    def __call__(
        self, conference: "Conference", among: Collection[int] | None = None
    ) -> set[int]: ...


@dataclass(frozen=True)
class Answer:
    """`fields` of the delegate are on the badge; `holders` gives the ids of who has a live one,
    `among` these delegates or all.

    `further` are the fields of other rows that are on it, by the name of their model.
    """

    fields: frozenset[str]
    holders: "HoldersAmong"
    printed_since: Callable[["Conference", "dt.datetime"], QuerySet[Any, Any]]
    """Ids of those of whom a badge was printed since that moment, as rows of one column."""
    further: Mapping[str, frozenset[str]] = field(default_factory=dict)


_answers: list[Answer] = []


def answer(given: Answer) -> None:
    if given not in _answers:
        _answers.append(given)


def fields_shown_on_badges() -> frozenset[str]:
    """In any conference."""
    return frozenset(name for given in _answers for name in given.fields)


def further_fields_shown_on_badges(model: str) -> frozenset[str]:
    """Of a row of that model which is no delegate: "delegation", "category", "conference"."""
    none: frozenset[str] = frozenset()
    return none.union(*(given.further.get(model, none) for given in _answers))


def holders_of_live_badges(
    conference: "Conference", among: Collection[int] | None = None
) -> set[int]:
    """Ids of delegates who have a live badge; `among` these, else of the whole conference."""
    return {pk for given in _answers for pk in given.holders(conference, among)}


def printed_since(conference: "Conference", moment: "dt.datetime", *, of: str) -> Q:
    """Rows of whose delegate, in their column `of`, a badge was printed since then."""
    found = Q(pk__in=())
    for given in _answers:
        found |= Q(**{f"{of}__in": given.printed_since(conference, moment)})
    return found
