"""Who can send a delegation. Shared by all conferences of the installation."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField

from conference.models import Conference, ConferenceRow, ConferenceRowQuerySet, StaffRole, User
from delegates.choices import CountryStatus, OrganizationType


class ReferenceRow(models.Model):
    """What the project's data files say of many such rows; see `delegates/data/README.md`.

    `loaded_as` holds the values of the files' line that the row was brought up to. Where nobody
    knows that any more, they are those it was first compared with; it is empty where the files
    do not have the row. `reference_version` is the version that the row was last compared with.
    """

    loaded_as = models.JSONField(default=dict, blank=True, editable=False)
    reference_version = models.CharField(max_length=10, blank=True, editable=False)

    class Meta:
        abstract = True


class Country(ReferenceRow):
    """A State or observer State under its United Nations short name in each language.

    A delegation copies names, sort keys and flag when it is created: changing a country changes no
    conference.
    """

    iso2 = models.CharField(
        _("2-letter code"), max_length=2, unique=True, validators=[RegexValidator(r"^[A-Z]{2}$")]
    )
    iso3 = models.CharField(
        _("3-letter code"), max_length=3, unique=True, validators=[RegexValidator(r"^[A-Z]{3}$")]
    )
    m49 = models.CharField(_("UN M49 code"), max_length=3, unique=True)
    name = I18nCharField(_("name"), max_length=2000)
    iso_name = models.CharField(_("ISO name"), max_length=200, blank=True)
    official_name = models.CharField(_("official name"), max_length=200, blank=True)
    aliases = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("other names"),
        default=list,
        blank=True,
        help_text=_("Names under which an import recognises the country."),
    )
    status = models.CharField(_("status"), max_length=20, choices=CountryStatus)
    regional_group = models.CharField(_("regional group"), max_length=60, blank=True)
    sort_keys = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["iso3"]

    def __str__(self) -> str:
        return str(self.name)


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def known_in(self, conference: Conference | None) -> Self:
        """Those of all conferences, and those that somebody added for this one."""
        return self.filter(Q(conference=None) | Q(conference=conference))

    def visible_to(self, user: User) -> Self:
        """Those of all conferences, and those of the conferences in which a role sees any."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        held = StaffRole.objects.letting(user, "delegates.view_organization")
        if not held.exists():
            return self.none()
        return self.filter(Q(conference=None) | Q(conference__in=held.values("conference")))


class Organization(ReferenceRow):
    """An international organization, UN entity, NGO, university, media outlet …

    What an organizer adds is that conference's, and nobody else's business, until the installation
    administrator takes it up.
    """

    conference = models.ForeignKey(
        Conference,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("added for"),
    )
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    name = I18nCharField(_("name"), max_length=2000)
    aliases = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("other names"),
        default=list,
        blank=True,
        help_text=_("Names under which an import recognises the organization."),
    )
    type = models.CharField(_("type"), max_length=30, choices=OrganizationType)
    sort_keys = models.JSONField(default=dict, editable=False)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["acronym", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["acronym"],
                condition=~models.Q(acronym=""),
                name="organization_acronym_unique",
                violation_error_message=_("Another organization has this acronym."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.acronym})" if self.acronym else str(self.name)


class PartyAlias(ConferenceRow):
    """What the files of one conference call a country or an organization.

    Somebody answered so when an import did not know the name. The installation administrator may
    make it a name that all conferences know.
    """

    text = models.CharField(_("name in files"), max_length=500)
    key = models.CharField(max_length=500, editable=False)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("country"),
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organization"),
    )
    added_at = models.DateTimeField(_("added at"), editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("added by"),
    )

    objects = ConferenceRowQuerySet["PartyAlias"].as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("name in files")
        verbose_name_plural = _("names in files")
        ordering = ["key"]
        triggers = [
            # A key cannot say "of this conference, or of none".
            pgtrigger.Trigger(
                name="alias_of_an_organization_known_here",
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
            models.UniqueConstraint(
                fields=["conference", "key"], name="alias_means_one_party_in_conference"
            ),
            models.CheckConstraint(
                condition=Q(country__isnull=False, organization__isnull=True)
                | Q(country__isnull=True, organization__isnull=False),
                name="alias_of_a_country_or_an_organization",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def party(self) -> Country | Organization:
        party = self.country or self.organization
        assert party is not None
        return party
