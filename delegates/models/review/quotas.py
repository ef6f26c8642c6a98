"""How many places there are, and of whom they are."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceRow, ConferenceRowQuerySet
from delegates.choices import Position
from delegates.models.categories import Category
from delegates.models.delegations import Delegation
from delegates.models.kinds import DelegationKind


class QuotaQuerySet(ConferenceRowQuerySet["Quota"]):
    pass


class Quota(ConferenceRow):
    """Places for people of some delegations, of one kind or one by name, and of those for all of
    them or for one category or position.

    Counted for each delegation by itself, or for all of them together. What a delegation is given
    by name stands in place of what each delegation has. Without a quota there is no limit.
    """

    delegation = models.ForeignKey(
        Delegation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="quotas",
        verbose_name=_("delegation"),
        help_text=_("For one delegation, in place of what each delegation has."),
    )
    kind = models.ForeignKey(
        DelegationKind,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="quotas",
        verbose_name=_("kind of delegation"),
    )
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="quotas",
        verbose_name=_("category"),
    )
    position = models.CharField(
        _("position"),
        max_length=20,
        choices=Position,
        blank=True,
        help_text=_("Whoever leads a delegation has none of these."),
    )
    is_each = models.BooleanField(
        _("for each delegation"),
        default=True,
        help_text=_("Each delegation has as many places; otherwise all of them together."),
    )
    places = models.PositiveIntegerField(_("places"))
    hosted = models.PositiveIntegerField(
        _("of them hosted"),
        null=True,
        blank=True,
        help_text=_("Whose costs the host bears. Blank: not limited."),
    )

    objects = QuotaQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(delegation__isnull=False)
                | Q(kind__isnull=False)
                | Q(category__isnull=False)
                | ~Q(position=""),
                name="quota_says_whose_places",
                violation_error_message=_(
                    "Choose a delegation, a kind of delegation, a category or a position."
                ),
            ),
            models.CheckConstraint(
                condition=Q(delegation__isnull=True) | Q(kind__isnull=True),
                name="quota_of_a_delegation_or_of_a_kind",
                violation_error_message=_(
                    "A delegation is of one kind: choose the delegation alone."
                ),
            ),
            models.CheckConstraint(
                condition=Q(delegation__isnull=True) | Q(is_each=True),
                name="quota_of_a_delegation_is_counted_for_it",
                violation_error_message=_(
                    "What one delegation has is counted for it: leave “for each delegation” ticked."
                ),
            ),
            models.CheckConstraint(
                condition=Q(category__isnull=True) | Q(position=""),
                name="quota_of_a_category_or_of_a_position",
                violation_error_message=_("Choose a category or a position, not both."),
            ),
            models.CheckConstraint(
                condition=Q(hosted=None) | Q(hosted__lte=F("places")),
                name="quota_hosts_no_more_than_its_places",
                violation_error_message=_("No more can be hosted than there are places."),
            ),
            models.UniqueConstraint(
                fields=["conference", "delegation", "kind", "category", "position", "is_each"],
                nulls_distinct=False,
                name="quota_said_once",
                violation_error_message=_("These places are counted already: change that quota."),
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(filter(None, [self.whose, self.who]))

    @property
    def whose(self) -> str:
        """Of which delegations, in words."""
        return str(self.delegation or self.kind or gettext("All delegations"))

    @property
    def who(self) -> str:
        """Which of their people, in words; "" for all."""
        if self.category_id:
            return str(self.category)
        return str(Position(self.position).label) if self.position else ""

    def fits(self, person: Any) -> bool:
        """Whether it is about somebody, by what quotas know: a `delegates.quotas.places.Person`."""
        return (
            self.delegation_id in {None, person.delegation_id}
            and self.kind_id in {None, person.kind_id}
            and self.category_id in {None, person.category_id}
            and self.position in {"", person.position}
        )
