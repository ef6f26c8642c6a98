from badges.models.badges import Badge, Generation, SerialCounter, language_of_successor
from badges.models.designs import BadgeDesign, CategoryDesign, DesignFace, DesignVersion
from badges.models.handovers import Handover, LapelPins
from badges.models.jobs import (
    MOST_IN_SMALL_JOB,
    PrintAssembly,
    PrintChunk,
    PrintEntry,
    PrintJob,
)
from badges.models.keys import SigningKey
from badges.models.preparations import PrintPreparation
from badges.models.samples import SamplePrint
from badges.models.stations import PrinterStation
from badges.models.types import BadgeType, BadgeTypeZone
from badges.models.vehicles import Vehicle

__all__ = [
    "MOST_IN_SMALL_JOB",
    "Badge",
    "BadgeDesign",
    "BadgeType",
    "BadgeTypeZone",
    "CategoryDesign",
    "DesignFace",
    "DesignVersion",
    "Generation",
    "Handover",
    "LapelPins",
    "PrintAssembly",
    "PrintChunk",
    "PrintEntry",
    "PrintJob",
    "PrintPreparation",
    "PrinterStation",
    "SamplePrint",
    "SerialCounter",
    "SigningKey",
    "Vehicle",
    "language_of_successor",
]
