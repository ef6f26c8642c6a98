"""What liaison officers read on the site: their delegations, nothing of others, and no draft."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from conference.choices import ConferenceState, Role
from conference.models import User
from delegates.models import Delegate, Delegation
from delegates.services import scopes
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    NeedsFactory,
    RankFactory,
    RegistrationFieldFactory,
    StaffRoleFactory,
)


@pytest.fixture
def delegation() -> Delegation:
    found: Delegation = DelegationFactory(conference__state=ConferenceState.DRAFT)
    return found


@pytest.fixture
def liaison(delegation: Delegation) -> User:
    organizer = StaffRoleFactory(conference=delegation.conference).user
    held = StaffRoleFactory(conference=delegation.conference, role=Role.LIAISON_OFFICER)
    scopes.limit(holder=held, to=[delegation], by=organizer, at=AT)
    return User.objects.get(pk=held.user_id)


@pytest.fixture
def site(client: Client, liaison: User) -> Client:
    client.force_login(liaison)
    return client


def address(name: str, row: Delegation | Delegate) -> str:
    where: list[Any] = [row.conference.slug]
    where += [row.delegation_id, row.pk] if isinstance(row, Delegate) else [row.pk]
    return reverse(f"registration:accompanied_{name}", args=where)


def test_liaison_officer_reads_the_delegations_that_are_named_and_no_draft(
    site: Client, delegation: Delegation
) -> None:
    for column in ("hotel", "rank", "spouse_of"):
        RegistrationFieldFactory(conference=delegation.conference, column=column)
    rank = RankFactory(conference=delegation.conference, name="Plenipotentiary")
    row = DelegateFactory(
        delegation=delegation, family_name="SZABO", hotel="Hotel Serena", rank=rank
    )
    draft = DelegateFactory(delegation=delegation, family_name="BROUILLON", accreditation="draft")
    Delegate.objects.filter(pk=row.pk).update(spouse_of=draft)
    NeedsFactory(delegate=row, dietary="Shellfish")

    after = site.get(reverse("after-sign-in"))
    own = site.get(reverse("registration:accompanied")).text
    sheet = site.get(address("delegation", delegation)).text
    person = site.get(address("person", row)).text

    assert after.headers["Location"].endswith("/accompanied/")
    assert address("delegation", delegation) in own
    assert "SZABO" in sheet
    assert "Hotel Serena" in person
    assert "Plenipotentiary" in person
    for page in (sheet, person):
        assert "BROUILLON" not in page
        assert "Shellfish" not in page
        assert "/registration/" not in page


def test_whatever_is_not_named_answers_as_what_is_missing(
    site: Client, delegation: Delegation
) -> None:
    beside = DelegateFactory(
        delegation=DelegationFactory(conference=delegation.conference), photo="photos/aa/a.jpg"
    )
    draft = DelegateFactory(delegation=delegation, accreditation="draft")
    elsewhere = DelegationFactory(conference=ConferenceFactory())

    for name in ("delegation", "flag"):
        for other in (beside.delegation, elsewhere):
            assert site.get(address(name, other)).status_code == 404
    for name in ("person", "photo"):
        for person in (beside, draft):
            assert site.get(address(name, person)).status_code == 404
    where = [delegation.conference.slug, delegation.pk]
    assert site.get(reverse("registration:delegation", args=where)).status_code == 404
    assert site.post(address("person", draft)).status_code == 405


def test_role_that_has_ended_reads_nothing(
    site: Client, delegation: Delegation, liaison: User
) -> None:
    before = site.get(address("delegation", delegation)).status_code
    liaison.staff_roles.all().delete()

    assert (before, site.get(address("delegation", delegation)).status_code) == (200, 404)


@pytest.mark.parametrize("count", [1, 3])
def test_sheet_asks_as_often_whoever_is_in_it(
    site: Client,
    delegation: Delegation,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    DelegateFactory.create_batch(count, delegation=delegation)
    site.get(address("delegation", delegation))

    with django_assert_num_queries(11):
        site.get(address("delegation", delegation))
