from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.choices import SCOPED, Role
from conference.models.conferences import Conference
from conference.models.scopes import StaffScope
from conference.models.users import User
from conference.permissions import ABOUT_EVERYBODY, roles_that_may


class StaffRoleQuerySet(models.QuerySet["StaffRole"]):
    def letting(self, user: User, permission: str) -> Self:
        """The user's roles that hold the permission, e.g. `"delegates.view_delegate"`."""
        held = self.filter(user_id=user.pk, role__in=roles_that_may(permission))
        return held.filter(scope__isnull=True) if permission in ABOUT_EVERYBODY else held

    def visible_to(self, user: User) -> Self:
        """Roles in the conferences whose staff the user may see."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        held = StaffRole.objects.letting(user, "conference.view_staffrole")
        return self.filter(conference_id__in=held.values("conference_id"))


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
    scope = models.OneToOneField(
        StaffScope,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="role",
        editable=False,
        verbose_name=_("scope"),
        help_text=_("Blank means all delegations and delegates."),
    )

    objects = StaffRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("staff role")
        verbose_name_plural = _("staff roles")
        ordering = ["role", "user__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "conference", "role"],
                name="staff_role_once_per_user",
                violation_error_message=_("This user already has this role."),
            ),
            models.CheckConstraint(
                condition=Q(scope__isnull=True) | Q(role__in=sorted(SCOPED)),
                name="staff_role_has_a_scope_only_where_it_can",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
