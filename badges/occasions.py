"""Sessions, as far as badges ask about them. Badges know no sessions: the app above that does says
at start-up where they are found.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from i18nfield.strings import LazyI18nString

if TYPE_CHECKING:
    # Imported before the models are ready, by the configuration of a higher app.
    from conference.models import Conference


@dataclass(frozen=True)
class Occasion:
    """A session, by a key that never changes; `title` is in every language that it has."""

    key: str
    title: LazyI18nString


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
    """`find` gives the occasion of a conference by its key, None where there is none; `people` who
    takes part in it and is announced, in order.
    """

    find: Callable[["Conference", str], Occasion | None]
    people: Callable[["Conference", str], Sequence[Participant]]


_sources: list[OccasionSource] = []


def contribute(source: OccasionSource) -> None:
    """Harmless twice."""
    if source not in _sources:
        _sources.append(source)


def find(conference: "Conference", key: str) -> Occasion | None:
    found = (source.find(conference, key) for source in _sources if key)
    return next((one for one in found if one is not None), None)


def people(conference: "Conference", key: str) -> list[Participant]:
    return [one for source in _sources for one in source.people(conference, key)]
