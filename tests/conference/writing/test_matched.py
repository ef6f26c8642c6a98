"""What matched is shown as the search found it."""

import pytest

from conference.templatetags.finding import in_weight
from conference.writing.matched import Stretch, stretches


@pytest.mark.parametrize(
    ("text", "query", "matched"),
    [
        ("ZÜRCHER, Beat", "zu", ["ZÜ"]),
        ("ZÜRCHER, Beat", "Zuerch", ["ZÜRCH"]),
        ("ZÜRCHER, Beat", "beat zur", ["ZÜR", "Beat"]),
        ("AL-SADA, Mohammed", "alsad", ["AL-SAD"]),
        ("DE LA ROCHE, Anne", "delaroche", ["DE LA ROCHE"]),
        ("IVANOV, Ivan", "Ив", ["IV", "Iv"]),
        ("O'BRIEN, Una", "obr", ["O'BR"]),
        ("ZÜRCHER, Beat", "rcher", ["RCHER"]),
        ("ZU\u0308RCHER, Beat", "zu", ["ZU\u0308"]),
        ("Minister of Works", "zurich", []),
        ("Minister of Works", "", []),
        ("", "zu", []),
    ],
)
def test_stretches_are_those_that_the_search_matched(
    text: str, query: str, matched: list[str]
) -> None:
    pieces = stretches(text, query)

    assert [piece.text for piece in pieces if piece.is_matched] == matched
    assert "".join(piece.text for piece in pieces) == text


def test_stretches_stand_in_order() -> None:
    assert stretches("NUR, Aziz", "az") == [
        Stretch("NUR, ", False), Stretch("Az", True), Stretch("iz", False)
    ]  # fmt: skip


def test_what_matched_is_bold_and_nothing_of_it_is_html() -> None:
    assert in_weight("<i>Aziz & Co", "i co") == ("&lt;<b>i</b>&gt;Aziz &amp; <b>Co</b>")
