"""What is due to be printed: counted, and sent with one click."""

import datetime as dt
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from badges.admin.missing_badges import MissingBadgesPages
from badges.background import left_valid
from badges.choices import Purpose, Reason
from badges.models import Badge, Generation, PrintJob
from badges.standing.badge_states import BadgeStates, with_current_generations
from badges.standing.outdated_badges import outdated_holders
from conference import leased_work
from conference.choices import Role, WorkState
from conference.models import AuditEvent, BackgroundJob, Conference
from delegates.models import Delegate
from tests.badges.admin.test_printing import LIST, WorkOff, page_of, signed_in, text
from tests.badges.conftest import AT, MakeDelegates, Send
from tests.deciding import decided
from tests.factories import words
from tests.here import here
from tests.page_forms import form_values
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
    assert "3 badges are out of date …" in said


def test_part_is_given_alone_to_the_lists_that_ask_for_it(
    conference: Conference, make_delegates: MakeDelegates
) -> None:
    make_delegates()
    opens_on = timezone.now().date() + dt.timedelta(days=2)
    Conference.objects.filter(pk=conference.pk).update(starts_on=opens_on, ends_on=opens_on)
    client = signed_in(conference, Role.ORGANIZER)

    part = ask_for_part(client, DUE, "due").content.decode()

    assert "<html" not in part
    assert "Print the one badge not yet issued" in part
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


def test_changed_are_replaced_each_in_its_language(
    desk: Client, make_delegates: MakeDelegates, print_and_change: Change
) -> None:
    english, tajik, _same = people = make_delegates(3)
    print_and_change(people[:2])
    of_tajik = Generation.objects.get(badge__delegate=tajik)
    of_tajik.content |= {"language": "tg"}
    of_tajik.save()

    response = decided(desk, CHANGED)

    sent = PrintJob.objects.filter(purpose=Purpose.REPLACE, reason=Reason.CHANGED)
    assert {(job.language, job.entries.get().generation.badge.delegate_id) for job in sent} == {
        ("en", english.pk),
        ("tg", tajik.pk),
    }
    assert "2 jobs were sent, one for each badge type and language." in text(response)


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

    response = decided(desk, CHANGED)

    job = PrintJob.objects.latest("pk")
    assert response.redirect_chain == [(page_of(job), 302)]
    assert (job.purpose, job.language) == (Purpose.REPLACE, "ru")


def test_who_comes_second_is_told_that_nothing_is_left(
    desk: Client, make_delegates: MakeDelegates
) -> None:
    make_delegates(1)
    desk.post(UNISSUED)

    response = desk.post(UNISSUED, follow=True)

    assert response.redirect_chain == [(LIST, 302)]
    assert "Nothing was sent: " in text(response)
    assert PrintJob.objects.count() == 1


def test_changed_are_replaced_on_the_sheets_that_were_chosen(
    desk: Client, make_delegates: MakeDelegates, print_and_change: Change
) -> None:
    print_and_change(make_delegates(5))

    refused = text(decided(desk, CHANGED, arrangement="envelopes"))
    decided(desk, CHANGED, arrangement="envelopes", paper="a6-on-a4")

    assert "Choose a paper: this order is for sheets." in refused
    [job] = PrintJob.objects.filter(purpose=Purpose.REPLACE)
    assert (job.paper, job.arrangement, job.entries.count()) == ("a6-on-a4", "envelopes", 5)


def groups_of(page: str) -> list[tuple[str, str, str]]:
    """Of each line of the page: its key, what has changed, and how many badges show it."""
    found = re.findall(r'<div class="changed-group">(.*?)</ul>', page, re.DOTALL)
    return [
        (
            re.findall(r'value="(\w+)"', group)[0],
            unescape("; ".join(re.findall(r'changed-words">(.*?)</span>', group))),
            re.findall(r'changed-count">(.*?)</span>', group)[0],
        )
        for group in found
    ]


@pytest.fixture
def two_changes(
    conference: Conference, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> list[Delegate]:
    """Five badges are printed; the conference has another title since, and one person too."""
    people = make_delegates(5)
    send(people)
    work_off()
    conference.title = words("Water for Peace")
    conference.save()
    Delegate.objects.filter(pk=people[0].pk).update(function="Minister")
    return people


def test_page_says_how_many_whose_and_what_has_changed(
    desk: Client, two_changes: list[Delegate]
) -> None:
    former = Generation.objects.first().content["conference_title"]["text"]  # type: ignore[union-attr]
    title = f"Title of the conference: “{former}” is “Water for Peace” now"

    answer = desk.get(CHANGED)
    page = answer.content.decode()

    assert "5 badges are valid but out of date." in text(answer)
    assert [group[1:] for group in groups_of(page)] == [
        (title, "4 badges"),
        (f"{title}; Function: “{two_changes[0].function or '–'}” is “Minister” now", "1 badge"),
    ]
    assert all(str(delegate) in unescape(page) for delegate in two_changes)
    assert not PrintJob.objects.filter(purpose=Purpose.REPLACE).exists()


def test_only_those_that_are_ticked_are_replaced(desk: Client, two_changes: list[Delegate]) -> None:
    key = groups_of(desk.get(CHANGED).content.decode())[1][0]

    decided(desk, CHANGED, group=[key])

    job = PrintJob.objects.get(purpose=Purpose.REPLACE)
    assert list(job.entries.values_list("generation__badge__delegate", flat=True)) == [
        two_changes[0].pk
    ]


def test_badges_left_valid_are_due_no_more_until_something_else_changes(
    desk: Client, conference: Conference, two_changes: list[Delegate]
) -> None:
    many, one = (group[0] for group in groups_of(desk.get(CHANGED).content.decode()))

    answer = decided(desk, CHANGED, group=[many], what="leave")
    left = outdated_holders(conference)
    states = BadgeStates(conference, at=AT)
    badges = with_current_generations(Badge.objects.all())
    one_by_one = {badge.delegate_id for badge in badges if states.is_outdated(badge)}
    conference.title = words("Water for All")
    conference.save()

    assert "4 badges stay valid as they are." in text(answer)
    assert set(left) == one_by_one == {two_changes[0].pk}
    assert set(outdated_holders(conference)) == {row.pk for row in two_changes}
    assert not PrintJob.objects.filter(purpose=Purpose.REPLACE).exists()
    assert Generation.objects.live().count() == 5
    assert AuditEvent.objects.filter(action="badge.left_valid").count() == 4
    assert one != many


@pytest.fixture
def many_are_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MissingBadgesPages, "most_at_once", 1)


