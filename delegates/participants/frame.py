"""All of a list of participants that is about nobody: sections, delegations, figures.

It is kept with a printing as JSON; names are by language, as the rows have them. Figures count
everybody, whoever is named: what stands beside a delegation's names are the others of it.
"""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Case, Count, Value, When

from conference.models import Conference
from conference.writing.languages import translations
from delegates.choices import Accreditation, Admits, Gender, Listing
from delegates.exporting.statistics import FIELDS, PeopleCount
from delegates.models import Delegation, DelegationKind
from delegates.participants.people import is_leading, is_named, participants, version

Words = Mapping[str, str]


@dataclass(frozen=True)
class ListedDelegation:
    """`others`: how many of it are counted and not named; `awaits_head`: it will name one."""

    id: int
    name: Words
    others: int
    awaits_head: bool


@dataclass(frozen=True)
class ListSection:
    """Delegations of one kind; of a kind of which only the number is said there are none."""

    name: Words
    represented: int
    people: int
    delegations: tuple[ListedDelegation, ...]


@dataclass(frozen=True)
class ListFigures:
    """Of the kinds that the statistics count: how many delegations are represented, by whom."""

    name: Words
    represented: int
    people: PeopleCount


@dataclass(frozen=True)
class ListFrame:
    sections: tuple[ListSection, ...]
    figures: tuple[ListFigures, ...]
    # By language; what an organizer has written for this printing.
    reservation: Words = dataclasses.field(default_factory=dict)
    # Whether names stand in it with patronymic and suffix.
    prints_patronymics: bool = False

    @property
    def total(self) -> PeopleCount:
        return sum((one.people for one in self.figures), PeopleCount())

    @property
    def represented(self) -> int:
        return sum(one.represented for one in self.figures)

    def as_json(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            sections=tuple(
                ListSection(
                    **{
                        **section,
                        "delegations": tuple(
                            ListedDelegation(**one) for one in section["delegations"]
                        ),
                    }
                )
                for section in data["sections"]
            ),
            figures=tuple(
                ListFigures(**{**one, "people": PeopleCount(**one["people"])})
                for one in data["figures"]
            ),
            reservation=data["reservation"],
            prints_patronymics=data.get("prints_patronymics", False),
        )


@dataclass(frozen=True)
class Participant:
    """Somebody whom the list counts. `version` is the history row of what they are now."""

    delegate: int
    delegation: int
    is_head: bool
    kind: int
    gender: str
    is_named: bool
    version: int


@dataclass(frozen=True)
class ListOfNow:
    frame: ListFrame
    named: tuple[Participant, ...]


@dataclass(frozen=True)
class ParticipantGroup:
    """People whom the list counts alike, and how many they are."""

    delegation: int
    kind: int
    gender: str
    is_named: bool
    is_head: bool
    people: int


@dataclass(frozen=True)
class NamedOfNow:
    """The list as it is now, and how many of each delegation it names, in its order."""

    frame: ListFrame
    named: Mapping[int, int]


def frame_of_now(conference: Conference) -> NamedOfNow:
    """In three questions to the database, which bring nobody: what stands around their names."""
    groups = (
        participants(conference)
        .order_by("delegation__protocol_key", "delegation_id")
        .values_list("delegation", "delegation__kind", "gender", _is_named(), is_leading())
        .annotate(people=Count("pk"))
    )
    counted = [ParticipantGroup(*row) for row in groups]
    named: Counter[int] = Counter()
    for group in counted:
        if group.is_named:
            named[group.delegation] += group.people
    return NamedOfNow(_frame(conference, counted), named)


def list_of_now(conference: Conference) -> ListOfNow:
    """In three questions to the database: everybody is seen at one moment."""
    rows = (
        participants(conference)
        .in_protocol_order()
        .values_list(
            "pk",
            "delegation",
            is_leading(),
            "delegation__kind",
            "gender",
            _is_named(),
            version(),
        )
    )
    everybody = [Participant(*row) for row in rows]
    alike = Counter(
        (one.delegation, one.kind, one.gender, one.is_named, one.is_head) for one in everybody
    )
    groups = [ParticipantGroup(*group, people) for group, people in alike.items()]
    return ListOfNow(_frame(conference, groups), tuple(one for one in everybody if one.is_named))


def _is_named() -> Case:
    return Case(When(is_named(), then=Value(True)), default=Value(False))


def _frame(conference: Conference, groups: Iterable[ParticipantGroup]) -> ListFrame:
    """The groups come in the order of their delegations."""
    kinds = list(
        DelegationKind.objects.for_conference(conference).exclude(
            listing=Listing.LEFT_OUT, is_counted=False
        )
    )
    delegations = {
        row.pk: row
        for row in Delegation.objects.for_conference(conference).select_related("head", "kind")
    }
    of_kind: dict[int, list[ParticipantGroup]] = defaultdict(list)
    for group in groups:
        of_kind[group.kind].append(group)
    return ListFrame(
        sections=tuple(
            _section(kind, of_kind[kind.pk], delegations)
            for kind in kinds
            if of_kind[kind.pk] and kind.listing != Listing.LEFT_OUT
        ),
        figures=tuple(
            _figures(kind, of_kind[kind.pk])
            for kind in kinds
            if of_kind[kind.pk] and kind.is_counted
        ),
        prints_patronymics=conference.prints_patronymics,
    )


def _section(
    kind: DelegationKind, groups: Iterable[ParticipantGroup], delegations: Mapping[int, Delegation]
) -> ListSection:
    counted: Counter[int] = Counter()
    others: Counter[int] = Counter()
    for group in groups:
        counted[group.delegation] += group.people
        others[group.delegation] += 0 if group.is_named else group.people
    listed = (
        ListedDelegation(
            pk,
            translations(delegations[pk].name),
            others[pk],
            kind.admits != Admits.ORGANIZATIONS and _awaits_head(delegations[pk]),
        )
        for pk in counted
    )
    return ListSection(
        name=translations(kind.section),
        represented=len(counted),
        people=counted.total(),
        delegations=tuple(listed) if kind.listing == Listing.LISTED else (),
    )


def _awaits_head(delegation: Delegation) -> bool:
    """Nobody leads it yet, or somebody who is not accredited; a head who is not named does."""
    head = delegation.head
    return head is None or head.accreditation != Accreditation.APPROVED


def _figures(kind: DelegationKind, groups: Iterable[ParticipantGroup]) -> ListFigures:
    groups = list(groups)
    genders: Counter[str] = Counter()
    for group in groups:
        genders[FIELDS[Gender(group.gender)]] += group.people
    return ListFigures(
        name=translations(kind.section),
        represented=len({group.delegation for group in groups}),
        people=PeopleCount(
            total=sum(group.people for group in groups),
            heads=sum(group.people for group in groups if group.is_head),
            not_listed=sum(group.people for group in groups if not group.is_named),
            **genders,
        ),
    )
