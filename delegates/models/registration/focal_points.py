"""Who registers a delegation: invited to an address, then a user, until that is revoked."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from conference import secrets
from conference.models import ConferenceRow, ConferenceRowQuerySet, User
from conference.models.sealed import SealedField
from delegates.models.delegations import Delegation


class FocalPointQuerySet(ConferenceRowQuerySet["FocalPoint"]):
    def standing(self) -> Self:
        return self.filter(revoked_at=None)


class FocalPoint(ConferenceRow):
    """A user who registers a delegation. No staff role: it permits nothing in the admin.

    Revoked, it stays on record; the delegation then answers them as what is missing does.
    """

    delegation = models.ForeignKey(
        Delegation, models.PROTECT, related_name="focal_points", verbose_name=_("delegation")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="focal_point_of",
        verbose_name=_("user"),
    )
    accepted_at = models.DateTimeField(_("since"), editable=False)
    # The last message of the delegation's thread that they have had before them.
    messages_read = models.PositiveBigIntegerField(default=0, db_default=0, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = FocalPointQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("focal point")
        verbose_name_plural = _("focal points")
        ordering = ["accepted_at", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["delegation", "user"],
                condition=Q(revoked_at=None),
                name="focal_point_once_per_delegation",
                violation_error_message=_("This user is a focal point of the delegation already."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="focal_point_revoked_at_and_by_together",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class FocalPointInvitationQuerySet(ConferenceRowQuerySet["FocalPointInvitation"]):
    def open(self) -> Self:
        """Nobody has accepted or revoked them, and they still say who is asked."""
        return self.filter(accepted_at=None, revoked_at=None, erased_at=None)

    def unsent(self) -> Self:
        return self.open().filter(invited_at=None)

    def good(self, at: dt.datetime) -> Self:
        """Their codes open something now."""
        return self.open().filter(ends_at__gt=at)

    def to_address_of(self, user: User, at: dt.datetime) -> Self:
        """Those to the address with which the user signs in, whose mail somebody else may read."""
        good = self.good(at) if user.is_active else self.none()
        return good.filter(email__lower=user.email.lower())

    def for_user(self, user: User, at: dt.datetime) -> Self:
        """The same of whoever has shown that the mail is theirs: they answer without a code."""
        return self.to_address_of(user, at) if user.mailbox_shown_at else self.none()


class FocalPointInvitation(ConferenceRow):
    """An address that is to register a delegation: noted, then invited, then accepted or revoked.

    It permits nothing until whoever signs in with the address accepts it. Of its code a keyed
    digest is kept to find it by, and the code itself sealed, to send it again; both go once it is
    answered. Name and address go once it is accepted, by a user who has their own, some time after
    it has ended in another way, and with a person whom it names.
    """

    delegation = models.ForeignKey(
        Delegation, models.PROTECT, related_name="invitations", verbose_name=_("delegation")
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    noted_at = models.DateTimeField(editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("invited by"),
    )
    invited_at = models.DateTimeField(_("invited at"), null=True, editable=False)
    ends_at = models.DateTimeField(_("good until"), null=True, editable=False)
    code = SealedField(blank=True, default=b"")
    code_digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    accepted_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    revoked_at = models.DateTimeField(null=True, editable=False)

    erased_at = models.DateTimeField(_("erased at"), null=True, editable=False)

    objects = FocalPointInvitationQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("invitation of a focal point")
        verbose_name_plural = _("invitations of focal points")
        ordering = ["noted_at", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                "delegation",
                Lower("email"),
                condition=Q(accepted_at=None, revoked_at=None, erased_at=None),
                name="focal_point_invited_once_per_address",
                violation_error_message=_("This address is noted for the delegation already."),
            ),
            models.CheckConstraint(
                condition=Q(invited_at=None, invited_by=None, ends_at=None)
                | Q(invited_at__isnull=False, invited_by__isnull=False, ends_at__isnull=False),
                name="focal_point_invited_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="focal_point_accepted_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="focal_point_invitation_revoked_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, revoked_at=None) | Q(code=b"", code_digest=""),
                name="focal_point_invitation_keeps_no_code_once_answered",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(name="", email="", code=b"", code_digest=""),
                name="focal_point_invitation_erased_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or str(_("erased"))

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.erased_at is None

    @property
    def good_until(self) -> dt.datetime:
        """Of one that was sent."""
        assert self.ends_at is not None
        return self.ends_at

    def opened_code(self) -> str:
        """Raises SecretsError where the master key that sealed it is gone."""
        if not self.code:
            return ""
        return secrets.unseal(bytes(self.code), self._place()).decode()

    def seal_code(self, code: str) -> None:
        """Needs the row's number: the sealed code is bound to it. Does not save."""
        self.code = secrets.seal(code.encode(), self._place())

    def code_in_mails(self, *, at: dt.datetime) -> str:
        """What a mail about it is sent with; blank where the code opens nothing any more."""
        is_good = self.is_open and self.ends_at is not None and at < self.ends_at
        return self.opened_code() if is_good else ""

    def _place(self) -> secrets.Place:
        field = self._meta.get_field("code")
        assert isinstance(field, SealedField)
        return field.place_in(self.pk)
