"""A checked file: what it would do, said before it is done. Every problem, change and question."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from delegates.choices import APPLIED, HELD_BACK, Verdict
from delegates.importing.checking.drafts import Draft
from delegates.importing.checking.questions import Outcome, Question
from delegates.importing.report import DelegationKey, Problem


@dataclass(slots=True)
class RowReport:
    """One row. `outcome` is what becomes of it with the answers given.

    `line` is the row's own in the file, `place` where a person finds it: sheet and line; `cluster`
    the first line of those that an answer about this one concerns; `draft` what it asks for.
    """

    line: int
    person: str
    delegation: str
    reference: str
    values: Mapping[str, str]
    problems: list[Problem]
    outcome: Outcome
    draft: Draft
    cluster: int = 0
    place: str = ""
    notices: list[str] = field(default_factory=list)
    delegation_key: DelegationKey | None = None
    new_delegation: DelegationKey | None = None
    """The key where the delegation has to be registered for the row."""
    delegate_id: int | None = None
    """Whom the row is about, also where it is the row of another line that says so."""
    speaker: int | None = None
    """The line that speaks for the same new person, where this one does not."""
    description: tuple[str, ...] = ()
    """What an answer about the person is remembered by; see `checking.people`."""

    @property
    def verdict(self) -> str:
        return self.outcome.verdict


@dataclass
class CheckedFile:
    """`problems` concern the whole file and stop everything; `notices` stop nothing."""

    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    rows: list[RowReport] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    """Every text that names no party, by the number of a `Party` of the type `HEADING`."""
    new_delegations: dict[DelegationKey, str] = field(default_factory=dict)

    def applied(self) -> list[RowReport]:
        return [] if self.problems else [row for row in self.rows if row.verdict in APPLIED]

    def registered_delegations(self) -> list[str]:
        """Names of the new ones that have a row which is applied; the others are not registered."""
        wanted = {row.delegation_key for row in self.applied()}
        return sorted(name for key, name in self.new_delegations.items() if key in wanted)

    def held_back(self) -> list[RowReport]:
        """Rows with problems, and those that wait for an answer."""
        return [row for row in self.rows if row.verdict in HELD_BACK]

    def open_questions(self) -> list[Question]:
        """Unanswered ones without whose answer a row is held back."""
        waiting = {row.line for row in self.rows if row.verdict == Verdict.OPEN}
        return [
            question
            for question in self.questions
            if question.holds_back and not waiting.isdisjoint(question.lines)
        ]

    def counts(self) -> dict[str, int]:
        """No personal value: these stay when the lines have expired."""
        verdicts = Counter(str(row.verdict) for row in self.rows)
        return {
            "rows": len(self.rows),
            **{verdict: verdicts[verdict] for verdict in Verdict.values},
            "new_delegations": len(self.new_delegations),
            "badges": sum(len(row.outcome.badges) for row in self.applied()),
        }

    def fingerprint(self) -> str:
        """Equal for two that do the same: 64 hexadecimal digits."""
        return fingerprint_of((row.line, row.outcome.digest) for row in self.rows)


def fingerprint_of(digests: Iterable[tuple[int, str]]) -> str:
    said = hashlib.sha256()
    for line, digest in digests:
        said.update(f"{line} {digest}\n".encode())
    return said.hexdigest()


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
    if not said and row.verdict == Verdict.OPEN:
        said.append(_("needs an answer on the page of the import"))
    return "; ".join(said)
