from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceRow, ConferenceRowQuerySet
from sessions.models.sessions import Session


class ImportedSession(ConferenceRow):
    """A session that came from a schedule of another program, and what that program calls it.

    By this it is found again when the schedule comes in once more; by what was `written` there of
    it the last time, what the schedule has changed since is told from what was changed here.
    """

    guid = models.CharField(_("id in the file"), max_length=200)
    session = models.ForeignKey(Session, models.CASCADE, related_name="imported_as")

    written = models.JSONField(default=dict, editable=False)

    objects = ConferenceRowQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("session from a schedule")
        verbose_name_plural = _("sessions from schedules")
        ordering = ["id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["conference", "guid"],
                name="imported_session_once_a_guid",
                violation_error_message=_("This event was brought in already."),
            ),
        ]

    def __str__(self) -> str:
        return self.guid
