"""Rows that hold the words of a query, those that are called so first.

Rows are of any model with a column `search_text` as `texts` makes it, under two trigram indexes: of
the column and of its `TITLES`. Whose rows they are, and who may see them, is the caller's to say.

Of sixty queries in seven languages (`tests/sessions/searching/queries.csv`) that were written
before this, 44 find their session by its words as they are typed, 51 by how words begin too, 57
where a title may hold something like them. Likeness to whole texts finds no more and costs, of a
thousand long ones, seconds. There is no list of any language's endings here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, Model, Q, QuerySet, Value, When

from conference.writing.folding import SearchWord, search_words
from delegates.models.searching import by_trigrams, in_one_form, loosely
from sessions.models.releases import BEFORE_TITLE, TITLES

Row = TypeVar("Row", bound=Model)
BEGINS_A_TITLE, IN_A_TITLE, ELSEWHERE = range(3)
# Nobody looks for more; the rest is not read.
LONGEST = 200
SHORTEST_BEGINNING, ENDING, LONG, LONG_ENDING = 4, 2, 8, 3


def nothing_gone(_rows: Sequence[Any]) -> Mapping[Any, str]:
    return {}


def matching(
    rows: QuerySet[Row],
    query: str,
    *,
    order: Sequence[str],
    most: int,
    left_of: Callable[[Sequence[Row]], Mapping[Any, str]] = nothing_gone,
) -> list[Row]:
    """Of those with all words, `most` at the most: a title that begins so, a title that holds them
    all, then the others; within each in `order`. Where there are none, those with something like
    each word, the likest first. None for a query without words.

    `left_of` says of found rows, by key, what is left of a search text of which something has gone
    since, never of its titles. What matches no longer is as if it had not matched before.
    """
    words = search_words(query[:LONGEST].replace(BEFORE_TITLE.strip(), " "))
    if not words:
        return []
    titled = rows.alias(titles=TITLES)
    with by_trigrams():
        exact = titled.filter(*map(in_one_form, words)).order_by(_place(words), *order)[:most]
        left = left_of(list(exact))
        found = [row for row in exact if not _lacking(left.get(row.pk), words, _holds)]
        return found or _nearly(titled, words, order, most, left_of)


def _lacking(
    text: str | None, words: list[SearchWord], is_in: Callable[[SearchWord, str], bool]
) -> list[SearchWord]:
    """None of a text of which nothing has gone."""
    return [] if text is None else [word for word in words if not is_in(word, text)]


def _holds(word: SearchWord, text: str) -> bool:
    """As `in_one_form` asks the column."""
    if word.is_short:
        return any(text.startswith(form) or f" {form}" in text for form in word.forms)
    return any(form in text for form in word.forms)


def _holds_like(word: SearchWord, text: str) -> bool:
    """As `_like` asks the column, but for titles."""
    return _holds(word, text) or any(f" {beginning}" in text for beginning in _beginnings(word))


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
    titled: QuerySet[Any, Row],
    words: list[SearchWord],
    order: Sequence[str],
    most: int,
    left_of: Callable[[Sequence[Row]], Mapping[Any, str]],
) -> list[Row]:
    likeness = sum(map(_likeness, words), start=Value(0.0))
    found = titled.filter(*map(_like, words)).alias(likeness=likeness)
    with loosely():
        rows = list(found.order_by("-likeness", *order)[:most])
        left = left_of(rows)
        lacking = {row.pk: _lacking(left.get(row.pk), words, _holds_like) for row in rows}
        like_titles = _with_like_titles(titled, lacking)
    return [row for row in rows if not lacking[row.pk] or row.pk in like_titles]


def _with_like_titles(
    titled: QuerySet[Any, Any], lacking: Mapping[Any, Sequence[SearchWord]]
) -> set[Any]:
    """Those whose title holds something like each word that the rest of the text lacks."""
    wanted = [
        Q(*map(_like_in_title, words), pk=pk)
        for pk, words in lacking.items()
        if words and not any(word.is_short for word in words)
    ]
    if not wanted:
        return set()
    return set(titled.filter(reduce(or_, wanted)).values_list("pk", flat=True))


def _like(word: SearchWord) -> Q:
    """Of one or two letters nothing is like the rest. As typed: another script's is no slip."""
    found = in_one_form(word)
    if not word.is_short:
        found |= _like_in_title(word)
    for beginning in _beginnings(word):
        found |= Q(search_text__contains=f" {beginning}")
    return found


def _like_in_title(word: SearchWord) -> Q:
    return Q(titles__trigram_word_similar=word.forms[0])


def _beginnings(word: SearchWord) -> list[str]:
    return [] if word.is_short else [*filter(None, map(_beginning, word.forms))]


def _beginning(form: str) -> str:
    """Without what cases, numbers and genders change; "" for what is too short to lose any."""
    if len(form) <= SHORTEST_BEGINNING:
        return ""
    ending = LONG_ENDING if len(form) >= LONG else ENDING
    return form[: max(SHORTEST_BEGINNING, len(form) - ending)]


def _likeness(word: SearchWord) -> TrigramWordSimilarity:
    return TrigramWordSimilarity(word.forms[0], "titles")
