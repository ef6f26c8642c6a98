"""A drawer of previews that does what it is told to: `python -m ... PATH`."""

import sys
import time
from pathlib import Path

from badges.previews import process

told: list[bytes] = []


def do(data: bytes) -> bytes:
    told.append(data)
    match data:
        case b"hang":
            while True:
                pass
        case b"sleep":
            time.sleep(600)
        case b"take memory":
            return bytes(bytearray(2 * process.MOST_MEMORY))[:1]
        case b"fail":
            raise ValueError("Somebody's name")
        case b"take a moment":
            time.sleep(0.5)
    return b" ".join(told)


if __name__ == "__main__":
    process.MOST_SECONDS = 1.0
    process.serve(process.listening(Path(sys.argv[1])), do)
