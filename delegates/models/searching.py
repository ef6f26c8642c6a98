"""How a stored search text is asked for the words of a query (design decision 9)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Q

from conference.models import Conference
from conference.writing.folding import SearchWord, search_words

FIRST_NAMES = 1_500
"""Among so many of a conference, in the order of names, a frequent word is looked for."""

FREQUENT = 30
"""Whatever so many of the first have, more have than are worth reading: the others are left."""

NEARLY = 0.45
"""So much of its trigrams a stretch of a search text has in common with what is nearly it."""

MOST_READ = 1_300
"""Of what is not frequent there are rarely as many, even among 50,000; they are not sorted out."""

IN_FIRST_NAMES = """
SELECT id FROM (
    SELECT id, search_text FROM delegates_delegate
    WHERE conference_id = %s ORDER BY family_key, id LIMIT %s
) first WHERE {} LIMIT %s
"""


def words_in_search_text(query: str) -> Q:
    """Every word in one of its forms. A short one is looked for at the start of words only."""
    wanted = Q()
    for word in search_words(query):
        wanted &= in_one_form(word)
    return wanted


def in_one_form(word: SearchWord) -> Q:
    found = Q()
    for form in word.forms:
        if word.is_short:
            found |= Q(search_text__startswith=form) | Q(search_text__contains=f" {form}")
        else:
            found |= Q(search_text__contains=form)
    return found


def in_first_names(query: str, conference: Conference, most: int) -> list[int]:
    """Ids of the matching among the first of the conference by name: each row is read once."""
    groups, patterns = [], []
    for word in search_words(query):
        likes = [like for form in word.forms for like in _likes(word, form)]
        groups.append(f"({' OR '.join(['search_text LIKE %s'] * len(likes))})")
        patterns += likes
    with connection.cursor() as cursor:
        # Only places for parameters are put together.
        statement = IN_FIRST_NAMES.format(" AND ".join(groups))
        cursor.execute(statement, [conference.pk, FIRST_NAMES, *patterns, most])
        return [pk for (pk,) in cursor.fetchall()]


def _likes(word: SearchWord, form: str) -> list[str]:
    escaped = form.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return [f"{escaped}%", f"% {escaped}%"] if word.is_short else [f"%{escaped}%"]


@contextmanager
def loosely() -> Iterator[None]:
    """Fujivara is like Fujiwara, prohazka like Procházka: PostgreSQL's own measure is stricter."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL pg_trgm.word_similarity_threshold = %s", [NEARLY])
        yield
        cursor.execute("SET LOCAL pg_trgm.word_similarity_threshold TO DEFAULT")


@contextmanager
def by_trigrams() -> Iterator[None]:
    """What few rows hold is read by the index of search texts, whatever PostgreSQL takes for many:
    of words that go together it thinks as if each stood alone.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan = on; SET LOCAL enable_indexscan = on")
