import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from conference.choices import SCOPED, Role
from conference.models import invitation_codes
from conference.models.rows import ConferenceRow, ConferenceRowQuerySet
from conference.models.scopes import StaffScope
from conference.models.users import User

CODE_LIFETIME = dt.timedelta(days=14)


class StaffInvitationQuerySet(ConferenceRowQuerySet["StaffInvitation"]):
    def to_address_of(self, user: User) -> Self:
        """Those to the address with which the user signs in, whose mail somebody else may read."""
        return self.filter(email__lower=user.email.lower()) if user.is_active else self.none()

    def for_user(self, user: User) -> Self:
        """The same of whoever has shown that the mail is theirs: they answer without a code."""
        return self.to_address_of(user) if user.mailbox_shown_at else self.none()

    def with_code(self, code: str, *, at: dt.datetime) -> Self:
        """What the code was given for, while it is good; all of it to one address."""
        digest = invitation_codes.digest_of(code)
        return self.filter(code_digest=digest, invited_at__gt=at - CODE_LIFETIME)


class StaffInvitation(ConferenceRow):
    """A staff role offered to whoever signs in with an address, until they accept or decline.

    It is no staff role and permits nothing. The address need not be anybody's: whoever invites
    learns nothing of who has an account.
    """

    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("staff role"), max_length=30, choices=Role)
    scope = models.OneToOneField(
        StaffScope,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitation",
        editable=False,
        verbose_name=_("scope"),
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("invited by"),
    )
    invited_at = models.DateTimeField(_("invited at"), editable=False)
    # Those of one address in one conference share a code; former ones have none.
    code_seed = models.CharField(max_length=20, blank=True, editable=False)
    code_digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)

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
            models.CheckConstraint(
                condition=Q(scope__isnull=True) | Q(role__in=sorted(SCOPED)),
                name="staff_invitation_has_a_scope_only_where_it_can",
            ),
        ]

    @property
    def code(self) -> str:
        return invitation_codes.code_of(self.code_seed) if self.code_seed else ""

    @property
    def code_ends_at(self) -> dt.datetime:
        return self.invited_at + CODE_LIFETIME

    def code_in_mails(self, *, at: dt.datetime) -> str:
        """What a mail about it is sent with; blank where the code is good no more."""
        return self.code if at < self.code_ends_at else ""

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}"
