"""How far an import is, for the page that waits for it.

Kept in the cache: applying is one transaction, whose rows nobody sees before its end. Losing it
loses a number on a page and nothing else.
"""

from dataclasses import dataclass

from django.core.cache import cache

KEPT_SECONDS = 3600


@dataclass(frozen=True)
class State:
    """Rows done of all rows."""

    done: int
    total: int


def tell(run_id: int, *, done: int, total: int) -> None:
    cache.set(_key(run_id), [done, total], KEPT_SECONDS)


def read(run_id: int) -> State | None:
    """None where nothing is known."""
    found = cache.get(_key(run_id))
    return None if found is None else State(*found)


def forget(run_id: int) -> None:
    cache.delete(_key(run_id))


def _key(run_id: int) -> str:
    return f"import-progress:{run_id}"
