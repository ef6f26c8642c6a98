from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

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


class Room(ConferenceRow):
    """A bookable space in a venue."""

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="rooms", verbose_name=_("venue"))
    name = I18nCharField(_("name"), max_length=400)
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    turn_round = models.PositiveSmallIntegerField(
        _("minutes to clear it"),
        default=0,
        help_text=_("So long after a session nobody else can have the room."),
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
