"""Quotas in the admin: said in a list with what is taken, and kept to wherever people enter."""

import pytest
from django.test import Client

from conference.choices import Role
from conference.models import AuditEvent, Conference
from delegates.choices import Accreditation, Hosting
from delegates.models import Delegate, Delegation, Quota
from tests.factories import (
    AT,
    DelegateFactory,
    DelegationFactory,
    QuotaFactory,
    StaffRoleFactory,
    UserFactory,
    words,
)
from tests.here import here
from tests.page_forms import form_values

LIST, ADD = here("delegates_quota_changelist"), here("delegates_quota_add")


@pytest.fixture
def delegation(conference: Conference) -> Delegation:
    found: Delegation = DelegationFactory(conference=conference, name=words("Hungary"))
    return found


@pytest.fixture
def one_place(delegation: Delegation) -> Quota:
    """It is taken."""
    DelegateFactory(delegation=delegation, family_name="Szabo")
    found: Quota = QuotaFactory(
        conference=delegation.conference, kind=None, delegation=delegation, places=1
    )
    return found


def decide(client: Client, delegate: Delegate, value: str, **sent: object) -> str:
    url = here("delegates_delegate_decide", delegate.pk, value)
    page = client.get(url, follow=True).content.decode()
    read = form_values(page, "decision") if 'id="decision"' in page else {}
    return str(client.post(url, read | sent, follow=True).content.decode())


def state(delegate: Delegate) -> str:
    return str(Delegate.with_drafts.get(pk=delegate.pk).accreditation)


def test_list_says_what_is_taken_left_and_waited_for(
    organizer: Client, conference: Conference, one_place: Quota, delegation: Delegation
) -> None:
    DelegateFactory(delegation=delegation, waiting=True)
    DelegateFactory(delegation=DelegationFactory(conference=conference), hosting=Hosting.HOSTED)
    QuotaFactory(conference=conference, kind=delegation.kind, places=1)
    QuotaFactory(conference=conference, kind=delegation.kind, is_each=False, places=9, hosted=3)

    page = " ".join(organizer.get(LIST).content.decode().split())

    for said in ("1 of 1", "1; each has 1", "1 delegation is full", "2 of 9", "1 of 3", ">7<"):
        assert said in page, said
    assert page.count('<td class="field-waiting">1</td>') == 2


def test_quota_is_said_and_what_it_contradicts_refused(
    organizer: Client, delegation: Delegation
) -> None:
    kind = delegation.kind.pk

    organizer.post(ADD, {"kind": kind, "is_each": "on", "places": 5, "hosted": 2})
    again = organizer.post(ADD, {"kind": kind, "is_each": "on", "places": 6})
    both = organizer.post(
        ADD, {"kind": kind, "delegation": delegation.pk, "is_each": "on", "places": 5}
    )
    of_none = organizer.post(ADD, {"is_each": "on", "places": 5})

    quota = Quota.objects.get()
    assert (quota.kind, quota.is_each, quota.places, quota.hosted) == (
        delegation.kind,
        True,
        5,
        2,
    )
    assert AuditEvent.objects.filter(action="quota.added").count() == 1
    assert "counted already" in again.content.decode()
    assert "choose the delegation alone" in both.content.decode()
    assert "Choose a delegation, a kind" in of_none.content.decode()


def test_officer_reads_quotas_and_changes_none(client: Client, one_place: Quota) -> None:
    held = StaffRoleFactory(conference=one_place.conference, role=Role.REGISTRATION_OFFICER)
    client.force_login(held.user)

    assert "Hungary" in client.get(LIST).content.decode()
    assert client.get(ADD).status_code == 403


@pytest.mark.usefixtures("one_place")
def test_whoever_is_submitted_over_quota_waits_and_the_page_says_why(
    organizer: Client, delegation: Delegation
) -> None:
    draft = DelegateFactory(delegation=delegation, accreditation=Accreditation.DRAFT)

    page = decide(organizer, draft, "submit")

    assert state(draft) == "waiting"
    assert "waits for a place, as number 1: the only place of “Hungary” is taken" in page


