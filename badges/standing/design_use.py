"""Who has badges of a design, who waits for one, and for what it is used. Writes nothing."""

from dataclasses import dataclass

from badges.models import BadgeDesign, BadgeType, CategoryDesign, DesignVersion, Generation
from badges.standing.badge_states import to_be_printed
from delegates.models import Category, Delegate, DelegateQuerySet


@dataclass(frozen=True)
class DesignUse:
    """`issued`: live badges printed in another version than `version`; `in_print`: those that a job
    has now. `waiting`: people whose badge is still to be printed. `types` are those with a design
    of their own; where it `is_default`, every category without one uses it.
    """

    issued: int
    in_print: int
    waiting: int
    is_default: bool
    categories: list[Category]
    types: list[BadgeType]


def use_of(version: DesignVersion) -> DesignUse:
    """As if the version were put to use now."""
    design = version.design
    of_design = Generation.objects.filter(design_version__design=design)
    others = of_design.exclude(design_version=version)
    categories = Category.objects.filter(design_choice__design=design).order_by("letter", "pk")
    return DesignUse(
        issued=others.live().count(),
        in_print=of_design.reserved().count(),
        waiting=_waiting(design).count(),
        is_default=design.is_default,
        categories=list(categories),
        types=list(BadgeType.objects.filter(design=design)),
    )


def _waiting(design: BadgeDesign) -> DelegateQuerySet:
    """Whose personal badge will be printed in the design."""
    people = to_be_printed(Delegate.objects.for_conference(design.conference))
    chosen = CategoryDesign.objects.for_conference(design.conference)
    own = people.filter(category__in=chosen.filter(design=design).values("category"))
    if not design.is_default:
        return own
    return own | people.exclude(category__in=chosen.values("category"))
