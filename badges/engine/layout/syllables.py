"""Where syllables begin in Lao, Khmer and Burmese: they set no spaces between words.

Thai words are found in a dictionary; for these there is none (Pango keeps such a text whole), so a
line may end before what surely begins a syllable. A break that is missed costs a shorter line, one
too many would tear a letter from its signs. Sources: the Unicode Standard, chapter 16, on the order
of consonants, signs and vowels.
"""

import re
from collections.abc import Iterator

# A vowel that is written before its consonant; what follows a vowel that ends its syllable; or a
# consonant with its sign of a vowel or tone. A high consonant may lead another one: ຫນ, ຫມ, ຫລ.
_LAO = (
    r"[ເ-ໄ]",
    r"(?<=[ະຳ])[ກ-ຮໜໝ]",
    r"(?<![ເ-ໄ])ຫ(?=[ງຍນມຣລວ]\u0ebc?[ະ-ູົຽ່-ໍ])",
    r"(?<![ເ-ໄຫ])[ກ-ຮໜໝ](?=\u0ebc?[ະ-ູົຽ່-ໍ])",
    r"(?<=ຫ)[ກຂຄຈຊດຕຖທບປຜຝພຟຢສຫອຮ](?=[ະ-ູົຽ່-ໍ])",
)
# A consonant, with those below it, that carries a vowel.
_KHMER = (r"(?<!\u17d2)[ក-ឳ](?:\u17d2[ក-ឳ])*(?=[\u17b6-\u17c5])",)
# A consonant that no killer silences and that is stacked on nothing; then it begins a syllable.
_BURMESE = (r"(?<!\u1039)[က-ဪဿ](?!\u1037?\u103a|\u1039)",)

_BEGINNING = re.compile("|".join((*_LAO, *_KHMER, *_BURMESE)))


def beginnings(text: str) -> Iterator[int]:
    """Places in the text before which a line may end, the first of it left out."""
    return (found.start() for found in _BEGINNING.finditer(text) if found.start())
