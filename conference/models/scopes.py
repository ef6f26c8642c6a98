from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models.conferences import Conference


class StaffScope(models.Model):
    """What a staff role, held or offered, is limited to. Apps above name what in rows of theirs.

    It goes with the invitation to the role that is accepted.
    """

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="+", editable=False)

    class Meta:
        verbose_name = _("scope of a staff role")
        verbose_name_plural = _("scopes of staff roles")
        constraints = [
            models.UniqueConstraint(fields=["id", "conference"], name="staff_scope_in_conference")
        ]
