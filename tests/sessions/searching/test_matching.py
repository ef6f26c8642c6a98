"""What readers find: sixty queries in seven languages, written before there was a search."""

import csv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext, isolate_apps

from sessions.searching.matching import matching
from sessions.searching.texts import AFTER_TITLES, search_text
from tests.sessions.searching.programme import facts, programme

QUERIES = [*csv.DictReader(Path(__file__).with_name("queries.csv").read_text().splitlines())]
# Where the page says it in other words, and no spelling is near.
NOT_FOUND = {"cote d'ivoire écoles", "rueda de prensa", "ceremonia de apertura"}
ON_A_SCREEN = 5

Find = Callable[[str], list[str]]


@pytest.fixture
def rows(db: None) -> Iterator[type[models.Model]]:
    """A table of search texts, under a trigram index, for as long as the test."""
    # Of no app: one that is named is made ready once more, and registers what it has again.
    with isolate_apps():

        class Found(models.Model):
            code = models.TextField(primary_key=True)
            search_text = models.TextField()

            class Meta:
                app_label = "agenda"
                db_table = "found"

    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE found (code text PRIMARY KEY, search_text text)")
        for indexed in ("search_text", f"split_part(search_text, '{AFTER_TITLES}', 1)"):
            cursor.execute(f"CREATE INDEX ON found USING gin (({indexed}) gin_trgm_ops)")
        yield Found
        cursor.execute("DROP TABLE found")


def find_among(rows: Any, texts: Mapping[str, str]) -> Find:
    rows.objects.bulk_create(rows(code=code, search_text=text) for code, text in texts.items())
    return lambda query: [
        row.code for row in matching(rows.objects.all(), query, order=["code"], most=ON_A_SCREEN)
    ]


@pytest.fixture
def find(rows: Any) -> Find:
    return find_among(rows, programme())


def titled(title: str, tg: str = "", **told: Any) -> str:
    titles = {"en": title, "tg": tg}
    return search_text(facts({"code": "a", "kind": "panel", "title": titles, **told}))


def test_sixty_queries_in_seven_languages_find_their_session(find: Find) -> None:
    assert len(QUERIES) == 60
    assert len({one["language"] for one in QUERIES}) == 7

    missed = {one["query"] for one in QUERIES if one["session"] not in find(one["query"])}

    assert missed == NOT_FOUND


def test_closed_title_finds_what_nonsense_finds_at_the_same_cost(find: Find) -> None:
    costs = []
    for query in ("Zarafshan consultations", "Xqzwjk vbnmplkjhgfds"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert find(query) == []
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_closed_session_is_found_by_its_room_alone(rows: Any) -> None:
    closed = titled("Zarafshan", room="sarez", audience="closed")
    find = find_among(rows, {"a": closed, "b": titled("Water", room="pamir")})

    assert find("sarez") == ["a"]
    assert find("zarafshan sarez") == []


def test_title_that_begins_so_comes_first_then_a_title_that_holds_it(rows: Any) -> None:
    texts = {
        "a": titled("Forests", text={"en": "Of glaciers too."}),
        "b": titled("On glaciers"),
        "c": titled("Glaciers"),
        "d": titled("Ice", tg="Glaciers of old"),
    }
    find = find_among(rows, texts)

    assert find("glaciers") == ["c", "d", "b", "a"]


def test_all_words_must_match_and_short_ones_begin_a_word(rows: Any) -> None:
    find = find_among(rows, {"a": titled("Water in Cairo"), "b": titled("Water in Oslo")})

    assert find("water cairo") == ["a"]
    assert find("os") == ["b"]
    assert find("lo") == []


@pytest.mark.parametrize("query", ["", "   ", "|", "| ||", "...", "%", "_", "'", "\\"])
def test_query_without_words_finds_nothing(find: Find, query: str) -> None:
    assert find(query) == []


@pytest.mark.parametrize("query", ["冰川", "川湖", "溃决预警"])
def test_chinese_is_found_within_its_sentence(find: Find, query: str) -> None:
    assert "lakes" in find(query)
