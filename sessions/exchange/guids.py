"""What schedules know our sessions, rooms and people by, in every file and for ever. Pure."""

import uuid

# JavaScript counts no further without a gap.
BITS_OF_A_NUMBER = 53


def guid(*names: str) -> uuid.UUID:
    """`guid("session", code)`: the same of the same names."""
    return uuid.uuid5(uuid.NAMESPACE_URL, ":".join(("urn:dais", *names)))


def session_guid(code: str) -> uuid.UUID:
    return guid("session", code)


def person_guid(name: str, delegate: int | None) -> uuid.UUID:
    """Of a delegate under whatever name; `name`, that of somebody else, is in no language."""
    return guid("person", name) if delegate is None else guid("delegate", str(delegate))


def number_of(guid: uuid.UUID) -> int:
    """For programs that expect a number beside it."""
    return guid.int >> (128 - BITS_OF_A_NUMBER)
