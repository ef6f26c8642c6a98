"""What the warnings say of a session, on its page and in the list."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import Column, Effect, about, chosen_conference, contribute, words_with_dot
from conference.models import Conference, Room
from delegates.models import Delegate
from sessions.choices import PLENARIES, SessionKind
from sessions.models import Session
from sessions.planning import warnings_in
from sessions.rooms import when
from sessions.warnings import ProgrammeWarning, WarningCode

IN_SHORT = {
    WarningCode.LEADER: gettext_lazy("No chair or moderator"),
    WarningCode.OUTSIDE_DAYS: gettext_lazy("Outside the conference's days"),
    WarningCode.OUTSIDE_HOURS: gettext_lazy("Outside the room’s hours"),
    WarningCode.ROOM_TOO_SMALL: gettext_lazy("More expected than seats"),
    WarningCode.NO_BOOTHS: gettext_lazy("No interpreters’ booths"),
    WarningCode.TWO_PLACES: gettext_lazy("Somebody in two places"),
    WarningCode.TRAVEL: gettext_lazy("Too little time to travel"),
    WarningCode.OVER_PLENARY: gettext_lazy("Over a plenary"),
}
"""In the order in which filter and list have them."""

BREAK = mark_safe("<br>")
NO_ROOM = gettext_lazy("No room")


def warnings_about(session: Session, conference: Conference) -> list[Effect]:
    """A sentence for each, which leads to the other session, the person or the room."""
    found = [one for one in warnings_in(conference) if session.pk in one.sessions]
    others = Session.objects.in_bulk({pk for one in found for pk in one.sessions})
    people = Delegate.objects.in_bulk({one.person for one in found if one.person is not None})
    rooms = Room.objects.in_bulk({one.room for one in found if one.room is not None})
    said = []
    for warning in found:
        other = next((others[pk] for pk in warning.sessions if pk != session.pk), None)
        if other is not None:
            person = people.get(warning.person or 0)
            said.append(_beside(warning, session, other, person, conference))
        elif warning.room is not None:
            said.append(_in_room(warning, rooms[warning.room], session))
        else:
            said.append(Effect(f"{IN_SHORT[warning.code]}."))
    return said


def _beside(
    warning: ProgrammeWarning,
    session: Session,
    other: Session,
    person: Delegate | None,
    conference: Conference,
) -> Effect:
    comes_first = warning.sessions[0] == session.pk
    words = {
        WarningCode.TWO_PLACES: _("%(person)s is in “%(other)s” too, %(when)s."),
        WarningCode.TRAVEL: _("%(person)s has too little time to get to “%(other)s”, %(when)s.")
        if comes_first
        else _("%(person)s has too little time to get here from “%(other)s”, %(when)s."),
        WarningCode.OVER_PLENARY: _("“%(other)s” is at the same time, %(when)s."),
    }[warning.code]
    values = {"person": person, "other": other, "when": when(other, conference)}
    return about(other, words % values)


def _in_room(warning: ProgrammeWarning, room: Room, session: Session) -> Effect:
    words = {
        WarningCode.OUTSIDE_HOURS: _("%(room)s is open from %(opens)s to %(closes)s."),
        WarningCode.ROOM_TOO_SMALL: _("%(expected)s are expected; %(room)s has %(seats)s seats."),
        WarningCode.NO_BOOTHS: _("%(room)s has no interpreters’ booths."),
    }[warning.code]
    values = {
        "room": room,
        "opens": f"{room.opens_at:%H:%M}" if room.opens_at else "",
        "closes": f"{room.closes_at:%H:%M}" if room.closes_at else "",
        "expected": session.expected,
        "seats": room.capacity,
    }
    return about(room, words % values)


def as_they_are(sessions: QuerySet[Session]) -> QuerySet[Session]:
    return sessions


def cell_for(request: HttpRequest) -> Callable[[Session], str]:
    """The programme is read once for the whole list, when its first row is drawn."""
    in_short: dict[int, set[WarningCode]] = {}

    @admin.display(description=_("to look at"))
    def to_look_at(session: Session) -> str:
        if not in_short:
            in_short.update(_by_session(warnings_in(chosen_conference(request))))
        codes = set(in_short.get(session.pk, ()))
        if session.kind in PLENARIES:
            # It is the other one that is moved.
            codes.discard(WarningCode.OVER_PLENARY)
        said = [IN_SHORT[code] for code in IN_SHORT if code in codes]
        if session.room_id is None and session.takes_place and session.kind != SessionKind.BREAK:
            said.insert(0, NO_ROOM)
        lines = [words_with_dot("wait", str(words)) for words in said]
        return format_html_join(BREAK, "{}", ((line,) for line in lines)) or "–"

    return to_look_at


def _by_session(found: Sequence[ProgrammeWarning]) -> dict[int, set[WarningCode]]:
    """0 is no session's: it says that the programme has been read."""
    codes: dict[int, set[WarningCode]] = defaultdict(set, {0: set()})
    for warning in found:
        for pk in warning.sessions:
            codes[pk].add(warning.code)
    return codes


contribute(Session, Column("agenda.view_session", as_they_are, cell_for))
