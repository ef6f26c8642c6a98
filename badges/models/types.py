import datetime as dt
from typing import Any, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField

from badges import occasions
from badges.choices import OF_A_DELEGATION, Holder
from badges.models.designs import BadgeDesign
from conference.contributions import WallTimes, contribute
from conference.models import ConferenceRow, ConferenceRowQuerySet, Zone
from conference.models.numbering import GivenNumberField, given_once

MOST_TYPES = 255
"""A signed code names the type in one byte."""


class BadgeTypeQuerySet(ConferenceRowQuerySet["BadgeType"]):
    def personal(self) -> Self:
        return self.filter(is_personal=True)

    def open(self, at: dt.datetime) -> Self:
        """Whose badges open then. `OpeningTimes.obstacle` is the same of one."""
        begun = Q(starts_at__lte=at) | (Q(starts_at=None) & _of_occasion(starts_at__lte=at))
        return self.not_over(at).filter(begun)

    def not_over(self, at: dt.datetime) -> Self:
        """Whose badges open then, or will."""
        not_over = Q(ends_at__gt=at) | (Q(ends_at=None) & _of_occasion(ends_at__gt=at))
        return self.filter(not_over, _of_occasion())


def _of_occasion(**when: Any) -> Q:
    """Of types: for no session, or for one that takes place, and does so then."""
    found = Q(occasion="")
    here = {"conference": OuterRef("conference"), "key": OuterRef("occasion"), "takes_place": True}
    for rows in occasions.rows():
        found |= Q(Exists(rows.filter(**here, **when)))
    return found


class BadgeType(ConferenceRow):
    """What a badge of a conference is for, and who may hold it: personal, transferable, vehicle …

    Every conference has one personal type, by which a delegate is known at a door. PostgreSQL
    gives the number that stands in a signed code, and never twice. What a type leaves open follows
    from the holder's category: its design and the zones it opens.
    """

    number = GivenNumberField(_("number"))
    name = I18nCharField(_("name"), max_length=400)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_personal = models.BooleanField(_("personal badge"), default=False, editable=False)
    holder = models.CharField(_("who holds it"), max_length=20, choices=Holder)
    design = models.ForeignKey(
        BadgeDesign,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="types",
        verbose_name=_("design"),
        help_text=_("Empty: the design of the category."),
    )
    zones = models.ManyToManyField(
        Zone, through="badges.BadgeTypeZone", related_name="badge_types", verbose_name=_("zones")
    )
    quota = models.PositiveSmallIntegerField(
        _("quota"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("At most so many for each delegation."),
    )
    starts_at = models.DateTimeField(_("opens from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("opens until"), null=True, blank=True)
    is_beside_personal = models.BooleanField(
        _("opens only together with a personal badge"), default=False
    )
    occasion = models.CharField(
        _("what it is for"),
        max_length=60,
        blank=True,
        help_text=_("One session, for a second badge that a delegate needs for it."),
    )

    objects = BadgeTypeQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("badge type")
        verbose_name_plural = _("badge types")
        ordering = ["order", "number"]
        triggers = [given_once("badge_type", first=1)]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["conference", "number"], name="badge_type_number_unique_in_conference"
            ),
            models.UniqueConstraint(
                fields=["conference"],
                condition=Q(is_personal=True),
                name="badge_type_one_personal_per_conference",
            ),
            models.CheckConstraint(
                condition=Q(number__range=(1, MOST_TYPES)),
                name="badge_type_number_is_a_byte",
                violation_error_message=_(
                    "A conference has at most 255 badge types, those that were deleted included."
                ),
            ),
            models.CheckConstraint(
                condition=Q(is_personal=False)
                | Q(holder=Holder.DELEGATE, is_beside_personal=False),
                name="badge_type_personal_is_of_a_delegate",
            ),
            # What the badges' composite key refers to.
            models.UniqueConstraint(fields=["id", "holder"], name="badge_type_lends_holder"),
            models.CheckConstraint(
                condition=Q(occasion="") | Q(is_personal=False, holder=Holder.DELEGATE),
                name="badge_type_occasion_is_of_a_second_badge",
                violation_error_message=_("Only a second badge of a delegate is for one session."),
            ),
            models.CheckConstraint(
                condition=Q(quota__isnull=True)
                | Q(holder__in=sorted(OF_A_DELEGATION), quota__gte=1),
                name="badge_type_quota_is_of_a_delegation",
                violation_error_message=_("A quota is for what a delegation holds."),
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(starts_at__lt=F("ends_at")),
                name="badge_type_starts_before_it_ends",
                violation_error_message=_("The badge would stop opening before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


contribute(BadgeType, WallTimes(["starts_at", "ends_at"]))


class BadgeTypeZone(ConferenceRow):
    """One zone that badges of a type open, whatever the category of their holder opens."""

    type = models.ForeignKey(BadgeType, models.CASCADE, related_name="type_zones")
    zone = models.ForeignKey(
        Zone, models.PROTECT, related_name="type_zones", verbose_name=_("zone")
    )

    objects = ConferenceRowQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("zone of a badge type")
        verbose_name_plural = _("zones of badge types")
        ordering = ["zone__order", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(fields=["type", "zone"], name="badge_type_zone_once"),
        ]

    def __str__(self) -> str:
        return str(self.zone)
