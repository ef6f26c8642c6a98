import subprocess
import sys
import unicodedata

import pytest
import uharfbuzz

from conference.pdf import fonts
from conference.pdf.coverage import NOT_DRAWN_EVERYWHERE, unprintable
from conference.pdf.shaping import UnknownCharacterError, shape

PLANES_WITH_LETTERS = range(0x20000)


@pytest.mark.parametrize(
    ("text", "characters"),
    [
        ("", []),
        ("Zoë Saldaña-Wójcik", []),
        ("Ғафуров Қӯҳистонӣ 欧阳 山田 황보", []),
        ("Anna 🎉 Weber 🎉", ["🎉"]),
        ("𝓥era 𝓥𝓲t", ["𝓥", "𝓲"]),
        ("\U0001f600 then \ufffe", ["\U0001f600", "\ufffe"]),
        ("a\ud800b", ["\ud800"]),
        ("50\u0890", ["\u0890"]),
    ],
)
def test_unprintable_are_the_characters_that_no_font_has_each_once_in_order(
    text: str, characters: list[str]
) -> None:
    assert unprintable(text) == characters


def test_what_draws_nothing_needs_no_glyph() -> None:
    joined = "نژاد\u200cژاله क्\u200dष \u200e\u200f\u2066\u2069 葛\U000e0100 1\ufe0f\tline\u2028end"

    assert unprintable(joined) == []


def test_every_character_is_judged_as_the_engine_that_draws_judges_it() -> None:
    letters = [
        character
        for character in map(chr, set(PLANES_WITH_LETTERS) - set(NOT_DRAWN_EVERYWHERE))
        if unicodedata.category(character) not in ("Cs", "Cn", "Co") and not character.isspace()
    ]

    judged_otherwise = [
        f"U+{ord(letter):04X}" for letter in letters if bool(unprintable(letter)) == draws(letter)
    ]

    assert judged_otherwise == []


def draws(character: str) -> bool:
    # Not the remembered one: a hundred thousand letters would push out what other tests share.
    try:
        shape.__wrapped__(character, "", fonts.REGULAR)
    except UnknownCharacterError:
        return False
    return True


@pytest.mark.parametrize("family", fonts.FAMILIES)
def test_both_weights_of_a_family_have_the_same_characters(family: str) -> None:
    regular, bold = (
        set(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(fonts.file(family, weight)))).unicodes)
        for weight in (fonts.REGULAR, fonts.BOLD)
    )

    assert regular == bold


def test_asking_loads_nothing_that_lays_out_or_shapes() -> None:
    engines = {"weasyprint", "pikepdf", "conference.pdf.shaping", "conference.pdf.layout"}
    script = (
        "import sys; from conference.pdf.coverage import unprintable; unprintable('Ж🎉');"
        f"print(sorted({engines!r} & {{*sys.modules}}))"
    )

    asked = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert asked.stdout == "[]\n"
