"""What was handed over, to whom, and what came back."""

from typing import Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from badges.models.badges import Badge
from conference.models import ConferenceRow, ConferenceRowQuerySet
from delegates.models import Delegate, Delegation


class HandoverQuerySet(ConferenceRowQuerySet["Handover"]):
    def outside(self) -> Self:
        """Of badges that have not come back."""
        return self.filter(back_at__isnull=True)


class Handover(ConferenceRow):
    """A badge that a delegation shares, given to one of its delegates until it comes back.

    Who carries it next within the delegation is the delegation's own affair: whoever received it
    answers for it.
    """

    badge = models.ForeignKey(Badge, models.PROTECT, related_name="handovers")
    given_to = models.ForeignKey(
        Delegate, models.PROTECT, related_name="badges_received", verbose_name=_("given to")
    )
    given_at = models.DateTimeField(_("given at"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("given by")
    )
    back_at = models.DateTimeField(_("back at"), null=True)
    back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )

    objects = HandoverQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("badge handed over")
        verbose_name_plural = _("badges handed over")
        ordering = ["-given_at", "-id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["badge"],
                condition=Q(back_at__isnull=True),
                name="handover_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(back_at__isnull=True, back_by__isnull=True)
                | Q(back_at__isnull=False, back_by__isnull=False),
                name="handover_back_at_and_by_together",
            ),
        ]

    def __str__(self) -> str:
        return str(self.badge)


class LapelPins(ConferenceRow):
    """Lapel pins that a delegation was given at one time: they look alike, so they are counted."""

    delegation = models.ForeignKey(
        Delegation, models.PROTECT, related_name="lapel_pins", verbose_name=_("delegation")
    )
    count = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    given_at = models.DateTimeField(_("given at"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("given by")
    )

    objects = ConferenceRowQuerySet["LapelPins"].as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("lapel pins given")
        verbose_name_plural = _("lapel pins given")
        ordering = ["-given_at", "-id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(count__gte=1),
                name="lapel_pins_are_one_or_more",
                violation_error_message=_("Say how many lapel pins were given."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.count)
