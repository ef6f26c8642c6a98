"""What only badges of one kind of holder can be asked for, and what is said of the others."""

from django.utils.translation import gettext as _

from badges.choices import Holder
from badges.models import Badge, BadgeType
from conference.errors import DomainError


def is_shared(badge: Badge) -> bool:
    return badge.holder == Holder.DELEGATION


def is_blank(badge: Badge) -> bool:
    """Bound or not."""
    return badge.holder == Holder.NOBODY


def require_shared_type(badge_type: BadgeType) -> None:
    if badge_type.holder != Holder.DELEGATION:
        raise DomainError(_("Badges of the type “%s” are not shared.") % badge_type)


def require_shared(badge: Badge) -> None:
    if not is_shared(badge):
        raise DomainError(_("Badge %s is not shared.") % badge)


def require_vehicle_type(badge_type: BadgeType) -> None:
    if badge_type.holder != Holder.VEHICLE:
        raise DomainError(_("Badges of the type “%s” are not for vehicles.") % badge_type)


def require_blank_type(badge_type: BadgeType) -> None:
    if badge_type.holder != Holder.NOBODY:
        raise DomainError(_("Badges of the type “%s” are not blanks.") % badge_type)


def require_blank(badge: Badge) -> None:
    if not is_blank(badge):
        raise DomainError(_("Badge %s is not a blank.") % badge)
