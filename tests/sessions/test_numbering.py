"""How agenda items are numbered."""

from sessions.numbering import ItemPlace, letters, numbers, roman


def test_items_are_numbered_by_level_and_named_with_those_above() -> None:
    agenda = [
        ItemPlace(10, None, 1),
        ItemPlace(11, None, 1),
        ItemPlace(12, 11, 2),
        ItemPlace(13, 12, 3),
        ItemPlace(14, 12, 3),
        ItemPlace(15, 11, 2),
        ItemPlace(16, None, 1),
        ItemPlace(17, 16, 2),
    ]

    assert list(numbers(agenda).values()) == [
        "1",
        "2",
        "2 (a)",
        "2 (a) (i)",
        "2 (a) (ii)",
        "2 (b)",
        "3",
        "3 (a)",
    ]


def test_letters_and_numerals_go_on() -> None:
    assert [letters(count) for count in (1, 26, 27, 28, 53)] == ["a", "z", "aa", "bb", "aaa"]
    assert [roman(count) for count in (1, 4, 9, 14, 40, 99)] == [
        "i", "iv", "ix", "xiv", "xl", "xcix",
    ]  # fmt: skip
