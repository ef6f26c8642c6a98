"""Officers return somebody to their delegation, and submit whom they corrected themselves."""

import re
from html import unescape

import pytest
from django.test import Client

from conference.choices import Role
from conference.models import Conference
from delegates.choices import Accreditation
from delegates.models import Delegate
from tests.factories import (
    AT,
    DelegateFactory,
    RegistrationFieldFactory,
    StaffRoleFactory,
    UserFactory,
)
from tests.here import here
from tests.page_forms import form_values


@pytest.fixture
def officer(client: Client, conference: Conference) -> Client:
    held = StaffRoleFactory(conference=conference, role=Role.REGISTRATION_OFFICER)
    client.force_login(held.user)
    return client


def decide(client: Client, delegate: Delegate, value: str, **sent: object) -> str:
    """As the page that asks is sent, where there is one."""
    url = here("delegates_delegate_decide", delegate.pk, value)
    page = client.get(url, follow=True).content.decode()
    read = form_values(page, "decision") if 'id="decision"' in page else {}
    return str(client.post(url, read | sent, follow=True).content.decode())


def state(delegate: Delegate) -> str:
    return str(Delegate.with_drafts.get(pk=delegate.pk).accreditation)


def test_return_names_what_is_to_be_corrected_and_why(
    officer: Client, conference: Conference
) -> None:
    delegate = DelegateFactory(delegation__conference=conference)
    for column in ("photo", "function"):
        RegistrationFieldFactory(conference=conference, column=column)

    decide(officer, delegate, "returned", to_correct=["photo", "function"], reason="Too dark")

    stored = Delegate.objects.get()
    found = (stored.accreditation, stored.to_correct, stored.decision_reason)
    assert found == (Accreditation.RETURNED, ["photo", "function"], "Too dark")


def test_return_needs_a_reason_and_only_fields_that_are_asked(
    officer: Client, conference: Conference
) -> None:
    delegate = DelegateFactory(delegation__conference=conference)
    RegistrationFieldFactory(conference=conference, column="photo")

    decide(officer, delegate, "returned", to_correct=["photo"], reason="")
    for not_asked in ("category", "patronymic"):
        decide(officer, delegate, "returned", to_correct=[not_asked], reason="Wrong")

    assert state(delegate) == Accreditation.SUBMITTED


def test_officer_submits_whom_they_have_corrected(officer: Client, conference: Conference) -> None:
    delegate = DelegateFactory(
        delegation__conference=conference,
        accreditation=Accreditation.RETURNED,
        decided_at=AT,
        decided_by=UserFactory(),
        returned_fields="photo",
    )

    page = officer.get(here("delegates_delegate_change", delegate.pk)).content.decode()
    decide(officer, delegate, "submit")

    assert "Returned for correction" in page
    assert state(delegate) == Accreditation.SUBMITTED


def test_organizer_submits_a_draft(organizer: Client, conference: Conference) -> None:
    delegate = DelegateFactory(delegation__conference=conference, accreditation=Accreditation.DRAFT)

    decide(organizer, delegate, "submit")

    assert state(delegate) == Accreditation.SUBMITTED


def test_nobody_is_decided_on_who_is_a_draft(organizer: Client, conference: Conference) -> None:
    delegate = DelegateFactory(delegation__conference=conference, accreditation=Accreditation.DRAFT)

    for value in ("approved", "returned", "rejected", "withdrawn", "submitted"):
        decide(organizer, delegate, value, reason="Because")

    assert state(delegate) == Accreditation.DRAFT


def test_page_says_why_there_was_a_place_beyond_the_quota_and_no_decision(
    organizer: Client, conference: Conference
) -> None:
    delegate = DelegateFactory(delegation__conference=conference, place_reason="Hosts the next")

    page = organizer.get(here("delegates_delegate_change", delegate.pk)).content.decode()

    assert page.count("Hosts the next") == 1
    assert page.count("Reason of the place beyond the quota") == 1
    assert "field-decided" not in page


def test_restoring_is_for_who_was_refused_or_left(
    organizer: Client, conference: Conference
) -> None:
    """Whoever is returned is submitted, by their delegation or by the officer."""
    delegate = DelegateFactory(
        delegation__conference=conference,
        accreditation=Accreditation.RETURNED,
        decided_at=AT,
        decided_by=UserFactory(),
    )

    decide(organizer, delegate, "submitted")

    assert state(delegate) == Accreditation.RETURNED


def test_officer_replaces_somebody_who_stays_until_the_new_person_is_approved(
    officer: Client, conference: Conference
) -> None:
    former = DelegateFactory(delegation__conference=conference, approved=True)
    page = officer.get(here("delegates_delegate_change", former.pk)).content.decode()
    (url,) = re.findall(r'href="([^"]*replaces=[^"]*)"', page)
    form = officer.get(unescape(url)).content.decode()

    named = {"given_name": "Sodiq", "family_name": "Rahmon"}
    officer.post(unescape(url), form_values(form, "delegate_form") | named)

    added = Delegate.objects.get(family_name="Rahmon")
    assert f"In place of <bdi>{former}</bdi>" in form
    assert (added.replaces, state(added), state(former)) == (former, "submitted", "approved")
    decide(officer, added, "approved")
    assert (state(added), state(former)) == ("approved", "withdrawn")
    elsewhere = DelegateFactory(approved=True)
    other = here("delegates_delegate_add") + f"?replaces={elsewhere.pk}"
    assert officer.get(other).status_code == 404
