import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conference.models.rows import ConferenceRow, ConferenceRowQuerySet


class DeskBrowserQuerySet(ConferenceRowQuerySet["DeskBrowser"]):
    def unlocked(self, at: dt.datetime) -> Self:
        return self.filter(ends_at__gt=at, locked_at=None)


class DeskBrowser(ConferenceRow):
    """A browser at the badge desk, unlocked by an officer until the night: volunteers of the desk
    sign in on it without a second factor.

    The browser holds a random token, the row a digest of it. `name` is the station's.
    """

    name = models.CharField(_("name"), max_length=60)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    unlocked_at = models.DateTimeField(_("unlocked at"), editable=False)
    unlocked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("unlocked by"),
        editable=False,
    )
    ends_at = models.DateTimeField(_("until"), editable=False)
    locked_at = models.DateTimeField(_("locked again at"), null=True, editable=False)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("locked again by"),
        editable=False,
    )

    objects = DeskBrowserQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("badge desk browser")
        verbose_name_plural = _("badge desk browsers")
        ordering = ["name", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(locked_at=None, locked_by=None)
                | Q(locked_at__isnull=False, locked_by__isnull=False),
                name="desk_browser_locked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("unlocked_at")), name="desk_browser_ends_after_unlocking"
            ),
        ]

    def __str__(self) -> str:
        return self.name
