"""A row on its way to the report, and what rows of one file may not say together. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from conference.writing.findings import Finding
from delegates.choices import Reply
from delegates.importing.cells import Line
from delegates.importing.checking.questions import Question, chosen_of, reply_of
from delegates.importing.known import Known, KnownDelegate
from delegates.importing.report import DelegationKey, Problem, shortened
from delegates.importing.values import Values
from delegates.models.delegates import REFERENCE_ALPHABET
from delegates.names import folded_name_key, list_name

HALF = 4
# Letters that the alphabet of references leaves out, read as the digits they look like.
MISREAD = str.maketrans("OIL", "011")


@dataclass
class Draft:
    """A row, whom it is about so far, and what is asked of it.

    `delegate` is who it is already, if anybody; `identity` is the person's `description` in the
    delegation, in the form in which an answer about them is remembered; `is_remembered`: there is
    one, that this is the delegate. `is_repeated`: another row
    speaks for the same person. `taken_out` is what an answer took out of its texts, by column.
    """

    line: Line
    delegate: KnownDelegate | None
    delegation: DelegationKey | None
    values: Values
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    description: tuple[str, ...] = ()
    identity: str = ""
    is_remembered: bool = False
    is_left_out: bool = False
    is_repeated: bool = False
    taken_out: tuple[tuple[str, Finding], ...] = ()

    @property
    def given_name(self) -> str:
        return self._text("given_name")

    @property
    def family_name(self) -> str:
        return self._text("family_name")

    @property
    def name(self) -> str:
        return list_name(given=self.given_name, family=self.family_name)

    @property
    def name_key(self) -> str:
        return folded_name_key(self.given_name, self.family_name)

    @property
    def is_new(self) -> bool:
        return self.delegate is None

    @property
    def counts(self) -> bool:
        """Whether anything of the row may come into the conference."""
        return not self.problems and not self.is_left_out and not self.is_repeated

    @property
    def is_coming(self) -> bool:
        """Whether the row comes into the conference with the answers given so far."""
        return self.counts and not any(
            question.holds_back
            or reply_of(question.answer) == Reply.LEAVE_OUT
            or chosen_of(question.answer).startswith("line:")
            for question in self.questions
        )

    @property
    def is_set_aside(self) -> bool:
        """Whether its whole heading is left out."""
        return any(reply_of(question.answer) == Reply.LEAVE_OUT for question in self.questions)

    @property
    def has_a_name(self) -> bool:
        return bool(self.name_key) and not _has_bad_name(self.problems)

    def refuse(self, column: str, value: str, reason: str) -> None:
        self.problems.append(Problem(self.line.line, column, shortened(value), reason))

    def _text(self, name: str) -> str:
        kept = self.delegate.texts[name] if self.delegate else ""
        return str(self.values.fields.get(name, kept))


def plain_reference(text: str) -> str:
    """`7kq2 m9xd` and `7KQ2-M9XD` are one; O, I and l are read as the digits they look like."""
    letters = text.upper().translate(MISREAD)
    kept = "".join(letter for letter in letters if letter in REFERENCE_ALPHABET)
    return f"{kept[:HALF]}-{kept[HALF:]}"


def by_reference(text: str, known: Known) -> KnownDelegate | None:
    return known.by_reference.get(text) or known.by_reference.get(plain_reference(text))


NAMES = ("given_name", "family_name")


def without_another_split(line: Line, delegate: KnownDelegate) -> Line:
    """A name that matched as a whole but is split otherwise asks for no change of its parts.

    "Valiev Ali" in one cell, beside a blank one that leaves alone, would make it Ali Valiev Ali.
    Who wants the parts exchanged gives the reference.
    """
    is_split_alike = all(
        folded_name_key(line.text(part), "") == folded_name_key(delegate.texts[part], "")
        for part in NAMES
    )
    if is_split_alike:
        return line
    asked = {column: value for column, value in line.asked.items() if column not in NAMES}
    return replace(line, asked=asked)


def _has_bad_name(problems: Iterable[Problem]) -> bool:
    return any(problem.column in NAMES for problem in problems)


def refuse_repeated_references(drafts: Sequence[Draft]) -> None:
    """Two rows with the reference of one delegate are refused, each naming the others."""
    groups: defaultdict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.delegate is not None and draft.line.text("reference"):
            groups[draft.delegate.pk].append(draft)
    for group in groups.values():
        for draft in group if len(group) > 1 else ():
            others = _lines(other for other in group if other is not draft)
            draft.refuse("", draft.name, _("is the same delegate as in %s of the file") % others)


def refuse_rival_heads(drafts: Sequence[Draft], head: str) -> None:
    """A delegation has one head: rows that name more are refused, each naming the others."""
    groups: defaultdict[DelegationKey, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.values.position == head and draft.delegation is not None:
            groups[draft.delegation].append(draft)
    for group in groups.values():
        for draft in group if len(group) > 1 else ():
            others = _lines(other for other in group if other is not draft)
            draft.refuse(
                "position",
                draft.line.text("position"),
                _("leads the delegation, and so does %s; a delegation has one head") % others,
            )


def refuse_rival_kinds(drafts: Sequence[Draft], known: Known) -> None:
    """A new delegation is of one kind: rows that name more are refused, each naming the others."""
    groups: defaultdict[object, list[Draft]] = defaultdict(list)
    for draft in drafts:
        key = draft.delegation
        if key is not None and key not in known.delegations and key.kind:
            groups[key.party, known.kinds[key.kind].is_mission].append(draft)
    for group in groups.values():
        kinds = {draft.delegation.kind for draft in group if draft.delegation}
        for draft in group if len(kinds) > 1 else ():
            others = _lines(other for other in group if other.delegation != draft.delegation)
            draft.refuse(
                "kind",
                draft.line.text("kind"),
                _("is another kind than in %s; a delegation is of one kind") % others,
            )


def _lines(drafts: Iterable[Draft]) -> str:
    numbers = [draft.line.line for draft in drafts]
    if len(numbers) == 1:
        return _("line %d") % numbers[0]
    return _("lines %s") % ", ".join(map(str, numbers))
