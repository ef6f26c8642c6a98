"""Which kind of session the type of an event means. Pure."""

from functools import cache

from django.conf import settings
from django.utils.translation import override

from conference.writing.folding import fold
from sessions.choices import SessionKind

USUAL = SessionKind.THEMATIC
"""What an event is whose type says nothing to us."""

# As programmes of conferences call them that use frab or pretalx.
CALLED = {
    "keynote": SessionKind.PLENARY,
    "plenary session": SessionKind.PLENARY,
    "opening ceremony": SessionKind.OPENING,
    "opening session": SessionKind.OPENING,
    "closing": SessionKind.CLOSING,
    "closing ceremony": SessionKind.CLOSING,
    "closing session": SessionKind.CLOSING,
    "panel discussion": SessionKind.PANEL,
    "podium": SessionKind.PANEL,
    "coffee break": SessionKind.BREAK,
    "lunch": SessionKind.BREAK,
    "lunch break": SessionKind.BREAK,
    "pause": SessionKind.BREAK,
    "reception": SessionKind.SOCIAL,
    "dinner": SessionKind.SOCIAL,
}


def kind_meant(written: str) -> str:
    """ "" where it is none of ours."""
    return _kinds().get(fold(written), "")


@cache
def _kinds() -> dict[str, str]:
    """By their codes, and what the interface calls them in each of its languages."""
    meant = {fold(word): kind.value for word, kind in CALLED.items()}
    for language, _name in settings.LANGUAGES:
        with override(language):
            meant |= {fold(str(kind.label)): kind.value for kind in SessionKind}
    return meant | {fold(kind.value.replace("_", " ")): kind.value for kind in SessionKind}
