from collections.abc import Collection
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Deferrable, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from badges import serials
from badges.choices import ISSUED, GenerationState, Holder, Reason
from badges.engine.content import BadgeContent
from badges.models.shown import digest_of_shared, texts_of_person
from badges.models.types import BadgeType
from badges.models.vehicles import Vehicle
from conference.models import Conference, ConferenceRow, ConferenceRowQuerySet
from delegates.models import Category, Delegate, Delegation


class SerialCounter(models.Model):
    """The next serial of a conference; read and raised under a row lock, never taken back."""

    conference = models.OneToOneField(Conference, models.PROTECT, related_name="+")
    next_serial = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.conference}: {self.next_serial}"


class BadgeQuerySet(ConferenceRowQuerySet["Badge"]):
    def of_delegation(self, delegation: Delegation) -> Self:
        """Of its delegates, of what they share and of its vehicles."""
        shared = Q(delegation=delegation) | Q(vehicle__delegation=delegation)
        return self.filter(Q(delegate__delegation=delegation) | shared)

    def personal(self) -> Self:
        return self.filter(type__is_personal=True)


class Badge(ConferenceRow):
    """The card of one type that somebody or something holds, through all its generations.

    Its serial is never reused. Of those that a delegation shares it is number `copy` of `copies`,
    which all of them say alike; of those beyond, as when the delegation has fewer now, none opens
    anything. A blank is of a category and has no delegate until it is bound to one, once.
    """

    type = models.ForeignKey(
        BadgeType, models.PROTECT, related_name="badges", verbose_name=_("type")
    )
    # The type's, and following it by the composite key: constraints see one row only.
    holder = models.CharField(max_length=20, choices=Holder, editable=False)
    delegate = models.ForeignKey(
        Delegate, models.PROTECT, null=True, related_name="badges", verbose_name=_("delegate")
    )
    delegation = models.ForeignKey(
        Delegation, models.PROTECT, null=True, related_name="badges", verbose_name=_("delegation")
    )
    vehicle = models.ForeignKey(
        Vehicle, models.PROTECT, null=True, related_name="badges", verbose_name=_("vehicle")
    )
    copy = models.PositiveSmallIntegerField(_("number of several"), null=True)
    copies = models.PositiveSmallIntegerField(_("how many there are"), null=True)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, related_name="+", verbose_name=_("category")
    )
    bound_at = models.DateTimeField(_("bound at"), null=True)
    bound_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    serial = models.PositiveIntegerField(_("serial"))
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BadgeQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        ordering = ["serial"]
        triggers = [
            pgtrigger.Protect(
                name="badge_bound_once",
                operation=pgtrigger.UpdateOf("delegate_id"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Q(
                    old__delegate__isnull=False, old__delegate__df=pgtrigger.F("new__delegate")
                ),
            )
        ]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["conference", "serial"], name="badge_serial_unique_in_conference"
            ),
            # With the one live generation of a badge: one live badge of each type for a holder. A
            # blank that was lost stays its delegate's, beside the next one.
            models.UniqueConstraint(
                fields=["type", "delegate"],
                condition=Q(holder=Holder.DELEGATE),
                name="badge_once_of_each_type",
            ),
            models.UniqueConstraint(
                fields=["type", "vehicle"], name="badge_once_of_each_type_for_a_vehicle"
            ),
            models.UniqueConstraint(
                fields=["type", "delegation", "copy"], name="badge_copy_once_in_delegation"
            ),
            ExclusionConstraint(
                name="badge_copies_alike_in_delegation",
                expressions=[
                    ("type", RangeOperators.EQUAL),
                    ("delegation", RangeOperators.EQUAL),
                    ("copies", RangeOperators.NOT_EQUAL),
                ],
                condition=Q(holder=Holder.DELEGATION),
                # They change together, in one statement.
                deferrable=Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(
                condition=Q(
                    holder=Holder.DELEGATE,
                    delegate__isnull=False,
                    delegation__isnull=True,
                    vehicle__isnull=True,
                )
                | Q(
                    holder=Holder.DELEGATION,
                    delegate__isnull=True,
                    delegation__isnull=False,
                    vehicle__isnull=True,
                )
                | Q(
                    holder=Holder.VEHICLE,
                    delegate__isnull=True,
                    delegation__isnull=True,
                    vehicle__isnull=False,
                )
                # With a delegate once it is bound.
                | Q(holder=Holder.NOBODY, delegation__isnull=True, vehicle__isnull=True),
                name="badge_has_the_holder_of_its_type",
            ),
            models.CheckConstraint(
                condition=Q(
                    holder=Holder.DELEGATION,
                    copy__isnull=False,
                    copy__gte=1,
                    copies__isnull=False,
                )
                | (~Q(holder=Holder.DELEGATION) & Q(copy__isnull=True, copies__isnull=True)),
                name="badge_of_a_delegation_is_one_of_several",
            ),
            models.CheckConstraint(
                condition=Q(holder=Holder.NOBODY, category__isnull=False)
                | (~Q(holder=Holder.NOBODY) & Q(category__isnull=True)),
                name="badge_blank_is_of_a_category",
            ),
            models.CheckConstraint(
                condition=Q(
                    holder=Holder.NOBODY,
                    delegate__isnull=False,
                    bound_at__isnull=False,
                    bound_by__isnull=False,
                )
                | Q(
                    holder=Holder.NOBODY,
                    delegate__isnull=True,
                    bound_at__isnull=True,
                    bound_by__isnull=True,
                )
                | (~Q(holder=Holder.NOBODY) & Q(bound_at__isnull=True, bound_by__isnull=True)),
                name="badge_bound_at_and_by_with_its_delegate",
            ),
        ]

    def __str__(self) -> str:
        return serials.printed(self.serial)


