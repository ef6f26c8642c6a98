"""Whoever leads a delegation is its head wherever a position is read, whatever was typed."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from conference.choices import Role
from conference.models import Conference
from delegates.models import Delegate
from delegates.services import delegations
from tests.factories import DelegateFactory, StaffRoleFactory, UserFactory
from tests.here import here


@pytest.fixture
def head(conference: Conference) -> Delegate:
    made: Delegate = DelegateFactory(delegation__conference=conference, position="adviser")
    delegations.appoint_head(
        delegation=made.delegation, delegate=made, by=UserFactory(), at=timezone.now()
    )
    return made


def test_list_names_the_head(organizer: Client, head: Delegate) -> None:
    page = organizer.get(here("delegates_delegate_changelist")).content.decode()

    assert re.findall(r'class="field-duty">([^<]*)', page) == ["Head of delegation"]


def test_page_of_a_person_who_may_not_be_changed_names_the_head(
    client: Client, conference: Conference, head: Delegate
) -> None:
    client.force_login(StaffRoleFactory(conference=conference, role=Role.BADGE_DESK).user)

    page = client.get(here("delegates_delegate_change", head.pk)).content.decode()

    (position,) = re.findall(r'field-position_seen.*?class="readonly">(.*?)<', page, re.DOTALL)
    assert position == "Head of delegation"
    assert "Adviser" not in page


def test_form_of_the_head_says_what_the_position_is_kept_for(
    organizer: Client, head: Delegate
) -> None:
    page = organizer.get(here("delegates_delegate_change", head.pk)).content.decode()

    assert "Position, once somebody else leads" in page
    assert "Now: head of delegation." in page


def test_row_of_the_head_has_no_other_position(organizer: Client, head: Delegate) -> None:
    url = here("delegates_delegation_change_row", head.delegation_id, head.pk)

    page = organizer.get(url, headers={"HX-Request": "true"}).content.decode()

    assert 'name="position"' not in page
    assert 'name="function"' in page