@pytest.mark.usefixtures("one_place")
def test_restored_together_who_has_no_place_is_named(
    organizer: Client, delegation: Delegation
) -> None:
    rejected = DelegateFactory(
        delegation=delegation, accreditation="rejected", decided_at=AT, decided_by=UserFactory()
    )

    page = decide(organizer, rejected, "submitted")

    assert state(rejected) == "waiting"
    assert "waits for a place, as number 1" in page
    assert "is open again" not in page


@pytest.mark.usefixtures("one_place")
def test_place_beyond_the_quota_is_an_organizers_to_give(
    client: Client, organizer: Client, delegation: Delegation
) -> None:
    waiting = DelegateFactory(delegation=delegation, waiting=True)

    decide(organizer, waiting, "place", reason="")
    assert state(waiting) == "waiting"
    page = decide(organizer, waiting, "place", reason="Hosts the next conference")
    assert state(waiting) == "submitted"
    assert "beyond the quota" in page

    other = DelegateFactory(delegation=delegation, waiting=True)
    held = StaffRoleFactory(conference=delegation.conference, role=Role.REGISTRATION_OFFICER)
    client.force_login(held.user)
    assert client.get(here("delegates_delegate_decide", other.pk, "place")).status_code == 403


@pytest.mark.usefixtures("one_place")
def test_whoever_is_entered_over_quota_is_said_to_wait(
    organizer: Client, delegation: Delegation
) -> None:
    add = f"{here('delegates_delegate_add')}?delegation={delegation.pk}"
    form = form_values(organizer.get(add).content.decode(), "delegate_form")

    page = organizer.post(
        add, form | {"given_name": "Anna", "family_name": "Toth"}, follow=True
    ).content.decode()

    assert Delegate.objects.get(family_name="Toth").accreditation == "waiting"
    assert "waits for a place, as number 1" in page


def test_more_hosted_than_were_meant_are_said_wherever_they_are_counted_and_never_held_up(
    organizer: Client, conference: Conference, delegation: Delegation
) -> None:
    """On the sheet, in the list of quotas and where somebody is said to be hosted."""
    DelegateFactory(delegation=delegation, hosting=Hosting.HOSTED)
    person = DelegateFactory(delegation=delegation)
    whole = QuotaFactory(conference=conference, kind=delegation.kind, is_each=False, places=9)
    Quota.objects.filter(pk=whole.pk).update(hosted=0)
    QuotaFactory(conference=conference, kind=delegation.kind, places=5, hosted=1)
    change = here("delegates_delegate_change", person.pk)

    def sent(**further: str) -> list[str]:
        form = form_values(organizer.get(change).content.decode(), "delegate_form")
        page = organizer.post(change, form | further, follow=True)
        return [str(each) for each in page.context["messages"] if each.level_tag == "warning"]

    told, untouched = sent(hosting="hosted"), sent()

    person.refresh_from_db()
    assert person.is_hosted
    kind = str(delegation.kind)
    assert told == [
        f"More are hosted than were meant: {kind}, 2 of 0 hosted, 2 over quota.",
        f"More are hosted than were meant: {kind}, 2 of 1 hosted, 1 over quota.",
    ]
    assert untouched == []
    sheet = organizer.get(here("delegates_delegation_change", delegation.pk)).content.decode()
    assert "<span>2 of 5 places</span><span>2 of 1 hosted, 1 over quota</span>" in sheet
    listed = " ".join(organizer.get(LIST).content.decode().split())
    assert "2 of 0, 2 over quota" in listed
    assert "2; each has 1, 1 is over" in listed
    assert sent(hosting="own") == []


def test_sheet_says_composition_against_quota(
    organizer: Client, delegation: Delegation, one_place: Quota
) -> None:
    Quota.objects.filter(pk=one_place.pk).update(hosted=1)
    DelegateFactory(delegation=delegation, hosting=Hosting.HOSTED)
    DelegateFactory(delegation=delegation, waiting=True)

    page = organizer.get(here("delegates_delegation_change", delegation.pk)).content.decode()

    assert "<span>2 of 1 place, 1 over quota</span><span>1 of 1 hosted</span>" in page
    assert "Waiting for a place: number 1" in page
