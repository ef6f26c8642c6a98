"""Family names in capitals, by the rules of each script and language. Pure functions."""

import re
import unicodedata
from collections.abc import Mapping

GREEK_CLUSTER = re.compile("[\u0370-\u03ff][\u0300-\u036f]+")
GREEK_ACCENTS = dict.fromkeys(map(ord, "\u0300\u0301\u0313\u0314\u0342"))

# An accent on the first vowel of a pair says that the two are not one sound: Μάιος, ΜΑΪΟΣ.
GREEK_PARTED_VOWELS = re.compile("([αεουΑΕΟΥ][\u0300\u0301])([ιυ])(?!\u0308)")

# Eclipsis, t- and h- stay small: Mac an tSaoir, MAC AN tSAOIR.
IRISH_PREFIX = re.compile(r"\b(bhF|bP|dT|gC|mB|nD|nG|[nth]-?[AEIOUÁÉÍÓÚ]|tS)")
GEORGIAN = re.compile("([\u10d0-\u10ff]+)")

SPECIAL_CAPITALS: Mapping[str, Mapping[int, str]] = {
    "az": {ord("i"): "İ", ord("ı"): "I"},
    "tr": {ord("i"): "İ", ord("ı"): "I"},
    "hy": {ord("և"): "ԵՎ"},
}


def upper_name(text: str, language: str | None = None) -> str:
    """A family name in capitals, by the rules of its language where Unicode leaves them to it.

    ß becomes ẞ: the capital that German spelling has had since 2017, so that Weiß and Weiss stay
    two names. Greek loses its accents and keeps its diaeresis. Georgian stays as it is (its
    capitals are for headlines); scripts without case do anyway. Turkish, Azerbaijani, Armenian and
    Irish rules need `language` (any tag).
    """
    name = (language or "").replace("_", "-").partition("-")[0].lower()
    composed = unicodedata.normalize("NFC", text).translate(SPECIAL_CAPITALS.get(name, {}))
    pieces = GEORGIAN.split(_without_tonos(composed).replace("ß", "ẞ"))
    # Odd pieces are the Georgian ones.
    capitals = "".join(
        piece if index % 2 else _upper(piece, keep_prefixes=name == "ga")
        for index, piece in enumerate(pieces)
    )
    return unicodedata.normalize("NFC", capitals)


def _upper(text: str, *, keep_prefixes: bool) -> str:
    if not keep_prefixes:
        return text.upper()
    parts = IRISH_PREFIX.split(text)
    return "".join(part if index % 2 else part.upper() for index, part in enumerate(parts))


def _without_tonos(text: str) -> str:
    parted = GREEK_PARTED_VOWELS.sub("\\1\\2\u0308", unicodedata.normalize("NFD", text))
    bare = GREEK_CLUSTER.sub(lambda cluster: cluster[0].translate(GREEK_ACCENTS), parted)
    return unicodedata.normalize("NFC", bare)
