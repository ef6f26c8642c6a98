from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conference.choices import UNFINISHED, WorkState
from conference.files.storage import random_key
from conference.models.leases import ConferenceWork, ConferenceWorkQuerySet
from conference.models.rows import ConferenceRow
from conference.models.users import User

# A migration compares lists word for word, and a set has no order.
IN_ORDER = sorted(UNFINISHED)


def file_key(_job: "BackgroundJob", filename: str) -> str:
    return random_key("jobs", filename)


class BackgroundJobQuerySet(ConferenceWorkQuerySet["BackgroundJob"]):  # type: ignore[override]
    def visible_to(self, user: User) -> Self:
        """One's own: what came of it was made with the asker's permissions.

        The installation administrator, who may all that they may, sees all.
        """
        seen = super().visible_to(user)
        return seen if user.is_superuser else seen.filter(asked_by=user)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)


class BackgroundJob(ConferenceWork):
    """What somebody asked for on a page and a page cannot wait for: it touches too many rows.

    `ids` are the rows that it is about, `request` is what else is asked, and `result` what came of
    it: ids, codes, counts and, as in the audit trail, a reason; never a value of a person. What may
    be in them is the business of the kind of job. `file` is what was made, if anything; it goes
    with the row when that expires.
    """

    kind = models.CharField(max_length=40, editable=False)
    ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    request = models.JSONField(default=dict, editable=False)
    asked_at = models.DateTimeField(_("asked at"), editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("asked by"),
        editable=False,
    )
    done = models.PositiveIntegerField(default=0, editable=False)
    total = models.PositiveIntegerField(default=0, editable=False)
    result = models.JSONField(default=dict, editable=False)
    file = models.FileField(upload_to=file_key, blank=True, max_length=200, editable=False)
    finished_at = models.DateTimeField(_("finished at"), null=True, editable=False)
    expires_at = models.DateTimeField(editable=False)

    objects = BackgroundJobQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        ordering = ["-asked_at", "-id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state__in=IN_ORDER, finished_at__isnull=True)
                | (~Q(state__in=IN_ORDER) & Q(finished_at__isnull=False)),
                name="background_job_is_unfinished_or_has_finished",
            ),
            models.CheckConstraint(
                condition=Q(file="") | Q(state=WorkState.DONE),
                name="background_job_has_a_file_only_when_done",
            ),
            models.CheckConstraint(
                condition=Q(done__lte=F("total")), name="background_job_does_no_more_than_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED

    @property
    def has_lost_its_file(self) -> bool:
        """It made one, and the storage has it no more. Asks the storage."""
        return bool(self.file) and not self.file.storage.exists(str(self.file.name))
