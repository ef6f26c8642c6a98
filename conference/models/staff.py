from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.choices import Role
from conference.models.conferences import Conference


class StaffRole(models.Model):
    """What one user may do for one conference; the only source of permission."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="staff_roles",
        verbose_name=_("user"),
    )
    conference = models.ForeignKey(
        Conference, models.PROTECT, related_name="staff_roles", editable=False
    )
    role = models.CharField(_("staff role"), max_length=30, choices=Role)

    class Meta:
        verbose_name = _("staff role")
        verbose_name_plural = _("staff roles")
        ordering = ["role", "user__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "conference", "role"],
                name="staff_role_once_per_user",
                violation_error_message=_("This user already has this role."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
