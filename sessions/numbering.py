"""How agenda items are numbered: 1, 2, 3; below them (a), (b); below those (i), (ii). Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

LETTERS = "abcdefghijklmnopqrstuvwxyz"
NUMERALS = {
    1000: "m", 900: "cm", 500: "d", 400: "cd", 100: "c", 90: "xc",
    50: "l", 40: "xl", 10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i",
}  # fmt: skip


@dataclass(frozen=True)
class ItemPlace:
    """`above`: the key of the item below which it stands."""

    key: int
    above: int | None
    level: int


def numbers(places: Iterable[ItemPlace]) -> dict[int, str]:
    """By key, each with the numbers of what it stands below: `3 (a) (ii)`.

    The places come as the agenda is read, each after the one it stands below.
    """
    found: dict[int, str] = {}
    counted: Counter[int | None] = Counter()
    for place in places:
        counted[place.above] += 1
        own = own_number(place.level, counted[place.above])
        found[place.key] = own if place.above is None else f"{found[place.above]} {own}"
    return found


def own_number(level: int, count: int) -> str:
    if level == 1:
        return str(count)
    return f"({letters(count) if level == 2 else roman(count)})"


def letters(count: int) -> str:
    """a to z, then aa, bb: as the United Nations go on."""
    times, letter = divmod(count - 1, len(LETTERS))
    return LETTERS[letter] * (times + 1)


def roman(count: int) -> str:
    written = ""
    for value, numeral in NUMERALS.items():
        times, count = divmod(count, value)
        written += numeral * times
    return written
