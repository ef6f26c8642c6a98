"""What is sent from the page on which people are added: their cells, answers, pasted lines."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from delegates.importing.checking.questions import Answers
from delegates.importing.typed.adding import read_answers
from delegates.importing.typed.pasted import columns_here
from delegates.importing.words import language_vocabulary
from delegates.models import DelegateQuerySet
from delegates.recognition.own_language import proposed_language

# In the order in which they stand, and in which lines without headings are read.
SHOWN = (
    "honorific", "given_name", "family_name", "own_name",
    "function", "ministry", "department", "position", "own_name_language",
)  # fmt: skip
# What says nothing of anybody by itself.
BESIDE = {"position", "own_name_language"}
CELL = re.compile(r"r([1-9]\d{0,2})\.([a-z_]+)")
QUESTION = re.compile(r"(person|letters):([0-9a-f]{64}):(.{0,60})")
DIGEST = re.compile(r"[0-9a-f]{64}")

Rows = dict[int, dict[str, str]]


@dataclass
class Sent:
    """What came with the form. `wants_saved`: its sender has asked for that, and was asked back."""

    rows: Rows = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)
    shown: frozenset[str] = frozenset()
    lines: str = ""
    at_row: int = 0
    at_column: str = ""
    wants_saved: bool = False
    wants_laid_out: bool = False

    @classmethod
    def of(cls, data: QueryDict) -> "Sent":
        at = CELL.fullmatch(data.get("at", ""))
        given: dict[tuple[str, str], str] = {}
        for found in map(QUESTION.fullmatch, [*data.getlist("answered"), *data.getlist("reply")]):
            if found:
                given[found[1], found[2]] = found[3]
        return cls(
            rows=_rows_in(data),
            answers=read_answers(given),
            shown=frozenset(filter(DIGEST.fullmatch, data.getlist("shown"))),
            lines=data.get("lines", ""),
            at_row=int(at[1]) if at else 0,
            at_column=at[2] if at and at[2] in SHOWN else SHOWN[0],
            wants_saved="save" in data or "reply" in data,
            wants_laid_out="lay_out" in data,
        )

    def lay_out(self, lines: Sequence[Mapping[str, str]]) -> None:
        """From the cell on in which they were pasted, else below what is there."""
        start = self.at_row or max(self.rows, default=0) + 1
        for number, texts in enumerate(lines, start=start):
            self.rows[number] = {**self.rows.get(number, {}), **texts}
        self.rows = {number: texts for number, texts in self.rows.items() if _says(texts)}
        self.lines = ""

    @property
    def in_order(self) -> Sequence[str]:
        return SHOWN[SHOWN.index(self.at_column) :]


def _rows_in(data: QueryDict) -> Rows:
    found: Rows = {}
    columns = set(columns_here())
    for name in data:
        cell = CELL.fullmatch(name)
        if cell and cell[2] in columns and (text := data.get(name, "").strip()):
            found.setdefault(int(cell[1]), {})[cell[2]] = text
    return {number: texts for number, texts in sorted(found.items()) if _says(texts)}


def _says(texts: Mapping[str, str]) -> bool:
    return bool(texts.keys() - BESIDE)


def with_languages(rows: Rows, people: DelegateQuerySet, country: str) -> None:
    """A name in own script without its language is in that of the others of its script; where
    there are none, in what its letters and the country say. `country`: ISO code, "" for none.
    """
    lacking = [row for row in rows.values() if _own(row) and not row.get("own_name_language")]
    if not lacking:
        return
    known: dict[str, Counter[str]] = {}
    others = [(_own(row), language_of(row.get("own_name_language", ""))) for row in rows.values()]
    registered = people.exclude(own_name="").values_list("own_name", "own_name_language")
    for name, language in [*others, *registered]:
        if language and name:
            known.setdefault(_script(name), Counter())[language] += 1
    for row in lacking:
        name = _own(row)
        others_of_script = known.get(_script(name), Counter()).most_common(1)
        tag = others_of_script[0][0] if others_of_script else proposed_language(name, country)
        if tag:
            row["own_name_language"] = tag


def _own(row: Mapping[str, str]) -> str:
    return row.get("own_name") or row.get("own_family_name") or row.get("own_given_name") or ""


def _script(name: str) -> str:
    letter = next(filter(str.isalpha, name), "")
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""


def language_of(text: str) -> str:
    meanings = language_vocabulary().meanings(text)
    return meanings[0] if len(meanings) == 1 else text
