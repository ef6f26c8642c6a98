"""From a delegation's sheet to a person or a decision, and back to the row."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import set_urlconf

from conference.models import Conference
from conference.site.admin_urls import urls_of
from delegates.admin.sheet.way import url_of_row
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation
from delegates.services import delegations
from tests.deciding import confirmed
from tests.factories import (
    AT,
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    UserFactory,
    words,
)
from tests.here import HERE, here
from tests.page_forms import form_values

HTMX = {"HX-Request": "true"}


@pytest.fixture
def delegation(conference: Conference) -> Delegation:
    return DelegationFactory(
        conference=conference, country=CountryFactory(name=words("Switzerland"))
    )


@pytest.fixture
def delegate(delegation: Delegation) -> Delegate:
    return DelegateFactory(delegation=delegation, given_name="Zsolt", family_name="Nagy", order=5)


def sheet_url(delegation: Delegation) -> str:
    return here("delegates_delegation_change", delegation.pk)


def in_menu(client: Client, delegate: Delegate, words: str) -> str:
    """Where this is done about the person, as their row on the sheet says it."""
    page = client.get(sheet_url(delegate.delegation)).content.decode()
    row = page[page.index(f'id="member-{delegate.pk}"') :].partition("</li>\n<li")[0]
    found = re.search(rf'(?:formaction|href)="([^"]*)"[^>]*>(?:<bdi>)?{words}<', row)
    assert found
    return unescape(found[1])


def state(delegate: Delegate) -> str:
    return Delegate.objects.get(pk=delegate.pk).accreditation


def test_approval_in_a_row_answers_with_the_row_and_its_undoing_too(
    organizer: Client, delegation: Delegation, delegate: Delegate
) -> None:
    """So do the figures above, and who is approved together with the others."""
    other = DelegateFactory(delegation=delegation, order=6)
    approve = in_menu(organizer, delegate, "Approve")

    approved = organizer.post(approve, headers=HTMX).content.decode()
    then = state(delegate)
    (undo,) = re.findall(r'formaction="([^"]*)"[^>]*>Undo<', approved)
    undone = organizer.post(unescape(undo), headers=HTMX).content.decode()
    page = organizer.get(sheet_url(delegation)).content.decode()

    def row_and_more(part: str) -> tuple[Any, ...]:
        return (
            part.lstrip().startswith(f'<li class="member" id="member-{delegate.pk}"'),
            *re.findall(r"\d (?:approved|submitted)", part),
            *re.findall(r'name="pending" value="([^"]*)"', part),
            *re.findall(r'id="sheet-said"[^>]*>([^<]*)', part),
        )

    both = f"{delegate.pk},{other.pk}"
    approved_now = (True, "1 approved", "1 submitted", str(other.pk), "NAGY, Zsolt is approved.")
    assert row_and_more(approved) == approved_now
    assert row_and_more(undone) == (
        True,
        "2 submitted",
        both,
        "The decision on NAGY, Zsolt is open again.",
    )
    assert (then, state(delegate)) == (Accreditation.APPROVED, Accreditation.SUBMITTED)
    assert ">Undo<" not in undone + page


def test_what_is_asked_first_has_its_page_and_leads_back_to_the_row(
    organizer: Client, delegation: Delegation, delegate: Delegate
) -> None:
    DelegateFactory(delegation=delegation, given_name="Zsolt", family_name="Nagy", order=1)
    approve = in_menu(organizer, delegate, "Approve")
    withdraw = in_menu(organizer, delegate, "Withdraw")
    row = f"{sheet_url(delegation)}#member-{delegate.pk}"

    sent = organizer.post(approve, headers=HTMX)
    asked = organizer.get(sent["HX-Redirect"])
    approved = confirmed(organizer, approve, asked)
    withdrawn = confirmed(organizer, withdraw, organizer.get(withdraw), reason="Illness")

    assert sent["HX-Redirect"] == approve
    assert f'<a href="{row}" class="closelink">Back</a>' in asked.content.decode()
    assert approved.redirect_chain == withdrawn.redirect_chain == [(row, 302)]
    (undo,) = re.findall(r'form="undo" formaction="([^"]*)"', approved.content.decode())
    assert undo.endswith("/undone/?on_sheet=1")
    assert state(delegate) == Accreditation.WITHDRAWN


def test_without_a_script_a_row_is_decided_moved_and_put_at_the_head_in_its_place(
    organizer: Client, delegation: Delegation, delegate: Delegate
) -> None:
    """On the page of the sheet on which it stands."""
    rows = DelegateFactory.build_batch(
        70, delegation=delegation, conference=delegation.conference, search_text="x", order=2
    )
    Delegate.objects.bulk_create(rows)
    place, head = (
        here(f"delegates_delegation_{act}", delegation.pk, delegate.pk)
        for act in ("reorder", "appoint_head")
    )
    approve = here("delegates_delegate_decide", delegate.pk, "approved") + "?on_sheet=1"

    answers = [
        organizer.post(url, sent)["Location"]
        for url, sent in [
            (approve, {}),
            (place, {"step": "earlier"}),
            (head, {"leads": "yes"}),
            (head, {"leads": "no"}),
        ]
    ]

    first, row = sheet_url(delegation), f"#member-{delegate.pk}"
    assert answers == [
        f"{first}?p=2{row}",
        f"{first}?p=2{row}",
        f"{first}{row}",
        f"{first}?p=2{row}",
    ]


def test_the_line_goes_on_in_the_delegation_that_one_came_from(
    organizer: Client, conference: Conference, delegation: Delegation, delegate: Delegate
) -> None:
    """Through the decision and its undoing too; then the conference's goes on."""
    earlier = DelegateFactory(delegation=delegation, family_name="Earlier", order=1)
    country = CountryFactory(name=words("Tajikistan"))
    elsewhere = DelegateFactory(
        delegation__conference=conference, delegation__country=country, family_name="Elsewhere"
    )
    page_url = in_menu(organizer, delegate, "Zsolt NAGY")

    def next_in(url: str) -> tuple[str, str]:
        page = organizer.get(url).content.decode()
        found = re.search(r'<a href="([^"]*)"[^>]*>Next in line: <bdi>.*? (\S*)</bdi>', page)
        assert found
        return found[2], unescape(found[1])

    page = organizer.get(page_url).content.decode()
    (approve,) = re.findall(r'<form method="post" action="([^"]*/approved/[^"]*)"', page)
    decided = organizer.post(approve)
    (undo,) = re.findall(
        r'form="undo" formaction="([^"]*)"', organizer.get(decided["Location"]).content.decode()
    )
    undone = organizer.post(undo)
    name, url = next_in(page_url)
    organizer.post(approve)
    then, _url = next_in(url)

    assert decided["Location"] == undone["Location"] == page_url
    assert (name, then) == ("EARLIER", "ELSEWHERE")
    assert url == here("delegates_delegate_change", earlier.pk) + "?in_delegation=1&in_line=1"
    assert next_in(here("delegates_delegate_change", delegate.pk))[0] == "ELSEWHERE"
    assert elsewhere.delegation.protocol_key > delegation.protocol_key


