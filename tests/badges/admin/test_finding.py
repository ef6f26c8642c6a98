"""What badges add to finding: a serial, the number of a job, and printing as what is next."""

import pytest
from django.test import Client

from conference.choices import Role
from conference.models import Conference, User
from tests.badges.conftest import MakeDelegates, Send
from tests.factories import BadgeFactory, StaffRoleFactory
from tests.here import here


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


@pytest.mark.parametrize("query", ["00002", "2", "٢", "#00002", "№ 2", "badge 00002"])
def test_a_serial_finds_whose_badge_it_is(
    desk: Client, make_delegates: MakeDelegates, query: str
) -> None:
    first, second = make_delegates(2)
    BadgeFactory(delegate=first, serial=1)
    BadgeFactory(delegate=second, serial=2)

    found = desk.post(here("find"), {"find": query})
    listed = desk.post(here("delegates_delegate_changelist"), {"search": query}, follow=True)
    badges = desk.post(here("badges_badge_changelist"), {"search": query}, follow=True)

    first_answer = found.context["find_answers"][0].found
    assert first_answer.name == str(second)
    assert first_answer.about.startswith("badge 00002 · ")
    assert second in listed.context["cl"].result_list
    assert [row.serial for row in badges.context["cl"].result_list] == [2]


def test_a_first_badge_is_printed_from_the_box(desk: Client, make_delegates: MakeDelegates) -> None:
    (delegate,) = make_delegates(given_name="Ana", family_name="Lima")

    (answer,) = desk.post(here("find"), {"find": "lima"}).context["find_answers"]

    assert (answer.next.words, answer.next.acts) == ("Print badge", True)
    assert answer.next.url == here("badges_printjob_one", delegate.pk)


@pytest.mark.parametrize("called", ["", "job ", "Print job "])
def test_a_job_is_found_by_its_number(
    desk: Client, make_delegates: MakeDelegates, send: Send, called: str
) -> None:
    job = send(make_delegates(2))

    found = desk.post(here("find"), {"find": f"{called}{job.pk}"}).context["find_answers"]

    assert here("badges_printjob_change", job.pk) in [answer.found.url for answer in found]


def test_who_may_see_no_badges_finds_nobody_by_a_serial(
    client: Client, conference: Conference, make_delegates: MakeDelegates
) -> None:
    (delegate,) = make_delegates()
    BadgeFactory(delegate=delegate, serial=90210)
    client.force_login(StaffRoleFactory(conference=conference, role=Role.PROGRAMME_OFFICER).user)

    found = client.post(here("find"), {"find": "90210"})
    listed = client.post(here("delegates_delegate_changelist"), {"search": "90210"}, follow=True)

    assert found.context["find_answers"] == []
    assert list(listed.context["cl"].result_list) == []
