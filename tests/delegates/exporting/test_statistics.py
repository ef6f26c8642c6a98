"""The statistics equal the lists to the person, whoever is in them."""

import io
import random
from collections.abc import Callable

import pytest
from django.db.models import Q

from conference.models import Conference
from delegates.choices import (
    DECIDED,
    Accreditation,
    Gender,
    Listing,
    PersonListing,
    Publication,
)
from delegates.exporting.statistics import PeopleCount, statistics_of, write_workbook
from delegates.models import Delegate, DelegateQuerySet, Delegation, DelegationKind
from delegates.services import delegations, kinds
from tests.factories import AT, ConferenceFactory, DelegateFactory, DelegationFactory, UserFactory
from tests.spreadsheets import sheet_of

CODES = ["state", "mission", "media", "guests", "service"]


@pytest.fixture
def conference() -> Conference:
    found: Conference = ConferenceFactory()
    kinds.install_defaults(found)
    return found


def fill(conference: Conference, chance: random.Random) -> None:
    """Delegations of several kinds, some withdrawn, with people of every sort; and elsewhere."""
    by = UserFactory()
    DelegationKind.objects.filter(code="media").update(listing=Listing.NUMBER_ONLY)
    for _number in range(20):
        delegation = DelegationFactory(conference=conference, kind__code=chance.choice(CODES))
        people = [
            DelegateFactory(
                delegation=delegation,
                gender=chance.choice(Gender.values),
                listing=chance.choice(PersonListing.values),
                publication=chance.choice(Publication.values),
                **decided(chance.choice(Accreditation.values), by),
            )
            for _place in range(chance.randrange(5))
        ]
        if people and chance.random() < 0.7:
            head = chance.choice(people)
            delegations.appoint_head(delegation=delegation, delegate=head, by=by, at=AT)
        if chance.random() < 0.2:
            delegations.withdraw(delegation=delegation, reason="Stays away", by=by, at=AT)
    DelegateFactory(approved=True)


def decided(accreditation: str, by: object) -> dict[str, object]:
    if accreditation not in DECIDED:
        return {}
    return {"accreditation": accreditation, "decided_at": AT, "decided_by": by}


def by_list(people: DelegateQuerySet) -> PeopleCount:
    unlisted = (
        Q(listing=PersonListing.COUNTED)
        | Q(publication=Publication.WITHHELD)
        | ~Q(delegation__kind__listing=Listing.LISTED)
    )
    return PeopleCount(
        total=people.count(),
        female=people.filter(gender="female").count(),
        male=people.filter(gender="male").count(),
        other=people.filter(gender="other").count(),
        not_stated=people.filter(gender="").count(),
        heads=people.filter(leads__isnull=False).count(),
        not_listed=people.filter(unlisted).count(),
    )


@pytest.mark.parametrize("seed", range(4))
def test_statistics_equal_the_lists_to_the_person(conference: Conference, seed: int) -> None:
    fill(conference, random.Random(seed))
    here = Delegate.objects.for_conference(conference)
    active = Delegation.objects.for_conference(conference).active()

    table = statistics_of(conference)

    rows = DelegationKind.objects.for_conference(conference)
    found = {line.label: line for line in (*table.counted, *table.others)}
    assert len(found) == len(rows)
    for kind in rows:
        line, people = found[str(kind.section)], here.filter(delegation__kind=kind)
        assert line.delegations == active.filter(kind=kind).count()
        assert line.registered == by_list(people.expected())
        assert line.approved == by_list(people.entitled_to_badge())
    counted = here.filter(delegation__kind__is_counted=True)
    assert table.total.delegations == active.in_statistics().count()
    assert table.total.registered == by_list(counted.expected())
    assert table.total.approved == by_list(counted.entitled_to_badge())
    assert table.total.registered.total > table.total.approved.total


def test_kinds_outside_the_statistics_stand_apart(conference: Conference) -> None:
    DelegateFactory(delegation__conference=conference, delegation__kind__code="guests")

    table = statistics_of(conference)

    assert [(line.label, line.registered.total) for line in table.others] == [
        ("Guests", 1),
        ("Service: secretariat, interpretation, security, technical", 0),
    ]
    assert table.total.registered == PeopleCount()


def test_statistics_ask_as_often_for_three_people_as_for_one(
    conference: Conference, django_assert_num_queries: Callable[[int], object]
) -> None:
    for count in (1, 2):
        DelegateFactory.create_batch(count, delegation__conference=conference)

        with django_assert_num_queries(3):  # type: ignore[attr-defined]
            statistics_of(conference)


def test_workbook_holds_the_table(conference: Conference) -> None:
    DelegateFactory(delegation__conference=conference, gender="female", approved=True)
    table = statistics_of(conference)
    file = io.BytesIO()

    write_workbook(file, table)

    header, *rows = sheet_of(file.getvalue()).rows
    assert header.cells[:4] == ("Kind", "Delegations", "Registered: People", "Registered: Women")
    lines = [*table.counted, table.total, *table.others]
    assert [row.cells[1:] for row in rows] == [tuple(map(str, line.numbers())) for line in lines]
    assert [row.cells[0] for row in rows][-3:] == [
        "Total",
        "Guests (not in the total)",
        "Service: secretariat, interpretation, security, technical (not in the total)",
    ]
