"""The start page: each of its numbers is the number of rows behind it."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.safestring import mark_safe

from conference.choices import ConferenceState, Role
from conference.models import AuditEvent, Conference, StaffRole
from conference.site.start.page import Happening, days_in_words, with_days
from delegates.models import Delegation
from tests.factories import (
    BackgroundJobFactory,
    BadgeFactory,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    GenerationFactory,
    InvitationRequestFactory,
    MessageFactory,
    NominationFactory,
    PrintJobFactory,
    ProposalFactory,
    ScopeLineFactory,
    StaffRoleFactory,
    StaffScopeFactory,
    UserFactory,
)
from tests.here import HERE, here
from tests.start_numbers import numbers_of, rows_behind

START = here("index")


@pytest.fixture
def conference() -> Conference:
    """It opens tomorrow: one that is over has nothing that waits."""
    opens_on = timezone.now().date() + dt.timedelta(days=1)
    return ConferenceFactory(slug=HERE, starts_on=opens_on, ends_on=opens_on + dt.timedelta(days=1))


@pytest.fixture
def organizer(client: Client, conference: Conference) -> Client:
    client.force_login(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)
    return client


def busy(conference: Conference) -> None:
    """Something of everything, and as much elsewhere."""
    for place in (conference, ConferenceFactory()):
        delegation = DelegationFactory(conference=place)
        DelegateFactory.create_batch(3, delegation=delegation)
        DelegateFactory.create_batch(2, delegation=delegation, approved=True, photo="photos/a.jpg")
        withdrawn = DelegationFactory(
            conference=place, withdrawn_at=timezone.now(), withdrawn_by=UserFactory()
        )
        DelegateFactory(delegation=withdrawn)
        printed = DelegateFactory(delegation=delegation, approved=True)
        GenerationFactory(
            badge=BadgeFactory(delegate=printed),
            content={"language": "en"},
            state="live",
            issued_at=timezone.now(),
        )
        hand_in(delegation)
        ProposalFactory(delegate=printed)
        InvitationRequestFactory(conference=place)
        for action in ("delegate.approved", "delegate.approved", "venue.added"):
            AuditEvent.objects.create(at=timezone.now(), conference=place, action=action)


def hand_in(delegation: Delegation) -> None:
    """Two questions, and notes verbales of each standing."""
    MessageFactory.create_batch(2, delegation=delegation)
    noted = {"received_at": timezone.now(), "received_by": UserFactory()}
    verified = {"verified_at": timezone.now(), "verified_by": UserFactory()}
    NominationFactory(delegation=delegation)
    NominationFactory(delegation=delegation, **noted)
    NominationFactory(delegation=delegation, **noted, **verified)


def test_every_number_is_the_number_of_rows_behind_it(
    organizer: Client, conference: Conference
) -> None:
    busy(conference)

    page = organizer.get(START).content.decode()

    numbers = numbers_of(page)
    assert len(numbers) >= 10
    assert rows_behind(organizer, numbers) == numbers


def test_next_step_is_the_most_urgent_need(organizer: Client, conference: Conference) -> None:
    empty = organizer.get(START).context["next_step"]
    DelegateFactory(delegation__conference=conference)

    waiting = organizer.get(START).context["next_step"]

    assert empty.words == "Register the first delegation"
    assert waiting.words == "1 delegate is waiting for a decision"


def test_start_page_asks_as_often_for_many_as_for_one(
    organizer: Client, conference: Conference, django_assert_num_queries: object
) -> None:
    for _round in range(2):
        busy(conference)

        with django_assert_num_queries(22):  # type: ignore[operator]
            organizer.get(START)


# What to do next


@pytest.mark.parametrize(
    ("role", "words"),
    [(Role.ORGANIZER, "Register the first delegation"), (Role.PROGRAMME_OFFICER, None)],
)
def test_first_step_is_offered_to_whoever_may_take_it(
    client: Client, conference: Conference, role: Role, words: str | None
) -> None:
    client.force_login(StaffRoleFactory(conference=conference, role=role).user)

    step = client.get(START).context["next_step"]

    assert (step.words if step else None) == words


@pytest.mark.parametrize(
    ("role", "state", "words"),
    [
        (Role.ORGANIZER, ConferenceState.DRAFT, "See what is missing and open the conference"),
        (Role.REGISTRATION_OFFICER, ConferenceState.DRAFT, None),
        (Role.ORGANIZER, ConferenceState.OPEN, None),
    ],
)
def test_conference_in_which_nothing_waits_is_to_be_opened(
    client: Client, conference: Conference, role: Role, state: ConferenceState, words: str | None
) -> None:
    head = DelegateFactory(delegation__conference=conference, approved=True, photo="photos/a.jpg")
    head.delegation.head = head
    head.delegation.save()
    GenerationFactory(badge=BadgeFactory(delegate=head), content={"language": "en"}, live=True)
    Conference.objects.filter(pk=conference.pk).update(state=state)
    client.force_login(StaffRoleFactory(conference=conference, role=role).user)

    step = client.get(START).context["next_step"]

    assert (step.words if step else None) == words


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (dt.date(2018, 4, 30), ("3", "days to the opening")),
        (dt.date(2018, 5, 2), ("1", "day to the opening")),
        (dt.date(2018, 5, 3), ("1", "of 2 days: the conference is on")),
        (dt.date(2018, 5, 4), ("2", "of 2 days: the conference is on")),
    ],
)
def test_days_are_counted_to_the_opening_and_through_the_conference(
    today: dt.date, said: tuple[str, str]
) -> None:
    assert days_in_words(ConferenceFactory(), today) == said


# What the page says together


def test_what_is_being_printed_is_not_to_be_printed(
    organizer: Client, conference: Conference
) -> None:
    delegate = DelegateFactory(delegation__conference=conference, approved=True, photo="a.jpg")
    GenerationFactory(badge=BadgeFactory(delegate=delegate), content={"language": "en"})

    needs = [need.words for need in organizer.get(START).context["needs"]]

    assert needs == ["delegation has no confirmed head"]


def test_badge_without_a_design_is_said_to_be_held_back(
    organizer: Client, conference: Conference
) -> None:
    DelegateFactory(delegation__conference=conference, approved=True, photo="a.jpg")

    page = organizer.get(here("badges_printjob_due")).content.decode()

    assert "1 badge cannot be printed yet" in page
    assert "No badge is due" not in page


def test_paused_print_job_is_told_until_it_goes_on(
    organizer: Client, conference: Conference
) -> None:
    user = StaffRole.objects.get(conference=conference).user
    paused = {"state": "paused", "paused_at": timezone.now(), "paused_by": user}
    PrintJobFactory(conference=conference, **paused)
    PrintJobFactory(conference=conference)

    [need] = organizer.get(START).context["needs"]

    assert (need.count, need.words) == (1, "print job is paused")
    assert organizer.get(need.url).context["cl"].result_count == 1


def test_job_that_failed_is_told_for_a_day(organizer: Client, conference: Conference) -> None:
    now, user = timezone.now(), StaffRole.objects.get(conference=conference).user
    for hours in (1, 30):
        ended = {"finished_at": now - dt.timedelta(hours=hours), "state": "failed"}
        PrintJobFactory(conference=conference, **ended)
        BackgroundJobFactory(conference=conference, asked_by=user, **ended)

    context = organizer.get(START).context

    assert [(need.count, need.words) for need in context["needs"]] == [
        (1, "print job failed since yesterday"),
        (1, "job in the background failed since yesterday"),
    ]
    for need in context["needs"]:
        assert organizer.get(need.url).context["cl"].result_count == need.count


# What delegations send

SENT = [
    (1, "proposed change is waiting for a decision"),
    (1, "delegation is waiting for an answer"),
    (1, "delegation has a note verbale to be received"),
    (1, "delegation has a note verbale to be verified"),
]


def sent_of(client: Client) -> list[tuple[int, str]]:
    """Of what waits, what delegations sent."""
    words = {words for _count, words in SENT}
    needs = client.get(START).context["needs"]
    return [(need.count, need.words) for need in needs if need.words in words]


@pytest.mark.parametrize(
    ("role", "sent"),
    [
        (Role.ORGANIZER, SENT),
        (Role.REGISTRATION_OFFICER, SENT),
        (Role.SECURITY_OFFICER, []),
        (Role.PROGRAMME_OFFICER, []),
    ],
)
def test_what_delegations_sent_waits_for_whoever_may_act_on_it(
    client: Client, conference: Conference, role: Role, sent: list[tuple[int, str]]
) -> None:
    delegation = DelegationFactory(conference=conference)
    hand_in(delegation)
    ProposalFactory(delegate__delegation=delegation)
    client.force_login(StaffRoleFactory(conference=conference, role=role).user)

    assert sent_of(client) == sent


def test_what_delegations_sent_is_counted_within_the_scope(
    client: Client, conference: Conference
) -> None:
    own = DelegationFactory(conference=conference)
    other = DelegationFactory(conference=conference, kind__code="media")
    for delegation in (own, other):
        hand_in(delegation)
        ProposalFactory(delegate__delegation=delegation)
    scope = StaffScopeFactory(conference=conference)
    ScopeLineFactory(conference=conference, scope=scope, kind=own.kind)
    role = StaffRoleFactory(conference=conference, role=Role.REGISTRATION_OFFICER, scope=scope)
    client.force_login(role.user)

    assert sent_of(client) == SENT
    numbers = numbers_of(client.get(START).content.decode())
    assert rows_behind(client, numbers) == numbers


def test_answered_delegation_and_one_that_stays_away_wait_for_nothing(
    organizer: Client, conference: Conference
) -> None:
    answered, away = DelegationFactory.create_batch(2, conference=conference)
    MessageFactory(delegation=answered)
    MessageFactory(delegation=answered, is_from_secretariat=True)
    NominationFactory(delegation=away)
    Delegation.objects.filter(pk=away.pk).update(
        withdrawn_at=timezone.now(), withdrawn_by=UserFactory()
    )

    assert sent_of(organizer) == []


# A conference that is over


def test_conference_that_is_over_is_an_archive(client: Client) -> None:
    over = ConferenceFactory(slug=HERE)
    busy(over)
    client.force_login(StaffRoleFactory(conference=over, role=Role.ORGANIZER).user)

    response = client.get(START)

    archive = response.context["archive"]
    assert archive.held == "Held on 3–4 May 2018 in Dushanbe, Tajikistan."
    assert [(figure.count, figure.words) for figure in archive.figures] == [
        (1, "delegation took part"),
        (3, "people were accredited"),
        (1, "person has a badge"),
        (0, "sessions were held"),
    ]
    assert [share.words for share in response.context["shares"]] == [
        "Approved",
        "Not decided",
        "Rejected",
        "Withdrawn",
    ]
    for figure in archive.figures:
        assert client.get(figure.url).context["cl"].result_count == figure.count
    for _words, url in archive.links:
        assert client.get(url).status_code == 200
    assert not {"needs", "next_step", "days", "doors_url"} & {*response.context.keys()}
    assert "photos are missing" not in response.content.decode()


def test_day_is_said_where_what_happened_is_of_another() -> None:
    """On the calendar of the venue."""
    conference = ConferenceFactory.build(time_zone="Asia/Dushanbe")
    at = dt.datetime(2018, 5, 3, 20, 30, tzinfo=dt.UTC)
    words = mark_safe("Nadia approved Hungary")
    happenings = [Happening(words, at - hours * dt.timedelta(hours=1)) for hours in (0, 1, 2, 3)]

    found = with_days(happenings, conference, dt.date(2018, 5, 4))

    assert [one.day for one in found] == ["", "", "Thursday 3 May", ""]
    assert [one.latest_at for one in found] == [one.latest_at for one in happenings]
