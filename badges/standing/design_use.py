"""Who has badges of a design, who waits for one, and for what it is used. Writes nothing."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, Q

from badges.holders import kind_of
from badges.models import BadgeDesign, BadgeType, CategoryDesign, DesignVersion, Generation
from badges.standing.badge_states import to_be_printed
from conference.database.id_lists import among
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


def versions_of(badge_type: BadgeType, holder_ids: Collection[int] | None) -> list[DesignVersion]:
    """Those in which badges of the type would be printed now for what is chosen, None means all,
    and those in which badges of the type are out; with their faces.
    """
    versions = DesignVersion.objects.for_conference(badge_type.conference)
    in_use = versions.in_use().filter(_is_taken(badge_type, holder_ids))
    out = Generation.objects.of_type(badge_type.pk).live().order_by()
    found = Q(pk__in=in_use.values("pk")) | Q(pk__in=out.values("design_version"))
    return list(versions.filter(found).prefetch_related("faces"))


def _is_taken(badge_type: BadgeType, holder_ids: Collection[int] | None) -> Q:
    """Of versions in use: that of the type, else those of the categories, else the default one."""
    kind = kind_of(badge_type)
    if badge_type.design_id:
        return Q(design=badge_type.design_id)
    if not kind.is_of_category:
        return Q(design__is_default=True)
    rows = kind.all_of(badge_type.conference, badge_type.pk).order_by()
    if holder_ids is not None:
        rows = rows.filter(pk__in=among(holder_ids))
    choices = CategoryDesign.objects.for_conference(badge_type.conference)
    chosen = choices.filter(category__in=rows.values("category"))
    others = rows.exclude(category__in=choices.values("category"))
    return Q(design__in=chosen.values("design")) | (Q(Exists(others)) & Q(design__is_default=True))
