"""A place that was offered: taken by the focal point, on the page that the mail leads to."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conference.errors import DomainError
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation, RegistrationSettings, Submission
from delegates.services.registration import self_registration
from delegates.services.review import accreditation, handing_in, waiting_list
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    FocalPointFactory,
    QuotaFactory,
    RegistrationFieldFactory,
    RegistrationSettingsFactory,
    UserFactory,
)
from tests.page_forms import forms_of

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def delegation() -> Delegation:
    """With one place."""
    found: Delegation = DelegationFactory()
    RegistrationSettingsFactory(
        conference=found.conference, opens_at=timezone.now() - 9 * HOUR, closes_at=None
    )
    QuotaFactory(conference=found.conference, kind=None, delegation=found, places=1)
    return found


@pytest.fixture
def site(client: Client, delegation: Delegation) -> Client:
    client.force_login(FocalPointFactory(delegation=delegation).user)
    return client


def address(name: str, delegation: Delegation) -> str:
    return reverse(f"registration:{name}", args=[delegation.conference.slug, delegation.pk])


def offered(delegation: Delegation, at: dt.datetime) -> Delegate:
    """The second of two, to whom the place of the first is offered."""
    people = DelegateFactory.create_batch(
        2, delegation=delegation, accreditation=Accreditation.DRAFT
    )
    first, second = handing_in.submit_many(delegates=people, by=UserFactory(), at=at)
    accreditation.withdraw(delegate=first, reason="Ill", by=UserFactory(), at=at)
    assert waiting_list.offer(conference=delegation.conference, at=at) == 1
    return second


def state_of(person: Delegate) -> str:
    return str(Delegate.objects.get(pk=person.pk).accreditation)


@pytest.mark.parametrize("is_closed", [False, True])
def test_offered_place_is_taken_on_the_page_also_once_registration_is_closed(
    site: Client, delegation: Delegation, is_closed: bool
) -> None:
    person = offered(delegation, timezone.now())
    draft = DelegateFactory(delegation=delegation, accreditation=Accreditation.DRAFT)
    if is_closed:
        RegistrationSettings.objects.update(closes_at=timezone.now())
    assert address("hand_in", delegation) in site.get(address("delegation", delegation)).text
    asked = site.get(address("hand_in", delegation)).text
    assert person.family_name.upper() in asked
    assert (draft.family_name.upper() in asked) is not is_closed

    answer = site.post(address("hand_in", delegation), follow=True).text

    assert "1 person is handed in." in answer
    assert state_of(person) == Accreditation.SUBMITTED
    row = Delegate.with_drafts.get(pk=draft.pk)
    assert row.accreditation == (Accreditation.DRAFT if is_closed else Accreditation.WAITING)
    assert person in [one.delegate for one in Submission.objects.get().people.all()]


def open_person(person: Delegate) -> str:
    where = [person.conference.slug, person.delegation_id, person.pk]
    return reverse("registration:open_person", args=where)


def test_who_is_offered_a_place_after_closing_is_completed_and_handed_in(
    site: Client, delegation: Delegation
) -> None:
    """What has become required meanwhile, or was missing when they were put in line."""
    person = offered(delegation, timezone.now())
    RegistrationFieldFactory(conference=delegation.conference, column="function", is_required=True)
    Delegate.objects.filter(pk=person.pk).update(function="")
    RegistrationSettings.objects.update(closes_at=timezone.now())
    site.post(address("hand_in", delegation))
    held_back = state_of(person)

    form = forms_of(site.get(open_person(person)).text)[-1]
    site.post(open_person(person), form.values | {"function": "Director"})
    site.post(address("hand_in", delegation))

    assert held_back == Accreditation.WAITING
    found = Delegate.objects.get(pk=person.pk)
    assert (found.function, found.accreditation) == ("Director", Accreditation.SUBMITTED)


def test_who_waits_without_an_offer_or_let_it_pass_is_not_changed_after_closing(
    site: Client, delegation: Delegation
) -> None:
    RegistrationFieldFactory(conference=delegation.conference, column="function")
    late = offered(delegation, timezone.now() - 49 * HOUR)
    waiting = DelegateFactory(delegation=delegation, waiting=True)
    RegistrationSettings.objects.update(closes_at=timezone.now())

    for person in (late, waiting):
        before = person.function
        with pytest.raises(DomainError, match="Registration is closed"):
            self_registration.change(
                delegate=person,
                fields={"function": "King"},
                by=delegation.focal_points.get().user,
                at=timezone.now(),
            )
        person.refresh_from_db()
        assert person.function == before


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_offer_whose_time_is_over_is_not_taken_nor_that_of_a_delegation_that_stays_away(
    site: Client, delegation: Delegation, is_withdrawn: bool
) -> None:
    person = offered(delegation, timezone.now() - (HOUR if is_withdrawn else 49 * HOUR))
    if is_withdrawn:
        Delegation.objects.update(withdrawn_at=timezone.now(), withdrawn_by=UserFactory())

    assert address("hand_in", delegation) not in site.get(address("delegation", delegation)).text
    assert site.get(address("hand_in", delegation)).status_code == 302
    site.post(address("hand_in", delegation))

    assert state_of(person) == Accreditation.WAITING
    assert not Submission.objects.exists()
