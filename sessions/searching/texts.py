"""What a session is found by, in every language that readers may know it in. Pure.

A search text is folded as design decision 9 has it, and says where its titles are:

    | glaciers in a warming world | ledniki v usloviyah || plenary pamir 4 ...

so that one column and one index tell whether a word stands in it, in a title, or begins one. Of a
closed session there is the room alone: a word of its title is found no sooner than nonsense.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.conf import settings
from django.utils import translation

from conference.writing.folding import AROUND_WORDS, fold, spellings
from conference.writing.folding import search_text as words_of_names
from sessions.choices import SessionKind
from sessions.facts import DocumentFacts, PersonFacts, PlaceFacts, SessionFacts, Translated
from sessions.models.releases import AFTER_TITLES, BEFORE_TITLE

# Of a text, beside what a query is rid of.
AROUND = AROUND_WORDS + "|·—…*&#+=¿¡،؛؟、。《》「」【】"
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]{2,}")


def search_text(facts: SessionFacts, documents: Iterable[DocumentFacts] = ()) -> str:
    """Equal facts give equal texts. `documents`: those that stand on its page, which are issued and
    taken back by themselves.
    """
    titles = dict.fromkeys(
        " ".join(_bare_words(spelling))
        for title in facts.title.values()
        for spelling in spellings(title)
    )
    words = dict.fromkeys([*_words_of_titles(titles), *_further_words(facts, documents)])
    before = "".join(f" {BEFORE_TITLE}{title}" for title in titles)
    return f"{before}{AFTER_TITLES}{' '.join(words)}"


def _words_of_titles(titles: Iterable[str]) -> Iterator[str]:
    """Of Chinese each two letters: nothing parts its words."""
    for title in titles:
        yield from _pairs(title)


def _further_words(facts: SessionFacts, documents: Iterable[DocumentFacts]) -> Iterator[str]:
    if facts.kind:
        yield from _kind(facts.kind)
    for value in _named(facts):
        for text in value.values():
            yield from _spelled(text)
    for person in facts.people:
        yield from _person(person)
    for item in facts.items:
        yield from _bare_words(fold(item.number))
    for document in documents:
        yield from _bare_words(fold(document.symbol))
        for text in document.title.values():
            yield from _spelled(text)
    # Long, and told in words that somebody reads: they have no other spelling.
    for text in facts.description.values():
        folded = fold(text)
        yield from _bare_words(folded)
        yield from _pairs(folded)


def _named(facts: SessionFacts) -> Iterator[Translated]:
    for place in (facts.place, *facts.overflow):
        yield from _place(place)
    yield from (organizer.name for organizer in facts.organizers)
    yield from (item.title for item in facts.items)


def _place(place: PlaceFacts | None) -> Iterator[Translated]:
    if place is not None:
        yield place.room
        yield place.venue


def _person(person: PersonFacts) -> Iterator[str]:
    names = [name for name in (person.name, person.own_name) if name]
    yield from _bare_words(words_of_names(*names, names=names))
    for value in (person.function, person.delegation or {}):
        for text in value.values():
            yield from _spelled(text)


@lru_cache(maxsize=64)
def _kind(code: str) -> tuple[str, ...]:
    """As each language of the interface calls it."""
    words: list[str] = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words += _spelled(str(SessionKind(code).label))
    return tuple(dict.fromkeys(words))


@lru_cache(maxsize=4096)
def _spelled(text: str) -> tuple[str, ...]:
    """Remembered: a room's and a delegation's names are in the texts of many sessions."""
    found = spellings(text)
    words = [word for spelling in found for word in (*_bare_words(spelling), *_pairs(spelling))]
    return tuple(dict.fromkeys(words))


def _bare_words(folded: str) -> Iterator[str]:
    return (bare for word in folded.split() if (bare := word.strip(AROUND)))


def _pairs(folded: str) -> Iterator[str]:
    for run in HAN.findall(folded):
        yield from (run[at : at + 2] for at in range(len(run) - 1))
