"""What the parts of an import's report are: problems, changes, and the plan of a row. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from delegates.columns import COLUMNS

LONGEST_SHOWN = 80
HEADING = "heading"


class Party(NamedTuple):
    """A country or an organization, by the name of the field and its id.

    Who sends a delegation under a heading that nobody knows is a party too, of the type `HEADING`,
    by the number of the heading in its file: what hangs on it can be asked before it has a name.
    """

    type: str
    pk: int


class DelegationKey(NamedTuple):
    """What makes a delegation one of its kind (by its id) in a conference, saved or not.

    The kind is 0 while nobody knows who sends it.
    """

    party: Party
    kind: int

    def __str__(self) -> str:
        return f"{self.party.type}:{self.party.pk}:{self.kind}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `line` 0 is the file as a whole, a blank column the whole row."""

    line: int
    column: str
    value: str
    reason: str

    @property
    def heading(self) -> str:
        return heading(self.column)


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after, in words. `person` is set where it is somebody else's.

    A consequence was not asked for: it follows from the conference's rules.
    """

    column: str
    old: str
    new: str
    person: str = ""
    is_consequence: bool = False

    @property
    def heading(self) -> str:
        return heading(self.column)


@dataclass(frozen=True, slots=True)
class Plan:
    """What applying the row does: `values` by field name, ids for rows that are there."""

    delegation: DelegationKey
    delegate_id: int | None
    values: Mapping[str, Any]
    is_head: bool | None


def heading(column: str) -> str:
    """The column's heading in the reader's language; "" for none."""
    return str(COLUMNS[column].label) if column else ""


def shortened(text: str) -> str:
    """What is shown of a cell: enough to find it, with nothing hidden in it."""
    plain = "".join(letter if letter.isprintable() else "�" for letter in text[: LONGEST_SHOWN * 2])
    return plain if len(plain) <= LONGEST_SHOWN else f"{plain[:LONGEST_SHOWN]}…"
