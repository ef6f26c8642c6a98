from django.db import models
from django.utils.translation import gettext_lazy as _


class GenerationState(models.TextChoices):
    """Reserved when the job is created, live once its file is published (design decision 17)."""

    RESERVED = "reserved", _("Reserved")
    LIVE = "live", _("Live")
    ENDED = "ended", _("Ended")
    RELEASED = "released", _("Released")


class Purpose(models.TextChoices):
    """Why a job prints."""

    FIRST = "first", _("First print")
    AGAIN = "again", _("Print again, same badge")
    REPLACE = "replace", _("Replace the badge")


class Reason(models.TextChoices):
    """Why a badge is printed again or replaced."""

    PAPER_JAM = "paper_jam", _("Printing failed")
    SECOND_COPY = "second_copy", _("A second copy is needed")
    LOST = "lost", _("Lost")
    STOLEN = "stolen", _("Stolen")
    DAMAGED = "damaged", _("Damaged")
    CHANGED = "changed", _("What it shows has changed")


REASONS_OF = {
    Purpose.FIRST: frozenset[str](),
    Purpose.AGAIN: frozenset({Reason.PAPER_JAM, Reason.SECOND_COPY}),
    Purpose.REPLACE: frozenset({Reason.LOST, Reason.STOLEN, Reason.DAMAGED, Reason.CHANGED}),
}


class JobState(models.TextChoices):
    RUNNING = "running", _("Being printed")
    PUBLISHED = "published", _("Ready")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class Outcome(models.TextChoices):
    """What became of one entry of a job."""

    WAITING = "waiting", _("Waiting")
    PRINTED = "printed", _("Printed")
    LEFT_OUT = "left_out", _("Left out")
