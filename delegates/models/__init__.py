from delegates.models.answers import Answer
from delegates.models.categories import Category, CategoryRule, CategoryZone, Rank
from delegates.models.cell_meanings import CellMeaning
from delegates.models.column_assignments import ColumnAssignment
from delegates.models.credentials import Credentials
from delegates.models.delegate_queryset import (
    ENTITLED_TO_BADGE,
    PROTOCOL_ORDER,
    DelegateQuerySet,
)
from delegates.models.delegates import Delegate
from delegates.models.delegation_tasks import (
    DelegationTask,
    DelegationTaskKind,
    TickedTask,
)
from delegates.models.delegations import Delegation, DelegationQuerySet
from delegates.models.focal_points import (
    FocalPoint,
    FocalPointInvitation,
    FocalPointInvitationQuerySet,
)
from delegates.models.form_drafts import FormDraft
from delegates.models.identity import KnownApart, KnownApartQuerySet, SamePersonSpelling
from delegates.models.import_lines import ImportLine, ImportQuestion
from delegates.models.imported import ImportedDelegate
from delegates.models.imports import ImportRun
from delegates.models.invitation_requests import (
    InvitationRequest,
    InvitationRequestQuerySet,
)
from delegates.models.kinds import DelegationKind, UsualKind
from delegates.models.messages import Message
from delegates.models.needs import Needs
from delegates.models.nominations import Nomination
from delegates.models.own_fields import (
    OwnField,
    OwnFieldChoice,
    OwnFieldLine,
    OwnValue,
)
from delegates.models.parties import Country, Organization, PartyAlias
from delegates.models.printings import FileFormat, ListEntry, ListFile, ListPrinting
from delegates.models.proposals import Proposal
from delegates.models.quotas import Quota
from delegates.models.registration_fields import RegistrationField, RegistrationFieldLine
from delegates.models.registration_settings import (
    RegistrationSettings,
    is_open_for,
    offer_hours,
    open_for,
    takes_requests,
)
from delegates.models.review import ReviewLease
from delegates.models.scopes import ScopeLine
from delegates.models.submissions import Submission, SubmittedDelegate

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
    "open_for",
    "takes_requests",
]
