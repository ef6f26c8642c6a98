"""What an import asks: its normal form, the answers there are, and what each makes of a line. Pure.

A question is asked once for everything that hangs on it, in the same words for the same file, and
an answer is a word: so that it can be stored, given to many at once, and given again.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from delegates.choices import OPTIONAL, QuestionKind, Verdict
from delegates.importing.report import HEADING, Change, Plan

Answers = Mapping[tuple[str, str], str]
"""Kind and key of a question to its answer."""

NONE_GIVEN: Answers = {}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a line. Where nothing is to be applied there is no plan."""

    verdict: str
    plan: Plan | None = None
    changes: list[Change] = field(default_factory=list)
    badges: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """Equal for two that do and say the same: 64 hexadecimal digits; the verdict of nothing.

        The type of an organization that is to be added makes no difference to its people.
        """
        if self.plan is None:
            return str(self.verdict)
        plan = self.plan
        key = plan.delegation
        kind = 0 if key.party.type == HEADING else key.kind
        does = [*key.party, kind, plan.delegate_id, plan.values, plan.is_head]
        said = [str(self.verdict), does, self._changes, self.badges]
        # Sorted: values that PostgreSQL has kept come back in an order of its own.
        return _digest(json.dumps(said, sort_keys=True))

    @property
    def _changes(self) -> list[list[Any]]:
        return [[c.column, c.old, c.new, c.person, c.is_consequence] for c in self.changes]

    def as_stored(self) -> dict[str, Any]:
        return {
            "verdict": str(self.verdict),
            "changes": self._changes,
            "badges": self.badges,
            "digest": self.digest,
        }


LEFT_OUT = Outcome(Verdict.LEFT_OUT)
REPEATED = Outcome(Verdict.REPEATED)
REJECTED = Outcome(Verdict.REJECTED)
OPEN = Outcome(Verdict.OPEN)


@dataclass
class Question:
    """`outcomes` by answer; an answer that is not among them lets the line be as it was asked."""

    kind: QuestionKind
    key: str
    subject: str
    lines: list[int]
    detail: Mapping[str, Any] = field(default_factory=dict)
    section: str = ""
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    answer: str = ""

    @property
    def is_optional(self) -> bool:
        return self.kind in OPTIONAL

    @property
    def holds_back(self) -> bool:
        return not self.answer and not self.is_optional


def key_of(*parts: str) -> str:
    """A question's normal form: 64 hexadecimal digits that tell nothing of what is asked."""
    return _digest("\x1f".join(parts))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
