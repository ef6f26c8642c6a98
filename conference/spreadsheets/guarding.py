"""Texts that a spreadsheet program would take for a formula, written so that it does not.

An apostrophe before the text is the usual guard. `unguarded` takes it back, so that what was
exported is imported as it was; the texts that already look guarded get one more.
Source: OWASP, "CSV Injection".
"""

import re

RISKY = re.compile(r"'*[=+\-@\t\r]")
GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guarded(text: str) -> str:
    return f"'{text}" if RISKY.match(text) else text


def is_guarded(text: str) -> bool:
    return bool(GUARDED.match(text))


def unguarded(text: str) -> str:
    return text[1:] if is_guarded(text) else text
