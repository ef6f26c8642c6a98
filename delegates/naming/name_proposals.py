"""What a name is likely to be in the other script of its form: offered, never taken unasked. Pure.

Of names in own script the Latin form; the other way round for Cyrillic only, of which one can
tell. Scripts that leave vowels out say too little.
"""

from collections.abc import Mapping

from anyascii import anyascii

from conference.writing.scripts import script_of
from conference.writing.transliteration import in_cyrillic, in_passport
from delegates.naming.names import PARTS_OF_NAME, PARTS_OF_OWN_NAME

LATIN, CYRILLIC = "LATIN", "CYRILLIC"
WITHOUT_VOWELS = frozenset({"ARABIC", "HEBREW", "SYRIAC", "THAANA"})
# Of a part of a name, as its column.
LONGEST = 150
ASKED = (*PARTS_OF_NAME, *PARTS_OF_OWN_NAME, "own_name_language")


def proposals(typed: Mapping[str, str]) -> dict[str, str]:
    """By field, for each part of a name that is asked, blank and known in the other script."""
    found = {}
    for latin, own in zip(PARTS_OF_NAME, PARTS_OF_OWN_NAME, strict=True):
        if not {latin, own} <= typed.keys():
            continue
        given, given_own = typed[latin].strip(), typed[own].strip()
        if max(len(given), len(given_own)) > LONGEST:
            continue
        if given_own and not given:
            found[latin] = latin_form(given_own)
        elif given and not given_own:
            found[own] = in_cyrillic(given, typed.get("own_name_language", ""))
    return {name: text for name, text in found.items() if text}


def latin_form(name: str) -> str:
    """ "" where nothing can be said, and of what is Latin already."""
    scripts = {script for letter in name if (script := script_of(letter))}
    if not scripts or scripts & {LATIN, *WITHOUT_VOWELS}:
        return ""
    if scripts == {CYRILLIC}:
        return in_passport(name)
    # One word for one: several characters of a name are not several names.
    return " ".join(anyascii(word).strip().capitalize() for word in name.split())
