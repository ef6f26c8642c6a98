"""A row on its way to the report, and what rows of one file may not say together. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from conference.writing.doubts import Doubt
from delegates.importing.cells import Line
from delegates.importing.checking.letters import Rewritten
from delegates.importing.checking.questions import Question
from delegates.importing.known import Known, KnownDelegate
from delegates.importing.report import DelegationKey, Party, Problem, shortened
from delegates.importing.values import Values, values_of
from delegates.models.delegates import REFERENCE_ALPHABET
from delegates.naming.names import PARTS_OF_NAME, folded_name_key, list_name

HALF = 4
# Letters that the alphabet of references leaves out, read as the digits they look like.
MISREAD = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True)
class UnderHeading:
    """What a row says of its delegation where nobody knows the name: its text, the number of the
    heading as a party, and the kind that the row gives.
    """

    text: str
    party: Party
    kind: int | None


@dataclass
class Draft:
    """A row, whom it is about so far, and what is asked of it: all that its fate hangs on.

    `delegate` is who it is already, if anybody; `readings` are what it asks for should it turn out
    to be about one of these delegates, by id. `identity` is the person's `description` in the
    delegation, in the form in which an answer about them is remembered; `is_remembered`: there is
    one, that this is the delegate; `refused` is what of it was not taken then. `is_repeated`:
    another row speaks for the same person. `taken_out` is what an answer took out of its texts, by
    column, `rewritten` which of them somebody wrote otherwise.

    Nothing of it follows from an answer given in this import but for the delegation of a heading
    that is a known party's name, and for what is taken out; what does, `settling` finds out.
    """

    line: Line
    delegate: KnownDelegate | None
    delegation: DelegationKey | None
    values: Values
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    heading: UnderHeading | None = None
    readings: dict[int, Values] = field(default_factory=dict)
    description: tuple[str, ...] = ()
    identity: str = ""
    is_remembered: bool = False
    refused: Mapping[str, Any] = field(default_factory=dict)
    is_left_out: bool = False
    is_repeated: bool = False
    taken_out: tuple[tuple[str, Doubt], ...] = ()
    rewritten: tuple[Rewritten, ...] = ()

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
        """Whether anything of the row may come into the conference, whatever is answered."""
        return not self.problems and not self.is_left_out and not self.is_repeated

    @property
    def has_a_name(self) -> bool:
        return bool(self.name_key) and not _has_bad_name(self.problems)

    @property
    def problems_in_order(self) -> list[Problem]:
        return sorted(self.problems, key=lambda problem: (problem.column, problem.reason))

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


def without_another_split(line: Line, delegate: KnownDelegate) -> Line:
    """A name that matched as a whole but is split otherwise asks for no change of its parts.

    "Valiev Ali" in one cell, beside a blank one that leaves alone, would make it Ali Valiev Ali.
    Who wants the parts exchanged gives the reference.
    """
    is_split_alike = all(
        folded_name_key(line.text(part), "") == folded_name_key(delegate.texts[part], "")
        for part in PARTS_OF_NAME
    )
    if is_split_alike:
        return line
    asked = {column: value for column, value in line.asked.items() if column not in PARTS_OF_NAME}
    return replace(line, asked=asked)


def read_about(draft: Draft, delegate: KnownDelegate, known: Known) -> Values:
    """What the row asks for once it is known whom it is about."""
    line = draft.line
    # As the row has it: what it leaves blank is filled in from the delegate by now.
    name_key, *_rest = draft.description
    if name_key in {delegate.name_key, *delegate.spellings}:
        line = without_another_split(line, delegate)
    return values_of(line, delegate, known)


def _has_bad_name(problems: Iterable[Problem]) -> bool:
    return any(problem.column in PARTS_OF_NAME for problem in problems)


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


def refuse_as_rivals(drafts: Sequence[Draft]) -> None:
    """A delegation has one head: rows that name several are refused, each naming the others."""
    for draft in drafts:
        others = _lines(other for other in drafts if other is not draft)
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
