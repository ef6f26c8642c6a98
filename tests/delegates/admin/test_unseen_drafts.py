"""Whoever does not see drafts works on a sheet as if nobody were begun."""

import re
from typing import Any

import pytest
from django.test import Client

from conference.choices import Role
from conference.models import Conference
from delegates.admin.registration.proposals import side_by_side
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation
from delegates.services import delegations
from delegates.services.registration import self_registration
from delegates.services.review import replacement
from delegates.sheet.contents import MEMBERS_ON_A_PAGE
from tests.factories import (
    AT,
    DelegateFactory,
    DelegationFactory,
    FocalPointFactory,
    ProposalFactory,
    RegistrationSettingsFactory,
    StaffRoleFactory,
    UserFactory,
)
from tests.here import here
from tests.page_forms import form_values


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


def test_spouse_who_is_begun_is_unnamed_and_stays_as_the_record_is_saved(
    officer: Client, delegation: Delegation
) -> None:
    draft = begun(delegation, family_name="ZZUNSEEN")
    person = DelegateFactory(delegation=delegation, approved=True, spouse_of=draft)
    url = here("delegates_delegate_change", person.pk)
    page = officer.get(url).text

    officer.post(url, form_values(page, "delegate_form") | {"function": "Counsellor"})

    person.refresh_from_db()
    assert [words in page for words in ("ZZUNSEEN", draft.reference)] == [False, False]
    assert (person.function, person.spouse_of) == ("Counsellor", draft)


def test_organizer_saves_the_record_of_whose_spouse_is_begun_and_reads_the_name(
    organizer: Client, delegation: Delegation
) -> None:
    draft = begun(delegation, family_name="ZZUNSEEN")
    person = DelegateFactory(delegation=delegation, approved=True, spouse_of=draft)
    url = here("delegates_delegate_change", person.pk)
    page = organizer.get(url).text

    organizer.post(url, form_values(page, "delegate_form") | {"function": "Counsellor"})

    person.refresh_from_db()
    assert "ZZUNSEEN" in page
    assert (person.function, person.spouse_of) == ("Counsellor", draft)


@pytest.mark.parametrize("role", [Role.BADGE_DESK, Role.SECURITY_OFFICER])
def test_spouse_who_is_begun_is_unnamed_to_whoever_reads_the_record(
    client: Client, delegation: Delegation, role: Role
) -> None:
    client.force_login(StaffRoleFactory(conference=delegation.conference, role=role).user)
    known = DelegateFactory(delegation=delegation, family_name="ZZSEEN")
    person = DelegateFactory(delegation=delegation, spouse_of=known)
    url = here("delegates_delegate_change", person.pk)
    before = client.get(url).text
    person.spouse_of = begun(delegation, family_name="ZZUNSEEN")
    person.save()

    after = client.get(url).text

    assert ("ZZSEEN" in before, "ZZUNSEEN" in after) == (True, False)


def test_draft_who_is_to_lead_is_unnamed_beside_who_is_proposed(delegation: Delegation) -> None:
    role = StaffRoleFactory(conference=delegation.conference, role=Role.REGISTRATION_OFFICER)
    delegation.head = begun(delegation)
    delegation.save()
    person = DelegateFactory(delegation=delegation, approved=True)
    proposal = ProposalFactory(delegate=person, values={"head": person.pk})

    (line,) = side_by_side(proposal, person, role.user)

    assert line.now == "–"


def history(client: Client, row: Delegate | Delegation) -> str:
    return client.get(here(f"delegates_{row._meta.model_name}_history", row.pk)).text


def test_history_tells_of_drafts_to_whoever_sees_them(
    officer: Client, delegation: Delegation, conference: Conference
) -> None:
    focal_point = UserFactory(is_superuser=True, name="Focal Point")
    person = DelegateFactory(delegation=delegation, approved=True)
    new = Delegate(delegation=delegation, family_name="Szabo")
    draft = replacement.replace(former=person, delegate=new, by=focal_point, at=AT)
    delegations.appoint_head(delegation=delegation, delegate=draft, by=focal_point, at=AT)

    unseen = [history(officer, row) for row in (delegation, person)]
    organizer = StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user
    officer.force_login(organizer)
    seen = [history(officer, row) for row in (delegation, person)]

    assert ["Focal Point" in page for page in unseen] == [False, False]
    assert "no. " not in unseen[0]
    assert ["Focal Point" in page for page in seen] == [True, True]
    assert "SZABO" in seen[0]


def test_history_tells_nothing_of_a_draft_who_was_removed(
    officer: Client, delegation: Delegation
) -> None:
    by = FocalPointFactory(delegation=delegation).user
    RegistrationSettingsFactory(conference=delegation.conference, opens_at=AT)
    draft = begun(delegation)
    self_registration.name_head(delegation=delegation, delegate=draft, by=by, at=AT)
    self_registration.take_out(delegate=draft, by=by, at=AT)

    assert "no. " not in history(officer, delegation)


def test_head_whom_everybody_knows_is_told_of_in_the_history_where_a_draft_takes_the_place(
    officer: Client, delegation: Delegation
) -> None:
    person = DelegateFactory(delegation=delegation, family_name="Nagy", approved=True)
    by = UserFactory(is_superuser=True)
    for head in (person, begun(delegation)):
        delegations.appoint_head(delegation=delegation, delegate=head, by=by, at=AT)

    page = history(officer, delegation)

    assert page.count("appointed the head of") == 2
    assert "NAGY" in page
    assert "no. " not in page
