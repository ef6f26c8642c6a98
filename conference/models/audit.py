import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models.conferences import Conference
from conference.models.rows import ConferenceRowQuerySet


class AuditEvent(models.Model):
    """Who did what to which record, when and from where.

    Holds ids, codes, states and reasons, never a personal value; what a value was before and after
    lives in the history rows, which are erased with the person. Append-only by trigger.
    """

    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    conference = models.ForeignKey(Conference, models.PROTECT, null=True, related_name="+")
    action = models.CharField(_("what"), max_length=60)
    target_type = models.CharField(_("kind of record"), max_length=60, blank=True)
    target_id = models.BigIntegerField(_("record"), null=True)
    fields = ArrayField(models.CharField(max_length=60), verbose_name=_("fields"), default=list)
    detail = models.JSONField(_("detail"), default=dict)
    ip_address = models.GenericIPAddressField(_("from"), null=True)

    objects = ConferenceRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit trail")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["conference", "-at"], name="audit_by_conference"),
            models.Index(fields=["target_type", "target_id"], name="audit_by_target"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="audit_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            # No row is looked at when a table is emptied: that takes a trigger of its own.
            pgtrigger.Trigger(
                name="audit_is_never_emptied",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'Cannot empty the audit trail';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.target_type} {self.target_id or ''}".strip()


class OfNoConference(models.Manager["InstallationEvent"]):
    def get_queryset(self) -> ConferenceRowQuerySet["InstallationEvent"]:
        return ConferenceRowQuerySet(self.model, using=self._db).filter(conference=None)


class InstallationEvent(AuditEvent):
    """The part of the trail that belongs to no conference: sign-ins, users, countries."""

    objects = OfNoConference()  # type: ignore[assignment,misc]

    class Meta:
        proxy = True
        verbose_name = _("event of the installation")
        verbose_name_plural = _("trail of the installation")
