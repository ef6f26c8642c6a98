"""What no upgrade may change of delegations that register themselves: row by row, in words."""

import hashlib
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.files.storage import default_storage
from django.db.models import Model

from conference.accounts import second_factors
from conference.models import Conference, Mail, MailAttachment
from delegates.models import (
    Credentials,
    Delegate,
    DelegationTask,
    DelegationTaskKind,
    FocalPoint,
    FocalPointInvitation,
    FormDraft,
    InvitationRequest,
    ListEntry,
    ListFile,
    ListPrinting,
    Message,
    Needs,
    Nomination,
    OwnField,
    OwnFieldLine,
    OwnValue,
    Proposal,
    Quota,
    RegistrationField,
    RegistrationFieldLine,
    RegistrationSettings,
    Submission,
    SubmittedDelegate,
    TickedTask,
)

ROWS: dict[type[Model], tuple[str, ...]] = {
    RegistrationSettings: ("opens_at", "closes_at", "offer_hours", "takes_requests"),
    RegistrationField: ("column", "is_required", "matters"),
    RegistrationFieldLine: ("field__column", "kind", "category", "rank"),
    FocalPoint: ("delegation", "user__email", "revoked_at", "messages_read"),
    FocalPointInvitation: (
        *("delegation", "email", "invited_at", "ends_at"),
        *("accepted_at", "revoked_at", "code_digest"),
    ),
    InvitationRequest: ("country", "organization", "email", "state", "decision_reason"),
    Delegate: (
        *("reference", "accreditation", "decision_reason", "returned_fields", "waiting_since"),
        *("offered_until", "replaces", "spouse_of", "hosting", "arrival_number", "erased_at"),
    ),
    OwnField: ("name", "answer", "is_required", "matters", "is_searched"),
    OwnFieldLine: ("field", "kind", "category", "rank"),
    OwnValue: ("delegate__reference", "field", "text", "choice", "file"),
    Needs: ("delegate__reference", "dietary", "access"),
    FormDraft: ("delegation", "delegate", "typed"),
    Submission: ("delegation", "handed_in_by__email", "handed_in_at"),
    SubmittedDelegate: ("submission", "delegate__reference", "version"),
    Proposal: ("delegate__reference", "values", "is_taken", "decision_reason"),
    Quota: ("delegation", "kind", "category", "position", "is_each", "places", "hosted"),
    Credentials: ("delegation", "form", "signatory", "received_on", "examined_on"),
    Nomination: ("delegation", "reference", "file", "received_at", "verified_at"),
    DelegationTask: ("name", "due_at", "fulfilment"),
    DelegationTaskKind: ("task", "kind"),
    TickedTask: ("task", "delegation", "ticked_by__email"),
    Message: ("delegation", "author__email", "text", "erased_at"),
    ListPrinting: ("number", "languages", "made_at"),
    ListEntry: ("printing__number", "place", "delegation", "delegate__reference", "version"),
    ListFile: ("printing__number", "language", "file"),
    Mail: ("recipient", "subject", "state", "is_held", "sent_at", "error"),
}


def of_registration(conference: Conference) -> dict[str, list[str]]:
    """Nothing of a conference whose delegations do not register themselves."""
    if not FocalPoint.objects.filter(conference=conference).exists():
        return {}
    found = {model._meta.label: rows_of(model, conference) for model in ROWS}
    attachments = MailAttachment.objects.filter(mail__conference=conference).order_by("pk")
    return {**found, "attachments": [digest(row.file.name) for row in attachments]}


def rows_of(model: type[Model], conference: Conference) -> list[str]:
    columns = ROWS[model]
    rows = model._base_manager.filter(conference=conference)
    if model is Delegate:
        # Of them everybody, drafts too; of others what they are stands in the order already.
        points = FocalPoint.objects.filter(conference=conference)
        rows = rows.filter(delegation__in=points.values("delegation"))
    return [
        " | ".join(
            digest(value) if name == "file" and value else str(value)
            for name, value in zip(columns, row, strict=True)
        )
        for row in rows.order_by("pk").values_list(*columns)
    ]


def digest(key: str) -> str:
    with default_storage.open(key) as file:
        return hashlib.sha256(file.read()).hexdigest()[:16]


def of_second_factors() -> dict[str, list[str]]:
    """Of each user, by what the master key opens."""
    found: dict[str, list[str]] = {}
    for row in Authenticator.objects.select_related("user").order_by("pk"):
        found.setdefault(row.user.email, []).append(f"{row.type} {in_short(row)}")
    return found


def in_short(row: Any) -> str:
    place = second_factors.place_of(row.user_id)
    opened = [
        second_factors.unseal(row.data[name], place)
        for name in second_factors.OF_THE_DATABASE
        if name in row.data
    ]
    return hashlib.sha256(" ".join(opened).encode()).hexdigest()[:16]
