"""Names under which files are kept: random, so that a name tells nothing and is never reused."""

import secrets
from pathlib import PurePath


def random_key(folder: str, filename: str) -> str:
    """`folder/ab/abcdef….ext`: the original name is dropped, its (short, plain) ending kept."""
    token = secrets.token_hex(16)
    suffix = PurePath(filename).suffix.lower()
    ending = suffix if suffix[1:].isalnum() and len(suffix) <= 6 else ""
    return f"{folder}/{token[:2]}/{token}{ending}"
