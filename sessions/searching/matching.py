"""Rows that hold the words of a query, those that are called so first.

Rows are of any model with a column `search_text` as `texts` makes it, under two trigram indexes: of
the column and of its `TITLES`. Whose rows they are, and who may see them, is the caller's to say.

Of sixty queries in seven languages (`tests/sessions/searching/queries.csv`) that were written
before this, 44 find their session by its words as they are typed, 51 by how words begin too, 57
where a title may hold something like them. Likeness to whole texts finds no more and costs, of a
thousand long ones, seconds. There is no list of any language's endings here.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, Model, Q, QuerySet, Value, When

from conference.writing.folding import SearchWord, search_words
from delegates.models.searching import by_trigrams, in_one_form, loosely
from sessions.facts import SessionFacts
from sessions.models.releases import BEFORE_TITLE, TITLES
from sessions.searching.texts import search_text

Row = TypeVar("Row", bound=Model)
BEGINS_A_TITLE, IN_A_TITLE, ELSEWHERE = range(3)
# Nobody looks for more; the rest is not read.
LONGEST = 200
SHORTEST_BEGINNING, ENDING, LONG, LONG_ENDING = 4, 2, 8, 3


def matching(rows: QuerySet[Row], query: str, *, order: Sequence[str], most: int) -> list[Row]:
    """Of those with all words, `most` at the most: a title that begins so, a title that holds them
    all, then the others; within each in `order`. Where there are none, those with something like
    each word, the likest first. None for a query without words.
    """
    words = search_words(query[:LONGEST].replace(BEFORE_TITLE.strip(), " "))
    if not words:
        return []
    titled = rows.alias(titles=TITLES)
    with by_trigrams():
        exact = titled.filter(*map(in_one_form, words)).order_by(_place(words), *order)[:most]
        return list(exact) or _nearly(titled, words, order, most)


def is_found_by(facts: SessionFacts, query: str) -> bool:
    """Whether its text still holds the words: somebody may have been taken out of it."""
    text = search_text(facts)
    return all(any(form in text for form in word.forms) for word in search_words(query[:LONGEST]))


def _place(words: list[SearchWord]) -> Case:
    begins = _any(f"{BEFORE_TITLE}{form}" for form in words[0].forms)
    in_titles = Q()
    for word in words:
        in_titles &= _any(f" {form}" for form in word.forms)
    return Case(
        When(begins & in_titles, then=Value(BEGINS_A_TITLE)),
        When(in_titles, then=Value(IN_A_TITLE)),
        default=Value(ELSEWHERE),
    )


def _any(parts: Iterable[str]) -> Q:
    found = Q()
    for part in parts:
        found |= Q(titles__contains=part)
    return found


def _nearly(
    titled: QuerySet[Any, Row], words: list[SearchWord], order: Sequence[str], most: int
) -> list[Row]:
    likeness = sum(map(_likeness, words), start=Value(0.0))
    found = titled.filter(*map(_like, words)).alias(likeness=likeness)
    with loosely():
        return list(found.order_by("-likeness", *order)[:most])


def _like(word: SearchWord) -> Q:
    """Of one or two letters nothing is like the rest. As typed: another script's is no slip."""
    found = in_one_form(word)
    if not word.is_short:
        found |= Q(titles__trigram_word_similar=word.forms[0])
        for beginning in filter(None, map(_beginning, word.forms)):
            found |= Q(search_text__contains=f" {beginning}")
    return found


def _beginning(form: str) -> str:
    """Without what cases, numbers and genders change; "" for what is too short to lose any."""
    if len(form) <= SHORTEST_BEGINNING:
        return ""
    ending = LONG_ENDING if len(form) >= LONG else ENDING
    return form[: max(SHORTEST_BEGINNING, len(form) - ending)]


def _likeness(word: SearchWord) -> TrigramWordSimilarity:
    return TrigramWordSimilarity(word.forms[0], "titles")
