"""Spouses: of one delegation, and without a photo where the other needs none."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import AuditEvent, User
from delegates.exporting.people import Format, exported
from delegates.models import Delegate, Delegation
from delegates.outstanding.asking import Asking
from delegates.outstanding.lacks import Lacks
from delegates.services import moving, registering
from tests.factories import (
    AT,
    DelegateFactory,
    DelegationFactory,
    RankFactory,
    RegistrationFieldFactory,
    StaffRoleFactory,
    UserFactory,
)
from tests.page_forms import form_values
from tests.spreadsheets import sheet_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegation() -> Delegation:
    return DelegationFactory()


@pytest.fixture
def by() -> User:
    return UserFactory(is_superuser=True)


@pytest.fixture
def president(delegation: Delegation) -> Delegate:
    exempt = RankFactory(conference=delegation.conference, is_photo_needed=False)
    return DelegateFactory(delegation=delegation, rank=exempt, photo="")


def test_spouse_of_whoever_needs_no_photo_needs_none(
    delegation: Delegation, president: Delegate
) -> None:
    minister = DelegateFactory(
        delegation=delegation, rank=RankFactory(conference=delegation.conference), photo=""
    )
    RegistrationFieldFactory(conference=delegation.conference, column="photo", is_required=True)
    spouse = DelegateFactory(delegation=delegation, photo="", spouse_of=president)
    other = DelegateFactory(delegation=delegation, photo="", spouse_of=minister)

    missing = set(Delegate.objects.missing_photo())

    assert missing == {minister, other}
    assert {row for row in Delegate.objects.all() if row.is_photo_needed} == missing
    lacks = Lacks(Asking(delegation.conference)).columns
    assert [lacks(row) for row in (president, spouse)] == [[], []]
    assert [column.name for column in lacks(other)] == ["photo"]


def test_nobody_is_the_spouse_of_somebody_of_another_delegation_or_of_themselves(
    delegation: Delegation, president: Delegate
) -> None:
    elsewhere = DelegateFactory(delegation__conference=delegation.conference)

    for other in (elsewhere, president):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delegate.objects.filter(pk=president.pk).update(spouse_of=other)


@pytest.mark.parametrize("who", ["spouse", "president"])
def test_couple_is_parted_where_one_of_them_moves(
    delegation: Delegation, president: Delegate, by: User, who: str
) -> None:
    spouse = DelegateFactory(delegation=delegation, spouse_of=president)
    target = DelegationFactory(conference=delegation.conference)
    moved = {"spouse": spouse, "president": president}[who]

    moving.move(delegate=moved, delegation=target, by=by, at=AT)

    moved.refresh_from_db()
    spouse.refresh_from_db()
    assert (moved.delegation, spouse.spouse_of) == (target, None)
    changed = AuditEvent.objects.filter(action="delegate.changed", target_id=spouse.pk)
    assert ["spouse_of"] in [event.fields for event in changed]


def test_who_stays_a_couple_when_something_else_changes(
    delegation: Delegation, president: Delegate, by: User
) -> None:
    spouse = DelegateFactory(delegation=delegation, spouse_of=president)

    registering.change(delegate=president, fields={"phone": "+992 1"}, by=by, at=AT)

    spouse.refresh_from_db()
    assert spouse.spouse_of == president


def test_spouse_stays_when_the_other_is_deleted(
    delegation: Delegation, president: Delegate
) -> None:
    spouse = DelegateFactory(delegation=delegation, spouse_of=president)

    president.delete()

    spouse.refresh_from_db()
    assert spouse.spouse_of is None


def test_page_offers_the_others_of_the_delegation(
    delegation: Delegation, president: Delegate, client: Client
) -> None:
    spouse = DelegateFactory(delegation=delegation)
    stranger = DelegateFactory(delegation__conference=delegation.conference)
    role = StaffRoleFactory(conference=delegation.conference, role=Role.ORGANIZER)
    client.force_login(role.user)
    url = admin_url(delegation.conference, "delegates_delegate_change", spouse.pk)
    page = client.get(url).content.decode()
    offered = page.partition('name="spouse_of"')[2].partition("</select>")[0]

    form = form_values(page, "delegate_form")
    client.post(url, form | {"spouse_of": [str(stranger.pk)]})
    refused = Delegate.objects.get(pk=spouse.pk).spouse_of
    client.post(url, form | {"spouse_of": [str(president.pk)]})

    assert f'value="{president.pk}"' in offered
    assert f'value="{spouse.pk}"' not in offered
    assert f'value="{stranger.pk}"' not in offered
    assert refused is None
    assert Delegate.objects.get(pk=spouse.pk).spouse_of == president


def test_export_names_the_other_by_their_reference(
    delegation: Delegation, president: Delegate
) -> None:
    DelegateFactory(delegation=delegation, spouse_of=president)

    with exported(Delegate.objects.all(), delegation.conference, Format.XLSX) as file:
        heading, *rows = (line.cells for line in sheet_of(file.read()).rows)

    place = heading.index("Spouse of")
    assert sorted(row[place] for row in rows) == ["", president.reference]
