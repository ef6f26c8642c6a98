"""Organizers say on the page of a role, or of an invitation, what the role is for."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from conference.choices import Role
from conference.models import Conference
from delegates.models import ScopeLine
from delegates.services import scopes
from tests.factories import (
    CategoryFactory,
    DelegateFactory,
    DelegationFactory,
    DelegationKindFactory,
    StaffInvitationFactory,
    StaffRoleFactory,
    StaffScopeFactory,
)
from tests.here import here
from tests.page_forms import form_values
from tests.signed_in import note_password


def page(holder: Any) -> str:
    name = "role" if holder._meta.model_name == "staffrole" else "invitation"
    return here("delegates_delegation_scope", name, holder.pk)


@pytest.fixture
def organizer(client: Client, conference: Conference) -> Client:
    user = StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user
    client.force_login(user)
    note_password(client, user)
    return client


@pytest.mark.parametrize("factory", [StaffRoleFactory, StaffInvitationFactory])
def test_kinds_and_categories_are_ticked(
    organizer: Client, conference: Conference, factory: Any
) -> None:
    holder = factory(conference=conference, role=Role.REGISTRATION_OFFICER)
    kind = DelegationKindFactory(conference=conference, code="media")
    category = CategoryFactory(conference=conference)

    form = organizer.get(page(holder)).context["form"]
    organizer.post(page(holder), {"kind": [kind.pk], "category": [category.pk]})

    holder.refresh_from_db()
    assert set(form.fields) == {"kind", "category"}
    assert [line.kind or line.category for line in scopes.lines_of(holder)] == [kind, category]


def test_nothing_ticked_is_for_all_again(organizer: Client, conference: Conference) -> None:
    holder = StaffRoleFactory(conference=conference, role=Role.SECURITY_OFFICER)
    kind = DelegationKindFactory(conference=conference, code="media")
    organizer.post(page(holder), {"kind": [kind.pk]})

    organizer.post(page(holder), {})

    holder.refresh_from_db()
    assert holder.scope is None


def test_liaison_officer_is_given_delegations(organizer: Client, conference: Conference) -> None:
    holder = StaffRoleFactory(conference=conference, role=Role.LIAISON_OFFICER)
    delegation = DelegationFactory(conference=conference)

    form = organizer.get(page(holder)).context["form"]
    organizer.post(page(holder), {"delegation": [delegation.pk]})

    holder.refresh_from_db()
    assert set(form.fields) == {"delegation"}
    assert [line.delegation for line in scopes.lines_of(holder)] == [delegation]


def test_kind_of_another_conference_is_no_choice(organizer: Client, conference: Conference) -> None:
    holder = StaffRoleFactory(conference=conference, role=Role.SECURITY_OFFICER)

    organizer.post(page(holder), {"kind": [DelegationKindFactory(code="media").pk]})

    holder.refresh_from_db()
    assert holder.scope is None


def test_role_that_has_no_scope_and_one_elsewhere_have_no_such_page(
    organizer: Client, conference: Conference
) -> None:
    desk = StaffRoleFactory(conference=conference, role=Role.BADGE_DESK)
    elsewhere = StaffRoleFactory(role=Role.SECURITY_OFFICER)

    answers = [organizer.get(page(holder)).status_code for holder in (desk, elsewhere)]

    assert answers == [404, 404]


def test_nobody_but_who_gives_roles_opens_it(client: Client, conference: Conference) -> None:
    holder = StaffRoleFactory(conference=conference, role=Role.REGISTRATION_OFFICER)
    client.force_login(holder.user)
    note_password(client, holder.user)

    assert client.get(page(holder)).status_code == 403
    assert client.post(page(holder), {}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_staff_says_what_each_role_is_for(
    organizer: Client,
    conference: Conference,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    kind = DelegationKindFactory(conference=conference, code="media")
    for _number in range(count):
        holder = StaffRoleFactory(conference=conference, role=Role.SECURITY_OFFICER)
        organizer.post(page(holder), {"kind": [kind.pk]})
    organizer.get(here("conference_staffrole_changelist"))

    with django_assert_num_queries(8):
        shown = organizer.get(here("conference_staffrole_changelist")).content.decode()

    assert shown.count(f">{kind}<") == count


def test_spouse_beyond_the_scope_is_unnamed_and_stays_as_the_record_is_saved(
    client: Client, conference: Conference
) -> None:
    delegation, own = (
        DelegationFactory(conference=conference),
        CategoryFactory(conference=conference),
    )
    beyond, other = DelegateFactory.create_batch(2, delegation=delegation)
    row = DelegateFactory(
        delegation=delegation, category=own, is_category_set_by_hand=True, spouse_of=beyond
    )
    scope = StaffScopeFactory(conference=conference)
    ScopeLine.objects.create(conference=conference, scope=scope, category=own)
    role = Role.REGISTRATION_OFFICER
    client.force_login(StaffRoleFactory(conference=conference, role=role, scope=scope).user)
    url = here("delegates_delegate_change", row.pk)

    page = client.get(url).text
    client.post(url, form_values(page, "delegate_form") | {"function": "Counsellor"})

    assert beyond.reference in page
    assert beyond.family_name not in page
    assert other.family_name not in page
    row.refresh_from_db()
    assert (row.function, row.spouse_of) == ("Counsellor", beyond)
