"""What an import would do, said before it is done: every problem in every row, every change."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from delegates.columns import COLUMNS

LONGEST_SHOWN = 80


class Verdict(models.TextChoices):
    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("Left alone")
    REJECTED = "rejected", _("With problems")


class Party(NamedTuple):
    """A country or an organization, by the name of the field and its id."""

    type: str
    pk: int


class DelegationKey(NamedTuple):
    """What makes a delegation one of its kind (by its id) in a conference, saved or not."""

    party: Party
    kind: int


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


@dataclass(slots=True)
class RowReport:
    """`doubt` asks whether a new delegate is perhaps somebody who is there already."""

    line: int
    person: str
    delegation: str
    reference: str
    verdict: str
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    doubt: str = ""
    needs_new_badge: list[str] = field(default_factory=list)
    plan: Plan | None = None

    def is_applied(self, selection: "Selection") -> bool:
        return self.verdict in {Verdict.NEW, Verdict.CHANGED} and (
            not self.doubt or selection.confirms(self.line)
        )

    def as_stored(self) -> dict[str, Any]:
        return {
            "line": self.line,
            "person": self.person,
            "delegation": self.delegation,
            "reference": self.reference,
            "verdict": str(self.verdict),
            "problems": [[p.line, p.column, p.value, p.reason] for p in self.problems],
            "changes": [[c.column, c.old, c.new, c.person, c.is_consequence] for c in self.changes],
            "doubt": self.doubt,
            "needs_new_badge": self.needs_new_badge,
        }

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any]) -> Self:
        return cls(
            **{
                **stored,
                "problems": [Problem(*problem) for problem in stored["problems"]],
                "changes": [Change(*change) for change in stored["changes"]],
            }
        )


@dataclass(frozen=True)
class Selection:
    """Which doubtful rows somebody has looked at and wants created all the same."""

    confirmed: frozenset[int] = frozenset()
    confirms_all: bool = False

    def confirms(self, line: int) -> bool:
        return self.confirms_all or line in self.confirmed


@dataclass
class Report:
    """`problems` concern the whole file and stop everything; `notices` stop nothing."""

    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    rows: list[RowReport] = field(default_factory=list)
    new_delegations: dict[DelegationKey, str] = field(default_factory=dict)

    def applied(self, selection: Selection) -> list[RowReport]:
        return [] if self.problems else [row for row in self.rows if row.is_applied(selection)]

    def held_back(self, selection: Selection) -> list[RowReport]:
        """Rows with problems, and doubtful ones that nobody has confirmed."""
        return [
            row
            for row in self.rows
            if row.verdict == Verdict.REJECTED or (row.doubt and not selection.confirms(row.line))
        ]

    def counts(self) -> dict[str, int]:
        """No personal value: these stay when the report has expired."""
        verdicts = Counter(str(row.verdict) for row in self.rows)
        return {
            "rows": len(self.rows),
            **{verdict: verdicts[verdict] for verdict in Verdict.values},
            "doubtful": sum(bool(row.doubt) for row in self.rows),
            "problems": len(self.problems) + sum(len(row.problems) for row in self.rows),
            "new_delegations": len(self.new_delegations),
            "badges": sum(len(row.needs_new_badge) for row in self.rows),
        }

    def as_stored(self) -> dict[str, Any]:
        return {
            "problems": [[p.line, p.column, p.value, p.reason] for p in self.problems],
            "notices": self.notices,
            "new_delegations": sorted(self.new_delegations.values()),
            "rows": [row.as_stored() for row in self.rows],
        }

    def as_json(self) -> str:
        return json.dumps(
            self.as_stored(), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )

    def fingerprint(self) -> str:
        """Equal for two reports that say the same: 64 hexadecimal digits."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()


@dataclass(frozen=True)
class StoredReport:
    """A report read back for its page: everything but what only applying needs."""

    problems: list[Problem]
    notices: list[str]
    new_delegations: list[str]
    rows: list[RowReport]

    @classmethod
    def from_json(cls, text: str) -> Self:
        stored = json.loads(text)
        return cls(
            problems=[Problem(*problem) for problem in stored["problems"]],
            notices=stored["notices"],
            new_delegations=stored["new_delegations"],
            rows=[RowReport.from_stored(row) for row in stored["rows"]],
        )


def heading(column: str) -> str:
    """The column's heading in the reader's language; "" for none."""
    return str(COLUMNS[column].label) if column else ""


def problems_by_column(row: RowReport) -> dict[str, str]:
    """What is wrong with each cell; what concerns the whole row is in no column."""
    found: dict[str, str] = {}
    for problem in row.problems:
        if problem.column:
            before = f"{found[problem.column]}; " if problem.column in found else ""
            found[problem.column] = f"{before}{problem.reason}"
    return found


def reason_of(row: RowReport) -> str:
    """All that is wrong with a row in one text: "Rank: “x” is not …; E-mail: …"."""
    said = []
    for problem in row.problems:
        value = f"“{problem.value}” " if problem.value else ""
        where = f"{problem.heading}: " if problem.heading else ""
        said.append(f"{where}{value}{problem.reason}")
    if row.doubt:
        said.append(row.doubt)
    return "; ".join(said)


def shortened(text: str) -> str:
    """What is shown of a cell: enough to find it, with nothing hidden in it."""
    plain = "".join(letter if letter.isprintable() else "�" for letter in text[: LONGEST_SHOWN * 2])
    return plain if len(plain) <= LONGEST_SHOWN else f"{plain[:LONGEST_SHOWN]}…"
