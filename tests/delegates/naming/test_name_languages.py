"""A name can be in the languages that the pinned fonts draw, and in no other."""

from functools import cache

import pytest
from fontTools.ttLib import TTFont

from conference.pdf import fonts
from delegates.naming.name_languages import (
    NAME_LANGUAGE_CHOICES,
    NAME_LANGUAGES,
    UNNAMED_LANGUAGE,
    name_language,
)


@cache
def letters_in(family: str, weight: int) -> set[int]:
    with TTFont(fonts.file(family, weight), lazy=True) as font:
        return set(font.getBestCmap())


@pytest.mark.parametrize("tag", NAME_LANGUAGES)
@pytest.mark.parametrize("weight", fonts.WEIGHT_FILES)
def test_fonts_draw_the_letters_in_which_the_language_writes_its_name(
    tag: str, weight: int
) -> None:
    drawn = set().union(*(letters_in(family, weight) for family in fonts.stack(tag)))

    missing = set(map(ord, NAME_LANGUAGES[tag][1])) - drawn

    assert missing == set()


@pytest.mark.parametrize(
    ("tag", "meant"),
    [
        ("tg", "tg"),
        ("TG", "tg"),
        ("ru-RU", "ru"),
        ("fa-AF", "fa-af"),
        ("fa_IR", "fa"),
        ("zh", "zh-hans"),
        ("zh-CN", "zh-hans"),
        ("zh-TW", "zh-hant"),
        ("zh-Hant-HK", "zh-hant"),
        ("und", "und"),
        ("xx", ""),
        ("bn-BD", "bn"),
        ("my", "my"),
        ("mn-Mong", "mn"),
        ("bo", ""),
        ("", ""),
    ],
)
def test_tag_means_the_language_on_the_list(tag: str, meant: str) -> None:
    assert name_language(tag) == meant


def test_every_choice_fits_its_column_and_has_a_name_of_its_own() -> None:
    tags = [tag for tag, _name in NAME_LANGUAGE_CHOICES]

    assert tags == [*sorted(NAME_LANGUAGES, key=dict(NAME_LANGUAGE_CHOICES).get), UNNAMED_LANGUAGE]
    assert len({str(name) for _tag, name in NAME_LANGUAGE_CHOICES}) == len(tags)
