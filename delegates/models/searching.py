"""How a stored search text is asked for the words of a query (design decision 9)."""

from collections.abc import Iterable

from django.db.models import Q

from conference.writing.folding import SearchWord, search_words


def words_in_search_text(query: str) -> Q:
    """Every word in one of its forms. A short one is looked for at the start of words only."""
    wanted = Q()
    for word in search_words(query):
        wanted &= _short(word) if word.is_short else _anywhere(word)
    return wanted


def _anywhere(word: SearchWord) -> Q:
    return _any(Q(search_text__contains=form) for form in word.forms)


def _short(word: SearchWord) -> Q:
    return _any(
        Q(search_text__startswith=form) | Q(search_text__contains=f" {form}") for form in word.forms
    )


def _any(choices: Iterable[Q]) -> Q:
    found = Q()
    for choice in choices:
        found |= choice
    return found
