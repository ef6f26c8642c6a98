from django.db import models
from django.utils.translation import gettext_lazy as _


class Holder(models.TextChoices):
    """For whom or for what the badges of a type are."""

    DELEGATE = "delegate", _("A delegate")
    DELEGATION = "delegation", _("A delegation, whose members share it")
    VEHICLE = "vehicle", _("A vehicle")
    NOBODY = "nobody", _("Nobody yet: given to a delegate at the desk")


OF_A_DELEGATION = {Holder.DELEGATION, Holder.VEHICLE}
"""Kinds of holder of which a delegation may have only so many."""


class GenerationState(models.TextChoices):
    """Reserved when the job is created, live once its file is published (design decision 17)."""

    RESERVED = "reserved", _("Reserved")
    LIVE = "live", _("Live")
    ENDED = "ended", _("Ended")
    RELEASED = "released", _("Released")


ISSUED = {GenerationState.LIVE, GenerationState.ENDED}
"""States of a generation that left the printer."""


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
    CHANGED = "changed", _("Details have changed")
    NOT_NEEDED = "not_needed", _("No longer needed")


REASONS_OF = {
    Purpose.FIRST: frozenset[str](),
    Purpose.AGAIN: frozenset({Reason.PAPER_JAM, Reason.SECOND_COPY}),
    Purpose.REPLACE: frozenset({Reason.LOST, Reason.STOLEN, Reason.DAMAGED, Reason.CHANGED}),
}


ENDING = {Reason.LOST, Reason.STOLEN, Reason.DAMAGED, Reason.NOT_NEEDED}
"""Why a badge may end without another in its place."""


class Arrangement(models.TextChoices):
    """In which order a job's badges are printed, and where on their sheets."""

    DELEGATIONS = "delegations", _("By delegation")
    ENVELOPES = "envelopes", _("By delegation, each with a cover sheet")
    DELEGATIONS_STACKED = "delegations_stacked", _("By delegation, to cut in one pile")
    ALPHABET = "alphabet", _("By family name")
    ALPHABET_STACKED = "alphabet_stacked", _("By family name, to cut in one pile")


BY_FAMILY_NAME = {Arrangement.ALPHABET, Arrangement.ALPHABET_STACKED}
STACKED = {Arrangement.DELEGATIONS_STACKED, Arrangement.ALPHABET_STACKED}
ON_SHEETS = {Arrangement.ENVELOPES, *STACKED}
"""Where there is one badge a page there is nothing to cut, and no sheet for a cover."""


class JobState(models.TextChoices):
    RUNNING = "running", _("Being printed")
    PAUSED = "paused", _("Paused")
    PUBLISHED = "published", _("Ready")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


UNDER_WAY = frozenset({JobState.RUNNING, JobState.PAUSED})
"""States of a job that is still to be published, or to end without a file."""


class Outcome(models.TextChoices):
    """What became of one entry of a job."""

    WAITING = "waiting", _("Waiting")
    PRINTED = "printed", _("Printed")
    LEFT_OUT = "left_out", _("Left out")


class Obstacle(models.TextChoices):
    """Why a badge is not printed, or opens nothing: the first reason against it."""

    DELEGATION_WITHDRAWN = "delegation_withdrawn", _("The delegation is withdrawn")
    PENDING = "pending", _("Accreditation is pending")
    REJECTED = "rejected", _("Accreditation was rejected")
    WITHDRAWN = "withdrawn", _("The delegate is withdrawn")
    NO_CATEGORY = "no_category", _("No category, so it is not known which zones the badge opens")
    TOO_MANY_ZONES = "too_many_zones", _("The category opens more zones than a badge can show")
    NO_DESIGN = "no_design", _("No badge design is chosen for the category")
    NO_DESIGN_OF_TYPE = "no_design_of_type", _("No badge design is chosen for the badge type")
    BEING_PRINTED = "being_printed", _("Is in another print job that has not ended")
    ALREADY_PRINTED = "already_printed", _("Already printed: print again or replace")
    NOT_PRINTED = "not_printed", _("Not printed yet: there is nothing to print again or replace")
    NO_LONGER_ALLOTTED = "no_longer_allotted", _("The delegation has fewer of these badges now")
    VEHICLE_WITHDRAWN = "vehicle_withdrawn", _("The vehicle is withdrawn")
    NOT_BOUND = "not_bound", _("Not given to anybody yet")
    NO_LONGER_LIVE = "no_longer_live", _("The badge was replaced in the meantime")
    NOT_OPEN_YET = "not_open_yet", _("The time of the badge has not begun")
    NO_LONGER_OPEN = "no_longer_open", _("The time of the badge is over")
    SESSION_IS_OFF = "session_is_off", _("The session that the badge is for does not take place")
    NO_PERSONAL_BADGE = (
        "no_personal_badge",
        _("Opens only together with a valid personal badge, and there is none"),
    )
    DELETED = "deleted", _("Was deleted in the meantime")
    UNPRINTABLE = "unprintable", _("A text on the badge cannot be printed")
    FAILED = "failed", _("Could not be drawn")
    AT_DESK = "at_desk", _("Printed at the badge desk")


NOT_DRAWN = frozenset({Obstacle.UNPRINTABLE, Obstacle.FAILED})
"""What keeps a badge out of its job although its holder is entitled to it: it has no page."""
