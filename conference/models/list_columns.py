from collections.abc import Collection
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models.users import User


class ListColumnsQuerySet(models.QuerySet["ListColumns"]):
    def of(self, user: User, list_name: str) -> Self:
        return self.filter(user=user, list_name=list_name)

    def keep(
        self, *, user: User, list_name: str, added: Collection[str], left_out: Collection[str]
    ) -> None:
        """Whoever wants the list as it usually is has no row."""
        if not added and not left_out:
            self.of(user, list_name).delete()
            return
        values = {"added": sorted(added), "left_out": sorted(left_out)}
        self.update_or_create(user=user, list_name=list_name, defaults=values)


class ListColumns(models.Model):
    """How somebody wants one list of the admin, in every conference: what else it shows, and what
    it does not.

    Only what differs from the usual list is kept, so that a column that comes later is shown.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("user"))
    list_name = models.CharField(_("list"), max_length=100)
    added = ArrayField(models.CharField(max_length=60), default=list, verbose_name=_("added"))
    left_out = ArrayField(models.CharField(max_length=60), default=list, verbose_name=_("left out"))

    objects = ListColumnsQuerySet.as_manager()

    class Meta:
        verbose_name = _("columns of a list")
        verbose_name_plural = _("columns of lists")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "list_name"], name="list_columns_once_for_each_user"
            )
        ]

    def __str__(self) -> str:
        return self.list_name
