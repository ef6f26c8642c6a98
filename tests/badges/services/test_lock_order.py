"""A badge is decided on at the desk while its delegation's badges are counted anew."""

from functools import partial

import pytest

from badges.models import Badge
from badges.services.holding import allotments
from conference.models import Conference, User
from delegates.models import Delegation
from tests.badges.admin.test_printing import signed_in
from tests.badges.conftest import AT, MakeDelegates
from tests.factories import BadgeTypeFactory, GenerationFactory
from tests.here import here
from tests.page_forms import form_values
from tests.races import while_uncommitted


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("value", ["ended", "given"])
def test_page_of_a_badge_waits_for_who_counts_its_delegations_badges(
    conference: Conference, make_delegates: MakeDelegates, clerk: User, value: str
) -> None:
    [delegate] = make_delegates()
    delegation = delegate.delegation
    shared = BadgeTypeFactory(conference=conference, holder="delegation")
    allot = partial(
        allotments.allot, badge_type=shared, delegation=delegation, further=1, by=clerk, at=AT
    )
    [badge] = allot()
    generation = GenerationFactory(badge=badge, live=True, content={"language": "en"})
    desk = signed_in(conference)
    url = here("badges_badge_decide", badge.pk, value)
    page = desk.get(url, follow=True).content.decode()
    sent = form_values(page, "decision") | {"why": "lost", "delegate": delegate.pk}

    # All that is locked before the badges; then the badges.
    answer = while_uncommitted(
        partial(list, Delegation.objects.select_for_update().filter(pk=delegation.pk)),
        partial(desk.post, url, sent, follow=True),
        allot,
    )

    # Neither stands still: the badge is one of two by now, so the page is read once more.
    assert answer.status_code == 200
    assert "1 of 2" in answer.content.decode()
    assert Badge.objects.get(pk=badge.pk).copies == 2
    assert generation in badge.generations.live()
