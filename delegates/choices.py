from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.choices import DelegationKind


class CountryStatus(models.TextChoices):
    MEMBER = "member", _("Member State")
    OBSERVER = "observer", _("Observer State")


class OrganizationType(models.TextChoices):
    UN = "un", _("United Nations entity")
    INTERGOVERNMENTAL = "intergovernmental", _("International organization")
    DEVELOPMENT_PARTNER = "development_partner", _("Development partner")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    RESEARCH = "research", _("Research institution")
    MEDIA = "media", _("Media")
    GUESTS = "guests", _("Guests")
    SERVICE = "service", _("Service: secretariat, interpretation, security, technical")


KIND_OF_TYPE = {
    OrganizationType.UN: DelegationKind.UN,
    OrganizationType.INTERGOVERNMENTAL: DelegationKind.INTERGOVERNMENTAL,
    OrganizationType.DEVELOPMENT_PARTNER: DelegationKind.DEVELOPMENT_PARTNER,
    OrganizationType.CIVIL_SOCIETY: DelegationKind.CIVIL_SOCIETY,
    OrganizationType.RESEARCH: DelegationKind.RESEARCH,
    OrganizationType.MEDIA: DelegationKind.MEDIA,
    OrganizationType.GUESTS: DelegationKind.GUESTS,
    OrganizationType.SERVICE: DelegationKind.SERVICE,
}

KIND_OF_STATUS = {
    CountryStatus.MEMBER: DelegationKind.STATE,
    CountryStatus.OBSERVER: DelegationKind.OBSERVER_STATE,
}

COUNTRY_KINDS = frozenset(
    {
        DelegationKind.HOST,
        DelegationKind.STATE,
        DelegationKind.OBSERVER_STATE,
        DelegationKind.MISSION,
    }
)
"""Kinds of delegations that an organization cannot send."""


class Position(models.TextChoices):
    """What a delegate is within the delegation, beside its head (`Delegation.head`)."""

    DEPUTY_HEAD = "deputy_head", _("Deputy head")
    MEMBER = "member", _("Member")
    ALTERNATE = "alternate", _("Alternate")
    ADVISER = "adviser", _("Adviser")
    EXPERT = "expert", _("Expert")
    INTERPRETER = "interpreter", _("Interpreter")
    ASSISTANT = "assistant", _("Assistant")
    SPOUSE = "spouse", _("Spouse")
    SECURITY = "security", _("Security")
    PRESS = "press", _("Delegation press")


class Gender(models.TextChoices):
    """As stated by the person, never inferred."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")
    NOT_STATED = "", _("Not stated")


class Accreditation(models.TextChoices):
    PENDING = "pending", _("Decision pending")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


NEEDS_REASON = {Accreditation.REJECTED, Accreditation.WITHDRAWN}

NEXT_ACCREDITATIONS: dict[str, frozenset[str]] = {
    Accreditation.PENDING: frozenset(
        {Accreditation.APPROVED, Accreditation.REJECTED, Accreditation.WITHDRAWN}
    ),
    Accreditation.APPROVED: frozenset({Accreditation.REJECTED, Accreditation.WITHDRAWN}),
    Accreditation.REJECTED: frozenset({Accreditation.PENDING, Accreditation.WITHDRAWN}),
    Accreditation.WITHDRAWN: frozenset({Accreditation.PENDING}),
}
"""The legal next decisions. Back to pending is called restoring."""
