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
    PrintAssembly,
    PrintChunk,
    PrintEntry,
    PrintJob,
    PrintPreparation,
    SamplePrint,
    SigningKey,
)
from conference.copying import Copied, Left

ISSUED = "badges are issued to the people of one conference, with numbers of its own"
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
    # Its hours were those of the earlier conference.
    Copied(BadgeType, anew={"number": None, "starts_at": None, "ends_at": None}),
    Copied(BadgeTypeZone),
    Left(SamplePrint, PRINTED),
    Left(SigningKey, "codes of each conference are signed with keys of its own"),
    Left(Badge, ISSUED),
    Left(Generation, ISSUED),
    Left(PrintJob, PRINTED),
    Left(PrintPreparation, PRINTED),
    Left(PrintChunk, PRINTED),
    Left(PrintAssembly, PRINTED),
    Left(PrintEntry, PRINTED),
)
