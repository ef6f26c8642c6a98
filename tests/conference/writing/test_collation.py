"""Sort keys against ICU's order and against the alphabets as taught."""

import csv
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.writing.collation import sort_key

ICU_ORDER = Path(__file__).parents[2] / "delegates" / "data" / "icu_order.csv"


def country_names_in_icu_order(language: str) -> list[str]:
    with ICU_ORDER.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row[f"order_{language}"]))
    return [row[f"name_{language}"] for row in rows]


def sorted_from_reverse(words: list[str], language: str) -> list[str]:
    """Equal keys stay in reverse: a tie is seen."""
    backwards = list(reversed(words))
    return sorted(backwards, key=lambda word: sort_key(word, language))


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar", "zh", "tg"])
def test_sort_key_orders_all_country_names_as_icu_does(language: str) -> None:
    expected = country_names_in_icu_order(language)

    assert len(expected) == 195
    assert sorted_from_reverse(expected, language) == expected


@pytest.mark.parametrize(
    ("language", "alphabet"),
    [
        ("az", "A B C Ç D E Ə F G Ğ H X I İ J K Q L M N O Ö P R S Ş T U Ü V Y Z"),
        ("cs", "A B C Č D E F G H Ch I J K L M N O P Q R Ř S Š T U V W X Y Z Ž"),
        ("da", "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z Æ Ø Å"),
        ("es", "A B C D E F G H I J K L M N Ñ O P Q R S T U V W X Y Z"),
        ("pl", "A Ą B C Ć D E Ę F G H I J K L Ł M N Ń O Ó P R S Ś T U W Y Z Ź Ż"),
        ("ru", "А Б В Г Д Е Ё Ж З И Й К Л М Н О П Р С Т У Ф Х Ц Ч Ш Щ Ъ Ы Ь Э Ю Я"),
        ("sv", "A B C D E F G H I J K L M N O P Q R S T U V X Y Z Å Ä Ö"),
        ("tg", "А Б В Г Ғ Д Е Ё Ж З И Ӣ Й К Қ Л М Н О П Р С Т У Ӯ Ф Х Ҳ Ч Ҷ Ш Ъ Э Ю Я"),
        ("tr", "A B C Ç D E F G Ğ H I İ J K L M N O Ö P R S Ş T U Ü V Y Z"),
    ],
)
def test_sort_key_follows_the_alphabet_in_both_cases(language: str, alphabet: str) -> None:
    capitals = alphabet.split()
    small = [letter.replace("İ", "i").replace("I", "ı").lower() for letter in capitals]
    small = small if language in {"az", "tr"} else alphabet.lower().split()

    assert sorted_from_reverse(capitals, language) == capitals
    assert sorted_from_reverse(small, language) == small


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("en", ["Costa Rica", "Côte d'Ivoire", "Croatia"]),
        ("en", ["Philippines", "Republic of Korea", "Romania"]),
        ("es", ["Nzinga", "Ñáñez", "Obando"]),
        ("en", ["Ñáñez", "Nzinga", "Obando"]),
        ("tg", ["Кямол", "Қазоқистон", "Лаос"]),
        ("tg", ["Гуянд", "Ғарм", "Дангара"]),
        ("tg", ["Хятой", "Ҳинд", "Чад"]),
        ("tg", ["Чяд", "Ҷопон", "Швед"]),
        ("cs", ["Hýbl", "Chalupa", "Ibl"]),
        ("sv", ["Zorn", "Åberg", "Öberg"]),
        ("zh", ["立陶宛", "利比亚", "中国"]),
        ("ar", ["اء", "آب", "أب", "ات"]),
        ("zh", ["路", "吕", "乱", "略", "论"]),
    ],
)
def test_sort_key_places_words(language: str, ordered: list[str]) -> None:
    assert sorted_from_reverse(ordered, language) == ordered


@pytest.mark.parametrize("language", ["en", "tg", "zh", "ar", "tr"])
@given(words=st.lists(st.text(max_size=12), min_size=2, max_size=4))
def test_sort_key_is_ascii_and_puts_a_beginning_before_the_whole(
    language: str, words: list[str]
) -> None:
    keys = [sort_key(word, language) for word in words]

    assert all(key.isascii() and " " not in key for key in keys)
    for word, rest in itertools.pairwise(words):
        assert sort_key(word, language) <= sort_key(f"{word} {rest}", language)


def test_sort_key_takes_any_tag_of_the_language() -> None:
    assert {sort_key("Ñandú", tag) for tag in ("es", "es-MX", "ES", "es_419")} == {
        sort_key("Ñandú", "es")
    }


def test_sort_key_is_four_characters_a_plain_letter() -> None:
    assert sort_key("angola", "en") == "".join(sort_key(letter, "en") for letter in "angola")
    assert len(sort_key("angola", "en")) == 24
    assert sort_key("", "en") == ""


def test_sort_key_of_an_endless_name_is_that_of_its_beginning() -> None:
    assert sort_key("a" * 100_000, "en") == sort_key("a" * 500, "en")
