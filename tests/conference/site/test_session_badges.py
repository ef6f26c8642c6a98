"""What becomes of a session and of the badges that are for it alone is said, and so."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from badges.choices import Purpose
from badges.models import Badge, BadgeType
from badges.services import defaults
from badges.services.openings import window_of
from badges.snapshot import Snapshots, with_their_zones
from badges.standing.badge_states import BadgeStates, with_current_generations
from badges.standing.outdated_badges import outdated_badges
from badges.standing.print_plan import count_plans
from conference.choices import Role
from conference.models import Conference
from sessions.models import Session
from tests.badges.admin.test_printing import signed_in
from tests.factories import (
    AT,
    BadgeFactory,
    BadgeTypeFactory,
    CategoryFactory,
    ConferenceFactory,
    DelegateFactory,
    GenerationFactory,
    SessionFactory,
)
from tests.here import HERE, here
from tests.page_forms import form_values

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
SOON = timezone.now().replace(minute=0, second=0, microsecond=0) + DAY


@pytest.fixture
def conference() -> Conference:
    found: Conference = ConferenceFactory(
        slug=HERE, starts_on=(SOON - DAY).date(), ends_on=(SOON + DAY).date()
    )
    defaults.install(conference=found, by=None, at=AT)
    return found


@pytest.fixture
def session(conference: Conference) -> Session:
    found: Session = SessionFactory(
        conference=conference,
        starts_at=SOON,
        ends_at=SOON + HOUR,
    )
    return found


@pytest.fixture
def badge(conference: Conference, session: Session) -> Badge:
    """Issued, as the session stands."""
    category = CategoryFactory(conference=conference)
    by_hand = {"category": category, "is_category_set_by_hand": True}
    delegate = DelegateFactory(delegation__conference=conference, approved=True, **by_hand)
    badge_type = BadgeTypeFactory(conference=conference, occasion=session.code)
    found: Badge = BadgeFactory(type=badge_type, delegate=delegate)
    content = shown_now(found).content(delegate, serial=found.serial, code="0" * 16)
    GenerationFactory(badge=found, live=True, content=content.as_snapshot())
    return found


def shown_now(badge: Badge) -> Snapshots:
    badge_type = with_their_zones(BadgeType.objects.filter(pk=badge.type_id)).get()
    return Snapshots(badge.conference, "en", badge_type)


def state(badge: Badge) -> str:
    loaded = with_current_generations(Badge.objects.all()).get(pk=badge.pk)
    return BadgeStates(badge.conference, at=SOON + HOUR / 2).in_words(loaded)[1]


def test_badges_of_a_session_that_is_moved_go_out_of_date(
    conference: Conference, session: Session, badge: Badge
) -> None:
    officer = signed_in(conference, Role.PROGRAMME_OFFICER)
    url = here("agenda_session_change", session.pk)
    start = conference.local(SOON - HOUR / 2)
    typed = {"starts_at_0": f"{start:%Y-%m-%d}", "starts_at_1": f"{start:%H:%M}"}
    BadgeTypeFactory(conference=conference, occasion=session.code, ends_at=SOON - HOUR / 2)
    assert state(badge) == "Valid"
    assert outdated_badges(conference, badge.type_id) == {}

    page = officer.get(url).content.decode()
    asked = officer.post(url, form_values(page, "session_form") | typed).content.decode()
    assert "1 issued badge opens by the new times at once." in asked
    assert "never opens then: change its times." in asked
    officer.post(url, form_values(asked, "session_form"))

    session.refresh_from_db()
    assert session.starts_at == SOON - HOUR / 2
    window = window_of(badge.type, conference)
    assert (window.start, window.end) == (session.starts_at, session.ends_at)
    assert state(badge) == "Valid, to be replaced: details have changed"
    (outdated,) = outdated_badges(conference, badge.type_id).values()
    assert outdated.parts == {"opens_from"}


def test_badges_of_a_session_that_is_cancelled_open_nothing_until_it_is_held_again(
    conference: Conference, session: Session, badge: Badge
) -> None:
    officer = signed_in(conference, Role.PROGRAMME_OFFICER)

    def decide(decision: str) -> str:
        url = here("agenda_session_decide", session.pk, decision)
        page = officer.get(url).content.decode()
        officer.post(url, dict(form_values(page, "decision")) | {"reason": "Ill"})
        return page

    assert "1 badge issued for a session that is cancelled stops being valid." in decide(
        "cancelled"
    )
    assert state(badge) == "Not valid. The session that the badge is for does not take place"
    refused = count_plans(conference, holder_ids=None, type_id=badge.type_id)[Purpose.REPLACE]
    assert [row.obstacle for row in refused.refusals] == ["session_is_off"]
    assert "1 badge is valid again." in decide("planned")
    assert state(badge) == "Valid"


def test_session_that_a_badge_type_is_for_is_not_deleted(conference: Conference) -> None:
    organizer = signed_in(conference, Role.ORGANIZER)
    answers = []
    for is_for_it in (True, False):
        session = SessionFactory(conference=conference)
        if is_for_it:
            BadgeTypeFactory(conference=conference, occasion=session.code)
        answers.append(delete(organizer, session))

    assert answers == [True, False]


def delete(client: Client, session: Session) -> bool:
    """Whether it is still there."""
    client.post(here("agenda_session_delete", session.pk), {"post": "yes"})
    return Session.objects.filter(pk=session.pk).exists()
