"""What a delegation handed in when: who was in it, and as which version of their record."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceRow, ConferenceRowQuerySet
from delegates.models.delegates import Delegate
from delegates.models.delegations import Delegation


class Submission(ConferenceRow):
    """Handed in at one moment by a focal point. It holds no value of anybody, and never changes."""

    delegation = models.ForeignKey(
        Delegation, models.PROTECT, related_name="submissions", verbose_name=_("delegation")
    )
    handed_in_at = models.DateTimeField(_("handed in at"), editable=False)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )

    objects = ConferenceRowQuerySet["Submission"].as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("submission of a delegation")
        verbose_name_plural = _("submissions of delegations")
        ordering = ["-handed_in_at", "-id"]
        triggers = [
            pgtrigger.Protect(
                name="submission_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.delegation}, {self.handed_in_at:%Y-%m-%d %H:%M}"


class SubmittedDelegate(ConferenceRow):
    """Somebody in a submission; `version` is the row of the history that was handed in."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="people")
    delegate = models.ForeignKey(Delegate, models.PROTECT, related_name="submitted_in")
    version: Any = models.ForeignKey("delegates.DelegateEvent", models.PROTECT, related_name="+")

    objects = ConferenceRowQuerySet["SubmittedDelegate"].as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("delegate in a submission")
        verbose_name_plural = _("delegates in a submission")
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["submission", "delegate"], name="delegate_once_in_a_submission"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="submitted_delegate_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission} {self.delegate_id}"
