"""What a row asks for, kept with its line: so that an answer settles it without its file. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

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


@dataclass(frozen=True)
class Named:
    """Ids of all that rows may be about or refer to. Of what nobody knows yet there is none."""

    delegations: frozenset[DelegationKey]
    kinds: frozenset[int]
    delegates: frozenset[int]
    categories: frozenset[int]
    ranks: frozenset[int]
    nationalities: frozenset[int]

    @classmethod
    def by(cls, rows: Iterable[KeptDraft]) -> Self:
        delegations: set[DelegationKey] = set()
        kinds: set[int | None] = set()
        delegates: set[int | None] = set()
        referred: dict[str, set[int | None]] = {
            "category": set(),
            "rank": set(),
            "nationality": set(),
        }
        for row in rows:
            said = row.said
            if key := row.delegation:
                delegations.add(key)
                kinds.add(key.kind)
            if heading := said.get("heading"):
                kinds.add(heading[2])
            delegates.add(said.get("delegate"))
            readings = said.get("readings", {})
            delegates.update(map(int, readings))
            for fields in (said.get("fields", {}), *(fields for fields, _at in readings.values())):
                for column, ids in referred.items():
                    ids.add(fields.get(column))
        return cls(
            frozenset(delegations),
            *(frozenset(filter(None, ids)) for ids in (kinds, delegates, *referred.values())),
        )

    def are_all_in(self, known: Known) -> bool:
        """Nothing refers to what a file alone names: it may have been deleted meanwhile."""
        countries = {Party("country", pk) for pk in self.nationalities}
        return (
            self.delegates <= known.delegates.keys()
            and self.kinds <= known.kinds.keys()
            and self.categories <= known.categories.keys()
            and self.ranks <= known.ranks.keys()
            and countries <= known.parties.names.keys()
        )