class GenerationQuerySet(ConferenceRowQuerySet["Generation"]):
    def live(self) -> Self:
        return self.filter(state=GenerationState.LIVE)

    def reserved(self) -> Self:
        """Of jobs that are being printed."""
        return self.filter(state=GenerationState.RESERVED)

    def personal(self) -> Self:
        """Of the badges by which delegates are known: these are due, not day badges."""
        return self.filter(badge__type__is_personal=True)

    def of_type(self, type_id: int | None) -> Self:
        """None is the personal one."""
        return self.filter(badge__type=type_id) if type_id else self.personal()

    def of(self, delegates: Collection[int] | models.QuerySet[Any, Any] | RawSQL) -> Self:
        """Of these delegates, by their ids or as rows of a set."""
        return self.filter(badge__delegate__in=delegates)

    def beside_people(self, delegations: models.QuerySet[Any]) -> Self:
        """Of these delegations: what they share, and of their vehicles."""
        of_vehicles = Q(badge__vehicle__delegation__in=delegations)
        return self.filter(Q(badge__delegation__in=delegations) | of_vehicles)

    def holders(self) -> models.QuerySet[Any, int]:
        """Ids of the delegates whose badges these are."""
        return self.values_list("badge__delegate", flat=True)


class Generation(ConferenceRow):
    """One issue of a badge: what it shows and the code it carries. At most one is live."""

    badge = models.ForeignKey(Badge, models.PROTECT, related_name="generations")
    number = models.PositiveSmallIntegerField(_("generation"))
    code = models.CharField(max_length=16, unique=True)
    state = models.CharField(
        _("state"), max_length=20, choices=GenerationState, default=GenerationState.RESERVED
    )
    content = models.JSONField(default=dict)
    # What it would show instead, by part, where somebody said that it stays valid as it is.
    left_valid = models.JSONField(null=True)
    shown_of_person = texts_of_person()
    shown_shared = digest_of_shared()
    design_version = models.ForeignKey("badges.DesignVersion", models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("issued at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    end_reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    reserved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = GenerationQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("generation of a badge")
        verbose_name_plural = _("generations of badges")
        ordering = ["badge", "-number"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["badge", "number"], name="generation_number_once_per_badge"
            ),
            models.UniqueConstraint(
                fields=["badge"],
                condition=Q(state=GenerationState.LIVE),
                name="generation_one_live_per_badge",
            ),
            models.UniqueConstraint(
                fields=["badge"],
                condition=Q(state=GenerationState.RESERVED),
                name="generation_one_reserved_per_badge",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(ISSUED), issued_at__isnull=False)
                | (~Q(state__in=sorted(ISSUED)) & Q(issued_at__isnull=True)),
                name="generation_issued_has_its_time",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=GenerationState.ENDED, ended_at__isnull=False) & ~Q(end_reason="")
                )
                | (~Q(state=GenerationState.ENDED) & Q(ended_at__isnull=True, end_reason="")),
                name="generation_ended_has_time_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.badge}/{self.number}"

    @property
    def shown(self) -> BadgeContent:
        """What the badge shows."""
        return BadgeContent.from_snapshot(self.content)

    @property
    def language(self) -> str:
        return str(self.content["language"])

    def replaced_in(self, conference: Conference) -> str:
        return language_of_successor(self.language, conference)


def language_of_successor(language: str, conference: Conference) -> str:
    """A badge is replaced in the language it was printed in, as long as that is in use."""
    return language if language in conference.languages else conference.principal_language
