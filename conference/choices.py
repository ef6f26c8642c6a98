"""Closed lists of words that every app uses."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConferenceState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    ARCHIVED = "archived", _("Archived")


PUBLISHED = {ConferenceState.OPEN, ConferenceState.CLOSED, ConferenceState.ARCHIVED}
"""States in which the public sees the conference at all."""


OVER = {ConferenceState.CLOSED, ConferenceState.ARCHIVED}
"""States of a conference that has taken place."""


NEXT_CONFERENCE_STATES: dict[str, frozenset[str]] = {
    ConferenceState.DRAFT: frozenset({ConferenceState.OPEN}),
    ConferenceState.OPEN: frozenset({ConferenceState.DRAFT, ConferenceState.CLOSED}),
    ConferenceState.CLOSED: frozenset({ConferenceState.OPEN, ConferenceState.ARCHIVED}),
    ConferenceState.ARCHIVED: frozenset({ConferenceState.CLOSED}),
}
"""The legal next states. Only an open conference, where little depends on it yet, is hidden again;
one that has taken place stays public."""


class Role(models.TextChoices):
    ORGANIZER = "organizer", _("Organizer")
    REGISTRATION_OFFICER = "registration_officer", _("Registration officer")
    SECURITY_OFFICER = "security_officer", _("Security officer")
    PROGRAMME_OFFICER = "programme_officer", _("Programme officer")
    BADGE_DESK = "badge_desk", _("Badge desk")
    LIAISON_OFFICER = "liaison_officer", _("Liaison officer")
    DOOR = "door", _("Door")


WHAT_A_ROLE_IS = {
    Role.ORGANIZER: _("Everything in the conference, including its staff."),
    Role.REGISTRATION_OFFICER: _("Delegations, delegates, imports and decisions on accreditation."),
    Role.SECURITY_OFFICER: _("Reads delegations and delegates."),
    Role.PROGRAMME_OFFICER: _("Venues, rooms and the agenda."),
    Role.BADGE_DESK: _("Reads delegates and prints badges."),
    Role.LIAISON_OFFICER: _("Accompanies the delegations named for it; nothing in the admin."),
    Role.DOOR: _("Works at the doors; nothing in the admin."),
}
"""For whoever is asked to take one."""

SCOPED_BY_KIND = {Role.REGISTRATION_OFFICER, Role.SECURITY_OFFICER}
"""Can be held for some kinds of delegations and some categories only. The others are about the
whole conference, or about whoever comes to the desk.
"""

SCOPED = {*SCOPED_BY_KIND, Role.LIAISON_OFFICER}


def default_languages() -> list[str]:
    return ["en"]


class RoomLayout(models.TextChoices):
    """How a room is furnished, as books of rooms say it."""

    THEATRE = "theatre", _("Theatre")
    CLASSROOM = "classroom", _("Classroom")
    ROUND_TABLE = "round_table", _("Round table or boardroom")
    BILATERAL = "bilateral", _("Bilateral")
    RECEPTION = "reception", _("Reception")
    PRESS = "press", _("Press")
    EXHIBITION = "exhibition", _("Exhibition")


def usual_turn_round(layout: str) -> int:
    """Minutes that a room needs between two: of bilaterals one follows the other, with new flags
    and cups.
    """
    return 15 if layout == RoomLayout.BILATERAL else 0


class CodePurpose(models.TextChoices):
    """What a code that came by mail opens."""

    SIGN_IN = "sign_in", _("Signing in")
    PASSWORD = "password", _("New password")
    ADDRESS = "address", _("Another address")
    REENTRY = "reentry", _("Confirming that it is you")


class WorkState(models.TextChoices):
    """State of one piece of background work; see `conference.models.LeasedWork`."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


UNFINISHED = {WorkState.WAITING, WorkState.RUNNING}
