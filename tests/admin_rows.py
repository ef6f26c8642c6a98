"""Rows of each model in a given conference, for tests over all models or the admin's registry."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.utils import timezone

from conference.addresses import admin_url
from conference.models import (
    AuditEvent,
    BackgroundJob,
    Conference,
    ConferenceRow,
    Mail,
    StaffRole,
    User,
)
from delegates.models import Quota, RegistrationSettings
from tests.architecture.test_factories import FACTORIES

# Which argument of the factory puts the row into a conference, where it is not `conference`.
CONFERENCE_ARGUMENT = {
    "Room": "venue__conference",
    "CategoryRule": "category__conference",
    "RegistrationFieldLine": "field__conference",
    "Delegate": "delegation__conference",
    "FocalPoint": "delegation__conference",
    "FocalPointInvitation": "delegation__conference",
    "DelegationTaskKind": "task__conference",
    "TickedTask": "task__conference",
    "Nomination": "delegation__conference",
    "NominationPage": "nomination__delegation__conference",
    "Credentials": "delegation__conference",
    "Message": "delegation__conference",
    "Needs": "delegate__delegation__conference",
    "OwnFieldLine": "field__conference",
    "OwnFieldChoice": "field__conference",
    "OwnValue": "delegate__delegation__conference",
    "ReviewLease": "delegate__delegation__conference",
    "KnownApart": "first__delegation__conference",
    "SamePersonSpelling": "delegate__delegation__conference",
    "Badge": "delegate__delegation__conference",
    "SessionPart": "session__conference",
    "SessionOrganizer": "session__conference",
    "RoomBooking": "room__venue__conference",
    "VenueTravel": "first__conference",
    "SessionItem": "session__conference",
    "AudienceGroup": "session__conference",
    "Document": "session__conference",
    "SessionVersion": "session__conference",
    "DocumentFile": "document__session__conference",
    "SessionInvitation": "session__conference",
    "ImportedSession": "session__conference",
    "CategoryZone": "category__conference",
    "CategoryDesign": "category__conference",
    "DesignVersion": "design__conference",
    "DesignFace": "version__design__conference",
    "BadgeTypeZone": "type__conference",
    "Vehicle": "delegation__conference",
    "Handover": "badge__delegation__conference",
    "ListEntry": "printing__conference",
    "Submission": "delegation__conference",
    "SubmittedDelegate": "submission__delegation__conference",
    "FormDraft": "delegation__conference",
    "Proposal": "delegate__delegation__conference",
    "ListFile": "printing__conference",
    "LapelPins": "delegation__conference",
    "Generation": "badge__delegate__delegation__conference",
    "SamplePrint": "design__conference",
    "PrintPreparation": "job__conference",
    "PrintChunk": "job__conference",
    "PrintAssembly": "job__conference",
    "PrintEntry": "chunk__job__conference",
}
OF_CONFERENCES = [
    model
    for model in admin.site._registry
    if issubclass(model, ConferenceRow | StaffRole | AuditEvent | Mail) and not model._meta.proxy
]
# A list of the one row there can be leads to that.
WITH_A_LIST = [model for model in OF_CONFERENCES if model is not RegistrationSettings]


def row_in(model: type[models.Model], conference: Conference) -> Any:
    if model is AuditEvent:
        return AuditEvent.objects.create(
            at=timezone.now(), conference=conference, action="test.changed"
        )
    if model is RegistrationSettings and (
        there := model.objects.for_conference(conference).first()
    ):
        return there
    if model is Quota:
        return FACTORIES[model](conference=conference, of_delegation=True)
    argument = CONFERENCE_ARGUMENT.get(model.__name__, "conference")
    row = FACTORIES[model](**{argument: conference})
    assert row.conference == conference
    return row


def hand_to(user: User, row: models.Model) -> None:
    """What only its asker sees is theirs; all else is left as it is."""
    if isinstance(row, BackgroundJob):
        row.asked_by = user
        row.save()


def address(
    conference: Conference | None, model: type[models.Model], page: str, *args: object
) -> str:
    """Of a page of the model in the conference; without one, of the installation."""
    return admin_url(conference, f"{model._meta.app_label}_{model._meta.model_name}_{page}", *args)
