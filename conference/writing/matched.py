"""Which stretches of a text are what was looked for. Pure functions."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby, islice
from typing import NamedTuple

from conference.writing.folding import search_words, spellings

WORD_START = re.compile(r"(?<!\w)\w")
LETTER = re.compile(r"\w")


class Stretch(NamedTuple):
    text: str
    is_matched: bool


def stretches(text: str, query: str) -> list[Stretch]:
    """The text in pieces, in order: what the words of the query match, and what stands between.

    Letters are compared as the search compares them, and a name may be written in one: Zuercher,
    Иванов and alsada match Zürcher, Ivanov and Al-Sada.
    """
    is_matched = [False] * len(text)
    for word in search_words(query):
        for start, end in _spans(text, word.forms):
            is_matched[start:end] = [True] * (end - start)
    pieces = groupby(zip(text, is_matched, strict=True), key=lambda one: one[1])
    return [Stretch("".join(letter for letter, _ in letters), is_so) for is_so, letters in pieces]


def _spans(text: str, forms: tuple[str, ...]) -> list[tuple[int, int]]:
    """At every word that begins so, else at the first that holds it."""
    if not any(form in whole for whole in _in_one(text) for form in forms):
        return []
    starts = _from(text, (found.start() for found in WORD_START.finditer(text)), forms)
    within = _from(text, (found.start() for found in LETTER.finditer(text)), forms)
    return list(starts) or list(islice(within, 1))


def _from(text: str, starts: Iterable[int], forms: tuple[str, ...]) -> Iterable[tuple[int, int]]:
    for start in starts:
        if _begins(text[start:], forms):
            ends = range(start + 1, len(text))
            end = next((end for end in ends if _begins(text[start:end], forms)), len(text))
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1
            yield start, end


def _begins(text: str, forms: tuple[str, ...]) -> bool:
    return any(whole.startswith(forms) for whole in _in_one(text))


def _in_one(text: str) -> list[str]:
    return [spelling.replace(" ", "") for spelling in spellings(text)]
