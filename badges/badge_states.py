"""Where a delegate's badge stands: asked, never stored (design decision 13)."""

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from badges import obstacles
from badges.choices import GenerationState
from badges.models import Badge, Generation
from badges.snapshot import Snapshots, is_outdated
from conference.models import Conference
from delegates.models import Delegate

CURRENT = "current_generations"


def with_current_generations(badges: QuerySet[Badge]) -> QuerySet[Badge]:
    """Loads what `BadgeStates` reads, in a number of queries that does not grow with the rows."""
    return badges.select_related("delegate__delegation", "delegate__category").prefetch_related(
        Prefetch("generations", _current(), to_attr=CURRENT),
        "delegate__category__category_zones__zone",
    )


def with_badges(delegates: QuerySet[Delegate]) -> QuerySet[Delegate]:
    """The same for delegates, whose badges `BadgeStates.of_delegate` then finds."""
    current = Prefetch("generations", _current(), to_attr=CURRENT)
    return delegates.select_related("delegation", "category").prefetch_related(
        Prefetch("badge", Badge.objects.prefetch_related(current)),
        "category__category_zones__zone",
    )


def _current() -> QuerySet[Generation]:
    return Generation.objects.filter(state__in=[GenerationState.LIVE, GenerationState.RESERVED])


class BadgeStates:
    """Says where badges of one conference stand. They come from `with_current_generations`."""

    def __init__(self, conference: Conference) -> None:
        self.conference = conference
        self.snapshots: dict[str, Snapshots] = {}

    def live(self, badge: Badge) -> Generation | None:
        return _in_state(badge, GenerationState.LIVE)

    def is_outdated(self, badge: Badge) -> bool:
        """There is a live badge, and it shows what is no longer so."""
        generation = self.live(badge)
        if generation is None:
            return False
        language = generation.content["language"]
        if language not in self.snapshots:
            self.snapshots[language] = Snapshots(self.conference, language)
        return is_outdated(generation, badge.delegate, self.snapshots[language])

    def in_words(self, badge: Badge) -> tuple[str, str]:
        """A mark (good, wait, bad, off) and the state in words."""
        if self.live(badge) is None:
            is_reserved = _in_state(badge, GenerationState.RESERVED) is not None
            return ("wait", _("Being printed")) if is_reserved else ("off", _("Not printed"))
        obstacle = obstacles.to_entitlement(badge.delegate)
        if obstacle:
            return "bad", _("Not valid. %s") % obstacle.label
        if self.is_outdated(badge):
            return "wait", _("Valid, to be replaced: shows what has changed")
        return "good", _("Valid")

    def of_delegate(self, delegate: Delegate) -> tuple[str, str]:
        """The same for whoever may have no badge yet. The delegate comes from `with_badges`."""
        badge = getattr(delegate, "badge", None)
        if badge is not None and getattr(badge, CURRENT):
            return self.in_words(badge)
        if obstacles.to_entitlement(delegate):
            return "off", "–"
        return "wait", _("To be printed")


def _in_state(badge: Badge, state: GenerationState) -> Generation | None:
    current: list[Generation] = getattr(badge, CURRENT)
    return next((row for row in current if row.state == state), None)


def outdated_delegates(conference: Conference) -> dict[int, str]:
    """Ids of the delegates whose live badge shows what is no longer so, with its language."""
    states = BadgeStates(conference)
    badges = with_current_generations(Badge.objects.for_conference(conference))
    return {
        badge.delegate_id: states.live(badge).content["language"]  # type: ignore[union-attr]
        for badge in badges
        if states.is_outdated(badge)
    }
