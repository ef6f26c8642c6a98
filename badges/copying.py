"""What a new conference takes over of badges: the designs as they are in use, and no badge."""

from typing import Any

from django.db.models import F, Max, QuerySet

from badges.models import (
    Badge,
    BadgeDesign,
    BadgeType,
    BadgeTypeZone,
    CategoryDesign,
    DesignVersion,
    Generation,
    Handover,
    LapelPins,
    PrintAssembly,
    PrintChunk,
    PrintEntry,
    PrintJob,
    PrintPreparation,
    SamplePrint,
    SigningKey,
    Vehicle,
)
from conference.copying import Copied, Left

ISSUED = "badges are issued to the people of one conference, with numbers of its own"
HANDED_OVER = "what was handed over at the earlier conference"
PRINTED = "what was printed for the earlier conference"


def in_use(versions: QuerySet[Any]) -> QuerySet[Any]:
    """The latest of each design: what was before it explains badges of the earlier conference."""
    latest: QuerySet[Any] = versions.alias(latest=Max("design__versions__number"))
    return latest.filter(number=F("latest"))


ROWS: tuple[Copied | Left, ...] = (
    Copied(BadgeDesign),
    # It was looked at and printed before it was saved there, so it is in use here too.
    Copied(DesignVersion, which=in_use, anew={"number": 1}, made_by="created_by"),
    Copied(CategoryDesign),
    # Its hours were those of the earlier conference, and so was the session it was for.
    Copied(BadgeType, anew={"number": None, "starts_at": None, "ends_at": None, "occasion": ""}),
    Copied(BadgeTypeZone),
    Left(SamplePrint, PRINTED),
    Left(SigningKey, "codes of each conference are signed with keys of its own"),
    Left(Vehicle, "vehicles come with the delegations of one conference"),
    Left(Badge, ISSUED),
    Left(Generation, ISSUED),
    Left(Handover, HANDED_OVER),
    Left(LapelPins, HANDED_OVER),
    Left(PrintJob, PRINTED),
    Left(PrintPreparation, PRINTED),
    Left(PrintChunk, PRINTED),
    Left(PrintAssembly, PRINTED),
    Left(PrintEntry, PRINTED),
)
