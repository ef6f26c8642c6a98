"""Texts that a spreadsheet program would take for a formula, written so that it does not.

An apostrophe before the sign is the usual guard. `unguarded` takes it back, so that what was
exported is imported as it was; the texts that already look guarded get one more. Where a program
separates cells by semicolons or tabs, a text of ours falls into several: each beginning is guarded.
Full-width signs are signs to programs that are used in Chinese or Japanese.
Source: OWASP, "CSV Injection".
"""

import re

SIGN = r"(?=[=+\-@＝＋－＠])"
# Quotation marks and blanks before a sign do not keep a program from seeing it.
BEGINNING = r"""((?:^|[;\t\r\n])[" ]*'*)"""
RISKY = re.compile(BEGINNING + SIGN)
GUARDED = re.compile(f"{BEGINNING}'{SIGN}")
# Control characters that some programs skip at the start of a cell.
SKIPPED, GUARDED_SKIPPED = re.compile(r"'*[\t\r]"), re.compile(r"'+[\t\r]")


def guarded(text: str) -> str:
    safe = RISKY.sub(r"\1'", text)
    return f"'{safe}" if SKIPPED.match(safe) else safe


def is_guarded(text: str) -> bool:
    return unguarded(text) != text


def unguarded(text: str) -> str:
    safe = text[1:] if GUARDED_SKIPPED.match(text) else text
    return GUARDED.sub(r"\1", safe)
