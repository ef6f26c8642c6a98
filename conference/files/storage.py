"""Names under which files are kept: random, so that a name tells nothing and is never reused."""

from pathlib import PurePath

from conference import randomness


def random_key(folder: str, filename: str) -> str:
    """`folder/ab/abcdef….ext`: the original name is dropped, its (short, plain) ending kept."""
    token = randomness.octets(16).hex()
    suffix = PurePath(filename).suffix.lower()
    ending = suffix if suffix[1:].isalnum() and len(suffix) <= 6 else ""
    return f"{folder}/{token[:2]}/{token}{ending}"
