"""Chinese characters by pinyin, then tone, then number of strokes, as in a dictionary.

Characters are read one by one: what a character's neighbours make of it (长, 重) is a matter of
meaning, and ICU does the same. Strokes: `strokes.txt`, the common characters (GB 2312, level 1) by
Unicode's kTotalStrokes, one line a number; a character that is not there follows those that are.
"""

import os
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

HAN = re.compile(r"([\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\U00020000-\U0003FFFF]+)")

# Where the Unicode algorithm puts ideographs: after every alphabet.
IDEOGRAPH = "FB40"
UNCOUNTED = 99
UNREAD = "~"


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """The text in runs, each with whether it is Han."""
    for index, run in enumerate(HAN.split(text)):
        if run:
            yield run, index % 2 == 1


@lru_cache(maxsize=8192)
def weight(character: str) -> str:
    """For example FB40zhong10404E2D: zhōng, four strokes, U+4E2D."""
    strokes = _strokes().get(character, UNCOUNTED)
    return f"{IDEOGRAPH}{_reading(character)}{strokes:02d}{ord(character):04X}"


def _reading(character: str) -> str:
    """Pinyin and tone; ü counts as a u after the tones of u: lu, lü, luan, lüe, lun."""
    # Here and not above: it reads its dictionary when imported, for Chinese only. Without that of
    # phrases, which no single character is found in, that takes 11 MB instead of 54.
    os.environ |= {"PYPINYIN_NO_PHRASES": "1", "PYPINYIN_NO_DICT_COPY": "1"}
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore")
    if not found:
        return UNREAD
    syllable, tone = found[0][0][:-1], int(found[0][0][-1])
    return f"{syllable.replace('v', 'u')}{tone + 5 if 'v' in syllable else tone}"


@cache
def _strokes() -> dict[str, int]:
    lines = Path(__file__).with_name("strokes.txt").read_text(encoding="utf-8").splitlines()
    return {
        character: int(number)
        for number, _, characters in (line.partition(" ") for line in lines)
        for character in characters
    }
