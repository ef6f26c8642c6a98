"""A second badge of delegates is sent, watched, found and printed at the desk by its type."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from badges.models import Badge, BadgeType, PrintJob
from conference.choices import Role
from conference.models import Conference
from tests.badges.admin.test_printing import SEND, hidden, order_from, page_of, signed_in, text
from tests.badges.conftest import AT, MakeDelegates, Send, WorkOff
from tests.factories import (
    BadgeFactory,
    BadgeTypeFactory,
    DelegationFactory,
    SessionFactory,
    SessionPartFactory,
    VehicleFactory,
    words,
)
from tests.here import here


@pytest.fixture
def desk(conference: Conference) -> Client:
    return signed_in(conference)


@pytest.fixture
def day(conference: Conference) -> BadgeType:
    found: BadgeType = BadgeTypeFactory(conference=conference, name=words("Day badge"), order=1)
    return found


def test_page_offers_no_choice_of_the_one_type_there_is(
    desk: Client, make_delegates: MakeDelegates
) -> None:
    make_delegates()

    assert "Personal badge" not in text(desk.get(SEND))


def test_chosen_type_is_counted_sent_and_named(
    desk: Client, day: BadgeType, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    first, second, _other = make_delegates(3)
    send()
    work_off()
    chosen = {"delegates": f"{first.pk},{second.pk}"}

    shown = desk.post(SEND, {**chosen, "show": day.pk})
    said = text(shown)
    sent = desk.post(SEND, order_from(shown, purpose="first", type=str(day.pk)), follow=True)

    assert "Chosen: 2 delegates." in said
    assert "First print 2 badges" in said
    job = PrintJob.objects.get(type=day)
    assert [entry.generation.badge.delegate for entry in job.entries.order_by("order")] == [
        first,
        second,
    ]
    assert "Badge type Day badge" in text(sent)
    assert f"Day badge: {first}; {second}" in text(desk.get(here("badges_printjob_changelist")))
    of_job = desk.get(f"{SEND}?job={job.pk}")
    assert of_job.context["form"].badge_type == day


QUERIES_OF_A_SHARED_TYPE = 22


def test_what_a_delegation_shares_and_its_vehicles_are_sent_from_the_same_page(
    desk: Client,
    conference: Conference,
    make_delegates: MakeDelegates,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    [delegate] = make_delegates()
    delegation = delegate.delegation
    shared = BadgeTypeFactory(conference=conference, holder="delegation")
    parked = BadgeTypeFactory(conference=conference, holder="vehicle")
    badges = [
        BadgeFactory(type=shared, shared=True, delegation=delegation, copy=copy, copies=2)
        for copy in (1, 2)
    ]
    elsewhere = DelegationFactory(conference=conference)
    BadgeFactory(type=shared, shared=True, delegation=elsewhere, copy=1, copies=1)
    for where in (delegation, elsewhere):
        vehicle = VehicleFactory(delegation=where)
        BadgeFactory(type=parked, parked=True, vehicle=vehicle)

    with django_assert_num_queries(QUERIES_OF_A_SHARED_TYPE):
        of_all = desk.get(f"{SEND}?type={shared.pk}")
    personal = desk.get(f"{SEND}?delegation={delegation.pk}")
    again = {"delegates": hidden(personal, "delegates"), "delegations": str(delegation.pk)}
    of_one = desk.post(SEND, {**again, "show": shared.pk})
    of_vehicles = desk.post(SEND, {**again, "show": parked.pk})

    assert "The whole conference: 3 badges of 2 delegations." in text(of_all)
    assert "Chosen: 1 delegate." in text(personal)
    assert "Chosen: 1 vehicle of 1 delegation." in text(of_vehicles)
    assert "Chosen: 2 badges of 1 delegation." in text(of_one)
    assert hidden(of_one, "delegates") == ",".join(str(badge.pk) for badge in badges)


def test_badges_for_a_session_are_sent_for_whoever_has_a_part_in_it(
    desk: Client, conference: Conference, make_delegates: MakeDelegates
) -> None:
    speaker, chair, _other = make_delegates(3)
    session = SessionFactory(conference=conference)
    for delegate, part in ((speaker, "speaker"), (chair, "chair"), (speaker, "rapporteur")):
        SessionPartFactory(session=session, delegate=delegate, part=part)
    SessionPartFactory(session=session, delegate=None, name="Dr Li")
    badge_type = BadgeTypeFactory(conference=conference, occasion=session.code)

    of_all = desk.get(f"{SEND}?type={badge_type.pk}")
    link = f"?type={badge_type.pk}&amp;people=session"
    chosen = desk.get(f"{SEND}{link}".replace("&amp;", "&"))
    desk.post(SEND, order_from(chosen, purpose="first", type=str(badge_type.pk)))

    assert "The whole conference: 3 delegates." in text(of_all)
    assert "Only the 2 people with a part in the session" in text(of_all)
    assert link in of_all.content.decode()
    assert "Chosen: 2 delegates." in text(chosen)
    job = PrintJob.objects.get()
    assert job.type == badge_type
    assert {entry.generation.badge.delegate for entry in job.entries.all()} == {speaker, chair}


def test_of_a_type_that_is_gone_nothing_is_sent(
    desk: Client, day: BadgeType, make_delegates: MakeDelegates
) -> None:
    make_delegates()
    shown = desk.get(f"{SEND}?type={day.pk}")
    day.delete()

    answer = desk.post(SEND, order_from(shown, purpose="first", type=str(day.pk)))

    assert "Something has changed since this page was opened" in text(answer)
    assert not PrintJob.objects.exists()


def test_badge_is_listed_and_found_by_its_type(
    desk: Client,
    day: BadgeType,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
) -> None:
    [delegate] = make_delegates()
    for badge_type in (None, day):
        send([delegate], type=badge_type)
    work_off()
    job = PrintJob.objects.get(type=day)

    listed = desk.get(f"{here('badges_badge_changelist')}?type__id__exact={day.pk}")
    found = desk.post(here("find"), {"find": "2"}).context["find_answers"][0].found

    assert [row.type for row in listed.context["cl"].result_list] == [day]
    assert found.about.startswith("Day badge 00002-")
    assert "Day badge" in text(desk.get(page_of(job)))


def test_desk_prints_a_day_badge_for_one_person(
    desk: Client, day: BadgeType, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    [delegate] = make_delegates()
    send()
    work_off()
    url = f"{here('badges_printjob_one', delegate.pk)}?type={day.pk}"
    assert "None issued" in text(desk.get(url))

    waits = desk.post(url, {"purpose": "first"}, follow=True)
    work_off()

    badge = Badge.objects.get(type=day)
    assert (badge.delegate, badge.serial) == (delegate, 2)
    assert f"Day badge: {delegate}" in text(waits)
    again = text(desk.get(url))
    assert "00002-" in again
    assert "Replace badge 00002-" in again


def test_desk_says_that_the_time_of_a_badge_is_over(
    desk: Client, day: BadgeType, make_delegates: MakeDelegates
) -> None:
    [delegate] = make_delegates()
    BadgeType.objects.filter(pk=day.pk).update(ends_at=AT - dt.timedelta(days=1))

    said = text(desk.get(f"{here('badges_printjob_one', delegate.pk)}?type={day.pk}"))

    assert "Opens until 30 April 2018, 14:00" in said
    assert "Day badge : No longer valid since 30 April 2018, 14:00." in said


def test_desk_knows_no_type_of_another_conference(
    desk: Client, make_delegates: MakeDelegates
) -> None:
    [delegate] = make_delegates()
    other = BadgeTypeFactory()

    answer = desk.get(f"{here('badges_printjob_one', delegate.pk)}?type={other.pk}")

    assert answer.status_code == 404


def test_badge_printed_for_a_later_day_says_from_when_it_is_valid(
    desk: Client, day: BadgeType, make_delegates: MakeDelegates, work_off: WorkOff
) -> None:
    [delegate] = make_delegates()
    opens = timezone.now() + dt.timedelta(days=400)
    BadgeType.objects.filter(pk=day.pk).update(starts_at=opens)

    desk.post(f"{here('badges_printjob_one', delegate.pk)}?type={day.pk}", {"purpose": "first"})
    work_off()
    beside = desk.get(here("badges_printjob_desk_job", PrintJob.objects.get().pk))

    assert f"{delegate}: Valid from" in text(beside)
    assert f"Day badge {Badge.objects.get()}" in text(beside)


def test_history_of_a_person_tells_of_their_badges(
    desk: Client,
    conference: Conference,
    day: BadgeType,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
) -> None:
    delegate, other = make_delegates(2)
    for badge_type in (None, day):
        send([delegate], type=badge_type)
    send([other])
    work_off()
    personal, second = Badge.objects.filter(delegate=delegate).order_by("serial")
    history = here("delegates_delegate_history", delegate.pk)

    said = text(desk.get(history))
    unseen = signed_in(conference, Role.SECURITY_OFFICER).get(history)

    assert f"issued badge {personal} ( {delegate} )" in said
    assert f"issued badge {second} ( Day badge · {delegate} )" in said
    assert said.count(" issued badge ") == 2
    assert "issued" not in text(unseen)
