import pytest

from badges import obstacles
from badges.choices import Obstacle, Purpose
from badges.obstacles import NOTHING_ISSUED
from badges.snapshot import with_what_badges_show
from badges.standing.print_plan import delegates_of
from conference.models import Conference
from delegates.models import Category
from tests.badges.conftest import MakeDelegates
from tests.factories import CategoryZoneFactory


@pytest.mark.parametrize(("zones", "obstacle"), [(10, None), (11, Obstacle.TOO_MANY_ZONES)])
def test_badge_shows_exactly_ten_zones_and_no_more(
    conference: Conference,
    category: Category,
    make_delegates: MakeDelegates,
    zones: int,
    obstacle: Obstacle | None,
) -> None:
    CategoryZoneFactory.create_batch(zones, category=category)
    make_delegates()
    delegate = with_what_badges_show(delegates_of(conference, None)).get()

    found = obstacles.to_printing(
        delegate, purpose=Purpose.FIRST, issues=NOTHING_ISSUED, has_design=True
    )

    assert found == obstacle
