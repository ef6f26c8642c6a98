from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField

from conference.files.storage import random_key
from conference.models import ConferenceRow, ConferenceRowQuerySet, User
from delegates.choices import EXPECTED, Admits
from delegates.models.kinds import DelegationKind
from delegates.models.parties import Country, Organization
from delegates.models.scopes import accompanied_by, within

if TYPE_CHECKING:
    from delegates.models.delegates import Delegate


def flag_key(_delegation: "Delegation", filename: str) -> str:
    return random_key("flags", filename)


class DelegationQuerySet(ConferenceRowQuerySet["Delegation"]):
    def visible_to(self, user: User) -> Self:
        return super().visible_to(user).in_scope_of(user)

    def in_scope_of(self, user: User) -> Self:
        """By kind: a category says who is seen of a delegation, not which."""
        return self.filter(within(user, kind="kind"))

    def accompanied_by(self, user: User) -> Self:
        """Whose liaison officer the user is."""
        return self.filter(pk__in=accompanied_by(user))

    def in_protocol_order(self) -> Self:
        return self.order_by("protocol_key", "pk")

    def active(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def withdrawn(self) -> Self:
        return self.filter(withdrawn_at__isnull=False)

    def awaiting_head(self) -> Self:
        """Delegations that attend and have not said who leads them; whoever did stays away."""
        return self.active().in_statistics().without_head()

    def without_head(self) -> Self:
        """Nobody leads them, or somebody who does not attend."""
        return self.exclude(head__accreditation__in=EXPECTED)

    def of_focal_point(self, user: User) -> Self:
        """Those that the user registers, and no others: what the site's door opens to."""
        if not user.is_active:
            return self.none()
        return self.filter(focal_points__user=user, focal_points__revoked_at=None)

    def in_statistics(self) -> Self:
        return self.filter(kind__is_counted=True)


@pghistory.track(exclude=["sort_keys", "protocol_key", "admits", "is_mission"])
class Delegation(ConferenceRow):
    """What a country or an organization sends to one conference.

    Names, sort keys and flag are its own, copied when it is created: "Turkey" of 2018 stays so when
    the country is renamed.
    """

    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delegations",
        verbose_name=_("country"),
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delegations",
        verbose_name=_("organization"),
    )
    kind = models.ForeignKey(
        DelegationKind, models.PROTECT, related_name="delegations", verbose_name=_("kind")
    )
    # The kind's, and following it by the composite key: constraints see one row only.
    admits = models.CharField(max_length=20, choices=Admits, editable=False)
    is_mission = models.BooleanField(editable=False)
    name = I18nCharField(_("name"), max_length=2000)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    flag_code = models.CharField(
        _("flag"),
        max_length=2,
        blank=True,
        help_text=_("Two-letter code of the flag shown; blank for none."),
    )
    flag_file = models.FileField(
        _("another flag"),
        upload_to=flag_key,
        blank=True,
        help_text=_("A picture shown in place of the flag."),
    )
    head = models.OneToOneField(
        "delegates.Delegate",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name=_("head of delegation"),
        help_text=_("Blank means: to be confirmed."),
    )
    correspondence_language = models.CharField(
        _("language of correspondence"),
        max_length=20,
        blank=True,
        help_text=_("Of mails to its focal points; blank: the conference's principal language."),
    )
    # After registration has closed, its focal points may still register until then.
    reopened_until = models.DateTimeField(_("reopened until"), null=True, editable=False)
    # Whoever registers it may speak for it: from then on they are told who came last time.
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, editable=False)
    sort_keys = models.JSONField(default=dict, editable=False)
    protocol_key = models.TextField(default="", editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    withdrawal_reason = models.TextField(_("reason"), blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    objects = DelegationQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["protocol_key", "id"]
        indexes = [models.Index(fields=["conference", "protocol_key"], name="delegation_order")]
        triggers = [
            # A key cannot say "of this conference, or of none".
            pgtrigger.Trigger(
                name="delegation_of_an_organization_known_here",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("organization_id", "conference_id"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Q(new__organization__isnull=False),
                func="""
                    IF EXISTS (
                        SELECT FROM delegates_organization
                        WHERE id = NEW.organization_id AND conference_id <> NEW.conference_id
                    ) THEN
                        RAISE EXCEPTION 'This organization is known to another conference only.'
                        USING ERRCODE = 'foreign_key_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(country__isnull=False, organization__isnull=True)
                | Q(country__isnull=True, organization__isnull=False),
                name="delegation_of_a_country_or_an_organization",
                violation_error_message=_(
                    "A delegation belongs to a country or to an organization: choose exactly one."
                ),
            ),
            models.CheckConstraint(
                condition=Q(admits=Admits.BOTH)
                | Q(admits=Admits.COUNTRIES, country__isnull=False)
                | Q(admits=Admits.ORGANIZATIONS, organization__isnull=False),
                name="delegation_of_a_kind_that_admits_its_sender",
                violation_error_message=_(
                    "The kind does not admit this sender: its row says whether countries,"
                    " organizations or both send such delegations."
                ),
            ),
            models.UniqueConstraint(
                fields=["conference", "country", "is_mission"],
                name="delegation_one_per_country_beside_its_mission",
                violation_error_message=_(
                    "This country already has a delegation at the conference. Beside it there can"
                    " only be its diplomatic mission, and that once."
                ),
            ),
            models.UniqueConstraint(
                fields=["conference", "organization", "is_mission"],
                name="delegation_one_per_organization_beside_its_mission",
                violation_error_message=_(
                    "This organization already has a delegation at the conference. Beside it there"
                    " can only be its mission, and that once."
                ),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="delegation_withdrawn_at_and_by_together",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def known_head(self) -> "Delegate | None":
        """Its head, unless they are a draft yet: then whoever reads of it is told of nobody."""
        return None if self.head is None or self.head.is_draft else self.head

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None
