"""How many delegations and people, by kind, gender and heads: counted from the lists themselves.

Registered is who may still attend, of delegations that attend; approved who has a badge coming. Two
questions to the database, however many people there are.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Self

from django.db.models import Count
from django.utils.translation import gettext as _

from conference.models import Conference, User
from conference.spreadsheets import add_sheet, new_workbook
from conference.writing.languages import localized
from delegates.choices import Accreditation, Gender, Listing, PersonListing, Publication
from delegates.models import Delegate, DelegateQuerySet, Delegation, DelegationKind


@dataclass(frozen=True)
class PeopleCount:
    """`total` has everybody once; `heads` and `not_listed` are some of them."""

    total: int = 0
    female: int = 0
    male: int = 0
    other: int = 0
    not_stated: int = 0
    heads: int = 0
    not_listed: int = 0

    def __add__(self, other: Self) -> "PeopleCount":
        return PeopleCount(*map(sum, zip(self.numbers(), other.numbers(), strict=True)))

    def numbers(self) -> tuple[int, ...]:
        return dataclasses.astuple(self)


@dataclass(frozen=True)
class StatisticsLine:
    """Of one kind, or the sum of several."""

    label: str
    delegations: int
    registered: PeopleCount
    approved: PeopleCount

    def numbers(self) -> list[int]:
        return [self.delegations, *self.registered.numbers(), *self.approved.numbers()]


@dataclass(frozen=True)
class StatisticsTable:
    """A line for each kind in protocol order; what stays out of the statistics stands apart."""

    counted: list[StatisticsLine]
    others: list[StatisticsLine]

    @property
    def total(self) -> StatisticsLine:
        return _sum(_("Total"), self.counted)


def statistics_of(conference: Conference, reader: User | None = None) -> StatisticsTable:
    """A withdrawn delegation is in no number, nor for a reader who is beyond their scope."""
    delegations, people = Delegation.objects.all(), Delegate.objects.all()
    if reader is not None:
        delegations, people = delegations.in_scope_of(reader), people.in_scope_of(reader)
    kinds = list(DelegationKind.objects.for_conference(conference))
    sent = dict(
        delegations.for_conference(conference)
        .active()
        .order_by()
        .values_list("kind")
        .annotate(Count("pk"))
    )
    registered, approved = _people(
        people.for_conference(conference), {kind.pk: kind for kind in kinds}
    )
    lines = {
        kind.pk: StatisticsLine(
            localized(kind.section).text,
            sent.get(kind.pk, 0),
            registered[kind.pk],
            approved[kind.pk],
        )
        for kind in kinds
    }
    return StatisticsTable(
        counted=[lines[kind.pk] for kind in kinds if kind.is_counted],
        others=[lines[kind.pk] for kind in kinds if not kind.is_counted],
    )


Counts = defaultdict[int, PeopleCount]
# Of the person, the person's name, and the kind: whoever is named in the list of participants.
NAMED = (PersonListing.LISTED, Publication.PUBLISHED, Listing.LISTED)
FIELDS = {
    Gender.FEMALE: "female",
    Gender.MALE: "male",
    Gender.OTHER: "other",
    Gender.NOT_STATED: "not_stated",
}


def _people(people: DelegateQuerySet, kinds: dict[int, DelegationKind]) -> tuple[Counts, Counts]:
    """Kind to those registered, and to those of them approved."""
    registered: Counts = defaultdict(PeopleCount)
    approved: Counts = defaultdict(PeopleCount)
    groups = (
        people.expected()
        .order_by()
        .values_list("delegation__kind", "gender", "accreditation", "listing", "publication")
        .annotate(Count("pk"), Count("leads"))
    )
    for kind, gender, accreditation, listing, publication, count, heads in groups:
        is_listed = (listing, publication, kinds[kind].listing) == NAMED
        group = PeopleCount(
            total=count,
            heads=heads,
            not_listed=0 if is_listed else count,
            **{FIELDS[Gender(gender)]: count},
        )
        registered[kind] += group
        if accreditation == Accreditation.APPROVED:
            approved[kind] += group
    return registered, approved


def _sum(label: str, lines: Iterable[StatisticsLine]) -> StatisticsLine:
    return StatisticsLine(
        label,
        sum(line.delegations for line in lines),
        sum((line.registered for line in lines), PeopleCount()),
        sum((line.approved for line in lines), PeopleCount()),
    )


def people_headings() -> list[str]:
    """Of the numbers of a `PeopleCount`, in their order."""
    return [
        _("People"),
        _("Women"),
        _("Men"),
        _("Other gender"),
        _("Gender not stated"),
        _("Heads of delegation"),
        _("Counted, not listed"),
    ]


def write_workbook(file: IO[bytes], table: StatisticsTable) -> None:
    people = people_headings()
    header = [
        _("Kind"),
        _("Delegations"),
        *(_("Registered: %s") % heading for heading in people),
        *(_("Approved: %s") % heading for heading in people),
    ]
    with new_workbook(file) as workbook:
        add_sheet(workbook, _("Statistics"), header=header, rows=_rows(table))


def _rows(table: StatisticsTable) -> Iterator[Sequence[str | int]]:
    for line in (*table.counted, table.total):
        yield [line.label, *line.numbers()]
    for line in table.others:
        yield [_("%s (not in the total)") % line.label, *line.numbers()]
