from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models.rows import ConferenceRow, ConferenceRowQuerySet

STILL_SERVED = 3
"""Files of a conference: those in force, and two former ones while they are fetched."""


class PublishedChangeQuerySet(ConferenceRowQuerySet["PublishedChange"]):
    def with_files(self) -> Self:
        """Those that put new files in the place of all former ones."""
        return self.exclude(key="")

    def still_served(self) -> Self:
        """Of one conference the files that a host may serve, the newest first: one that is further
        behind leaves the answers to Django.
        """
        return self.with_files().order_by("-number")[:STILL_SERVED]

    def in_force(self) -> Self:
        """Of each conference the files that stand: nothing reads older ones any more."""
        newest = self.with_files().order_by("conference_id", "-number").distinct("conference_id")
        return self.filter(pk__in=newest.values("pk"))


class PublishedChange(ConferenceRow):
    """One change of what readers of a conference are served as files.

    Either a whole new set of files, whose archive lies in the storage under `key`, or addresses
    that are taken off the files until newer ones stand. Numbered without a gap in the order in
    which they were committed: by the number whoever makes files knows that nothing has changed
    since. `made_from` is what whoever made the files says that they follow from: while that is the
    same, they are. Never altered.
    """

    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    key = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    made_from = models.CharField(max_length=64, blank=True)
    withdrawn = ArrayField(models.CharField(max_length=2000), default=list)

    objects = PublishedChangeQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("change of published files")
        verbose_name_plural = _("changes of published files")
        ordering = ["conference_id", "number"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["conference", "number"], name="published_change_has_its_number"
            ),
            models.CheckConstraint(
                condition=models.Q(key="", digest="", withdrawn__len__gt=0)
                | (~models.Q(key="") & ~models.Q(digest="") & models.Q(withdrawn__len=0)),
                name="published_change_has_files_or_withdraws",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_change_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.conference}, {self.number}"
