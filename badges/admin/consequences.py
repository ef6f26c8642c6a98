"""What decisions on people and delegations do to badges."""

from collections.abc import Collection, Sequence
from copy import copy
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from badges.holders import KINDS, entitled
from badges.models import Badge, BadgeType, BadgeTypeZone, Generation
from badges.models.badges import GenerationQuerySet
from badges.models.times import OpeningTimes
from badges.snapshot import FURTHER_SHOWN
from badges.standing.badge_states import BadgeStates, with_current_generations
from badges.standing.outdated_badges import outdated_holders
from conference.admin import (
    Consequences,
    Effect,
    Referrers,
    SavingEffects,
    Use,
    about,
    contribute,
    named,
)
from conference.database.id_lists import among
from conference.models import Conference, Zone
from delegates.models import Category, Delegate, DelegateQuerySet, Delegation
from delegates.naming.names import FURTHER_PARTS_OF_NAME
from delegates.services.delegations import refreshed
from delegates.services.review import undoing


def end_badges(delegates: DelegateQuerySet) -> list[Effect]:
    """Whether a badge is valid is asked, never stored: it ends with the right to it."""
    entitled = Delegate.objects.filter(pk__in=delegates.values("pk")).entitled_to_badge()
    return _ended(Generation.objects.of(entitled.values("pk")))


def _ended(generations: GenerationQuerySet) -> list[Effect]:
    return [
        *named(
            in_order(generations.live()),
            lambda row: of_badge(row, _("Badge %s stops being valid.")),
        ),
        *named(
            in_order(generations.reserved()),
            lambda row: of_badge(
                row, _("Badge %s, which is being printed, is left out of its print job.")
            ),
        ),
    ]


def make_badges_valid_again(delegates: DelegateQuerySet) -> list[Effect]:
    """Of whoever was approved before the withdrawal that is undone; their delegation attends."""
    approved = [row.pk for row in delegates.attending() if undoing.was_approved_before(row)]
    return named(
        in_order(Generation.objects.live().of(approved)),
        lambda row: of_badge(row, _("Badge %s is valid again.")),
    )


def put_badges_of_moved_out_of_date(delegates: DelegateQuerySet) -> list[Effect]:
    words = _("Badge %s stays valid but shows the former delegation: replace it.")
    live = Generation.objects.live().of(delegates.entitled_to_badge().values("pk"))
    return named(in_order(live), lambda row: of_badge(row, words))


def of_badge(generation: Generation, words: str) -> Effect:
    return about(generation.badge, words % generation.badge)


def end_badges_of_delegation(delegations: QuerySet[Delegation]) -> list[Effect]:
    """Of its delegates, of what they share and of its vehicles."""
    attending = delegations.filter(withdrawn_at__isnull=True).values("pk")
    entitled = Delegate.objects.filter(delegation__in=attending).entitled_to_badge()
    of_people = Generation.objects.of(entitled.values("pk"))
    return _ended(of_people | Generation.objects.beside_people(attending))


def make_badges_valid(delegations: QuerySet[Delegation]) -> list[Effect]:
    accredited = Delegate.objects.filter(delegation__in=delegations.values("pk")).accredited()
    live = Generation.objects.live()
    others = live.beside_people(delegations.values("pk")).count()
    return valid_again(live.of(accredited.values("pk")).count() + others)


def valid_again(count: int) -> list[Effect]:
    words = ngettext("%d badge is valid again.", "%d badges are valid again.", count)
    return [Effect(words % count)] if count else []


def put_badges_out_of_date(delegations: QuerySet[Delegation]) -> list[Effect]:
    count = 0
    for row in delegations.select_related("conference", "country", "organization"):
        then, states = refreshed(row), BadgeStates(row.conference, at=timezone.now())
        for badge in with_current_generations(Badge.objects.of_delegation(row)):
            KINDS[badge.holder].of(badge).delegation = then
            count += states.is_outdated(badge)
    words = ngettext(
        "%d badge will be out of date and need replacing.",
        "%d badges will be out of date and need replacing.",
        count,
    )
    return [Effect(words % count)] if count else []


def in_order(generations: QuerySet[Generation]) -> QuerySet[Generation]:
    return generations.select_related("badge").order_by("badge__serial")


