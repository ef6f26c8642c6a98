"""Which officer has whom before them, so that no two of them look at the same person."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceRow, ConferenceRowQuerySet
from delegates.models.delegates import Delegate


class ReviewLeaseQuerySet(ConferenceRowQuerySet["ReviewLease"]):
    def held(self, at: dt.datetime) -> Self:
        return self.filter(leased_until__gt=at)


class ReviewLease(ConferenceRow):
    """An officer's place in the queue of those who are to be decided on, and whom they have there.

    Nobody else is shown that person until then. Once they have decided or gone on, they have
    nobody; the place says who comes next.
    """

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", editable=False
    )
    delegate = models.OneToOneField(
        Delegate, models.CASCADE, null=True, related_name="review_lease", editable=False
    )
    leased_until = models.DateTimeField(null=True, editable=False)
    # Of whom they had last: since when they waited, and their id.
    place_at = models.DateTimeField(editable=False)
    place_id = models.BigIntegerField(editable=False)

    objects = ReviewLeaseQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("place of an officer in the queue")
        verbose_name_plural = _("places of officers in the queue")
        default_permissions = ()
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["conference", "officer"], name="review_lease_one_of_an_officer"
            ),
            models.CheckConstraint(
                condition=Q(delegate__isnull=True, leased_until__isnull=True)
                | Q(delegate__isnull=False, leased_until__isnull=False),
                name="review_lease_delegate_and_end_together",
            ),
        ]

    def __str__(self) -> str:
        """Not whom: this may be logged."""
        return f"{self._meta.verbose_name} {self.pk}"