def test_person_saved_on_the_way_from_the_sheet_leads_back_to_the_row(
    organizer: Client, delegation: Delegation, delegate: Delegate
) -> None:
    url = in_menu(organizer, delegate, "Zsolt NAGY")
    elsewhere = url.partition("?")[0]

    def saved_at(address: str) -> Any:
        values = form_values(organizer.get(address).content.decode(), "delegate_form")
        return organizer.post(address, values)

    saved, from_elsewhere = saved_at(url), saved_at(elsewhere)

    assert saved["Location"] == f"{sheet_url(delegation)}#member-{delegate.pk}"
    assert from_elsewhere["Location"] == here("delegates_delegate_changelist")


def ways_back() -> dict[int, str]:
    """Of everybody, as a page of this conference's admin would give them."""
    set_urlconf(urls_of(HERE))  # type: ignore[arg-type]
    try:
        people = Delegate.objects.select_related("delegation")
        return {row.pk: url_of_row(row, people) for row in people}
    finally:
        set_urlconf(None)


def test_way_back_leads_to_the_page_that_shows_the_row(
    organizer: Client, delegation: Delegation
) -> None:
    """Of people of whom several have one order, before and after the head among them."""
    rows = DelegateFactory.build_batch(
        130, delegation=delegation, conference=delegation.conference, search_text="x"
    )
    for number, row in enumerate(rows):
        row.order = 9 - number // 17
    Delegate.objects.bulk_create(rows)
    head = Delegate.objects.filter(order=5).order_by("pk")[8]
    delegations.appoint_head(delegation=delegation, delegate=head, by=UserFactory(), at=AT)

    shown_on = {
        int(pk): number
        for number in (3, 2, 1)
        for pk in re.findall(
            r'id="member-(\d+)"',
            organizer.get(sheet_url(delegation), {"p": number}).content.decode(),
        )
    }
    ways = ways_back()

    first = sheet_url(delegation)
    pages = {1: first, 2: f"{first}?p=2", 3: f"{first}?p=3"}
    assert ways == {pk: f"{pages[number]}#member-{pk}" for pk, number in shown_on.items()}
    assert len(ways) == 130
