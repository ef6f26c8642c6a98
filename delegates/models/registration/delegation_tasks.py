"""What delegations are to do by when, and what an organizer says that one has done."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField

from conference.contributions import WallTimes, contribute
from conference.models import ConferenceRow, ConferenceRowQuerySet
from delegates.choices import Fulfilment
from delegates.models.delegations import Delegation
from delegates.models.kinds import DelegationKind


class DelegationTaskQuerySet(ConferenceRowQuerySet["DelegationTask"]):
    def overdue(self, at: dt.datetime) -> Self:
        return self.filter(due_at__lte=at)

    def of_outer_delegation(self) -> Self:
        """For a subquery of delegations: tasks that name its kind, and those that name none."""
        lines = DelegationTaskKind.objects.filter(task=OuterRef("pk"))
        named = Q(Exists(lines.filter(kind=OuterRef(OuterRef("kind")))))
        return self.filter(~Q(Exists(lines)) | named, conference=OuterRef("conference"))


class DelegationTask(ConferenceRow):
    """Something that delegations hand in or say by a given time.

    Whether one has follows from what is registered of it, unless an organizer ticks it.
    """

    name = I18nCharField(_("name"), max_length=500)
    due_at = models.DateTimeField(_("due"))
    fulfilment = models.CharField(
        _("done when"), max_length=20, choices=Fulfilment, default=Fulfilment.TICKED
    )

    objects = DelegationTaskQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("task of delegations")
        verbose_name_plural = _("tasks of delegations")
        ordering = ["due_at", "id"]

    def __str__(self) -> str:
        return str(self.name)


contribute(DelegationTask, WallTimes(["due_at"]))


class DelegationTaskKind(ConferenceRow):
    """A kind of delegation that has the task; without any, all have it."""

    task = models.ForeignKey(
        DelegationTask, models.CASCADE, related_name="lines", verbose_name=_("task")
    )
    # Deleted with what it names, the line would leave a task of more delegations.
    kind = models.ForeignKey(
        DelegationKind, models.PROTECT, related_name="+", verbose_name=_("kind")
    )

    objects = ConferenceRowQuerySet["DelegationTaskKind"].as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("kind that has a task")
        verbose_name_plural = _("kinds that have a task")
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(fields=["task", "kind"], name="task_names_a_kind_once"),
        ]

    def __str__(self) -> str:
        return str(self.kind)


class TickedTask(ConferenceRow):
    """A task that an organizer says a delegation has done."""

    task = models.ForeignKey(
        DelegationTask, models.PROTECT, related_name="ticks", verbose_name=_("task")
    )
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, related_name="ticked_tasks", verbose_name=_("delegation")
    )
    ticked_at = models.DateTimeField(editable=False)
    ticked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )

    objects = ConferenceRowQuerySet["TickedTask"].as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("task that was ticked")
        verbose_name_plural = _("tasks that were ticked")
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["task", "delegation"], name="task_ticked_once_of_a_delegation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.delegation_id}"
