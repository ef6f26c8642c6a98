"""What a limited process of the tests does with what it is given, and for what it is ended."""

import json
import os
import time
from typing import IO

from django.utils.translation import gettext as _

from conference import limited_process
from conference.errors import DomainError

MEGABYTE = 2**20


def do(question: bytes, out: IO[bytes], what: str) -> None:
    match what:
        case "echo":
            out.write(question)
        case "say where it is":
            out.write(json.dumps(sorted(os.environ)).encode())
        case "refuse":
            out.write(b"half an answer")
            raise DomainError(_("Agenda"))
        case _:
            go_too_far(out, what)


def go_too_far(out: IO[bytes], how: str) -> None:
    match how:
        case "take memory":
            out.write(bytes(bytearray(600 * MEGABYTE))[:1])
        case "compute":
            while True:
                pass
        case "sleep":
            time.sleep(600)
        case "write":
            out.write(b"x" * 2 * MEGABYTE)
        case "fail":
            raise KeyError("Rahmon")
        case _:
            os.abort()


if __name__ == "__main__":
    limited_process.answer(do)
