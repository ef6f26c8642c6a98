"""How far an import is, for the page that waits for it.

Kept in the cache: applying is one transaction, whose rows nobody sees before its end. Losing it
loses a number on a page and nothing else.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import cache
from django.utils import timezone

KEPT_SECONDS = 3600

Progress = Callable[[int], None]


def unheard(done: int) -> None:
    """A progress that nobody waits for."""


@dataclass(frozen=True)
class State:
    """Rows done of all rows, and since when."""

    done: int
    total: int
    since: dt.datetime

    def seconds_left(self, at: dt.datetime) -> int | None:
        """At the pace so far; None while there is none."""
        if not self.done:
            return None
        spent = (at - self.since).total_seconds()
        return round(spent / self.done * (self.total - self.done))


def tell(run_id: int, *, done: int, total: int) -> None:
    before = read(run_id)
    since = before.since if before else timezone.now()
    cache.set(_key(run_id), [done, total, since.isoformat()], KEPT_SECONDS)


def read(run_id: int) -> State | None:
    """None where nothing is known."""
    found = cache.get(_key(run_id))
    if found is None:
        return None
    done, total, since = found
    return State(done, total, dt.datetime.fromisoformat(since))


def forget(run_id: int) -> None:
    cache.delete(_key(run_id))


def _key(run_id: int) -> str:
    return f"import-progress:{run_id}"
