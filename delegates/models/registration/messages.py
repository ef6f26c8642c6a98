from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceRow, ConferenceRowQuerySet, User
from delegates.models.delegations import Delegation
from delegates.models.scopes import within

LONGEST = 4_000


class MessageQuerySet(ConferenceRowQuerySet["Message"]):
    def visible_to(self, user: User) -> Self:
        return super().visible_to(user).filter(within(user, kind="delegation__kind"))

    def unanswered(self) -> Self:
        """What focal points wrote since the secretariat last did; what is erased asks nothing."""
        last: Any = (
            Message.objects.filter(delegation=OuterRef("delegation"), is_from_secretariat=True)
            .order_by("-pk")
            .values("pk")[:1]
        )
        rows = self.filter(is_from_secretariat=False, erased_at=None)
        return rows.filter(pk__gt=Coalesce(Subquery(last), 0))

    def counted_by_delegation(self) -> dict[int, int]:
        rows = self.order_by().values_list("delegation").annotate(Count("pk"))
        return dict(rows)

    def unread_by(self, user: User) -> Self:
        """What the secretariat wrote to delegations of the focal point since they last read."""
        mine = Q(delegation__focal_points__user=user, delegation__focal_points__revoked_at=None)
        read = F("delegation__focal_points__messages_read")
        return self.filter(mine, is_from_secretariat=True, erased_at=None, pk__gt=read)


class Message(ConferenceRow):
    """One message between a delegation's focal points and the secretariat, in their one thread.

    It never changes; erased, nothing is left of it but who wrote it and when.
    """

    delegation = models.ForeignKey(
        Delegation, models.PROTECT, related_name="messages", verbose_name=_("delegation")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    is_from_secretariat = models.BooleanField(editable=False)
    text = models.TextField(_("message"), max_length=LONGEST, editable=False)
    sent_at = models.DateTimeField(_("sent at"), editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)
    # Of the form in which it was written: sent twice, it makes one message.
    form_key = models.UUIDField(null=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("message of a delegation")
        verbose_name_plural = _("messages of delegations")
        default_permissions = ("view", "add", "change")
        ordering = ["id"]
        triggers = [
            pgtrigger.Protect(name="message_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="message_stays_as_it_was_sent",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__erased_at__isnull=False)
                | pgtrigger.Q(new__erased_at__isnull=True)
                | ~pgtrigger.Q(new__text="")
                | pgtrigger.Q(old__delegation_id__df=pgtrigger.F("new__delegation_id"))
                | pgtrigger.Q(old__author_id__df=pgtrigger.F("new__author_id"))
                | pgtrigger.Q(old__sent_at__df=pgtrigger.F("new__sent_at")),
            ),
        ]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["delegation", "form_key"], name="message_sent_once_by_a_form"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) & ~Q(text="") | Q(erased_at__isnull=False, text=""),
                name="message_says_something_unless_erased",
            ),
        ]

    def __str__(self) -> str:
        """Not the text: this may be logged."""
        return str(self._meta.verbose_name)
