"""Whoever does not see drafts works on a sheet as if nobody were begun."""

import re
from typing import Any

import pytest
from django.test import Client

from conference.choices import Role
from conference.models import Conference
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation
from delegates.sheet.contents import MEMBERS_ON_A_PAGE
from tests.factories import DelegateFactory, DelegationFactory, StaffRoleFactory
from tests.here import here


@pytest.fixture
def officer(client: Client, conference: Conference) -> Client:
    role = StaffRoleFactory(conference=conference, role=Role.REGISTRATION_OFFICER)
    client.force_login(role.user)
    return client


@pytest.fixture
def delegation(conference: Conference) -> Delegation:
    row: Delegation = DelegationFactory(conference=conference)
    return row


def begun(delegation: Delegation, **further: Any) -> Delegate:
    row: Delegate = DelegateFactory(
        delegation=delegation, accreditation=Accreditation.DRAFT, **further
    )
    return row


def row_url(delegate: Delegate, act: str) -> str:
    return here(f"delegates_delegation_{act}", delegate.delegation_id, delegate.pk)


@pytest.mark.parametrize("step", ["later", "earlier"])
def test_row_moves_by_one_place_among_those_who_are_seen(
    officer: Client, delegation: Delegation, step: str
) -> None:
    first = DelegateFactory(delegation=delegation, order=0)
    begun(delegation, order=1)
    second = DelegateFactory(delegation=delegation, order=2)
    begun(delegation, order=3)
    third = DelegateFactory(delegation=delegation, order=4)
    moved = {"later": first, "earlier": third}[step]

    answer = officer.post(row_url(moved, "reorder"), {"step": step})

    assert answer.status_code == 302
    in_order = list(Delegate.objects.filter(delegation=delegation).order_by("order"))
    expected = {"later": [second, first, third], "earlier": [first, third, second]}
    assert in_order == expected[step]


def test_row_is_found_on_the_page_on_which_its_reader_sees_it(
    officer: Client, delegation: Delegation
) -> None:
    for number in range(MEMBERS_ON_A_PAGE):
        begun(delegation, order=number)
    seen = DelegateFactory(delegation=delegation, order=MEMBERS_ON_A_PAGE)

    answer = officer.post(row_url(seen, "reorder"), {"before": ""})

    sheet = here("delegates_delegation_change", delegation.pk)
    assert answer["Location"] == f"{sheet}#member-{seen.pk}"


def test_head_who_is_begun_is_to_be_confirmed_after_a_decision_too(
    officer: Client, delegation: Delegation
) -> None:
    person = DelegateFactory(delegation=delegation)
    sheet = officer.get(here("delegates_delegation_change", delegation.pk)).text
    delegation.head = begun(delegation)
    delegation.save()

    url = here("delegates_delegate_decide", person.pk, "approved")
    decided = officer.post(f"{url}?on_sheet=1", headers={"HX-Request": "true"}).text

    assert "Head of delegation to be confirmed" in sheet
    assert "Head of delegation to be confirmed" in decided


def test_who_is_appointed_in_place_of_somebody_begun_is_undone_without_naming_them(
    officer: Client, delegation: Delegation
) -> None:
    person, draft = DelegateFactory(delegation=delegation), begun(delegation)
    delegation.head = draft
    delegation.save()

    page = officer.post(row_url(person, "appoint_head"), {"leads": "yes"}, follow=True).text

    assert row_url(draft, "appoint_head") not in page
    assert re.search(rf'action="{row_url(person, "appoint_head")}"', page)