# Saving what badges show


def shown_on_badges_of(delegates: DelegateQuerySet) -> list[Effect]:
    """How many go out of date; whose right to a badge is gone shows nobody anything."""
    return out_of_date(
        Generation.objects.live().of(delegates.entitled_to_badge().values("pk")).count()
    )


def out_of_date(count: int) -> list[Effect]:
    words = ngettext(
        "%d issued badge will be out of date. It stays valid until it is replaced.",
        "%d issued badges will be out of date. They stay valid until they are replaced.",
        count,
    )
    return [Effect(words % count)] if count else []


def of_conference(conference: Conference) -> list[Effect]:
    """Every badge shows something of it, whoever holds it."""
    return out_of_date(valid_of(conference).count())


def of_printed_parts(conference: Conference) -> list[Effect]:
    """Of whoever has a patronymic or a suffix, those that show what is so until it is switched.

    A badge may have been issued before it was switched the other way: that one will be right again.
    """
    now = Conference.objects.get(pk=conference.pk)
    then = copy(now)
    then.prints_patronymics = not now.prints_patronymics
    called = with_further_parts(now)
    valid = valid_of(now).of(called.values("pk"))
    types = valid.order_by().values_list("badge__type", "badge__type__is_personal").distinct()
    count = 0
    for type_id, is_personal in types:
        shown = None if is_personal else type_id
        before, after = (outdated_holders(each, shown, of=called).keys() for each in (now, then))
        changing = after - before
        of_type = valid.filter(badge__type=type_id)
        count += of_type.filter(badge__delegate__in=among(changing)).count()
    return out_of_date(count)


def with_further_parts(conference: Conference) -> QuerySet[Delegate]:
    """Delegates of whose name there is more than is always printed."""
    parts = reduce(or_, (~Q(**{name: ""}) for name in FURTHER_PARTS_OF_NAME))
    return Delegate.objects.for_conference(conference).filter(parts)


def of_delegation(delegation: Delegation) -> list[Effect]:
    entitled = Delegate.objects.filter(delegation=delegation).entitled_to_badge()
    live = Generation.objects.live()
    others = live.beside_people(Delegation.objects.filter(pk=delegation.pk))
    return out_of_date(live.of(entitled.values("pk")).count() + others.count())


def of_category(category: Category) -> list[Effect]:
    """Of its delegates, and blanks of it that nobody holds yet."""
    return out_of_date(valid_of(category.conference).filter(in_category([category.pk])).count())


def of_zone(zone: Zone) -> list[Effect]:
    """A type with zones of its own shows those, any other those of the category."""
    categories = zone.category_zones.values("category")
    types = BadgeTypeZone.objects.filter(zone=zone).values("type")
    own = BadgeTypeZone.objects.filter(conference=zone.conference_id).values("type")
    by_category = in_category(categories) & ~Q(badge__type__in=own)
    found = valid_of(zone.conference).filter(Q(badge__type__in=types) | by_category)
    return out_of_date(found.count())


def valid_of(conference: Conference) -> GenerationQuerySet:
    """Live ones of holders with a right to them; whether it is their time does not matter."""
    live: GenerationQuerySet = Generation.objects.for_conference(conference).live()
    return live.filter(entitled("badge__"))


def in_category(categories: Any) -> Q:
    return Q(badge__delegate__category__in=categories) | Q(
        badge__delegate__isnull=True, badge__category__in=categories
    )


def of_type(badge_type: BadgeType) -> list[Effect]:
    """The personal badge does not say its type."""
    count = 0 if badge_type.is_personal else issued_of(badge_type)
    return out_of_date(count)


def of_times(badge_type: BadgeType) -> list[Effect]:
    """Whether a badge opens is asked, never stored; what is printed on it stays as it is."""
    return by_new_times(issued_of(badge_type))


def by_new_times(count: int) -> list[Effect]:
    words = ngettext(
        "%d issued badge opens by the new times at once. It still shows the earlier ones and will"
        " be out of date until it is replaced.",
        "%d issued badges open by the new times at once. They still show the earlier ones and will"
        " be out of date until they are replaced.",
        count,
    )
    return [Effect(words % count)] if count else []


