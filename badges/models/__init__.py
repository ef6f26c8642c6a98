from badges.models.badges import Badge, Generation, SerialCounter
from badges.models.designs import BadgeDesign, CategoryDesign, DesignVersion
from badges.models.jobs import PrintAssembly, PrintChunk, PrintEntry, PrintJob
from badges.models.samples import SamplePrint

__all__ = [
    "Badge",
    "BadgeDesign",
    "CategoryDesign",
    "DesignVersion",
    "Generation",
    "PrintAssembly",
    "PrintChunk",
    "PrintEntry",
    "PrintJob",
    "SamplePrint",
    "SerialCounter",
]
