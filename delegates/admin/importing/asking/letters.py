"""A text with its doubtful letters apart. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

CODE = re.compile(r"U\+([0-9A-F]{4,6})")


@dataclass(frozen=True)
class Piece:
    """Part of a text; `codes` say which doubtful letters it is made of."""

    text: str
    codes: str = ""


def pieces_of(detail: Mapping[str, Any]) -> list[Piece]:
    """The text with its doubtful letters apart: those that the doubt names, their whole script,
    and whatever was perhaps meant otherwise.
    """
    text, perhaps = detail["text"], detail.get("perhaps", "")
    named = {chr(int(code, 16)) for code in CODE.findall(detail["finding"])}
    scripts = {_script(letter) for letter in named} - {""}
    doubtful = [letter in named or _script(letter) in scripts for letter in text]
    if perhaps:
        steps = SequenceMatcher(None, text, perhaps, autojunk=False).get_opcodes()
        for step, start, end, _from, _to in steps:
            if step != "equal":
                doubtful[start:end] = [True] * (end - start)
    pieces: list[Piece] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or doubtful[end] != doubtful[start]:
            part = text[start:end]
            pieces.append(Piece(part, _codes(part) if doubtful[start] else ""))
            start = end
    return pieces


def _codes(text: str) -> str:
    return " ".join(f"U+{ord(letter):04X}" for letter in text)


def _script(letter: str) -> str:
    """By the first word of its name: Latin letters are of none, they stand beside any."""
    script = unicodedata.name(letter, "").partition(" ")[0] if letter.isalpha() else ""
    return "" if script == "LATIN" else script
