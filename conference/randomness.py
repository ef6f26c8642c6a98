"""Where references, codes, keys of files and leases are drawn.

`source` is the system's own, which nobody can foretell. Tests put a seeded one in its place, so
that what a run drew can be drawn again; nothing else ever does.
"""

import random
import uuid

source: random.Random = random.SystemRandom()


Identifier = uuid.UUID


def characters(alphabet: str, count: int) -> str:
    return "".join(source.choice(alphabet) for _ in range(count))


def octets(count: int) -> bytes:
    return source.randbytes(count)


def identifier() -> Identifier:
    return Identifier(bytes=octets(16), version=4)
