"""How like two names are: by the words that few parties have, and by their letters."""

import pytest

from delegates.recognition.party_likeness import KnownNames

NAMES = {
    "international energy agency": [1],
    "agence internationale de lenergie": [1],
    "international atomic energy agency": [2],
    "world food program": [3],
    "world health organization": [4],
    "intergovernmental oceanographic commission": [5],
    "organization of african unity": [6],
    "organization of american states": [7],
    "cuba": [8],
}


@pytest.fixture(scope="module")
def known() -> KnownNames:
    return KnownNames(NAMES)


@pytest.mark.parametrize(
    ("key", "numbers"),
    [
        ("international enregy agency", [1, 2]),
        ("world helth organization", [4]),
        ("organization of afrcan unity", [6]),
        ("inter governmental oceano graphic commission", [5]),
        ("intergovernmental oceanographic", [5]),
        ("cuab", [8]),
        ("world health foundation", []),
        ("international energy studies", []),
        ("world wide fund for nature", []),
        ("greenpeace international", []),
        ("cub a", []),
        ("world", []),
        ("", []),
    ],
)
def test_known_names_like_a_text(known: KnownNames, key: str, numbers: list[int]) -> None:
    likeness = known.like(key)

    assert sorted(likeness, key=lambda number: -likeness[number]) == numbers


def test_name_itself_is_the_likest(known: KnownNames) -> None:
    likeness = known.like("international energy agency")

    assert likeness[1] == pytest.approx(1)
    assert max(likeness, key=lambda number: likeness[number]) == 1


def test_beginning_that_two_parties_share_says_nothing() -> None:
    names = {
        "united nations office of drugs crime and narcotics": [1],
        "united nations office of legal affairs treaties and seas": [2],
    }

    assert KnownNames(names).like("united nations office") == {}
    assert KnownNames(names).like("united nations office of drugs") == {1: pytest.approx(0.75, 0.1)}


def test_nothing_is_like_anything_where_nothing_is_known() -> None:
    assert KnownNames({}).like("world health organization") == {}
