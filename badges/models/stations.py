from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceRow, ConferenceRowQuerySet

MOST_MILLIMETRES = 10
"""Whatever a printer is off by, it is less; more would print beside the slots."""

WITHIN = [MinValueValidator(-MOST_MILLIMETRES), MaxValueValidator(MOST_MILLIMETRES)]


class PrinterStation(ConferenceRow):
    """A printer that badges are printed on, and by how much its print is moved to stand right.

    No two printers draw paper in alike; measured once on a sheet, it is made up for on every one.
    """

    name = models.CharField(_("name"), max_length=60)
    offset_right = models.DecimalField(
        _("move to the right, mm"), max_digits=3, decimal_places=1, default=0, validators=WITHIN
    )
    offset_down = models.DecimalField(
        _("move down, mm"), max_digits=3, decimal_places=1, default=0, validators=WITHIN
    )

    objects = ConferenceRowQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("printer station")
        verbose_name_plural = _("printer stations")
        ordering = ["name"]
        permissions = [("unlock_desk", "Can unlock a browser at the badge desk")]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["conference", "name"],
                name="printer_station_name_once",
                violation_error_message=_("There is a printer station of this name already."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    offset_right__range=(-MOST_MILLIMETRES, MOST_MILLIMETRES),
                    offset_down__range=(-MOST_MILLIMETRES, MOST_MILLIMETRES),
                ),
                name="printer_station_offset_is_small",
                violation_error_message=_("A printer is moved by 10 mm at most."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
