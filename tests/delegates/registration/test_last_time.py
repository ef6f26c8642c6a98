"""People of last time: offered to a confirmed delegation, and copied without a trace of whence."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from conference.models import Conference, User
from delegates.models import Delegate, Delegation, RegistrationSettings
from delegates.services import delegations, erasure
from tests.factories import (
    AT,
    ConferenceFactory,
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    DelegationKindFactory,
    FocalPointFactory,
    RegistrationSettingsFactory,
    UserFactory,
)

YEAR = dt.timedelta(days=365)


@pytest.fixture
def delegation() -> Delegation:
    """Confirmed, of a conference where registration is open."""
    found: Delegation = DelegationFactory(confirmed_at=AT)
    RegistrationSettingsFactory(
        conference=found.conference, opens_at=timezone.now() - dt.timedelta(hours=1), closes_at=None
    )
    return found


@pytest.fixture
def focal_point(delegation: Delegation) -> User:
    user: User = FocalPointFactory(delegation=delegation).user
    return user


@pytest.fixture
def site(client: Client, focal_point: User) -> Client:
    client.force_login(focal_point)
    return client


def earlier(delegation: Delegation, years: int = 1) -> Conference:
    now = delegation.conference
    found: Conference = ConferenceFactory(
        starts_on=now.starts_on - years * YEAR, ends_on=now.ends_on - years * YEAR
    )
    return found


def before(delegation: Delegation, conference: Conference | None = None) -> Delegation:
    """The same country's delegation to an earlier conference."""
    found: Delegation = DelegationFactory(
        conference=conference or earlier(delegation), country=delegation.country
    )
    return found


def page(delegation: Delegation) -> str:
    where = [delegation.conference.slug, delegation.pk]
    return reverse("registration:last_time", args=where)


def sheet(delegation: Delegation) -> str:
    where = [delegation.conference.slug, delegation.pk]
    return reverse("registration:delegation", args=where)


def test_whoever_is_chosen_is_added_as_a_draft_with_name_and_function_alone(
    site: Client, delegation: Delegation
) -> None:
    former = before(delegation)
    chosen = DelegateFactory(
        delegation=former,
        approved=True,
        honorific="H.E. Mr",
        given_name="Péter",
        family_name="SZABÓ",
        function="Ambassador",
        ministry="Former ministry",
        phone="+36 1 555 0100",
        email="peter@example.org",
    )
    left = DelegateFactory(delegation=former, approved=True, family_name="STAYS")

    assert page(delegation) in site.get(sheet(delegation)).text
    shown = site.get(page(delegation)).text
    site.post(page(delegation), {"people": [chosen.pk]})
    again = site.post(page(delegation), {"people": [chosen.pk]})

    assert "SZABÓ" in shown
    assert "Ambassador" in shown
    assert "STAYS" in shown
    assert "peter@example.org" not in shown
    assert "Former ministry" not in shown
    assert again.headers["Location"] == page(delegation)
    [added] = Delegate.with_drafts.filter(delegation=delegation)
    assert (added.honorific, added.given_name, added.family_name, added.function) == (
        *("H.E. Mr", "Péter", "SZABÓ"),
        "Ambassador",
    )
    assert added.is_draft
    assert (added.phone, added.email, added.ministry, added.photo.name) == ("", "", "", "")
    assert added.reference != chosen.reference
    after = site.get(page(delegation)).text
    assert "SZABÓ" not in after
    assert "STAYS" in after
    chosen.refresh_from_db()
    assert chosen.delegation_id == former.pk
    assert left.accreditation == "approved"


