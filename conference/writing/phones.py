"""What may be a telephone number, as people write them. Pure."""

import re

FEWEST_DIGITS = 3
# Before the number by which a switchboard puts somebody through, in the languages of the interface.
EXTENSION = (
    r"ext(?:ension|n)?|extensión|anexo|poste|добавочный|доб|внутренний|внутр|вн|дохилӣ"
    r"|تحويلة|داخلي|分机|转|x"
)
WRITTEN = re.compile(
    rf"(?:[0-9٠-٩۰-۹+()\[\]./,;#\s‐‑–—-]|(?<![^\W\d_])(?:{EXTENSION})(?![^\W\d_]))*",
    re.IGNORECASE,
)


def is_phone(text: str) -> bool:
    """Digits, as they are grouped anywhere, and perhaps an extension: no other words."""
    digits = sum(sign.isdecimal() for sign in text)
    return digits >= FEWEST_DIGITS and WRITTEN.fullmatch(text) is not None
