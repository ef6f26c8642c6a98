"""What is due to be printed: counted, and sent with one click."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from badges.choices import Purpose, Reason
from badges.models import Generation, PrintJob
from conference.choices import Role
from conference.models import Conference
from delegates.models import Delegate
from tests.badges.admin.test_printing import LIST, WorkOff, page_of, signed_in, text
from tests.badges.conftest import MakeDelegates, Send
from tests.here import here
from tests.parts import ask_for_part, asks

DUE = here("badges_printjob_due")
UNISSUED = here("badges_printjob_due_unissued")
CHANGED = here("badges_printjob_due_changed")


@pytest.fixture
def desk(conference: Conference) -> Client:
    return signed_in(conference)


Change = Callable[[list[Delegate]], None]


@pytest.fixture
def print_and_change(send: Send, work_off: WorkOff) -> Change:
    """Prints the delegates' badges, and afterwards each has another function."""

    def change(delegates: list[Delegate]) -> None:
        send(delegates)
        work_off()
        Delegate.objects.filter(pk__in=[row.pk for row in delegates]).update(function="Minister")

    return change


def test_due_says_how_many_of_each(
    desk: Client, make_delegates: MakeDelegates, print_and_change: Change
) -> None:
    print_and_change(make_delegates(3))
    make_delegates(2)
    make_delegates(4, approved=False)

    said = text(desk.get(DUE))

    assert "Print the 2 badges not yet issued" in said
    assert "Replace the 3 badges that show what has changed" in said


def test_part_is_given_alone_to_the_lists_that_ask_for_it(
    conference: Conference, make_delegates: MakeDelegates
) -> None:
    make_delegates()
    client = signed_in(conference, Role.ORGANIZER)

    part = ask_for_part(client, DUE, "due").content.decode()

    assert "<html" not in part
    assert "Print the 1 badge not yet issued" in part
    for page in (LIST, here("index")):
        assert asks(client.get(page).content.decode(), "due") == DUE


def test_unissued_are_sent_with_one_click(
    desk: Client, make_delegates: MakeDelegates, print_and_change: Change
) -> None:
    print_and_change(make_delegates(1))
    waiting = make_delegates(2)
    make_delegates(1, approved=False)

    response = desk.post(UNISSUED)

    job = PrintJob.objects.latest("pk")
    printed = set(job.entries.values_list("generation__badge__delegate", flat=True))
    assert response.headers["Location"] == page_of(job)
    assert (job.purpose, printed) == (Purpose.FIRST, {row.pk for row in waiting})


def test_changed_are_replaced_with_one_click_each_in_its_language(
    desk: Client, make_delegates: MakeDelegates, print_and_change: Change
) -> None:
    english, tajik, _same = people = make_delegates(3)
    print_and_change(people[:2])
    of_tajik = Generation.objects.get(badge__delegate=tajik)
    of_tajik.content |= {"language": "tg"}
    of_tajik.save()

    response = desk.post(CHANGED, follow=True)

    sent = PrintJob.objects.filter(purpose=Purpose.REPLACE, reason=Reason.CHANGED)
    assert {(job.language, job.entries.get().generation.badge.delegate_id) for job in sent} == {
        ("en", english.pk),
        ("tg", tajik.pk),
    }
    assert "2 jobs were sent, one a language." in text(response)


def test_badge_in_a_language_no_longer_used_is_replaced_in_the_principal_one(
    desk: Client,
    conference: Conference,
    make_delegates: MakeDelegates,
    print_and_change: Change,
) -> None:
    print_and_change(make_delegates(1))
    printed = Generation.objects.get()
    printed.content |= {"language": "tg"}
    printed.save()
    conference.languages = ["ru", "en"]
    conference.save()

    response = desk.post(CHANGED)

    job = PrintJob.objects.latest("pk")
    assert response.headers["Location"] == page_of(job)
    assert (job.purpose, job.language) == (Purpose.REPLACE, "ru")


@pytest.mark.parametrize("url", [UNISSUED, CHANGED])
def test_who_comes_second_is_told_that_nothing_is_left(
    desk: Client, make_delegates: MakeDelegates, print_and_change: Change, url: str
) -> None:
    print_and_change(make_delegates(1))
    make_delegates(1)
    desk.post(url)
    sent = PrintJob.objects.count()

    response = desk.post(url, follow=True)

    assert response.redirect_chain == [(LIST, 302)]
    assert "Nothing was sent: " in text(response)
    assert PrintJob.objects.count() == sent


def test_only_who_may_print_is_asked(conference: Conference, make_delegates: MakeDelegates) -> None:
    make_delegates()
    client = signed_in(conference, Role.REGISTRATION_OFFICER)

    answers = [client.get(DUE), client.post(UNISSUED), client.post(CHANGED)]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert DUE not in client.get(here("index")).content.decode()
    assert not PrintJob.objects.exists()


QUERIES = 20


@pytest.mark.parametrize("count", [1, 3])
def test_due_asks_the_same_for_one_and_for_three(
    desk: Client,
    make_delegates: MakeDelegates,
    print_and_change: Change,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    print_and_change(make_delegates(count))
    make_delegates(count)
    desk.get(DUE)

    with django_assert_num_queries(QUERIES):
        desk.get(DUE)
