"""At the desk a shared badge is given and comes back, a blank is bound, a badge ends."""

import pytest
from django.test import Client

from badges.models import Badge, BadgeType, Generation
from badges.services.holding import allotments, blanks
from conference.models import Conference, User
from delegates.models import Category
from tests.badges.admin.test_printing import signed_in, text
from tests.badges.conftest import AT, MakeDelegates
from tests.deciding import decided
from tests.factories import BadgeTypeFactory, GenerationFactory
from tests.here import here


@pytest.fixture
def desk(conference: Conference) -> Client:
    return signed_in(conference)


def decision(badge: Badge, value: str) -> str:
    return here("badges_badge_decide", badge.pk, value)


def page(client: Client, badge: Badge) -> str:
    return text(client.get(here("badges_badge_change", badge.pk)))


def test_shared_badge_is_given_to_one_of_its_delegation_and_taken_back(
    desk: Client, conference: Conference, make_delegates: MakeDelegates, clerk: User
) -> None:
    [delegate] = make_delegates()
    shared = BadgeTypeFactory(conference=conference, holder="delegation")
    [badge] = allotments.allot(
        badge_type=shared, delegation=delegate.delegation, further=1, by=clerk, at=AT
    )
    assert "Hand over" not in page(desk, badge)
    GenerationFactory(badge=badge, live=True, content={"language": "en"})

    decided(desk, decision(badge, "given"), delegate=delegate.pk)

    assert badge.handovers.get().given_to == delegate
    assert "Take back" in page(desk, badge)
    desk.post(decision(badge, "back"))
    assert badge.handovers.get().back_at is not None
    assert "Hand over" in page(desk, badge)


def test_blank_is_given_once_to_whom_the_reference_names(
    desk: Client,
    conference: Conference,
    category: Category,
    make_delegates: MakeDelegates,
    clerk: User,
) -> None:
    [delegate] = make_delegates()
    blank: BadgeType = BadgeTypeFactory(conference=conference, holder="nobody")
    [badge] = blanks.make(badge_type=blank, category=category, count=1, by=clerk, at=AT)
    GenerationFactory(badge=badge, live=True, content={"language": "en"})

    refused = decided(desk, decision(badge, "bound"), reference="XXXX-0000")
    decided(desk, decision(badge, "bound"), reference=delegate.reference.lower())

    assert "Nobody here has this reference." in text(refused)
    badge.refresh_from_db()
    assert badge.delegate == delegate
    assert "Give to a delegate" not in page(desk, badge)


def test_badge_ends_for_a_reason_without_another_in_its_place(
    desk: Client, make_delegates: MakeDelegates
) -> None:
    [delegate] = make_delegates()
    generation: Generation = GenerationFactory(
        badge__delegate=delegate, live=True, content={"language": "en"}
    )

    asked = desk.get(decision(generation.badge, "ended"))
    decided(desk, decision(generation.badge, "ended"), why="lost")

    assert f"Badge {generation.badge} is no longer valid" in text(asked)
    generation.refresh_from_db()
    assert (generation.state, generation.end_reason) == ("ended", "lost")
