"""Which fields of somebody registered stay as they are where a row is the same person. Pure.

A name was read, decided on and perhaps printed: it stays unless somebody chooses the file's. What
else a row says is news of the person and is taken, unless somebody chooses what is registered.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from delegates import replies
from delegates.importing.known import KnownDelegate
from delegates.importing.report import Change
from delegates.importing.values import Values
from delegates.naming.names import PARTS_OF_NAME, PARTS_OF_OWN_NAME
from delegates.replies import FullReply

# Written and chosen as one: parts, whole and language come from the file together, or none.
OWN_NAME = (*PARTS_OF_OWN_NAME, "own_name", "own_name_language")
POSITION = "position"
# Where somebody is moves with them: that the row is theirs says it.
NEVER_CHOSEN = "delegation"


@dataclass(frozen=True)
class FieldChoice:
    """A field that differs. `column` stands for it in an answer."""

    column: str
    change: Change
    stays_at_first: bool


def field_choices(changes: Iterable[Change]) -> Iterator[FieldChoice]:
    """What is chosen of a person, field by field; what follows from it is not."""
    chosen = [one for one in changes if _is_chosen(one)]
    own_name = [one for one in chosen if one.column in OWN_NAME]
    shown = next((one for one in own_name if one.column == "own_name"), None)
    for change in chosen:
        if change.column not in OWN_NAME:
            yield FieldChoice(change.column, change, change.column in PARTS_OF_NAME)
        elif change is (shown or own_name[0]):
            yield FieldChoice(change.column, change, any(one.old for one in own_name))


def kept_at_first(changes: Iterable[Change]) -> frozenset[str]:
    return frozenset(one.column for one in field_choices(changes) if one.stays_at_first)


def changes_of(outcome: Mapping[str, Any]) -> list[Change]:
    """Of an outcome as it is stored."""
    return [Change(*change) for change in outcome.get("changes", ())]


def is_among(answer: FullReply, outcomes: Mapping[str, Any]) -> bool:
    """Whether it is one of the stored outcomes, with nothing kept but what may be chosen there."""
    outcome = outcomes.get(answer.whole)
    if outcome is None:
        return False
    return set(answer.kept) <= {one.column for one in field_choices(changes_of(outcome))}


def only_candidate(outcomes: Collection[str]) -> str:
    """The answer that a row is the one whom it may be; "" where that may be several."""
    candidates = [text for text in outcomes if not replies.read(text).kept]
    return candidates[0] if len(candidates) == 1 else ""


def same_keeping(
    candidate: str, outcomes: Mapping[str, Any], taken: Collection[str] | None = None
) -> str:
    """The answer that a row is this candidate, where of what differs only `taken` is the file's.

    None is what is taken at first.
    """
    changes = changes_of(outcomes.get(candidate, {}))
    if taken is None:
        kept = kept_at_first(changes)
    else:
        kept = frozenset(one.column for one in field_choices(changes)) - frozenset(taken)
    answer = replies.read(candidate)
    return str(replace(answer, kept=tuple(sorted(kept))))


def _is_chosen(change: Change) -> bool:
    return not (change.person or change.is_consequence or change.column == NEVER_CHOSEN)


def keeping(values: Values, delegate: KnownDelegate, kept: Iterable[str]) -> Values:
    """What the row asks for where these fields stay as they are registered.

    Said rather than left blank: another row about the person does not fill them either, unless it
    names them head. A category that is said as it is asks for nothing, by hand or by the rules.
    """
    columns = [one for column in kept for one in _with_its_own(column)]
    if not columns:
        return values
    ids = {
        "rank": delegate.rank_id,
        "nationality": delegate.nationality_id,
        "category": delegate.category_id,
    }
    registered: dict[str, Any] = {**delegate.texts, **ids}
    fields = {
        column: registered.get(column) if column in columns else value
        for column, value in values.fields.items()
    }
    position = "" if POSITION in columns else values.position
    return replace(values, fields=fields, position=position)


def not_taken(values: Values, kept: Iterable[str]) -> dict[str, Any]:
    """What the row says of these fields: as long as a file says the same, they stay."""
    columns = [one for column in kept for one in _with_its_own(column)]
    found = {column: values.fields[column] for column in columns if column in values.fields}
    return found | ({POSITION: values.position} if POSITION in columns else {})


def refusing(values: Values, delegate: KnownDelegate, refused: Mapping[str, Any]) -> Values:
    """What the row asks for without what was not taken before.

    Of a name in own script, with nothing changed in it: a corrected one is another.
    """
    said = {**values.fields, POSITION: values.position}
    kept = [
        column
        for column in refused
        if all(said.get(one) == refused.get(one) for one in _with_its_own(column))
    ]
    return keeping(values, delegate, kept)


def _with_its_own(column: str) -> tuple[str, ...]:
    return OWN_NAME if column in OWN_NAME else (column,)
