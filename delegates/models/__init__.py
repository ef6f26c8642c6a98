from delegates.models.asked.needs import Needs
from delegates.models.asked.own_fields import (
    OwnField,
    OwnFieldChoice,
    OwnFieldLine,
    OwnValue,
)
from delegates.models.asked.registration_fields import RegistrationField, RegistrationFieldLine
from delegates.models.categories import Category, CategoryRule, CategoryZone, Rank
from delegates.models.delegate_queryset import (
    ENTITLED_TO_BADGE,
    PROTOCOL_ORDER,
    DelegateQuerySet,
)
from delegates.models.delegates import Delegate
from delegates.models.delegations import Delegation, DelegationQuerySet
from delegates.models.identity import KnownApart, KnownApartQuerySet, SamePersonSpelling
from delegates.models.importing.answers import Answer
from delegates.models.importing.cell_meanings import CellMeaning
from delegates.models.importing.column_assignments import ColumnAssignment
from delegates.models.importing.import_lines import ImportLine, ImportQuestion
from delegates.models.importing.imported import ImportedDelegate
from delegates.models.importing.imports import ImportRun
from delegates.models.kinds import DelegationKind, UsualKind
from delegates.models.parties import Country, Organization, PartyAlias
from delegates.models.printings import FileFormat, ListEntry, ListFile, ListPrinting
from delegates.models.registration.credentials import Credentials
from delegates.models.registration.delegation_tasks import (
    DelegationTask,
    DelegationTaskKind,
    TickedTask,
)
from delegates.models.registration.focal_points import (
    FocalPoint,
    FocalPointInvitation,
    FocalPointInvitationQuerySet,
)
from delegates.models.registration.form_drafts import FormDraft
from delegates.models.registration.invitation_requests import (
    InvitationRequest,
    InvitationRequestQuerySet,
)
from delegates.models.registration.messages import Message
from delegates.models.registration.nominations import Nomination, NominationPage
from delegates.models.registration.settings import (
    Opening,
    RegistrationSettings,
    is_open_for,
    offer_hours,
    openings_of,
    takes_requests,
)
from delegates.models.registration.submissions import Submission, SubmittedDelegate
from delegates.models.review.leases import ReviewLease
from delegates.models.review.proposals import Proposal
from delegates.models.review.quotas import Quota
from delegates.models.scopes import ScopeLine

__all__ = [
    "ENTITLED_TO_BADGE",
    "PROTOCOL_ORDER",
    "Answer",
    "Category",
    "CategoryRule",
    "CategoryZone",
    "CellMeaning",
    "ColumnAssignment",
    "Country",
    "Credentials",
    "Delegate",
    "DelegateQuerySet",
    "Delegation",
    "DelegationKind",
    "DelegationQuerySet",
    "DelegationTask",
    "DelegationTaskKind",
    "FileFormat",
    "FocalPoint",
    "FocalPointInvitation",
    "FocalPointInvitationQuerySet",
    "FormDraft",
    "ImportLine",
    "ImportQuestion",
    "ImportRun",
    "ImportedDelegate",
    "InvitationRequest",
    "InvitationRequestQuerySet",
    "KnownApart",
    "KnownApartQuerySet",
    "ListEntry",
    "ListFile",
    "ListPrinting",
    "Message",
    "Needs",
    "Nomination",
    "NominationPage",
    "Opening",
    "Organization",
    "OwnField",
    "OwnFieldChoice",
    "OwnFieldLine",
    "OwnValue",
    "PartyAlias",
    "Proposal",
    "Quota",
    "Rank",
    "RegistrationField",
    "RegistrationFieldLine",
    "RegistrationSettings",
    "ReviewLease",
    "SamePersonSpelling",
    "ScopeLine",
    "Submission",
    "SubmittedDelegate",
    "TickedTask",
    "UsualKind",
    "is_open_for",
    "offer_hours",
    "openings_of",
    "takes_requests",
]
