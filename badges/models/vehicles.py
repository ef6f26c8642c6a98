from typing import Any, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.contributions import Derived, contribute
from conference.models import ConferenceRow, ConferenceRowQuerySet
from conference.writing.folding import LETTERS_OF_A_TRIGRAM, word_key
from delegates.models import Delegation

# Letters of number plates that look alike, folded: those of Cyrillic and Greek plates were chosen
# so that they can be read as Latin ones, and are typed as such.
LOOK_ALIKES = str.maketrans("авекмнорстухіѕјαβεζηικμνορτυχ", "abekmhopctyxisjabezhikmnoptyx")


def plate_key(plate: str) -> str:
    """What plates are compared by: letters and digits, in whichever of the alphabets they are."""
    return word_key(plate).translate(LOOK_ALIKES)


class VehicleQuerySet(ConferenceRowQuerySet["Vehicle"]):
    def active(self) -> Self:
        """That come, of delegations that attend."""
        return self.filter(withdrawn_at__isnull=True, delegation__withdrawn_at__isnull=True)

    def plated(self, plate: str) -> Self:
        """That have this plate, however it is spaced."""
        return self.filter(plate_key=plate_key(plate))

    def matching(self, query: str) -> Self:
        """By some letters and digits of the plate, however they are spaced; by one or two of them
        only where it begins so.
        """
        key = plate_key(query)
        if len(key) < LETTERS_OF_A_TRIGRAM:
            return self.filter(plate_key__startswith=key) if key else self.none()
        return self.filter(plate_key__contains=key)


@pghistory.track(exclude=["plate_key"])
class Vehicle(ConferenceRow):
    """A car or a bus of one delegation that may drive up to where its badge says.

    The driver is known by name only: most are not registered as delegates.
    """

    delegation = models.ForeignKey(
        Delegation, models.PROTECT, related_name="vehicles", verbose_name=_("delegation")
    )
    plate = models.CharField(_("number plate"), max_length=20)
    # As it is compared: a plate is written with and without spaces and hyphens.
    plate_key = models.CharField(max_length=40, editable=False)
    make = models.CharField(
        _("make"), max_length=60, blank=True, help_text=_("Make and model: Toyota Land Cruiser.")
    )
    colour = models.CharField(_("colour"), max_length=40, blank=True)
    driver_name = models.CharField(_("driver"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = VehicleQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("vehicle")
        verbose_name_plural = _("vehicles")
        ordering = ["plate_key", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["conference", "plate_key"],
                name="vehicle_plate_unique_in_conference",
                violation_error_message=_("Another vehicle has this number plate."),
            ),
            models.CheckConstraint(
                condition=~Q(plate_key=""),
                name="vehicle_has_a_plate",
                violation_error_message=_("Write the letters and digits of the number plate."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="vehicle_withdrawn_at_and_by_together",
            ),
        ]

    def __str__(self) -> str:
        return self.plate

    def clean_fields(self, exclude: Any = None) -> None:
        """The key is there before a form asks whether it is unique."""
        super().clean_fields(exclude=exclude)
        derive_vehicle(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        derive_vehicle(self)
        super().save(*args, **kwargs)

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


def derive_vehicle(vehicle: Vehicle) -> None:
    vehicle.plate_key = plate_key(vehicle.plate)


contribute(Vehicle, Derived(["plate_key"], derive_vehicle))
