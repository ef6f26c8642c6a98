"""A reloaded or typed address that only takes what a page sends leads to that page."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from conference.choices import Role
from conference.models import Conference
from delegates.models import Delegation
from tests.addresses import IN_A_CONFERENCE
from tests.admin_pages import path_of
from tests.admin_rows import OF_CONFERENCES, hand_to, row_in
from tests.factories import ConferenceFactory, DelegationFactory, StaffRoleFactory
from tests.here import HERE, here

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
SAID = "Nothing was done: use the buttons on this page."


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(slug=HERE)


@pytest.fixture
def organizer(client: Client, conference: Conference) -> Client:
    client.force_login(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)
    return client


@pytest.fixture
def delegation(conference: Conference) -> Delegation:
    return DelegationFactory(conference=conference)


def test_reload_of_a_decision_leads_to_the_record_and_says_that_nothing_was_done(
    organizer: Client, delegation: Delegation
) -> None:
    answer = organizer.get(
        here("delegates_delegation_approve", delegation.pk), follow=True, headers=BROWSER
    )

    assert answer.redirect_chain[-1] == (here("delegates_delegation_change", delegation.pk), 302)
    assert answer.status_code == 200
    assert SAID in answer.content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Request": "true", **BROWSER},
        {"Accept": "application/json"},
        {"Accept": "*/*"},
        {},
    ],
    ids=["htmx", "json", "anything", "nothing"],
)
def test_script_is_refused(
    organizer: Client, delegation: Delegation, headers: dict[str, str]
) -> None:
    url = here("delegates_delegation_approve", delegation.pk)

    assert organizer.get(url, headers=headers).status_code == 405


def test_form_that_is_sent_to_a_page_that_is_only_read_is_refused(
    organizer: Client, conference: Conference
) -> None:
    assert organizer.post(here("delegates_importrun_template")).status_code == 405


def test_what_somebody_may_not_see_is_missing_and_leads_nowhere(organizer: Client) -> None:
    foreign = DelegationFactory()

    url = here("delegates_delegation_approve", foreign.pk)
    assert organizer.get(url).status_code == 404


def test_no_address_of_the_admin_is_a_blank_refusal(
    organizer: Client, conference: Conference
) -> None:
    """Each that only takes what is sent leads to a page that there is."""
    user = StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user
    organizer.force_login(user)
    for model in OF_CONFERENCES:
        hand_to(user, row_in(model, conference))
    led: dict[str, int] = {}
    for address in IN_A_CONFERENCE:
        if address.namespace != "admin":
            continue
        response: Any = organizer.get(path_of(address, conference), headers=BROWSER)
        b"".join(response)  # To its end, which closes what it opened.
        assert response.status_code != 405, address
        if any(str(one) == SAID for one in get_messages(response.wsgi_request)):
            above = organizer.get(response["Location"], follow=True, headers=BROWSER)
            led[address.name] = above.status_code

    assert {name for name in led if "delegation" in name} == {
        "delegates_delegation_approve",
        "delegates_delegation_act",
        "delegates_delegation_reorder",
        "delegates_delegation_appoint_head",
        "delegates_delegation_note",
        "delegates_delegation_send_invitation",
        "delegates_delegation_revoke_invitation",
        "delegates_delegation_revoke_focal_point",
        "delegates_delegation_tick_task",
        "delegates_delegation_add_nomination",
        "delegates_delegation_receive_nomination",
        "delegates_delegation_remove_nomination_file",
        "delegates_delegation_verify_nomination",
        "delegates_delegation_write_message",
    }
    assert set(led.values()) == {200}, led


@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_page_of_the_site_too(client: Client, answer: str) -> None:
    client.force_login(StaffRoleFactory().user)

    response = client.get(reverse(f"invitation-{answer}", args=[1]), follow=True, headers=BROWSER)

    assert response.redirect_chain == [(reverse("invitations"), 302)]
    assert (response.status_code, list(get_messages(response.wsgi_request))) == (200, [])
