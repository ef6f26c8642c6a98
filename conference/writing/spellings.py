"""One text as different keyboards send it. Pure functions.

A phone sends é as one character where a laptop sends an e and an accent, and some send wide Latin
letters. Source of the forms: Unicode Standard Annex 15; of the one kept: NIST SP 800-63B, 3.1.1.2.
"""

import unicodedata

# Nobody types a longer password. Sorting the marks of a letter takes time in the square of them.
LONGEST = 1024


def normal_form(text: str) -> str:
    """Beyond the longest password a text stays as it is."""
    return text if len(text) > LONGEST else unicodedata.normalize("NFKC", text)


def spellings(text: str) -> list[str]:
    """As it is, then in each form that something may have been made from, each once."""
    if len(text) > LONGEST:
        return [text]
    nfc, nfd = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    return list(dict.fromkeys([text, normal_form(text), nfc, nfd]))
