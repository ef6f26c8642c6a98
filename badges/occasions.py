"""Sessions, as far as badges ask about them. Badges know no sessions: the app above that does says
at start-up where they are found.
"""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from i18nfield.strings import LazyI18nString

if TYPE_CHECKING:
    # Imported before the models are ready, by the configuration of a higher app.
    from conference.models import Conference


@dataclass(frozen=True)
class Occasion:
    """A session, by a key that never changes; `title` is in every language that it has.

    It does not take place once it is cancelled, and does where that is taken back.
    """

    key: str
    title: LazyI18nString
    starts_at: dt.datetime
    ends_at: dt.datetime
    takes_place: bool


COLUMNS = ("key", "title", "starts_at", "ends_at", "takes_place")


@dataclass(frozen=True)
class Participant:
    """Whoever takes part in one: a delegate, or somebody named who is not one.

    `key` tells one part in a session from another. `part` is said in the reader's language.
    """

    key: str
    delegate_id: int | None
    name: str
    part: str


@dataclass(frozen=True)
class OccasionSource:
    """`rows` are the occasions of every conference, in order, with its `conference` and `COLUMNS`;
    `people` is who takes part in one and is announced, in order.
    """

    rows: Callable[[], QuerySet[Any]]
    people: Callable[["Conference", str], Sequence[Participant]]


_sources: list[OccasionSource] = []


def contribute(source: OccasionSource) -> None:
    """Harmless twice."""
    if source not in _sources:
        _sources.append(source)


def rows() -> list[QuerySet[Any]]:
    """For what is asked of a set: its conditions may name `conference` and `COLUMNS`."""
    return [source.rows() for source in _sources]


def of_conference(conference: "Conference") -> list[Occasion]:
    return _read([found.filter(conference=conference) for found in rows()])


def find(conference: "Conference", key: str) -> Occasion | None:
    """None where there is none."""
    found = [found.filter(conference=conference, key=key) for found in rows() if key]
    return next(iter(_read(found)), None)


def find_each(keys: Collection[str]) -> dict[str, Occasion]:
    """Of several keys, those that there are; without any nothing is asked."""
    found = _read([found.filter(key__in=keys) for found in rows() if keys])
    return {occasion.key: occasion for occasion in found}


def _read(found: Sequence[QuerySet[Any]]) -> list[Occasion]:
    return [Occasion(*values) for rows in found for values in rows.values_list(*COLUMNS)]


def people(conference: "Conference", key: str) -> list[Participant]:
    return [one for source in _sources for one in source.people(conference, key)]
