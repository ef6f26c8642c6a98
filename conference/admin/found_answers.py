"""What is offered of records that were found: by the box in the head of every page, and where the
search of a list finds nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from rapidfuzz import fuzz

from conference.contributions import Finder, Found, Use
from conference.writing.folding import spellings

MOST_NEAR = 3


@dataclass(frozen=True)
class FoundAnswer:
    """`kind` says what was found, in the words of its list."""

    kind: str
    found: Found
    next: Use | None


def with_next(
    request: HttpRequest, chosen: Sequence[tuple[Finder, Any, Found]]
) -> list[FoundAnswer]:
    """What is to be done next is asked for of all rows of a finder at once."""
    rows: dict[Finder, list[Any]] = defaultdict(list)
    for finder, row, _found in chosen:
        rows[finder].append(row)
    uses = {finder: iter(finder.next_for(request, own)) for finder, own in rows.items()}
    return [
        FoundAnswer(str(finder.kind), found, next(uses[finder])) for finder, _row, found in chosen
    ]


def tell(finder: Finder, row: Any) -> Found:
    return finder.tell(row)


def nearest(
    request: HttpRequest,
    query: str,
    finders: Iterable[Finder],
    tell: Callable[[Finder, Any], Found] = tell,
) -> list[FoundAnswer]:
    """The few whose names are most nearly spelled so."""
    near = [
        (likeness(found, query), finder, row, found)
        for finder in finders
        for row in finder.near(request, query)
        for found in [tell(finder, row)]
    ]
    near.sort(key=lambda one: one[0], reverse=True)
    return with_next(request, [one[1:] for one in near[:MOST_NEAR]])


def likeness(found: Found, query: str) -> float:
    names = [spelling for name in found.names for spelling in spellings(name)]
    alike = (fuzz.token_set_ratio(form, name) for form in spellings(query) for name in names)
    return max(alike, default=0)
