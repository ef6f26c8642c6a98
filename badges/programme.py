"""The programme at a glance, for the back of a badge. Badges know no sessions: the app above that
does says at start-up what there is.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from badges.engine.design.shipped.words import ProgrammeDay

if TYPE_CHECKING:
    # Imported before the models are ready, by the configuration of a higher app.
    from conference.models import Conference

AtAGlance = Callable[["Conference", str], Sequence[ProgrammeDay]]
"""Of a conference, in a language."""

_sources: list[AtAGlance] = []


def contribute(source: AtAGlance) -> None:
    """Harmless twice."""
    if source not in _sources:
        _sources.append(source)


def at_a_glance(conference: "Conference", language: str) -> list[ProgrammeDay]:
    return [day for source in _sources for day in source(conference, language)]
