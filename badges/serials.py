"""Serials as they are printed: five digits or more, and a check digit behind a hyphen.

The check digit is that of H. M. Damm (2004): it finds every wrong digit and every two that were
exchanged, which are nearly all that goes wrong when a number is read out or typed.
"""

import re

# A quasigroup of order ten, from Damm's thesis "Total anti-symmetrische Quasigruppen", Marburg.
TABLE = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
PRINTED = re.compile(r"([0-9]{1,9})-([0-9])")


def printed(serial: int) -> str:
    digits = f"{serial:05d}"
    return f"{digits}-{check_digit(digits)}"


def check_digit(digits: str) -> str:
    """Of ASCII digits; leading zeros change nothing."""
    interim = "0"
    for digit in digits:
        interim = TABLE[int(interim)][int(digit)]
    return interim


def read(text: str) -> int | None:
    """The serial in what was typed with its check digit; None where they do not belong together."""
    found = PRINTED.fullmatch(text)
    if found is None or check_digit(found[1]) != found[2]:
        return None
    return int(found[1])
