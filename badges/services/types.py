"""Types of badges: what a conference begins with, and what each opens."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from i18nfield.strings import LazyI18nString

from badges.choices import Holder
from badges.models import BadgeType, BadgeTypeZone
from badges.models.types import BadgeTypeQuerySet
from conference import audit
from conference.models import Conference, User, Zone

PERSONAL = {
    "en": "Personal badge",
    "fr": "Badge personnel",
    "es": "Credencial personal",
    "ru": "Личный бейдж",
    "ar": "شارة شخصية",
    "zh-hans": "个人证件",
    "tg": "Нишони шахсӣ",
}


def install_personal(conference: Conference) -> BadgeType:
    """The conference has the type by which a delegate is known at a door; harmless twice."""
    personal, _is_new = BadgeType.objects.get_or_create(
        conference=conference,
        is_personal=True,
        defaults={
            "name": LazyI18nString(PERSONAL),
            "holder": Holder.DELEGATE,
        },
    )
    return personal


def types_of_delegates(conference: Conference) -> BadgeTypeQuerySet:
    """Those that are printed for delegates, in their order."""
    found: BadgeTypeQuerySet = BadgeType.objects.for_conference(conference)
    return found.filter(holder=Holder.DELEGATE)


def type_meant(types: Iterable[BadgeType], asked_for: str) -> BadgeType:
    """By its id; the personal one where none of these has it."""
    found = {str(row.pk): row for row in types}
    return found.get(asked_for) or next(row for row in found.values() if row.is_personal)


def second_id(badge_type: BadgeType) -> int | None:
    """As plans and states ask for it: None is the personal badge."""
    return None if badge_type.is_personal else badge_type.pk


@transaction.atomic
def open_zones(*, badge_type: BadgeType, zones: Iterable[Zone], by: User, at: dt.datetime) -> None:
    """Its badges open these zones and no other; without any, those of the holder's category."""
    # Held: of two who tick different zones the second replaces the first, and neither adds.
    badge_type = BadgeType.objects.select_for_update(no_key=True).get(pk=badge_type.pk)
    wanted = {zone.pk: zone for zone in zones}
    held = set(badge_type.type_zones.values_list("zone_id", flat=True))
    opened, closed = sorted(wanted.keys() - held), sorted(held - wanted.keys())
    if not opened and not closed:
        return
    badge_type.type_zones.filter(zone_id__in=closed).delete()
    BadgeTypeZone.objects.bulk_create(
        BadgeTypeZone(conference_id=badge_type.conference_id, type=badge_type, zone=wanted[pk])
        for pk in opened
    )
    audit.record(
        "badgetype.zones_changed",
        target=badge_type,
        by=by,
        at=at,
        detail={"opened": opened, "closed": closed},
    )
