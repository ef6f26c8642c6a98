"""How names are written and compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegates.naming.name_languages import NAME_LANGUAGES
from delegates.naming.names import (
    FAMILY_FIRST,
    UNSPACED,
    badge_lines,
    folded_name_key,
    is_made_of,
    joined_own_name,
    list_name,
    printed_parts,
)

words = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=8)


@pytest.mark.parametrize(
    ("given_name", "family", "override", "language", "lines"),
    [
        ("Sodiq", "Karimzoda", "", None, ("Sodiq", "KARIMZODA")),
        ("jean-paul", "de la Tour", "", None, ("jean-paul", "DE LA TOUR")),
        ("Deniz", "İnci", "", "tr", ("Deniz", "İNCİ")),
        ("", "Suharto", "", None, ("SUHARTO",)),
        ("Madonna", "", "", None, ("Madonna",)),
        ("Min-jun", "Kim", "KIM Min-jun", None, ("KIM Min-jun",)),
        ("", "", "", None, ()),
    ],
)
def test_badge_lines_keep_the_given_name_and_capitalise_the_family_name(
    given_name: str, family: str, override: str, language: str | None, lines: tuple[str, ...]
) -> None:
    name = {"given": given_name, "family": family, "override": override, "language": language}

    assert badge_lines(**name) == lines  # type: ignore[arg-type]
    assert list_name(**name) == " ".join(lines)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given_name", "patronymic", "family", "suffix", "parts"),
    [
        ("Emomali", "Sharipovich", "Rahmon", "", ("Emomali Sharipovich", "RAHMON")),
        ("Martin", "", "King", "Jr.", ("Martin", "KING Jr.")),
        ("Martin", "", "King", "", ("Martin", "KING")),
        ("", "Sharipovich", "Rahmon", "III", ("Sharipovich", "RAHMON III")),
        ("Madonna", "", "", "II", ("Madonna II", "")),
        ("Emomali Sharipovich", "Sharipovich", "Rahmon", "", ("Emomali Sharipovich", "RAHMON")),
        ("Martin", "", "King Jr", "Jr.", ("Martin", "KING JR")),
        ("Ivan", "Ivan", "Ivan", "", ("Ivan", "IVAN")),
        ("Ali", "…", "Valiev", "", ("Ali …", "VALIEV")),
        ("", "", "", "", ("", "")),
    ],
)
def test_patronymic_follows_the_given_name_and_a_suffix_the_family_name(
    given_name: str, patronymic: str, family: str, suffix: str, parts: tuple[str, str]
) -> None:
    name = {"given": given_name, "family": family, "patronymic": patronymic, "suffix": suffix}

    assert printed_parts(**name) == parts
    assert list_name(**name) == " ".join(filter(None, parts))
    assert list_name(**name, override="As shown") == "As shown"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("José", "Müller"), ("JOSE", "MULLER")),
        (("Karim", "Ali"), ("Ali", "Karim")),
        (("Jean-Paul", "O'Brien"), ("Jean Paul", "O’BRIEN")),
        (("E. H.", "Lake"), ("E H", "lake")),
        (("", "Suharto"), ("Suharto", "")),
        (("Ҳусейн", "Раҳмон"), ("хусейн", "РАХМОН")),
    ],
)
def test_folded_name_key_is_equal_for_one_name(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert folded_name_key(*one) == folded_name_key(*other)


def test_folded_name_key_differs_for_different_names() -> None:
    assert folded_name_key("Ali", "Karim") == "ali karim"
    assert folded_name_key("Ali", "Karimi") != folded_name_key("Ali", "Karim")
    assert folded_name_key("", " - ") == ""


@given(st.text(max_size=20), st.text(max_size=20))
def test_folded_name_key_ignores_order_and_folds_once(given_name: str, family: str) -> None:
    key = folded_name_key(given_name, family)

    assert folded_name_key(family, given_name) == key
    assert folded_name_key(key, "") == key


@pytest.mark.parametrize(
    ("given", "family", "language", "joined"),
    [
        ("Зарина", "Мирзоева", "tg", "Зарина Мирзоева"),
        ("민준", "김", "ko", "김민준"),
        ("太郎", "山田", "ja", "山田太郎"),
        ("晨", "王", "zh-hans", "王晨"),
        ("麗華", "歐陽", "zh-hant", "歐陽麗華"),
        ("János", "Kovács", "hu", "Kovács János"),
        ("Thị Ánh", "Nguyễn", "vi", "Nguyễn Thị Ánh"),
        ("សុភា", "ចាន់", "km", "ចាន់ សុភា"),
        ("", "الراشد", "ar", "الراشد"),
        ("晨", "", "zh-hans", "晨"),
    ],
)
def test_parts_are_joined_in_the_order_and_with_the_spaces_of_their_language(
    given: str, family: str, language: str, joined: str
) -> None:
    assert joined_own_name(given=given, family=family, language=language) == joined


def test_languages_that_put_the_family_first_are_languages_of_names() -> None:
    assert {*NAME_LANGUAGES} >= FAMILY_FIRST > UNSPACED


@given(given_part=words, family_part=words, language=st.sampled_from([*NAME_LANGUAGES]))
def test_what_is_joined_is_made_of_its_parts(
    given_part: str, family_part: str, language: str
) -> None:
    joined = joined_own_name(given=given_part, family=family_part, language=language)

    assert is_made_of(joined, given=given_part, family=family_part)
    assert not is_made_of(f"{joined}x", given=given_part, family=family_part)
