"""Why a badge cannot be printed: asked when a job is sent and again when it is published."""

from collections.abc import Collection
from dataclasses import dataclass

from badges.choices import Obstacle, Purpose
from badges.engine.design.fields import MOST_ZONES
from badges.snapshot import zone_letters
from delegates.choices import DECIDED, Accreditation
from delegates.models import Category, Delegate

OF_ACCREDITATION: dict[str, Obstacle] = {
    **dict.fromkeys(set(Accreditation) - DECIDED, Obstacle.PENDING),
    # Returned is not refused: the decision comes once it is corrected.
    Accreditation.RETURNED: Obstacle.PENDING,
    Accreditation.REJECTED: Obstacle.REJECTED,
    Accreditation.WITHDRAWN: Obstacle.WITHDRAWN,
}


@dataclass(frozen=True)
class Grounds:
    """On what of a delegate it is decided; of many it is the same."""

    is_entitled_to_badge: bool
    accreditation: str
    category: Category | None


@dataclass(frozen=True)
class Issues:
    """What has been issued of a delegate's badge so far."""

    is_live: bool = False
    is_being_printed: bool = False


NOTHING_ISSUED = Issues()


def to_entitlement(holder: Delegate | Grounds) -> Obstacle | None:
    """Why `Delegate.is_entitled_to_badge` does not hold; None where it does."""
    if holder.is_entitled_to_badge:
        return None
    return OF_ACCREDITATION.get(holder.accreditation, Obstacle.DELEGATION_WITHDRAWN)


def to_printing(
    holder: Delegate | Grounds,
    *,
    purpose: Purpose,
    issues: Issues,
    has_design: bool,
    own_zones: Collection[str] = (),
) -> Obstacle | None:
    """The first reason against it, in the order in which somebody would have to remove them."""
    return (
        to_entitlement(holder)
        or in_category(holder.category, has_design=has_design, own_zones=own_zones)
        or in_purpose(purpose, issues)
    )


def in_category(
    category: Category | None, *, has_design: bool, own_zones: Collection[str] = ()
) -> Obstacle | None:
    """The badge shows its type's own zones, where it has any, in the place of the category's."""
    if category is None:
        return Obstacle.NO_CATEGORY
    if len(own_zones or zone_letters(category)) > MOST_ZONES:
        return Obstacle.TOO_MANY_ZONES
    return None if has_design else Obstacle.NO_DESIGN


def in_type(*, has_design: bool, own_zones: Collection[str]) -> Obstacle | None:
    """Of a badge that is of no category."""
    if len(own_zones) > MOST_ZONES:
        return Obstacle.TOO_MANY_ZONES
    return None if has_design else Obstacle.NO_DESIGN_OF_TYPE


def in_purpose(purpose: Purpose, issues: Issues) -> Obstacle | None:
    if issues.is_being_printed:
        return Obstacle.BEING_PRINTED
    if purpose == Purpose.FIRST:
        return Obstacle.ALREADY_PRINTED if issues.is_live else None
    return None if issues.is_live else Obstacle.NOT_PRINTED