def test_nobody_is_offered_but_accredited_people_of_the_same_sender_before(
    site: Client, delegation: Delegation
) -> None:
    former = before(delegation)
    DelegateFactory(delegation=former, approved=True, family_name="LAST")
    DelegateFactory(delegation=former, family_name="UNDECIDED")
    DelegateFactory(delegation=former, family_name="WRITTEN", accreditation="draft")
    mission = DelegationKindFactory(conference=former.conference, code="mission")
    of_mission = DelegationFactory(
        conference=former.conference, country=delegation.country, kind=mission
    )
    DelegateFactory(delegation=of_mission, approved=True, family_name="DIPLOMAT")
    of_others = DelegationFactory(conference=former.conference, country=CountryFactory())
    foreign = DelegateFactory(delegation=of_others, approved=True, family_name="FOREIGN")
    to_come = before(delegation, earlier(delegation, years=-1))
    DelegateFactory(delegation=to_come, approved=True, family_name="FUTURE")

    shown = site.get(page(delegation)).text
    site.post(page(delegation), {"people": [foreign.pk, "x"]})

    assert "LAST" in shown
    for hidden in ("UNDECIDED", "WRITTEN", "DIPLOMAT", "FOREIGN", "FUTURE"):
        assert hidden not in shown
    assert not Delegate.with_drafts.filter(delegation=delegation).exists()


def test_person_of_several_conferences_is_offered_once_as_they_were_called_last(
    site: Client, delegation: Delegation
) -> None:
    for years, function in ((2, "Counsellor"), (1, "Minister")):
        former = before(delegation, earlier(delegation, years))
        DelegateFactory(
            delegation=former,
            approved=True,
            family_name="NAGY",
            given_name="Éva",
            function=function,
        )

    shown = site.get(page(delegation)).text

    assert shown.count("NAGY") == 1
    assert "Minister" in shown
    assert "Counsellor" not in shown


def test_conferences_may_keep_their_people_to_themselves(
    site: Client, delegation: Delegation
) -> None:
    """The one that asks, and the one that would be asked."""
    former = before(delegation)
    DelegateFactory(delegation=former, approved=True)
    offered = site.get(page(delegation)).status_code
    there = RegistrationSettingsFactory(
        conference=former.conference, offers_people_of_last_time=False
    )
    from_there = site.get(page(delegation)).status_code
    there.delete()
    RegistrationSettings.objects.for_conference(delegation.conference).update(
        offers_people_of_last_time=False
    )

    assert (offered, from_there, site.get(page(delegation)).status_code) == (200, 302, 302)


def test_delegation_is_shown_nobody_until_an_organizer_has_confirmed_it(
    site: Client, delegation: Delegation
) -> None:
    Delegation.objects.update(confirmed_at=None)
    person = DelegateFactory(delegation=before(delegation), approved=True)

    assert site.get(page(delegation)).status_code == 302
    site.post(page(delegation), {"people": [person.pk]})
    assert not Delegate.with_drafts.filter(delegation=delegation).exists()

    delegations.confirm(delegation=delegation, by=UserFactory(), at=AT)
    assert site.get(page(delegation)).status_code == 200


def test_delegation_that_another_sends_is_to_be_confirmed_anew(delegation: Delegation) -> None:
    delegation.country = CountryFactory()

    delegations.change(delegation=delegation, fields=["country"], by=UserFactory(), at=AT)

    delegation.refresh_from_db()
    assert delegation.confirmed_at is None


def test_after_closing_nobody_is_taken_over(site: Client, delegation: Delegation) -> None:
    person = DelegateFactory(delegation=before(delegation), approved=True)
    RegistrationSettings.objects.for_conference(delegation.conference).update(
        closes_at=timezone.now()
    )

    assert site.get(page(delegation)).status_code == 302
    site.post(page(delegation), {"people": [person.pk]})
    assert not Delegate.with_drafts.filter(delegation=delegation).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_often_whoever_came(
    site: Client,
    delegation: Delegation,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    former = before(delegation)
    DelegateFactory.create_batch(count, delegation=former, approved=True)
    site.get(page(delegation))

    with django_assert_num_queries(7):
        site.get(page(delegation))


def test_whoever_was_erased_is_not_offered(site: Client, delegation: Delegation) -> None:
    former = before(delegation)
    gone = DelegateFactory(delegation=former, approved=True, family_name="GONE")
    DelegateFactory(delegation=former, approved=True, family_name="STAYS")

    erasure.erase(delegate=gone, by=UserFactory(), at=AT)
    shown = site.get(page(delegation)).text

    assert "STAYS" in shown
    assert "GONE" not in shown
    assert shown.count('name="people"') == 1
