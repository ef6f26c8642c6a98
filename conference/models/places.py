from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from conference.choices import RoomLayout
from conference.models.numbering import GivenNumberField, given_once
from conference.models.rows import ConferenceRow, ConferenceRowQuerySet


class Venue(ConferenceRow):
    """A site of the conference: the congress centre, the National Library."""

    name = I18nCharField(_("name"), max_length=400)
    address = I18nCharField(_("address"), max_length=600, blank=True)
    directions = I18nTextField(
        _("how to get there"), blank=True, help_text=_("Shown with every session held there.")
    )
    is_main = models.BooleanField(
        _("main venue"),
        default=False,
        help_text=_("Rooms of the main venue are named without it in the agenda."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ConferenceRowQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["order", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["conference"],
                condition=models.Q(is_main=True),
                name="venue_one_main_per_conference",
                violation_error_message=_("Another venue is already the main one."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class VenueTravelQuerySet(ConferenceRowQuerySet["VenueTravel"]):
    def between(self, one: Venue, other: Venue) -> Self:
        first, second = sorted([one.pk, other.pk])
        return self.filter(first=first, second=second)

    def minutes_between(self) -> dict[tuple[int, int], int]:
        """Of each two venues between which it is known, by their ids in either order."""
        rows = list(self.values_list("first", "second", "minutes"))
        there = {(first, second): minutes for first, second, minutes in rows}
        back = {(second, first): minutes for first, second, minutes in rows}
        return there | back


class VenueTravel(ConferenceRow):
    """How long people are on their way from one venue to the other, and back."""

    first = models.ForeignKey(Venue, models.CASCADE, related_name="+")
    second = models.ForeignKey(Venue, models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField(_("minutes"))

    objects = VenueTravelQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("travel between venues")
        verbose_name_plural = _("travel between venues")
        ordering = ["first", "second"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            # Of the two rows that would say the same, this is the one.
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")),
                name="venue_travel_begins_at_the_smaller_id",
            ),
            models.UniqueConstraint(
                fields=["first", "second"], name="venue_travel_once_for_two_venues"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"


class Room(ConferenceRow):
    """A bookable space in a venue, with what an organizer's book of rooms says of it.

    Its hours are those of every day, by the clocks of the conference; one that closes before it
    opens is open past midnight.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="rooms", verbose_name=_("venue"))
    name = I18nCharField(_("name"), max_length=400)
    layout = models.CharField(_("layout"), max_length=20, choices=RoomLayout, blank=True)
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    booths = models.PositiveSmallIntegerField(_("interpreters’ booths"), default=0)
    opens_at = models.TimeField(
        _("opens at"), null=True, blank=True, help_text=_("Every day. Blank: always open.")
    )
    closes_at = models.TimeField(_("closes at"), null=True, blank=True)
    turn_round = models.PositiveSmallIntegerField(
        _("minutes to clear it"),
        default=0,
        help_text=_(
            "So long after a session nobody else can have the room. Blank: 15 for a bilateral room,"
            " 0 for others."
        ),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ConferenceRowQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["order", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(fields=["id", "turn_round"], name="room_lends_its_turn_round"),
            models.CheckConstraint(
                condition=models.Q(opens_at__isnull=True, closes_at__isnull=True)
                | models.Q(opens_at__isnull=False, closes_at__isnull=False),
                name="room_opens_and_closes",
                violation_error_message=_("Say when it opens and when it closes, or neither."),
            ),
            models.CheckConstraint(
                condition=~models.Q(opens_at=models.F("closes_at")),
                name="room_is_open_for_a_while",
                violation_error_message=_(
                    "It would open and close at the same time. A room that is always open needs no"
                    " hours."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


# Signed codes of badges have a bit for each.
MOST_ZONES = 32


class Zone(ConferenceRow):
    """A physical area that a badge opens, shown on the badge by its letter.

    `number` is its bit in what is signed, from 0 on; PostgreSQL gives it, and never twice.
    """

    number = GivenNumberField(_("number"))
    letter = models.CharField(
        _("letter"),
        max_length=2,
        validators=[RegexValidator(r"^[A-Z0-9]{1,2}$", _("One or two capitals or digits."))],
    )
    name = I18nCharField(_("name"), max_length=400)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ConferenceRowQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering = ["order", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["conference", "letter"],
                name="zone_letter_unique_in_conference",
                violation_error_message=_("Another zone has this letter."),
            ),
            models.UniqueConstraint(
                fields=["conference", "number"], name="zone_number_unique_in_conference"
            ),
            models.CheckConstraint(
                condition=models.Q(number__lt=MOST_ZONES),
                name="zone_number_is_a_bit",
                violation_error_message=_(
                    "A conference has at most 32 zones, those that were deleted included."
                ),
            ),
        ]
        triggers = [given_once("zone", first=0)]

    def __str__(self) -> str:
        return f"{self.letter} · {self.name}"
