"""Blanks: made to be printed, bound once to whoever comes to the desk."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from badges.choices import Holder
from badges.holders.kind import lock_delegates
from badges.holders.requirements import require_blank, require_blank_type
from badges.models import Badge, BadgeType, Generation
from badges.services.printing import generations
from conference import audit
from conference.errors import DomainError
from conference.models import User
from delegates.models import Category, Delegate

MOST_AT_ONCE = 1000


@transaction.atomic
def make(
    *, badge_type: BadgeType, category: Category, count: int, by: User, at: dt.datetime
) -> list[Badge]:
    """So many blanks of the category, each with a serial, to be printed."""
    require_blank_type(badge_type)
    if not 1 <= count <= MOST_AT_ONCE:
        raise DomainError(_("Make at least one blank and at most %d at once.") % MOST_AT_ONCE)
    counter = generations.lock_counter(badge_type.conference)
    badges = Badge.objects.bulk_create(
        Badge(
            conference_id=badge_type.conference_id,
            type=badge_type,
            holder=Holder.NOBODY,
            category=category,
            serial=serial,
        )
        for serial in range(counter.next_serial, counter.next_serial + count)
    )
    counter.next_serial += count
    counter.save(update_fields=["next_serial"])
    audit.record(
        "badge_type.blanks_made",
        target=badge_type,
        by=by,
        at=at,
        detail={"category": category.pk, "count": count},
    )
    return badges


@transaction.atomic
def bind(*, badge: Badge, delegate: Delegate, by: User, at: dt.datetime) -> Badge:
    """The blank is the delegate's from now on, and opens what it says.

    Once, and to a delegate who may have a badge, of the blank's category and without a live badge
    of its type. Two desks that take one blank, or serve one person, at once: one of them is told.
    """
    delegates = Delegate.objects.filter(pk=delegate.pk)
    lock_delegates(delegates)
    generations.lock_counter(badge.conference)
    delegate = delegates.select_related("delegation").get()
    badge = Badge.objects.select_related("type", "category", "delegate").get(pk=badge.pk)
    _require_free(badge)
    _require_fit(badge, delegate)
    badge.delegate, badge.bound_at, badge.bound_by = delegate, at, by
    badge.save(update_fields=["delegate", "bound_at", "bound_by"])
    audit.record("badge.bound", target=badge, by=by, at=at, detail={"delegate": delegate.pk})
    return badge


def _require_free(badge: Badge) -> None:
    require_blank(badge)
    if badge.delegate is not None:
        words = {"badge": badge, "person": badge.delegate}
        raise DomainError(_("Badge %(badge)s is %(person)s’s already.") % words)
    if not Generation.objects.live().filter(badge=badge).exists():
        raise DomainError(_("Badge %s has not been printed, or was ended.") % badge)


def _require_fit(badge: Badge, delegate: Delegate) -> None:
    if not delegate.is_entitled_to_badge:
        raise DomainError(_("%s is not approved to attend.") % delegate)
    if delegate.category_id != badge.category_id:
        words = {"badge": badge, "category": badge.category, "person": delegate}
        raise DomainError(
            _("Badge %(badge)s is for the category “%(category)s”, which %(person)s is not of.")
            % words
        )
    held = Generation.objects.live().of_type(badge.type_id).of([delegate.pk])
    if other := held.select_related("badge").first():
        words = {"person": delegate, "badge": other.badge}
        raise DomainError(_("%(person)s has badge %(badge)s already.") % words)
