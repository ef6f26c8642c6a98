from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceRow
from delegates.models.categories import Category, Rank
from delegates.models.kinds import DelegationKind


class AskedOfLine(ConferenceRow):
    """One kind, category or rank of whose delegates a `field` is asked.

    Of kinds, of categories and of ranks none named means all; where several are named, all hold.
    """

    # Deleted with what it names, the line would leave a field that is asked of more people.
    kind = models.ForeignKey(
        DelegationKind, models.PROTECT, null=True, related_name="+", verbose_name=_("kind")
    )
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, related_name="+", verbose_name=_("category")
    )
    rank = models.ForeignKey(
        Rank, models.PROTECT, null=True, related_name="+", verbose_name=_("rank")
    )

    class Meta(ConferenceRow.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.kind or self.category or self.rank)


def constraints_of_lines(name: str) -> list[models.BaseConstraint]:
    """Of one table of such lines, called by its `name`."""
    return [
        models.CheckConstraint(
            condition=Q(kind__isnull=False, category__isnull=True, rank__isnull=True)
            | Q(kind__isnull=True, category__isnull=False, rank__isnull=True)
            | Q(kind__isnull=True, category__isnull=True, rank__isnull=False),
            name=f"{name}_names_one_thing",
        ),
        models.UniqueConstraint(
            fields=["field", "kind", "category", "rank"],
            nulls_distinct=False,
            name=f"{name}_once_of_a_field",
        ),
    ]
