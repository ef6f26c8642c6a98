"""Who of the chosen delegates would be printed, and who is refused and why. Writes nothing."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from badges import obstacles
from badges.choices import GenerationState, Obstacle, Purpose
from badges.models import BadgeDesign, CategoryDesign, DesignVersion, Generation
from badges.obstacles import NOTHING_ISSUED, Issues
from badges.snapshot import with_what_badges_show
from conference.models import Conference
from delegates.models import Delegate, DelegateQuerySet


@dataclass
class PrintPlan:
    """`printable` is in protocol order, `refused` too."""

    printable: list[Delegate] = field(default_factory=list)
    refused: list[tuple[Delegate, Obstacle]] = field(default_factory=list)

    def add(self, delegate: Delegate, obstacle: Obstacle | None) -> None:
        if obstacle:
            self.refused.append((delegate, obstacle))
        else:
            self.printable.append(delegate)

    def refusals(self) -> list[tuple[Obstacle, int]]:
        """Each reason with how many it keeps out, the most frequent first."""
        return Counter(obstacle for _, obstacle in self.refused).most_common()


class Designs:
    """The version in use of every design of a conference, and which category takes which."""

    def __init__(self, conference: Conference) -> None:
        latest = (
            DesignVersion.objects.for_conference(conference)
            .order_by("design_id", "-number")
            .distinct("design_id")
        )
        self.versions: dict[int, DesignVersion] = {row.design_id: row for row in latest}
        self.default = (
            BadgeDesign.objects.for_conference(conference)
            .filter(is_default=True)
            .values_list("pk", flat=True)
            .first()
        )
        self.chosen = dict(
            CategoryDesign.objects.for_conference(conference).values_list("category", "design")
        )

    def for_category(self, category_id: int | None) -> DesignVersion | None:
        """None where no design is chosen and there is no default."""
        design = self.chosen.get(category_id, self.default) if category_id else self.default
        return self.versions.get(design) if design else None


def delegates_of(conference: Conference, ids: Collection[int] | None) -> DelegateQuerySet:
    """The chosen delegates of the conference, whoever else is named; None means everybody."""
    rows: DelegateQuerySet = Delegate.objects.for_conference(conference)
    return rows if ids is None else rows.filter(pk__in=list(ids))


def make_plan(
    conference: Conference, *, delegate_ids: Collection[int] | None, purpose: Purpose
) -> PrintPlan:
    return make_plans(conference, delegate_ids=delegate_ids)[purpose]


def make_plans(
    conference: Conference, *, delegate_ids: Collection[int] | None
) -> dict[Purpose, PrintPlan]:
    """One plan per purpose, from one reading of the rows."""
    designs = Designs(conference)
    issued = issues_of(conference, delegate_ids)
    plans = {purpose: PrintPlan() for purpose in Purpose}
    chosen = with_what_badges_show(delegates_of(conference, delegate_ids)).in_protocol_order()
    for delegate in chosen:
        issues = issued.get(delegate.pk, NOTHING_ISSUED)
        has_design = designs.for_category(delegate.category_id) is not None
        for purpose, plan in plans.items():
            plan.add(
                delegate,
                obstacles.to_printing(
                    delegate, purpose=purpose, issues=issues, has_design=has_design
                ),
            )
    return plans


def obstacles_of(delegate: Delegate) -> dict[Purpose, Obstacle | None]:
    """What stands against each purpose for one delegate."""
    plans = make_plans(delegate.conference, delegate_ids=[delegate.pk])
    return {
        purpose: None if plan.printable else plan.refused[0][1] for purpose, plan in plans.items()
    }


def issues_of(
    conference: Conference, delegate_ids: Collection[int] | None = None
) -> dict[int, Issues]:
    """Delegate id to what has been issued, for all of the chosen who have anything."""
    rows = Generation.objects.for_conference(conference).filter(
        state__in=[GenerationState.LIVE, GenerationState.RESERVED]
    )
    if delegate_ids is not None:
        rows = rows.of(list(delegate_ids))
    states: dict[int, set[str]] = {}
    for delegate_id, state in rows.values_list("badge__delegate_id", "state"):
        states.setdefault(delegate_id, set()).add(state)
    return {
        delegate_id: Issues(
            is_live=GenerationState.LIVE in held, is_being_printed=GenerationState.RESERVED in held
        )
        for delegate_id, held in states.items()
    }
