"""Who is named in the list, who is only counted, and in what order: to the person."""

import random

import pytest
from django.db.models import Count
from pytest_django import DjangoAssertNumQueries

from conference.models import Conference
from delegates.choices import Listing, PersonListing, Publication
from delegates.models import Delegate, Delegation, DelegationKind
from delegates.participants.frame import ListFrame, frame_of_now, list_of_now
from delegates.participants.people import listed_now
from delegates.participants.shown import NamedPeople
from tests.delegates.participants.conftest import Approved
from tests.factories import AT, DelegateFactory, DelegationFactory, OrganizationFactory, UserFactory

QUERIES = 3


def named(conference: Conference) -> list[int | None]:
    return [one.delegate for one in listed_now(conference)]


def test_only_the_accredited_of_delegations_that_attend_are_in_the_list(
    delegation: Delegation, approved: Approved
) -> None:
    stays = approved(delegation)
    DelegateFactory(delegation=delegation)
    elsewhere = DelegationFactory(
        conference=delegation.conference, withdrawn_at=AT, withdrawn_by=UserFactory()
    )
    approved(elsewhere)
    approved(DelegationFactory())

    assert named(delegation.conference) == [stays.pk]
    (section,) = list_of_now(delegation.conference).frame.sections
    assert (section.represented, section.people) == (1, 1)


@pytest.mark.parametrize(
    "fields",
    [{"listing": PersonListing.COUNTED}, {"publication": Publication.WITHHELD}],
    ids=["counted", "withheld"],
)
def test_who_is_not_named_is_in_every_figure(
    delegation: Delegation, approved: Approved, fields: dict[str, str]
) -> None:
    stays = approved(delegation, leads=True)
    approved(delegation, gender="female", **fields)

    now = list_of_now(delegation.conference)

    (section,) = now.frame.sections
    (listed,) = section.delegations
    (figures,) = now.frame.figures
    assert named(delegation.conference) == [stays.pk]
    assert (section.people, listed.others, listed.awaits_head) == (2, 1, False)
    assert (figures.people.total, figures.people.female, figures.people.not_listed) == (2, 1, 1)


def test_head_who_is_not_named_is_not_awaited(delegation: Delegation, approved: Approved) -> None:
    approved(delegation, leads=True, publication=Publication.WITHHELD)

    (section,) = list_of_now(delegation.conference).frame.sections

    assert [one.awaits_head for one in section.delegations] == [False]


def test_head_to_be_confirmed_is_awaited_of_countries_alone(
    delegation: Delegation, approved: Approved
) -> None:
    conference = delegation.conference
    approved(delegation)
    Delegation.objects.filter(pk=delegation.pk).update(head=DelegateFactory(delegation=delegation))
    organization = DelegationFactory(
        conference=conference,
        country=None,
        organization=OrganizationFactory(),
        kind__code="intergovernmental",
        kind__admits="organizations",
    )
    approved(organization)

    frame = list_of_now(conference).frame

    found = {one.id: one.awaits_head for part in frame.sections for one in part.delegations}
    assert found == {delegation.pk: True, organization.pk: False}


@pytest.mark.parametrize(
    ("listing", "sections", "names"),
    [
        (Listing.LISTED, [(1, 2, 1)], 2),
        (Listing.NUMBER_ONLY, [(1, 2, 0)], 0),
        (Listing.LEFT_OUT, [], 0),
    ],
)
def test_kind_is_listed_or_a_number_or_left_out_and_in_the_figures_all_the_same(
    delegation: Delegation,
    approved: Approved,
    listing: str,
    sections: list[tuple[int, int, int]],
    names: int,
) -> None:
    for _person in range(2):
        approved(delegation)
    DelegationKind.objects.filter(pk=delegation.kind_id).update(listing=listing)

    now = list_of_now(delegation.conference)

    said = [(one.represented, one.people, len(one.delegations)) for one in now.frame.sections]
    assert said == sections
    assert len(now.named) == names
    assert now.frame.total.total == 2


def test_kind_without_people_is_nowhere(delegation: Delegation) -> None:
    DelegateFactory(delegation=delegation)

    frame = list_of_now(delegation.conference).frame

    assert (frame.sections, frame.figures) == ((), ())


@pytest.mark.parametrize("seed", range(3))
def test_order_and_counts_are_those_of_the_database(conference: Conference, seed: int) -> None:
    chance = random.Random(seed)
    delegations = [
        DelegationFactory(
            conference=conference,
            country=None,
            organization=OrganizationFactory(),
            kind__code=chance.choice(("media", "civil_society", "intergovernmental")),
        )
        for _ in range(5)
    ]
    people = [
        DelegateFactory(
            delegation=chance.choice(delegations),
            approved=chance.random() < 0.8,
            order=chance.randrange(3),
            listing=chance.choice(PersonListing.values),
            publication=chance.choice(Publication.values),
        )
        for _ in range(25)
    ]
    for delegation in delegations:
        if own := [one for one in people if one.delegation == delegation]:
            Delegation.objects.filter(pk=delegation.pk).update(head=own[-1])

    now = list_of_now(conference)

    accredited = Delegate.objects.for_conference(conference).filter(accreditation="approved")
    expected = accredited.filter(
        listing="listed", publication="published", delegation__kind__listing="listed"
    ).in_protocol_order()
    assert [one.delegate for one in now.named] == [one.pk for one in expected]
    assert [one.delegate for one in now.named] == named(conference)
    counted = accredited.values("delegation").annotate(people=Count("pk")).count()
    assert now.frame.represented == counted
    assert now.frame.total.total == accredited.count()
    assert now.frame.total.not_listed == accredited.count() - len(now.named)
    frame = now.frame
    assert sum(one.people for one in frame.sections) == accredited.count()
    assert ListFrame.from_json(frame.as_json()) == frame
    in_groups = frame_of_now(conference)
    assert in_groups.frame == frame
    whole, people = list(listed_now(conference)), NamedPeople(conference, in_groups.named)
    parts = [people[first:end] for first in range(len(whole) + 2) for end in (first + 4, first + 9)]
    assert len(people) == len(whole)
    assert parts == [
        whole[first:end] for first in range(len(whole) + 2) for end in (first + 4, first + 9)
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_three_people_as_for_one(
    conference: Conference,
    approved: Approved,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count):
        delegation = DelegationFactory(conference=conference)
        for _person in range(count):
            approved(delegation, leads=True)

    with django_assert_num_queries(QUERIES):
        assert len(list_of_now(conference).named) == count * count
