"""What tells two names of a party apart, and what only writes one of them otherwise."""

import pytest

from delegates.recognition.party_keys import (
    differs_in_marks,
    is_called_otherwise,
    is_mark_of,
    marked_key,
    party_key,
)

TURKIYE = ["Türkiye", "Turquie", "TR", "TUR"]
WORLD_BANK = ["World Bank", "Banque mondiale", "WB"]
IRAN = ["Iran (Islamic Republic of)"]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Turkey", TURKIYE, True),
        ("TURKIYE", TURKIYE, False),
        ("Turquie", TURKIYE, False),
        ("tur", TURKIYE, False),
        ("World Bank Group", WORLD_BANK, True),
        ("The World Bank", WORLD_BANK, False),
        ("World Bank (WB)", WORLD_BANK, False),
        ("World Bank (Banque mondiale)", WORLD_BANK, False),
        ("World Bank (continued)", WORLD_BANK, False),
        ("World Bank (IBRD)", WORLD_BANK, True),
        ("Iran, Islamic Republic of", IRAN, False),
        ("Iran", IRAN, True),
        ("Iran (Islamic Republic of)", ["Iran"], True),
        ("European Community (EC)", ["European Union", "EU"], True),
    ],
)
def test_text_is_called_otherwise_when_more_than_folding_parts_them(
    text: str, names: list[str], expected: bool
) -> None:
    assert is_called_otherwise(text, names) == expected


@pytest.mark.parametrize(
    ("bracket", "name", "expected"),
    [
        ("IDB", "Inter-American Development Bank", True),
        ("IDB", "Islamic Development Bank", True),
        ("OACI", "Organisation de l'aviation civile internationale", True),
        ("O.A.C.I.", "Organisation de l’aviation civile internationale", True),
        ("suite", "Climate Network", True),
        ("Cont'd", "Climate Network", True),
        ("UNEP", "Climate Network", False),
        ("NC", "Climate Network", False),
        ("C", "Climate Network", False),
        ("Northern", "Ireland", False),
        ("", "Ireland", False),
    ],
)
def test_brackets_that_only_abbreviate_what_stands_outside(
    bracket: str, name: str, expected: bool
) -> None:
    assert is_mark_of(bracket, name) == expected


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("U.S.A.", "usa"),
        ("The People's Republic", "peoples republic"),
        ("Co-operation Centre", "cooperation center"),
        ("The", "the"),
    ],
)
def test_key_of_a_party(text: str, key: str) -> None:
    assert party_key(text) == key


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("ZOI", ["Zoï"], True),
        ("Zói", ["Zoï"], True),
        ("ZOÏ", ["Zoï"], False),
        ("Zoi\u0308 Network (ZN)", ["Zoï Network"], False),
        ("Zoi Network (ZN)", ["Zoï Network", "ZN"], True),
        ("ZOI", ["Zoï", "Zoi"], False),
        ("ZOI", ["Zen"], False),
        ("Société d’Énergie", ["SOCIETE D'ENERGIE"], True),
        ("Organisation de l’Énergie", ["Organization de l'Énergie"], False),
        ("Water – Programme", ["Water program"], False),
        ("Orsted", ["Ørsted"], True),
        ("Straße", ["STRASSE"], False),
        ("Самолет", ["Самолёт"], True),
        # A hamza, a yeh, a kaf: habits of keyboards.
        ("الامم المتحدة", ["الأمم المتحدة"], False),
        ("کمیته", ["كميته"], False),
    ],
)
def test_marks_alone_part_a_text_from_the_names(
    text: str, names: list[str], expected: bool
) -> None:
    assert differs_in_marks(text, names) == expected


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ZOI", "zoi"),
        ("Zoï.", "zoi ï"),
        ("ZOI\u0308", "zoi ï"),
        ("Zôe Ï", "zoe i ïô"),
        ("O’Brien & the Co.", "obrien co"),
    ],
)
def test_key_with_marks(text: str, key: str) -> None:
    assert marked_key(text) == key
