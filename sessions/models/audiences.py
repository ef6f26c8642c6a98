"""For whom a session is, where it is neither for everybody nor for all delegates."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceRow, ConferenceRowQuerySet
from delegates.models import Category, Delegate, DelegationKind
from sessions.models.sessions import Session


class AudienceGroup(ConferenceRow):
    """Delegates of a kind of delegations, or with a category of badges, whom a session is for.

    It counts as long as the session's audience is that of named groups.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="audience_groups")
    kind = models.ForeignKey(
        DelegationKind,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="audience_groups",
        verbose_name=_("kind of delegations"),
    )
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="audience_groups",
        verbose_name=_("category"),
    )

    objects = ConferenceRowQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("group a session is for")
        verbose_name_plural = _("groups a session is for")
        ordering = ["kind__order", "category__order", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__isnull=False, category__isnull=True)
                | Q(kind__isnull=True, category__isnull=False),
                name="audience_group_is_a_kind_or_a_category",
            ),
            models.UniqueConstraint(
                fields=["session", "kind", "category"],
                name="audience_group_once_a_session",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return str(self.kind or self.category)


class SessionInvitation(ConferenceRow):
    """A delegate who is invited to a session. It counts as long as that is by invitation."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="invitations")
    delegate = models.ForeignKey(
        Delegate,
        models.PROTECT,
        related_name="session_invitations",
        verbose_name=_("delegate"),
    )

    objects = ConferenceRowQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("invited delegate")
        verbose_name_plural = _("invited delegates")
        ordering = ["id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["session", "delegate"],
                name="session_invitation_once",
                violation_error_message=_("This delegate is already invited."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.delegate)
