"""Badges in the admin: what is said of each, and that nothing of them can be edited."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from badges.choices import Purpose, Reason
from badges.models import Badge
from conference.models import Conference, User
from delegates.models import Delegate
from delegates.services.review import accreditation
from tests.badges.admin.test_printing import signed_in, text
from tests.badges.conftest import AT, MakeDelegates, Send
from tests.factories import BadgeFactory
from tests.here import here

LIST = here("badges_badge_changelist")
WorkOff = Callable[[], int]


@pytest.fixture
def desk(conference: Conference) -> Client:
    return signed_in(conference)


def test_list_says_of_each_badge_whether_it_is_valid(
    desk: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    valid, changed, gone, _printing = make_delegates(4)
    send([valid, changed, gone])
    work_off()
    send([_printing])
    Delegate.objects.filter(pk=changed.pk).update(function="Minister")
    accreditation.withdraw(delegate=gone, reason="Ill", by=clerk, at=AT)

    said = text(desk.get(LIST))

    assert "1 Valid 0" in said
    assert "Valid, to be replaced: details have changed" in said
    assert "Not valid. The delegate is withdrawn" in said
    assert "Being printed" in said


def test_page_tells_every_generation(
    desk: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates()
    send()
    work_off()
    send(purpose=Purpose.AGAIN, reason=Reason.PAPER_JAM)
    work_off()
    send(purpose=Purpose.REPLACE, reason=Reason.LOST)
    work_off()

    said = text(desk.get(here("badges_badge_change", Badge.objects.get().pk)))

    assert "2 · Live · issued 1 May 2018, 14:00" in said
    assert (
        "1 · Ended · issued 1 May 2018, 14:00 · ended 1 May 2018, 14:00, Lost · printed again: 1"
        in said
    )


def test_forged_serial_changes_nothing(
    desk: Client, make_delegates: MakeDelegates, send: Send
) -> None:
    make_delegates()
    send()
    badge = Badge.objects.get()

    response = desk.post(here("badges_badge_change", badge.pk), {"serial": "999"})

    badge.refresh_from_db()
    assert (response.status_code, badge.serial) == (403, 1)


def test_badge_of_another_conference_answers_as_a_missing_one(desk: Client) -> None:
    other = BadgeFactory()

    assert desk.get(here("badges_badge_change", other.pk)).status_code == 404


QUERIES_OF_THE_LIST = 12


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_for_one_and_for_three(
    desk: Client,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_delegates(count)
    send()
    work_off()
    desk.get(LIST)

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        desk.get(LIST)