def of_being_beside(badge_type: BadgeType) -> list[Effect]:
    count = issued_of(badge_type)
    words = (
        ngettext(
            "%d issued badge will open without a personal badge.",
            "%d issued badges will open without a personal badge.",
            count,
        )
        if badge_type.is_beside_personal
        else ngettext(
            "%d issued badge will open only together with a valid personal badge.",
            "%d issued badges will open only together with a valid personal badge.",
            count,
        )
    )
    return [Effect(words % count)] if count else []


def issued_of(badge_type: BadgeType) -> int:
    return Generation.objects.live().of_type(badge_type.pk).count()


# Sessions that badges are for, by their keys


def of_sessions_moved(keys: Collection[str]) -> list[Effect]:
    """A type that has both times of its own does not follow its session."""
    follows = Q(badge__type__starts_at=None) | Q(badge__type__ends_at=None)
    return by_new_times(for_sessions(keys).filter(follows).count())


def of_types_that_never_open(key: str, moved_to: OpeningTimes) -> list[Effect]:
    """Types with a time of their own on one side, of which the session leaves nothing."""
    words = _("The badge type “%s” never opens then: change its times.")
    never = [
        row
        for row in BadgeType.objects.filter(occasion=key)
        for starts_at in [row.starts_at or moved_to.starts_at]
        for ends_at in [row.ends_at or moved_to.ends_at]
        if starts_at and ends_at and starts_at >= ends_at
    ]
    return [about(row, words % row) for row in never]


def of_sessions_off(keys: Collection[str]) -> list[Effect]:
    count = for_sessions(keys).count()
    words = ngettext(
        "%d badge issued for a session that is cancelled stops being valid.",
        "%d badges issued for a session that is cancelled stop being valid.",
        count,
    )
    return [Effect(words % count)] if count else []


def of_sessions_held_again(keys: Collection[str]) -> list[Effect]:
    return valid_again(for_sessions(keys).count())


def for_sessions(keys: Collection[str]) -> GenerationQuerySet:
    """Live ones of holders with a right to them."""
    live: GenerationQuerySet = Generation.objects.live().filter(badge__type__occasion__in=keys)
    return live.filter(entitled("badge__"))


contribute(
    Conference,
    SavingEffects(FURTHER_SHOWN["conference"] | {"starts_on", "ends_on"}, of_conference),
    SavingEffects(frozenset({"prints_patronymics"}), of_printed_parts),
)
contribute(Delegation, SavingEffects(FURTHER_SHOWN["delegation"], of_delegation))
contribute(Category, SavingEffects(FURTHER_SHOWN["category"] | {"opened_zones"}, of_category))
contribute(
    BadgeType,
    SavingEffects(frozenset({"name", "opened_zones"}), of_type),
    SavingEffects(frozenset({"starts_at", "ends_at", "occasion"}), of_times),
    SavingEffects(frozenset({"is_beside_personal"}), of_being_beside),
)
contribute(Zone, SavingEffects(frozenset({"letter", "order"}), of_zone))


# Deleting


def badges_of(delegates: Collection[int]) -> dict[int, list[Use]]:
    """A serial is never given again: whoever had a badge stays, valid or not."""
    words = _("Badge %s was made for this person: somebody who has had a badge cannot be deleted.")
    return {
        row.delegate_id: [Use(words % row, reverse("admin:badges_badge_change", args=[row.pk]))]
        for row in Badge.objects.filter(delegate__in=among(delegates))
        if row.delegate_id
    }


ON_DELEGATES: Sequence[Consequences | Referrers] = [
    Consequences(frozenset({"rejected", "withdrawn"}), end_badges),
    Consequences(frozenset({"withdrawal_undone"}), make_badges_valid_again),
    Consequences(frozenset({"moved"}), put_badges_of_moved_out_of_date),
    Referrers("badges.view_badge", badges_of),
]
ON_DELEGATIONS = [
    Consequences(frozenset({"withdraw"}), end_badges_of_delegation),
    Consequences(frozenset({"restore"}), make_badges_valid),
    Consequences(frozenset({"refresh"}), put_badges_out_of_date),
]
