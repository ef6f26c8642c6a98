"""What the page of a delegation's badges shows."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from badges.choices import Holder
from badges.models import Badge, BadgeType, Handover, LapelPins, Vehicle
from badges.standing.badge_states import BadgeStates, with_current_generations
from conference.models import User
from conference.writing.dates import moment
from delegates.models import Delegate, Delegation


@dataclass(frozen=True)
class Copy:
    """One of those that the delegation shares. `outside` is who has it, and since when."""

    badge: Badge
    mark: str
    words: str
    outside: Handover | None
    back: Handover | None
    is_live: bool

    @property
    def name(self) -> str:
        return _("%(copy)d of %(copies)d") % {"copy": self.badge.copy, "copies": self.badge.copies}

    @property
    def is_beyond(self) -> bool:
        """Given up: it opens nothing, and whoever has it should bring it back."""
        assert self.badge.copy is not None
        assert self.badge.copies is not None
        return self.badge.copy > self.badge.copies

    @property
    def may_be_given(self) -> bool:
        return self.is_live and self.outside is None and not self.is_beyond

    @property
    def where(self) -> str:
        if self.outside:
            words = {"person": self.outside.given_to, "time": moment(self.outside.given_at)}
            return _("%(person)s, since %(time)s") % words
        if self.back and self.back.back_at:
            words = {"person": self.back.given_to, "time": moment(self.back.back_at)}
            return _("back from %(person)s, %(time)s") % words
        return _("at the desk") if self.is_live else ""


@dataclass(frozen=True)
class SharedType:
    type: BadgeType
    copies: Sequence[Copy]
    waiting: int

    @property
    def number(self) -> int:
        return (self.copies[0].badge.copies or 0) if self.copies else 0

    @property
    def has_some_to_give(self) -> bool:
        return any(copy.may_be_given for copy in self.copies)


@dataclass(frozen=True)
class Parked:
    vehicle: Vehicle
    badge: Badge
    mark: str
    words: str


@dataclass(frozen=True)
class VehicleType:
    type: BadgeType
    vehicles: Sequence[Parked]
    waiting: int

    @property
    def number(self) -> int:
        return sum(not one.vehicle.is_withdrawn for one in self.vehicles)


@dataclass(frozen=True)
class BadgesOfDelegation:
    shared: Sequence[SharedType]
    parking: Sequence[VehicleType]
    receivers: Sequence[Delegate]
    pins: Sequence[LapelPins]

    @property
    def pins_given(self) -> int:
        return sum(one.count for one in self.pins)


def badges_of(delegation: Delegation, *, by: User, at: dt.datetime) -> BadgesOfDelegation:
    """In a number of queries that does not grow with what the delegation has."""
    conference = delegation.conference
    types = BadgeType.objects.for_conference(conference)
    states = BadgeStates(conference, at=at)
    badges = list(
        with_current_generations(
            Badge.objects.of_delegation(delegation).exclude(
                holder__in=[Holder.DELEGATE, Holder.NOBODY]
            )
        ).order_by("copy", "vehicle__plate_key", "serial")
    )
    handovers: dict[int, Handover] = {}
    of_these = Handover.objects.filter(badge__delegation=delegation)
    for handover in of_these.select_related("given_to").order_by("given_at", "pk"):
        handovers[handover.badge_id] = handover
    shared = [
        _shared(one, [badge for badge in badges if badge.type_id == one.pk], states, handovers)
        for one in types.filter(holder=Holder.DELEGATION)
    ]
    parking = [
        _parking(one, [badge for badge in badges if badge.type_id == one.pk], states)
        for one in types.filter(holder=Holder.VEHICLE)
    ]
    people = Delegate.objects.visible_to(by).filter(delegation=delegation).entitled_to_badge()
    return BadgesOfDelegation(
        shared, parking, list(people.in_protocol_order()), list(delegation.lapel_pins.all())
    )


def _shared(
    badge_type: BadgeType,
    badges: Sequence[Badge],
    states: BadgeStates,
    handovers: dict[int, Handover],
) -> SharedType:
    copies = [_copy(badge, states, handovers.get(badge.pk)) for badge in badges]
    shown = [one for one in copies if not one.is_beyond or one.is_live or one.outside]
    return SharedType(badge_type, shown, _waiting(badges, states))


def _copy(badge: Badge, states: BadgeStates, last: Handover | None) -> Copy:
    mark, words = states.in_words(badge)
    is_outside = last is not None and last.back_at is None
    return Copy(
        badge,
        mark,
        words,
        outside=last if is_outside else None,
        back=None if is_outside else last,
        is_live=states.live(badge) is not None,
    )


def _parking(badge_type: BadgeType, badges: Sequence[Badge], states: BadgeStates) -> VehicleType:
    parked = [
        Parked(badge.vehicle, badge, *states.in_words(badge)) for badge in badges if badge.vehicle
    ]
    return VehicleType(badge_type, parked, _waiting(badges, states))


def _waiting(badges: Sequence[Badge], states: BadgeStates) -> int:
    return sum(states.waits_to_be_printed(badge) for badge in badges)
