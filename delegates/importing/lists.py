"""The words of a conference's own lists: its kinds of delegations, categories and ranks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from conference.models import Conference
from conference.writing.languages import localized, translations
from delegates.columns import LONGEST_KEY
from delegates.importing.words import Vocabulary
from delegates.models import Category, DelegationKind, Rank

Listed = DelegationKind | Category | Rank


@dataclass(frozen=True)
class OwnList:
    """`rows` are called as a file would name them; `vocabulary` gives these names."""

    rows: tuple[str, ...]
    vocabulary: Vocabulary


def kind_words(kinds: Iterable[DelegationKind]) -> Iterator[tuple[str, DelegationKind]]:
    for row in kinds:
        for word in (*row.labels(), *row.aliases):
            yield word, row


def category_words(categories: Iterable[Category]) -> Iterator[tuple[str, Category]]:
    for row in categories:
        for word in (row.letter, *translations(row.name).values()):
            yield word, row


def rank_words(ranks: Iterable[Rank]) -> Iterator[tuple[str, Rank]]:
    for row in ranks:
        for word in (str(row.order), *translations(row.name).values()):
            yield word, row


def by_id(words: Iterable[tuple[str, Listed]]) -> Iterable[tuple[str, str]]:
    return ((word, str(row.pk)) for word, row in words)


def lists_of(conference: Conference) -> dict[str, OwnList]:
    """By column. What is too long to be remembered of a cell is not offered."""
    language = conference.principal_language
    words: dict[str, Iterable[tuple[str, Listed]]] = {
        "kind": kind_words(DelegationKind.objects.for_conference(conference)),
        "category": category_words(Category.objects.for_conference(conference)),
        "rank": rank_words(Rank.objects.for_conference(conference)),
    }
    found = {}
    for column, each in words.items():
        named = [(word, _called(row, language)) for word, row in each]
        rows = dict.fromkeys(name for _word, name in named if 0 < len(name) <= LONGEST_KEY)
        found[column] = OwnList(tuple(rows), Vocabulary(named))
    return found


def _called(row: Listed, language: str) -> str:
    return row.letter if isinstance(row, Category) else localized(row.name, language).text
