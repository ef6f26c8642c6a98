"""What a new conference takes over of badges: the designs as they are in use, and no badge."""

from typing import Any

from django.db.models import F, QuerySet

from badges.models import (
    Badge,
    BadgeDesign,
    BadgeType,
    BadgeTypeZone,
    CategoryDesign,
    DesignFace,
    DesignVersion,
    Generation,
    Handover,
    LapelPins,
    PrintAssembly,
    PrintChunk,
    PrintEntry,
    PrinterStation,
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
    """What was before or tried after explains badges of the earlier conference."""
    return versions.filter(design__version_in_use=F("pk"))


def of_versions_in_use(faces: QuerySet[Any]) -> QuerySet[Any]:
    return faces.filter(version__design__version_in_use=F("version"))


ROWS: tuple[Copied | Left, ...] = (
    Copied(BadgeDesign, afterwards="version_in_use"),
    # It was looked at and printed before it was saved there, so it is in use here too.
    Copied(DesignVersion, which=in_use, anew={"number": 1}, made_by="created_by"),
    Copied(DesignFace, which=of_versions_in_use),
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
    Left(PrinterStation, "printers stand where a conference is held"),
    Left(PrintJob, PRINTED),
    Left(PrintPreparation, PRINTED),
    Left(PrintChunk, PRINTED),
    Left(PrintAssembly, PRINTED),
    Left(PrintEntry, PRINTED),
)
