"""What a conference holds when a file is read and checked, and how it remembers files are read."""

from delegates.importing.known.in_part import known_in_part
from delegates.importing.known.memory import memory_of
from delegates.importing.known.snapshot import (
    Confined,
    Known,
    KnownDelegate,
    KnownDelegation,
    Remembered,
)
from delegates.importing.known.whole import known_in, party_from_key, party_of

__all__ = [
    "Confined",
    "Known",
    "KnownDelegate",
    "KnownDelegation",
    "Remembered",
    "known_in",
    "known_in_part",
    "memory_of",
    "party_from_key",
    "party_of",
]
