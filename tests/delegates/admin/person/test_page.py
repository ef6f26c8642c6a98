"""A delegate's page: how it stands in one line, who is next, and the language that is proposed."""

import re
from html import unescape

import pytest
from django.test import Client

from conference.choices import Role
from conference.models import Conference
from delegates.models import Delegate
from tests.factories import (
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    StaffRoleFactory,
    words,
)
from tests.here import here


def page_of(client: Client, delegate: Delegate, query: str = "") -> str:
    url = here("delegates_delegate_change", delegate.pk)
    return str(client.get(url + query).content.decode())


def next_in(page: str) -> tuple[str, str, str]:
    """Address, name and how many wait; blanks where nobody is next."""
    found = re.search(
        r'<p class="next-in-line">\s*<a href="([^"]*)"[^>]*>Next in line: <bdi>(.*?)</bdi></a>'
        r'\s*<span class="quiet">.*? · (\d+) (?:is|are) waiting',
        page,
    )
    return (unescape(found[1]), unescape(found[2]), found[3]) if found else ("", "", "")


@pytest.fixture
def line(conference: Conference) -> list[Delegate]:
    """Five who wait, of two delegations, in protocol order; the head of the second is the third."""
    first, second = (
        DelegationFactory(conference=conference, country=CountryFactory(name=words(name)))
        for name in ("Albania", "Tajikistan")
    )
    people = [
        DelegateFactory(delegation=delegation, order=order, family_name=f"Number {n}")
        for n, (delegation, order) in enumerate(
            [(first, 0), (first, 1), (second, 7), (second, 0), (second, 1)]
        )
    ]
    second.head = people[2]
    second.save()
    return people


def test_the_line_goes_on_in_protocol_order_and_begins_again(
    organizer: Client, line: list[Delegate]
) -> None:
    names = [next_in(page_of(organizer, delegate))[1] for delegate in line]

    following = [*line[1:], line[0]]
    assert [name.rpartition(" ")[2] for name in names] == [
        each.family_name.rpartition(" ")[2] for each in following
    ]


def test_only_those_who_wait_are_in_line(organizer: Client, line: list[Delegate]) -> None:
    for delegate in line[1:3]:
        organizer.post(here("delegates_delegate_decide", delegate.pk, "approved"), {})

    url, name, count = next_in(page_of(organizer, line[1]))

    assert (name.endswith("NUMBER 3"), count) == (True, "3")
    assert url == here("delegates_delegate_change", line[3].pk) + "?in_line=1"


def test_the_line_stays_in_the_list_that_one_came_from(
    organizer: Client, line: list[Delegate]
) -> None:
    """Through the decision too."""
    kept = f"_changelist_filters=delegation__id__exact%3D{line[0].delegation_id}"
    page = page_of(organizer, line[0], f"?{kept}")
    [action] = re.findall(r'<form method="post" action="([^"]*/approved/[^"]*)"', page)

    decided = organizer.post(unescape(action), {})

    assert decided["Location"] == here("delegates_delegate_change", line[0].pk) + f"?{kept}"
    url, name, count = next_in(organizer.get(decided["Location"]).content.decode())
    assert (name.endswith("NUMBER 1"), count) == (True, "1")
    assert url == here("delegates_delegate_change", line[1].pk) + f"?{kept}&in_line=1"


def test_one_key_leads_on_and_one_approves(organizer: Client, line: list[Delegate]) -> None:
    """The focus is where the next key is due, and nowhere for whoever only opens the page."""
    focused = r"<(?:a|button) [^>]*autofocus[^>]*>([^<]*)"
    opened = page_of(organizer, line[0])
    decide = here("delegates_delegate_decide", line[0].pk, "approved")

    decided = organizer.post(decide, {}, follow=True).content.decode()
    arrived = organizer.get(next_in(decided)[0]).content.decode()

    found = [re.findall(focused, page) for page in (opened, decided, arrived)]
    assert found == [[], ["Next in line: "], ["Approve"]]


def test_whoever_may_not_decide_has_no_line(
    client: Client, conference: Conference, line: list[Delegate]
) -> None:
    client.force_login(StaffRoleFactory(conference=conference, role=Role.BADGE_DESK).user)

    assert next_in(page_of(client, line[0])) == ("", "", "")


def test_how_it_stands_is_said_above_the_form(organizer: Client, line: list[Delegate]) -> None:
    page = page_of(organizer, line[0])
    [said] = re.findall(r'<p class="person-states">(.*?)</p>', page, re.DOTALL)

    assert re.findall(r"<(?:span|bdi)[^>]*>([^<]+)<", said) == [
        "Submitted",
        line[0].reference,
    ]
    assert re.findall(r'<h2 [^>]*class="fieldset-heading"[^>]*>\s*(.*?)\s*</h2>', page) == [
        "Function",
        "Contact",
        "Travel",
    ]
