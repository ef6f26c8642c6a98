from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from conference.choices import Role
from conference.models.rows import ConferenceRow, ConferenceRowQuerySet
from conference.models.users import User


class StaffInvitationQuerySet(ConferenceRowQuerySet["StaffInvitation"]):
    def for_user(self, user: User) -> Self:
        """Those to the address with which the user signs in."""
        return self.filter(email__iexact=user.email) if user.is_active else self.none()


class StaffInvitation(ConferenceRow):
    """A staff role offered to whoever signs in with an address, until they accept or decline.

    It is no staff role and permits nothing. The address need not be anybody's: whoever invites
    learns nothing of who has an account.
    """

    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("staff role"), max_length=30, choices=Role)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("invited by"),
    )
    invited_at = models.DateTimeField(_("invited at"), editable=False)

    objects = StaffInvitationQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("invitation to the staff")
        verbose_name_plural = _("invitations to the staff")
        ordering = ["-invited_at", "-id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                "conference",
                Lower("email"),
                "role",
                name="staff_invitation_once_per_address",
                violation_error_message=_("This address is invited to this role already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}"
