import datetime as dt
from typing import Self

import pghistory
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import ExpressionWrapper, F, Func, Q
from django.utils.translation import gettext as gettext_now
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from conference import randomness
from conference.errors import DomainError
from conference.models import ConferenceRow, ConferenceRowQuerySet, Room
from conference.writing.languages import NAMES
from delegates.choices import EXPECTED
from delegates.models import Delegate, Delegation
from sessions.choices import (
    QUIET,
    Audience,
    Part,
    SessionKind,
    SessionState,
)
from sessions.days import programme_day
from sessions.models.main_room import BOOKING_OF_THE_MAIN_ROOM, FORMER_MAIN_ROOM

CODE_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_code() -> str:
    return randomness.characters(CODE_ALPHABET, 7)


class TsTzRange(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class SessionQuerySet(ConferenceRowQuerySet["Session"]):
    def with_places(self) -> Self:
        return self.select_related("room__venue")

    def in_order(self) -> Self:
        """By start; what starts together, the main venue's rooms first."""
        return self.order_by(
            "starts_at",
            F("room__venue__is_main").desc(nulls_last=True),
            "room__venue__order",
            "room__order",
            "ends_at",
            "pk",
        )


# PostgreSQL reckons it anew in each table.
@pghistory.track(exclude=["takes_place"])
class Session(ConferenceRow):
    """One item of the programme, as it is planned. Its address and calendar UID are a code that
    never changes. What readers know of it is what was released.
    """

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    kind = models.CharField(
        _("kind"), max_length=30, choices=SessionKind, default=SessionKind.PLENARY
    )
    title = I18nTextField(_("title"))
    description = I18nTextField(_("description"), blank=True)
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    room = models.ForeignKey(
        Room,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("room"),
    )
    audience = models.CharField(
        _("for whom"), max_length=20, choices=Audience, default=Audience.PUBLIC
    )
    expected = models.PositiveIntegerField(
        _("expected number"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Of people in the room. Readers do not see it."),
    )
    floor_languages = ArrayField(
        models.CharField(max_length=20, choices=NAMES),
        verbose_name=_("languages of the floor"),
        default=list,
        blank=True,
    )
    interpretation = ArrayField(
        models.CharField(max_length=20, choices=NAMES),
        verbose_name=_("interpretation"),
        default=list,
        blank=True,
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=SessionState,
        default=SessionState.PLANNED,
        editable=False,
    )
    takes_place = models.GeneratedField(
        expression=ExpressionWrapper(
            ~Q(state=SessionState.CANCELLED), output_field=models.BooleanField()
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    cancel_reason = models.TextField(_("reason"), blank=True, editable=False)
    cancel_note = I18nTextField(_("note for readers"), blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True, editable=False)
    organizers = models.ManyToManyField(
        Delegation,
        through="agenda.SessionOrganizer",
        related_name="organized_sessions",
        verbose_name=_("organized by"),
    )

    objects = SessionQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "ends_at", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["id", "starts_at", "ends_at", "takes_place"], name="session_lends_its_times"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message=_("The end must be after the start."),
            ),
        ]
        triggers = [FORMER_MAIN_ROOM, BOOKING_OF_THE_MAIN_ROOM]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def is_side_event(self) -> bool:
        return self.kind == SessionKind.SIDE_EVENT

    @property
    def day(self) -> dt.date:
        """The programme day in the conference's zone."""
        return programme_day(self.conference.local(self.starts_at))

    def overflow_rooms(self) -> list[Room]:
        """Those it has beside its own, in the order of rooms."""
        if self._state.adding:
            return []
        beside = [booking.room for booking in self.bookings.all() if not booking.is_main]
        return sorted(beside, key=lambda room: (room.order, room.pk))

    def has_been_released(self) -> bool:
        """What readers have once been told of is cancelled, not deleted."""
        return self.versions.exists()

    @property
    def is_closed(self) -> bool:
        return self.audience == Audience.CLOSED

    @property
    def is_cancelled(self) -> bool:
        return self.state == SessionState.CANCELLED

    @property
    def is_quiet(self) -> bool:
        return self.kind in QUIET

    def require_transition_to(self, state: SessionState) -> None:
        if state == self.state:
            raise DomainError(
                gettext_now("“%(session)s” is “%(now)s” and cannot become “%(then)s”.")
                % {"session": self, "now": self.get_state_display(), "then": state.label}
            )


ANNOUNCED = Q(delegate__isnull=True) | Q(
    delegate__accreditation__in=EXPECTED, delegate__delegation__withdrawn_at__isnull=True
)
"""Whom readers of the agenda are told of: for a set, and said of each in a set."""


class SessionPartQuerySet(ConferenceRowQuerySet["SessionPart"]):
    def announced(self) -> Self:
        """Of delegates who may still attend, and of whoever is named without being one."""
        return self.filter(ANNOUNCED)


class SessionPart(ConferenceRow):
    """A person in a part of a session: a delegate, or somebody named who is not one."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="parts")
    part = models.CharField(_("part"), max_length=20, choices=Part, default=Part.SPEAKER)
    delegate = models.ForeignKey(
        Delegate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="session_parts",
        verbose_name=_("delegate"),
    )
    name = models.CharField(
        _("name"), max_length=200, blank=True, help_text=_("Of somebody who is not a delegate.")
    )
    function = I18nCharField(_("function"), max_length=600, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = SessionPartQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("person in a session")
        verbose_name_plural = _("people in sessions")
        ordering = ["order", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(delegate__isnull=False, name="")
                | (Q(delegate__isnull=True) & ~Q(name="")),
                name="session_part_is_a_delegate_or_a_name",
                violation_error_message=_("Choose a delegate or type a name: exactly one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.delegate or self.name}"


class SessionOrganizer(ConferenceRow):
    """A delegation that organizes a side event."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="session_organizers")
    delegation = models.ForeignKey(
        Delegation,
        models.PROTECT,
        related_name="session_organizers",
        verbose_name=_("delegation"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ConferenceRowQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("organizing delegation")
        verbose_name_plural = _("organizing delegations")
        ordering = ["order", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["session", "delegation"],
                name="session_organizer_once",
                violation_error_message=_("This delegation is already named."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.delegation)
