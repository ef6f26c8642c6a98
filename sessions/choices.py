from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SessionKind(models.TextChoices):
    REGISTRATION = "registration", _("Registration")
    OPENING = "opening", _("Opening")
    HIGH_LEVEL_SEGMENT = "high_level_segment", _("High-level segment")
    PLENARY = "plenary", _("Plenary")
    THEMATIC = "thematic", _("Thematic session")
    PANEL = "panel", _("Panel")
    BRIEFING = "briefing", _("Briefing")
    SIDE_EVENT = "side_event", _("Side event")
    BILATERAL = "bilateral", _("Bilateral meeting")
    PRESS_CONFERENCE = "press_conference", _("Press conference")
    FAMILY_PHOTO = "family_photo", _("Family photo")
    CLOSING = "closing", _("Adoption and closing")
    EXHIBITION = "exhibition", _("Exhibition")
    BREAK = "break", _("Break")
    SOCIAL = "social", _("Social event")


QUIET = {SessionKind.REGISTRATION, SessionKind.BREAK}
"""Kinds that the agenda shows as one quiet line."""

AT_A_GLANCE = frozenset(SessionKind) - QUIET - {SessionKind.SIDE_EVENT}
"""Kinds of what a conference is about: its home and the backs of badges name nothing else."""


LED_BY_NOBODY = {
    SessionKind.REGISTRATION,
    SessionKind.BREAK,
    SessionKind.SOCIAL,
    SessionKind.EXHIBITION,
    SessionKind.FAMILY_PHOTO,
}
"""Kinds to which people come and go, or at which they look at something."""


PLENARIES = {
    SessionKind.OPENING,
    SessionKind.HIGH_LEVEL_SEGMENT,
    SessionKind.PLENARY,
    SessionKind.CLOSING,
}
"""Kinds at which everybody is expected."""


BESIDE_PLENARIES = {
    SessionKind.REGISTRATION,
    SessionKind.BREAK,
    SessionKind.EXHIBITION,
    SessionKind.BILATERAL,
}
"""Kinds that go on beside a plenary: people pass through, or the few concerned have agreed."""


class SessionState(models.TextChoices):
    """Of the draft; what readers have been told is in releases."""

    PLANNED = "planned", _("Planned")
    CANCELLED = "cancelled", _("Cancelled")


class Audience(models.TextChoices):
    """For whom a session is: who may know of it once it is published."""

    PUBLIC = "public", _("Public")
    DELEGATES = "delegates", _("All delegates")
    GROUPS = "groups", _("Named groups")
    INVITATION = "invitation", _("By invitation")
    CLOSED = "closed", pgettext_lazy("audience of a session", "Closed")


ON_PUBLIC_PAGES = {Audience.PUBLIC, Audience.CLOSED}
"""Of a closed session everybody sees time, room and the word; of the others not even those."""

FROM_WIDE_TO_NARROW = (Audience.DELEGATES, Audience.GROUPS, Audience.INVITATION)
"""By who may know of a session at all, after those of public pages."""


class DocumentState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class BookingUse(models.TextChoices):
    """What a room is taken for."""

    SESSION = "session", _("Session")
    CLOSURE = "closure", _("Closed")
    HOLD = "hold", _("Held")


class Part(models.TextChoices):
    """What a person does in a session."""

    CHAIR = "chair", _("Chair")
    CO_CHAIR = "co_chair", _("Co-chair")
    MODERATOR = "moderator", _("Moderator")
    KEYNOTE = "keynote", _("Keynote speaker")
    PANELLIST = "panellist", _("Panellist")
    SPEAKER = "speaker", _("Speaker")
    RAPPORTEUR = "rapporteur", _("Rapporteur")


LEADING = {Part.CHAIR, Part.CO_CHAIR, Part.MODERATOR}
"""Parts of whoever leads a session."""
