"""Which room the name in a file means. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from conference.writing.folding import fold


@dataclass(frozen=True)
class KnownRoom:
    """`names` in every language, `venues` those of its venue; `turn_round` are minutes."""

    key: int
    names: tuple[str, ...]
    venues: tuple[str, ...]
    is_in_main_venue: bool
    turn_round: int


@dataclass(frozen=True)
class MeantRoom:
    """Of a name in a file: `key` is None of a room that would be made, or may not be."""

    name: str
    key: int | None
    turn_round: int = 0
    is_ambiguous: bool = False


class RoomNames:
    """A name alone means the main venue's room where others are called so, too."""

    def __init__(self, rooms: Iterable[KnownRoom]) -> None:
        self.named: dict[str, dict[int, KnownRoom]] = defaultdict(dict)
        self.unknown: dict[str, MeantRoom] = {}
        for room in rooms:
            for name in room.names:
                self.named[fold(name)][room.key] = room
                for venue in room.venues:
                    for sign in (", ", " · ", " "):
                        self.named[fold(f"{name}{sign}{venue}")][room.key] = room

    def meant(self, name: str) -> MeantRoom:
        found = list(self.named.get(fold(name), {}).values())
        if len(found) > 1:
            found = [room for room in found if room.is_in_main_venue]
            if len(found) != 1:
                return MeantRoom(name, None, is_ambiguous=True)
        if not found:
            return self.unknown.setdefault(fold(name), MeantRoom(name, None))
        return MeantRoom(name, found[0].key, found[0].turn_round)
