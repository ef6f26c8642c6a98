"""What several rows say of one person, as one row: the first counts, the others fill its blanks.

A spelling with more marks, or with capitals where they belong, is taken as from any row about a
registered person; whoever one of the rows names head of the delegation leads it. Pure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from conference.writing.folding import word_key
from delegates.columns import COLUMNS
from delegates.importing.checking.comparing import (
    is_poorer_spelling,
    is_same_text,
    value_label,
)
from delegates.importing.checking.drafts import Draft
from delegates.importing.checking.keeping import OWN_NAME
from delegates.importing.checking.speaking import SpokenFor
from delegates.importing.known import Known, KnownDelegate
from delegates.importing.report import heading, shortened
from delegates.importing.words import HEAD
from delegates.naming.names import PARTS_OF_NAME

OTHER_PART = dict(zip(PARTS_OF_NAME, reversed(PARTS_OF_NAME), strict=True))


def merged(person: SpokenFor) -> Draft:
    """The speaker's row with what the others say where it says nothing."""
    speaker, others = person.speaker, person.others
    if not others:
        return speaker
    fields = dict(speaker.values.fields)
    for column in dict.fromkeys(name for row in others for name in row.values.fields):
        if column not in PARTS_OF_NAME and _is_blank(speaker, column):
            fields |= _filled(column, others, person.delegate)
    for column in PARTS_OF_NAME:
        for row in others:
            if _is_better_name(column, fields, row, person.delegate):
                fields[column] = row.values.fields[column]
    position = _position(person)
    return replace(speaker, values=replace(speaker.values, fields=fields, position=position))


def _is_blank(speaker: Draft, column: str) -> bool:
    """The parts of a name in own script, and its language, come from one row."""
    columns = OWN_NAME if column in OWN_NAME else (column,)
    return not any(name in speaker.values.fields for name in columns)


def _filled(column: str, others: Sequence[Draft], delegate: KnownDelegate | None) -> dict[str, Any]:
    """The first that is said; nothing where one of the rows says what is registered: so the same
    file changes nothing the second time.
    """
    if column in OWN_NAME:
        others = [row for row in others if row.values.fields.get("own_name")][:1]
    said = [row.values.fields[column] for row in others if row.values.fields.get(column)]
    if not said or (
        delegate is not None and any(_is_registered(column, value, delegate) for value in said)
    ):
        return {}
    return {column: said[0]}


def _is_registered(column: str, value: Any, delegate: KnownDelegate) -> bool:
    if column in delegate.texts:
        return is_same_text(column, delegate.texts[column], str(value))
    ids = {
        "rank": delegate.rank_id,
        "nationality": delegate.nationality_id,
        "category": delegate.category_id,
    }
    return bool(ids[column] == value)


def _is_better_name(
    column: str, fields: dict[str, Any], row: Draft, delegate: KnownDelegate | None
) -> bool:
    """With marks that the other lost; or at all, beside the same other part of the name."""
    new = str(row.values.fields.get(column) or "")
    known = delegate.texts if delegate else {}
    present = {name: str(fields.get(name, known.get(name, ""))) for name in PARTS_OF_NAME}
    if not new or present[column]:
        return bool(new) and is_poorer_spelling(column, new, present[column])
    beside = str(row.values.fields.get(OTHER_PART[column]) or "")
    return bool(beside) and word_key(beside) == word_key(present[OTHER_PART[column]])


def _position(person: SpokenFor) -> str:
    """Whoever is named head leads. Of somebody registered nobody else's row says the position."""
    speaker = person.speaker
    said = [row.values.position for row in person.rows if row.delegation == speaker.delegation]
    if HEAD in said:
        return HEAD
    if speaker.values.position or person.delegate is not None:
        return speaker.values.position
    return next(filter(None, said), "")


def what_is_not_taken(person: SpokenFor, whole: Draft, known: Known) -> Iterator[tuple[int, str]]:
    """Line and notice for whatever one of the other rows says otherwise than what counts."""
    for row in person.others:
        for column, text, counts in _differences(person, whole, row, known):
            words = {
                "column": heading(column),
                "line": person.speaker.line.line,
                "text": shortened(text),
                "counts": shortened(counts),
            }
            notice = _(
                "merged with line %(line)d: %(column)s stays “%(counts)s”, “%(text)s” is left out"
            )
            yield row.line.line, notice % words


def _differences(
    person: SpokenFor, whole: Draft, row: Draft, known: Known
) -> Iterator[tuple[str, str, str]]:
    kept = person.delegate.texts if person.delegate else {}
    for column, value in row.values.fields.items():
        counts = whole.values.fields.get(column, kept.get(column))
        if not value or not counts or value == counts:
            continue
        if column in COLUMNS.texts() and _is_the_same(column, str(counts), str(value)):
            continue
        yield column, value_label(column, value, known), value_label(column, counts, known)
    position, leading = row.values.position, whole.values.position
    if position and leading and position != leading:
        yield (
            "position",
            value_label("position", position, known),
            value_label("position", leading, known),
        )


def _is_the_same(column: str, counts: str, value: str) -> bool:
    return is_same_text(column, counts, value) or (
        column in PARTS_OF_NAME and word_key(counts) == word_key(value)
    )
