"""The start page: each of its numbers is the number of rows behind it."""

import datetime as dt
import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from conference.choices import ConferenceState, Role
from conference.models import AuditEvent, Conference
from conference.site.start import days_in_words
from tests.factories import (
    BadgeFactory,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    GenerationFactory,
    StaffRoleFactory,
    UserFactory,
)
from tests.here import HERE, here

START = here("index")
NUMBER = re.compile(
    r'<a href="(/admin/[^"]+)">[^<]*(?:<span class="state[^>]*>[^<]*</span> )?<b>(?:× )?(\d+)</b>'
)


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(slug=HERE)


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
        for action in ("delegate.approved", "delegate.approved", "venue.added"):
            AuditEvent.objects.create(at=timezone.now(), conference=place, action=action)


def test_every_number_is_the_number_of_rows_behind_it(
    organizer: Client, conference: Conference
) -> None:
    busy(conference)

    page = organizer.get(START).content.decode()

    links = NUMBER.findall(page)
    assert len(links) >= 9
    for url, number in links:
        rows = organizer.get(unescape(url)).context["cl"].result_count
        assert (url, rows) == (url, int(number))


def test_next_step_is_the_most_urgent_need(organizer: Client, conference: Conference) -> None:
    empty = organizer.get(START).context["next_step"]
    DelegateFactory(delegation__conference=conference)

    waiting = organizer.get(START).context["next_step"]

    assert empty.words == "Register the first delegation"
    assert waiting.words == "1 delegate waits for a decision"


def test_start_page_asks_as_often_for_many_as_for_one(
    organizer: Client, conference: Conference, django_assert_num_queries: object
) -> None:
    for _round in range(2):
        busy(conference)

        with django_assert_num_queries(12):  # type: ignore[operator]
            organizer.get(START)


# What to do next


@pytest.mark.parametrize(
    ("role", "words"),
    [(Role.ORGANIZER, "Register the first delegation"), (Role.BADGE_DESK, None)],
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
        (Role.ORGANIZER, ConferenceState.DRAFT, "See what is missing, and open the conference"),
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
        (dt.date(2018, 5, 5), ("1", "day since the closing")),
        (dt.date(2018, 5, 14), ("10", "days since the closing")),
    ],
)
def test_days_are_counted_to_the_opening_and_from_the_closing(
    conference: Conference, today: dt.date, said: tuple[str, str]
) -> None:
    assert days_in_words(conference, today) == said
