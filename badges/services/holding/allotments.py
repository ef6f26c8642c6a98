"""How many badges of a type a delegation shares."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from badges.choices import Holder
from badges.holders.kind import held_delegation
from badges.holders.requirements import require_shared_type
from badges.models import Badge, BadgeType
from badges.services.printing import generations
from conference import audit
from conference.errors import DomainError
from conference.models import User
from delegates.models import Delegation

# As many as a form asks for; nobody has seen a delegation with more.
MOST_SHARED = 999


@transaction.atomic
def allot(
    *, badge_type: BadgeType, delegation: Delegation, further: int, by: User, at: dt.datetime
) -> list[Badge]:
    """The delegation shares so many badges more, each with a serial, to be printed.

    Counted under the delegation's lock: of two who allot at once the second is held to the quota.
    Badges that were given up before are taken up again, with the serials they had. Returns the
    delegation's badges of the type.
    """
    require_shared_type(badge_type)
    delegation = held_delegation(delegation)
    counter = generations.lock_counter(badge_type.conference)
    if delegation.is_withdrawn:
        raise DomainError(_("%s is withdrawn.") % delegation)
    badges = shared_by(delegation, badge_type)
    total = _count(badges) + further
    if further < 1 or total > MOST_SHARED:
        raise DomainError(_("A delegation shares 1 to %d badges of a type.") % MOST_SHARED)
    _require_quota(BadgeType.objects.get(pk=badge_type.pk), total)
    Badge.objects.filter(pk__in=[badge.pk for badge in badges]).update(copies=total)
    missing = range(len(badges) + 1, total + 1)
    Badge.objects.bulk_create(
        Badge(
            conference_id=badge_type.conference_id,
            type=badge_type,
            holder=Holder.DELEGATION,
            delegation=delegation,
            copy=copy,
            copies=total,
            serial=serial,
        )
        for serial, copy in enumerate(missing, start=counter.next_serial)
    )
    counter.next_serial += len(missing)
    counter.save(update_fields=["next_serial"])
    _record(delegation, badge_type, total, by, at)
    return shared_by(delegation, badge_type)


@transaction.atomic
def give_up(
    *, badge_type: BadgeType, delegation: Delegation, left: int, by: User, at: dt.datetime
) -> list[Badge]:
    """The delegation shares only so many; those with higher numbers open nothing from now on."""
    require_shared_type(badge_type)
    delegation = held_delegation(delegation)
    badges = shared_by(delegation, badge_type)
    if left < 0:
        raise DomainError(_("Say how many badges the delegation keeps."))
    if left >= _count(badges):
        raise DomainError(
            ngettext(
                "%(delegation)s has only %(count)d of these badges.",
                "%(delegation)s has only %(count)d of these badges.",
                _count(badges),
            )
            % {"delegation": delegation, "count": _count(badges)}
        )
    Badge.objects.filter(pk__in=[badge.pk for badge in badges]).update(copies=left)
    _record(delegation, badge_type, left, by, at)
    return shared_by(delegation, badge_type)


@transaction.atomic
def change_number(
    *,
    badge_type: BadgeType,
    delegation: Delegation,
    former: int,
    number: int,
    by: User,
    at: dt.datetime,
) -> list[Badge]:
    """The delegation shares so many from now on, more or fewer than the `former` ones.

    Whoever has seen another number is told, not served: of two who each add one, neither adds two.
    """
    require_shared_type(badge_type)
    badges = shared_by(held_delegation(delegation), badge_type)
    now = _count(badges)
    if now != former:
        raise DomainError(
            _("The number was changed in the meantime: it is %d now. Nothing was changed.") % now
        )
    asked: dict[str, Any] = {"badge_type": badge_type, "delegation": delegation, "by": by, "at": at}
    if number == now:
        return badges
    if number < now:
        return give_up(left=number, **asked)
    return allot(further=number - now, **asked)


def shared_by(delegation: Delegation, badge_type: BadgeType) -> list[Badge]:
    """In the order of their numbers, those that were given up last."""
    return list(Badge.objects.filter(delegation=delegation, type=badge_type).order_by("copy"))


def _count(badges: list[Badge]) -> int:
    return (badges[0].copies or 0) if badges else 0


def _require_quota(badge_type: BadgeType, total: int) -> None:
    if badge_type.quota is not None and total > badge_type.quota:
        raise DomainError(
            ngettext(
                "A delegation may have at most %(quota)d badge of the type “%(type)s”.",
                "A delegation may have at most %(quota)d badges of the type “%(type)s”.",
                badge_type.quota,
            )
            % {"quota": badge_type.quota, "type": badge_type}
        )


def _record(
    delegation: Delegation, badge_type: BadgeType, total: int, by: User, at: dt.datetime
) -> None:
    audit.record(
        "delegation.badges_allotted",
        target=delegation,
        by=by,
        at=at,
        detail={"badge_type": badge_type.pk, "count": total},
    )
