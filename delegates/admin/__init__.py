from delegates.admin import background, doors, finding
from delegates.admin.categories import CategoryAdmin, CategoryRuleAdmin, RankAdmin
from delegates.admin.delegates import DelegateAdmin
from delegates.admin.delegations import DelegationAdmin
from delegates.admin.identity import (
    AnswerAdmin,
    CellMeaningAdmin,
    ColumnAssignmentAdmin,
    KnownApartAdmin,
    SamePersonSpellingAdmin,
)
from delegates.admin.importing.pages import ImportRunAdmin
from delegates.admin.kinds import DelegationKindAdmin, UsualKindAdmin
from delegates.admin.parties import CountryAdmin, OrganizationAdmin, PartyAliasAdmin
from delegates.admin.registration.delegation_tasks import DelegationTaskAdmin
from delegates.admin.registration.invitation_requests import InvitationRequestAdmin
from delegates.admin.registration.own_fields import OwnFieldAdmin
from delegates.admin.registration.proposals import ProposalAdmin
from delegates.admin.registration.quotas import QuotaAdmin
from delegates.admin.registration.registration_fields import RegistrationFieldAdmin
from delegates.admin.registration.registration_settings import RegistrationSettingsAdmin
from delegates.participants.pages import ListPrintingAdmin

__all__ = [
    "AnswerAdmin",
    "CategoryAdmin",
    "CategoryRuleAdmin",
    "CellMeaningAdmin",
    "ColumnAssignmentAdmin",
    "CountryAdmin",
    "DelegateAdmin",
    "DelegationAdmin",
    "DelegationKindAdmin",
    "DelegationTaskAdmin",
    "ImportRunAdmin",
    "InvitationRequestAdmin",
    "KnownApartAdmin",
    "ListPrintingAdmin",
    "OrganizationAdmin",
    "OwnFieldAdmin",
    "PartyAliasAdmin",
    "ProposalAdmin",
    "QuotaAdmin",
    "RankAdmin",
    "RegistrationFieldAdmin",
    "RegistrationSettingsAdmin",
    "SamePersonSpellingAdmin",
    "UsualKindAdmin",
    "background",
    "doors",
    "finding",
]
