from badges.models.badges import Badge, Generation, SerialCounter
from badges.models.designs import BadgeDesign, CategoryDesign, DesignVersion
from badges.models.jobs import PrintChunk, PrintEntry, PrintJob

__all__ = [
    "Badge",
    "BadgeDesign",
    "CategoryDesign",
    "DesignVersion",
    "Generation",
    "PrintChunk",
    "PrintEntry",
    "PrintJob",
    "SerialCounter",
]