def left_valid_by(client: Client) -> BackgroundJob:
    """Asked for on the page, of those in which the same has changed in many."""
    many = groups_of(client.get(CHANGED).content.decode())[0][0]
    answer = decided(client, CHANGED, group=[many], what="leave")
    job = BackgroundJob.objects.latest("pk")
    assert answer.redirect_chain == [(here("conference_backgroundjob_change", job.pk), 302)]
    return job


@pytest.mark.usefixtures("many_are_two")
def test_many_badges_are_left_valid_in_the_background(
    desk: Client, conference: Conference, two_changes: list[Delegate]
) -> None:
    job = left_valid_by(desk)
    before = set(outdated_holders(conference))
    assert leased_work.run_next([left_valid.WORK], timezone.now)
    page = text(desk.get(here("conference_backgroundjob_change", job.pk)))

    assert before == {row.pk for row in two_changes}
    assert set(outdated_holders(conference)) == {two_changes[0].pk}
    assert "4 badges left valid" in page
    assert "4 badges stay valid as they are." in page
    assert AuditEvent.objects.filter(action="badge.left_valid").count() == 4


@pytest.mark.usefixtures("many_are_two")
def test_what_changes_before_its_turn_leaves_nothing_valid_that_nobody_read(
    desk: Client, conference: Conference, two_changes: list[Delegate]
) -> None:
    job = left_valid_by(desk)
    conference.title = words("Water for All")
    conference.save()
    assert leased_work.run_next([left_valid.WORK], timezone.now)

    job.refresh_from_db()
    assert job.state == WorkState.FAILED
    assert "so nothing was done" in job.error
    assert set(outdated_holders(conference)) == {row.pk for row in two_changes}
    assert not AuditEvent.objects.filter(action="badge.left_valid").exists()


@pytest.mark.usefixtures("many_are_two")
def test_what_changes_again_before_its_turn_is_not_left_valid(
    desk: Client, conference: Conference, make_delegates: MakeDelegates, print_and_change: Change
) -> None:
    """The page says of several only that their function has changed, and so it has still."""
    people = make_delegates(3)
    print_and_change(people)
    job = left_valid_by(desk)
    Delegate.objects.filter(pk=people[0].pk).update(function="Envoy")
    assert leased_work.run_next([left_valid.WORK], timezone.now)

    job.refresh_from_db()
    assert (job.state, "so nothing was done" in job.error) == (WorkState.FAILED, True)
    assert set(outdated_holders(conference)) == {row.pk for row in people}


def test_page_of_several_of_whom_one_has_changed_again_leaves_nothing_valid(
    desk: Client, conference: Conference, make_delegates: MakeDelegates, print_and_change: Change
) -> None:
    people = make_delegates(3)
    print_and_change(people)
    page = desk.get(CHANGED).content.decode()
    group = [groups_of(page)[0][0]]
    Delegate.objects.filter(pk=people[0].pk).update(function="Envoy")

    answer = desk.post(CHANGED, form_values(page, "decision") | {"group": group, "what": "leave"})

    assert "so nothing was decided" in text(answer)
    assert set(outdated_holders(conference)) == {row.pk for row in people}


def test_page_that_was_read_and_has_changed_since_replaces_nothing(
    desk: Client, two_changes: list[Delegate]
) -> None:
    read = form_values(desk.get(CHANGED).content.decode(), "decision")
    Delegate.objects.filter(pk=two_changes[1].pk).update(function="Envoy")

    answer = desk.post(CHANGED, read)

    assert "so nothing was decided" in text(answer)
    assert not PrintJob.objects.filter(purpose=Purpose.REPLACE).exists()


def test_nothing_ticked_does_nothing(desk: Client, two_changes: list[Delegate]) -> None:
    answer = decided(desk, CHANGED, group=[])

    assert "Nothing is ticked, so nothing was done." in text(answer)
    assert not PrintJob.objects.filter(purpose=Purpose.REPLACE).exists()


def test_only_who_may_print_is_asked(conference: Conference, make_delegates: MakeDelegates) -> None:
    make_delegates()
    client = signed_in(conference, Role.REGISTRATION_OFFICER)

    answers = [client.get(DUE), client.post(UNISSUED), client.post(CHANGED)]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert DUE not in client.get(here("index")).content.decode()
    assert not PrintJob.objects.exists()


QUERIES = 29


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
