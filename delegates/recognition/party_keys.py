"""What the name of a country or an organization is compared by. Pure functions."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from conference.writing.folding import fold

PUNCTUATION = re.compile(r"[^\w\s]|_")
INITIALS = re.compile(r"\b(?:\w\.\s?){2,}")
APOSTROPHES = re.compile("['’ʼ]")
IN_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")

# They come and go between two spellings of a name and never tell two names apart.
FILLERS = {
    "the", "of", "and", "for", "in", "on", "de", "des", "du", "d", "la", "le", "les", "l", "et",
    "pour", "del", "el", "los", "las", "y", "e", "para", "и", "по", "в", "ва",
}  # fmt: skip
SPELLINGS = {
    "centre": "center",
    "dem": "democratic",
    "fed": "federal",
    "intl": "international",
    "organisation": "organization",
    "programme": "program",
    "rep": "republic",
    "st": "saint",
    "ste": "sainte",
    "un": "united nations",
}
# Written with and without a dash, which folds to a space.
TOGETHER = (("co operation", "cooperation"), ("co ordination", "coordination"))

# In these alphabets a mark makes another letter; in others it is a habit of keyboards.
MARKED_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "COMBINING")

# What a printed list writes behind a heading at the top of the next page.
CONTINUED = {"cont", "contd", "continued", "suite", "continuacion", "продолжение", "تابع", "续"}


def spelling_key(text: str) -> str:
    """The text letter by letter, case and accents included; only spaces are squeezed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@lru_cache(maxsize=16384)
def party_key(text: str) -> str:
    """Folded, without punctuation: U.S.A. is usa, People's is peoples, & and "the" are nothing."""
    joined = INITIALS.sub(lambda found: f"{found[0].replace('.', '').replace(' ', '')} ", text)
    spaced = " ".join(PUNCTUATION.sub(" ", fold(joined)).split())
    for apart, together in TOGETHER:
        spaced = spaced.replace(apart, together)
    words = [SPELLINGS.get(word, word) for word in spaced.split()]
    return " ".join(word for word in words if word != "the") or spaced


@lru_cache(maxsize=16384)
def marks_of(text: str) -> str:
    """The letters that folding takes a mark from: "ï" of "Zoï" and of "ZOÏ", nothing of "ZOI"."""
    if text.isascii():
        return ""
    plain = unicodedata.normalize("NFKC", text).casefold()
    composed = unicodedata.normalize("NFC", plain)
    return "".join(sorted(filter(_is_marked, composed)))


def _is_marked(letter: str) -> bool:
    return (
        not letter.isascii()
        and unicodedata.category(letter) in {"Ll", "Lo", "Mn"}
        and unicodedata.name(letter, "").startswith(MARKED_ALPHABETS)
        and fold(letter) != letter
    )


def marked_key(text: str) -> str:
    """The key with the marks that fold away, where there are any: "ZOI" is another than "Zoï"."""
    return f"{party_key(text)} {marks_of(text)}".strip()


def telling_words(key: str) -> list[str]:
    """The words of a key that tell names apart; all of them where none does."""
    words = key.split()
    return [word for word in words if word not in FILLERS] or words


@lru_cache(maxsize=16384)
def loose_key(text: str) -> str:
    """The words in any order, without those that never tell two names apart."""
    return " ".join(sorted(telling_words(party_key(text))))


def without_brackets(text: str) -> str:
    return IN_BRACKETS.sub(" ", text)


def is_mark_of(bracket: str, name: str) -> bool:
    """Whether brackets behind a name say nothing further: its acronym, or that it goes on here.

    An acronym has letters of the beginnings of the name's words in their order, two at least:
    "(IDB)" behind Inter-American Development Bank, "(EC)" behind European Community.
    """
    key = party_key(bracket)
    return key in CONTINUED or _is_acronym(key, party_key(APOSTROPHES.sub(" ", name)))


def _is_acronym(key: str, name: str) -> bool:
    beginnings = (word[0] for word in name.split())
    return len(key) > 1 and all(letter in beginnings for letter in key)


def is_called_otherwise(text: str, names: Iterable[str]) -> bool:
    """Whether the text is none of these names, whatever its case, accents, word order, brackets.

    "Turkey" is not Türkiye, "World Bank Group" not World Bank; "TURKIYE" and "World Bank (WB)" are.
    """
    keys = {loose_key(name) for name in names}
    outside = without_brackets(text)
    marks = [bracket for bracket in IN_BRACKETS.findall(text) if bracket.strip()]
    is_marked = all(is_mark_of(bracket, outside) or loose_key(bracket) in keys for bracket in marks)
    return not keys & {loose_key(text), *([loose_key(outside)] if is_marked else [])}


def differs_in_marks(text: str, names: Iterable[str]) -> bool:
    """Whether the text is one of the names but for its marks: "ZOI" is none of "Zoï", "ZEN"."""
    texts = (text, without_brackets(text))
    keys = {loose_key(each) for each in texts}
    marks = {marks_of(name) for name in names if name and loose_key(name) in keys}
    return bool(marks) and marks.isdisjoint(map(marks_of, texts))
