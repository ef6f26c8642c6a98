"""What a row asks for, kept with its line: so that an answer settles it without its file. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from delegates.importing.cells import Line
from delegates.importing.checking.drafts import Draft, UnderHeading
from delegates.importing.checking.questions import Question
from delegates.importing.known import Known
from delegates.importing.report import HEADING, DelegationKey, Party, Problem
from delegates.importing.values import Values


def draft_as_json(draft: Draft) -> dict[str, Any]:
    """Nothing that follows from an answer; what is blank is left out."""
    heading, key = draft.heading, draft.delegation
    said = {
        "delegate": draft.delegate.pk if draft.delegate else None,
        "delegation": [*key.party, key.kind] if key else None,
        "heading": [heading.text, heading.party.pk, heading.kind] if heading else None,
        "fields": draft.values.fields,
        "position": draft.values.position,
        "readings": {
            str(pk): [values.fields, values.position] for pk, values in draft.readings.items()
        },
        "problems": [[p.column, p.value, p.reason] for p in draft.problems],
        "notices": draft.notices,
        "is_left_out": draft.is_left_out,
        "is_repeated": draft.is_repeated,
    }
    return {name: value for name, value in said.items() if value}


@dataclass(frozen=True)
class KeptDraft:
    """A line as it is stored. `typed` is what the row says by column, in the words of the file."""

    line: int
    typed: Mapping[str, str]
    said: Mapping[str, Any]

    @property
    def delegates(self) -> set[int]:
        """Ids of all whom the row may be about."""
        own = self.said.get("delegate")
        return {*map(int, self.said.get("readings", ())), *([own] if own else [])}

    @property
    def kinds(self) -> set[int]:
        """Ids of the kinds of delegation that the row may be of; an unknown heading has none."""
        own, heading = self.delegation, self.said.get("heading")
        given = (own.kind if own else None, heading[2] if heading else None)
        return {kind for kind in given if kind}

    def ids(self, column: str) -> set[int]:
        """Of a column that refers to another row: all that this one may refer to."""
        further = (fields for fields, _position in self.said.get("readings", {}).values())
        readings = [self.said.get("fields", {}), *further]
        return {fields[column] for fields in readings if fields.get(column)}

    @property
    def delegation(self) -> DelegationKey | None:
        if "delegation" not in self.said:
            return None
        kind, pk, of_kind = self.said["delegation"]
        return DelegationKey(Party(kind, pk), of_kind)

    def draft(self, known: Known, questions: Sequence[Question]) -> Draft:
        said = self.said
        own = said.get("delegate")
        heading = said.get("heading")
        return Draft(
            line=Line(self.line, self.typed, ()),
            delegate=known.delegates[own] if own else None,
            delegation=self.delegation,
            values=Values(said.get("fields", {}), said.get("position", "")),
            problems=[Problem(self.line, *problem) for problem in said.get("problems", ())],
            notices=list(said.get("notices", ())),
            questions=list(questions),
            heading=UnderHeading(heading[0], Party(HEADING, heading[1]), heading[2])
            if heading
            else None,
            readings={
                int(pk): Values(fields, position)
                for pk, (fields, position) in said.get("readings", {}).items()
            },
            is_left_out=said.get("is_left_out", False),
            is_repeated=said.get("is_repeated", False),
        )
