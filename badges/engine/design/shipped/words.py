"""What a back side says in words: written into the design once, when a conference begins with it.

The programme at a glance and what to do with a badge that was found are the conference's, like
everything else that a design says beside its fields; who edits the design edits them. So a changed
programme is a new version of the design, and no badge is out of date because a session moved.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

from badges.engine.design.faces import Faces
from badges.engine.design.language import DesignSource
from conference.writing.languages import Localized

PROGRAMME, FOUND = "<!-- PROGRAMME -->", "<!-- FOUND -->"
# A column of 63 mm holds so many lines, of so many letters where there is one column, and where
# there are two.
LINES = 18
LETTERS = {1: 60, 2: 28}
BESIDE_SESSIONS = 2.5
TIMES = "und"
TAGS = str.maketrans("{}", "()")


@dataclass(frozen=True)
class ProgrammeDay:
    """A day, when its first session opens and its last one closes, and its main sessions."""

    heading: Localized
    hours: str
    sessions: tuple[Localized, ...] = ()


def with_words(
    faces: Faces, programme: Sequence[ProgrammeDay], found: Iterable[Localized]
) -> Faces:
    """The faces, with these words on those that have a place for them."""
    places = {PROGRAMME: _programme(programme), FOUND: (_line("", text) for text in found)}
    lines = {mark: "\n    ".join(written) for mark, written in places.items()}
    return replace(
        faces,
        faces=tuple(replace(face, source=_filled(face.source, lines)) for face in faces),
    )


def _filled(source: DesignSource, lines: dict[str, str]) -> DesignSource:
    html = source.html
    for mark, written in lines.items():
        html = html.replace(mark, written)
    return replace(source, html=html)


def _programme(days: Sequence[ProgrammeDay]) -> Iterator[str]:
    """In one column where that holds it. Of two each day has its share: what is beyond it is left
    out, and it is said.
    """
    if not days:
        return
    one = sum(_height(day, 1) for day in days) <= LINES
    share = max(1.0, 2 * LINES / len(days) - BESIDE_SESSIONS)
    yield '<div class="one">' if one else '<div class="two">'
    for day in days:
        yield from _day(day if one else _shortened(day, share))
    yield "</div>"


def _height(day: ProgrammeDay, columns: int) -> float:
    """In lines; a day has two, and half a line below it, beside its sessions."""
    letters = LETTERS[columns]
    return BESIDE_SESSIONS + sum(1 + len(session.text) // letters for session in day.sessions)


def _shortened(day: ProgrammeDay, lines: float) -> ProgrammeDay:
    shown = day.sessions
    while shown and _height(replace(day, sessions=shown), 2) > lines + BESIDE_SESSIONS:
        shown = shown[:-1]
    rest = () if shown == day.sessions else (Localized("…", day.heading.language),)
    return replace(day, sessions=(*shown, *rest))


def _day(day: ProgrammeDay) -> Iterator[str]:
    yield _line("day", day.heading)
    # Times are read from left to right in every language.
    yield _line("hours" if day.sessions else "hours last", Localized(day.hours, TIMES))
    for number, session in enumerate(day.sessions, start=1):
        yield _line("session last" if number == len(day.sessions) else "session", session)


def _line(name: str, text: Localized) -> str:
    """A paragraph of the language of designs: no text is taken for a field."""
    styled = f' class="{name}"' if name else ""
    language = f' lang="{text.language}" dir="{text.direction}"' if text.language else ""
    return f"<p{styled}{language}>{escape(text.text.translate(TAGS))}</p>"
