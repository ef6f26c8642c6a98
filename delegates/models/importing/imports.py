import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.choices import UNFINISHED, WorkState
from conference.files.storage import random_key
from conference.models import ConferenceRow, ConferenceWork, ConferenceWorkQuerySet, User
from delegates.models.delegations import Delegation


def upload_key(_run: "ImportRun", filename: str) -> str:
    return random_key("imports", filename)


class ImportStep(models.TextChoices):
    CHECK = "check", _("Check")
    APPLY = "apply", _("Apply")
    TAKE_BACK = "take_back", _("Take back")


class ImportRunQuerySet(ConferenceWorkQuerySet["ImportRun"]):  # type: ignore[override]
    def expired(self, at: dt.datetime) -> Self:
        """Those that still hold files when they should not."""
        holding = ~Q(file="") | ~Q(rejected_file="") | ~Q(layout={}) | ~Q(report={})
        return self.filter(holding, expires_at__lte=at)

    def of_focal_point(self, user: User, delegation: Delegation) -> Self:
        """Lists that the user uploaded on the page of the delegation."""
        return self.filter(delegation=delegation, created_by=user)

    def waiting_for_somebody(self) -> Self:
        """Checked, to be decided on; or the check broke off, to be begun anew or given up. Who
        decides on the list of a focal point is that focal point.
        """
        ended = self.filter(
            delegation=None, step=ImportStep.CHECK, state__in=[WorkState.DONE, WorkState.FAILED]
        )
        return ended.exclude(file="")


class ImportRun(ConferenceWork):
    """One spreadsheet on its way into a conference: uploaded, checked, reported, applied.

    `report` says what concerns the file as a whole; a row each for its lines and questions
    (`ImportLine`, `ImportQuestion`) says the rest. One of a `delegation` was uploaded by its focal
    point and learns of its people alone: see `delegates.importing.confined`. They, the file and
    that of rejected rows hold personal data and expire; `summary` holds counts and stays.
    """

    delegation = models.ForeignKey(
        Delegation,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("delegation"),
        help_text=_("Whose focal point uploaded the list, of nobody else; blank: an organizer's."),
    )
    step = models.CharField(max_length=10, choices=ImportStep, default=ImportStep.CHECK)
    file = models.FileField(upload_to=upload_key, blank=True, max_length=200)
    file_name = models.CharField(_("file"), max_length=255)
    options = models.JSONField(default=dict)
    rejected_file = models.FileField(upload_to=upload_key, blank=True, max_length=200)
    summary = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    layout = models.JSONField(
        default=dict, help_text="What the file looks like, with some of its cells; expires with it."
    )
    created_at = models.DateTimeField(_("uploaded at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        help_text="Who asked for the present step, and in whose name it is done.",
    )
    applied_at = models.DateTimeField(_("applied at"), null=True)
    taken_back_at = models.DateTimeField(_("taken back at"), null=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    expires_at = models.DateTimeField(_("files expire at"))

    objects = ImportRunQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True)
                | Q(
                    taken_back_at__isnull=False,
                    taken_back_by__isnull=False,
                    applied_at__isnull=False,
                ),
                name="import_taken_back_at_and_by_together",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED

    @property
    def may_be_taken_back(self) -> bool:
        """What a focal point took over is the delegation's: who is a draft they take out."""
        if self.delegation_id:
            return False
        return self.applied_at is not None and self.taken_back_at is None and not self.is_unfinished

    @property
    def may_be_given_up(self) -> bool:
        """Not while it is taken back: nothing is left of its file by then."""
        has_file = self.is_reported or self.may_be_checked_again
        return self.applied_at is None and (self.is_unfinished or has_file)

    @property
    def may_be_checked_again(self) -> bool:
        """Its check broke off: the file is there, and what had been answered about it."""
        is_check = self.step == ImportStep.CHECK and self.delegation_id is None
        return is_check and self.state == WorkState.FAILED and bool(self.file)

    @property
    def is_reported(self) -> bool:
        """Checked, and waiting for somebody to decide what becomes of it."""
        return self.step == ImportStep.CHECK and self.state == WorkState.DONE and bool(self.file)
