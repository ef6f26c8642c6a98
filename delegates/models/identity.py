"""Answers that people gave about who is who: asked before somebody is registered, never twice."""

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceRow, ConferenceRowQuerySet, User
from delegates.models.delegates import Delegate
from delegates.naming.names import list_name


class KnownApartQuerySet(ConferenceRowQuerySet["KnownApart"]):
    def among(self, delegate_ids: Iterable[int]) -> Self:
        """Pairs of which both are of these delegates."""
        ids = list(delegate_ids)
        return self.filter(first__in=ids, second__in=ids)

    def visible_to(self, user: User) -> Self:
        """Of two whom the user may see: one of them may be a draft."""
        seen = Delegate.with_drafts.visible_to(user)
        return super().visible_to(user).filter(first__in=seen, second__in=seen)


class KnownApart(ConferenceRow):
    """Somebody said that two registered delegates are two people, however alike they are.

    Goes with either of them. A pair is there once, in whatever order.
    """

    first = models.ForeignKey(
        Delegate, models.CASCADE, related_name="+", verbose_name=_("one delegate")
    )
    second = models.ForeignKey(
        Delegate, models.CASCADE, related_name="+", verbose_name=_("another delegate")
    )
    answered_at = models.DateTimeField(_("answered at"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("answered by")
    )

    objects = KnownApartQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("two people confirmed as different")
        verbose_name_plural = _("people confirmed as different")
        ordering = ["-answered_at", "-id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                Least("first", "second"), Greatest("first", "second"), name="known_apart_once"
            ),
            models.CheckConstraint(
                condition=~Q(first=F("second")), name="known_apart_are_two_delegates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"


class SamePersonSpelling(ConferenceRow):
    """Another spelling by which lists call a registered delegate, and somebody said it is them.

    Goes with the delegate.
    """

    delegate = models.ForeignKey(
        Delegate, models.CASCADE, related_name="other_spellings", verbose_name=_("delegate")
    )
    given_name = models.CharField(_("given name"), max_length=120, blank=True)
    family_name = models.CharField(_("family name"), max_length=120, blank=True)
    name_key = models.TextField(editable=False)
    answered_at = models.DateTimeField(_("answered at"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("answered by")
    )

    objects = ConferenceRowQuerySet["SamePersonSpelling"].as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("other spelling of a delegate")
        verbose_name_plural = _("other spellings of delegates")
        ordering = ["-answered_at", "-id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["delegate", "name_key"], name="spelling_once_per_delegate"
            ),
            models.CheckConstraint(condition=~Q(name_key=""), name="spelling_is_a_name"),
        ]

    def __str__(self) -> str:
        return f"{list_name(given=self.given_name, family=self.family_name)} = {self.delegate}"
