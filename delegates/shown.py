"""What a badge shows of a delegate, and who holds a live one: answered by the app above.

A lower app never names a higher one. The badges app says at start-up how to ask; without it nobody
holds a badge.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Imported before the models are ready, by the configuration of a higher app.
    from conference.models import Conference

SHOWN_ON_BADGE = frozenset(
    {
        "delegation",
        "given_name",
        "family_name",
        "own_name",
        "own_name_language",
        "display_name",
        "function",
        "category",
        "photo",
    }
)

Holders = Callable[["Conference"], set[int]]
_answers: list[Holders] = []


def ask_for_holders(answer: Holders) -> None:
    """`answer(conference)` gives the ids of the delegates whose badge is live."""
    if answer not in _answers:
        _answers.append(answer)


def holders_of_live_badges(conference: "Conference") -> set[int]:
    return {pk for answer in _answers for pk in answer(conference)}
