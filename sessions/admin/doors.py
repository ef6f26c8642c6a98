"""What of the programme is not ready if the doors opened now."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy
from django_stubs_ext import StrPromise

from conference.admin import DoorsCheck, Shortcoming, contribute
from conference.models import Conference
from conference.writing.languages import OWN_NAMES, localized
from delegates.models import Delegate
from sessions.admin.lacking import (
    ROOM,
    TITLE,
    planned,
    warned,
    without_room,
    without_title,
)
from sessions.models import Session
from sessions.planning import warnings_in
from sessions.warnings import ProgrammeWarning, WarningCode

NAMED = 5

WARNINGS: Sequence[tuple[WarningCode, Any, StrPromise]] = [
    (
        WarningCode.OUTSIDE_DAYS,
        ngettext_lazy(
            "%d session is outside the conference’s days.",
            "%d sessions are outside the conference’s days.",
        ),
        gettext_lazy("Correct their days"),
    ),
    (
        WarningCode.LEADER,
        ngettext_lazy(
            "%d session has no chair or moderator.", "%d sessions have no chair or moderator."
        ),
        gettext_lazy("Name who leads them"),
    ),
    (
        WarningCode.OUTSIDE_HOURS,
        ngettext_lazy(
            "%d session is outside the hours of its room.",
            "%d sessions are outside the hours of their rooms.",
        ),
        gettext_lazy("Move them, or correct the hours"),
    ),
    (
        WarningCode.ROOM_TOO_SMALL,
        ngettext_lazy(
            "For %d session more people are expected than its room has seats.",
            "For %d sessions more people are expected than their rooms have seats.",
        ),
        gettext_lazy("Choose larger rooms"),
    ),
    (
        WarningCode.NO_BOOTHS,
        ngettext_lazy(
            "%d session is to be interpreted in a room without booths.",
            "%d sessions are to be interpreted in rooms without booths.",
        ),
        gettext_lazy("Choose rooms with booths"),
    ),
    (
        WarningCode.OVER_PLENARY,
        ngettext_lazy(
            "%d session is held over a plenary.",
            "%d sessions are held over a plenary.",
        ),
        gettext_lazy("Look at their times"),
    ),
]

PEOPLE: Sequence[tuple[WarningCode, Any]] = [
    (
        WarningCode.TWO_PLACES,
        ngettext_lazy(
            "%d person is in two sessions at the same time.",
            "%d people are in two sessions at the same time.",
        ),
    ),
    (
        WarningCode.TRAVEL,
        ngettext_lazy(
            "%d person has too little time to get from one venue to another.",
            "%d people have too little time to get from one venue to another.",
        ),
    ),
]


def sessions_to_complete(conference: Conference) -> Iterator[Shortcoming]:
    if not planned(conference).exists():
        url = reverse("admin:agenda_session_add")
        yield Shortcoming(_("The agenda has no session yet."), _("Enter the first"), url)
    rows = list(without_room(conference).in_order())
    yield from told(
        rows,
        ngettext("%d session has no room.", "%d sessions have no room.", len(rows)) % len(rows),
        _("Choose the rooms"),
        lack=ROOM,
    )


def warnings_to_look_at(conference: Conference) -> Iterator[Shortcoming]:
    """What does not go together, though each session is complete; the programme is read once."""
    found = warnings_in(conference)
    yield from warnings_of_sessions(conference, found)
    yield from people_in_two_places(found)


def warnings_of_sessions(
    conference: Conference, found: Iterable[ProgrammeWarning]
) -> Iterator[Shortcoming]:
    concerned = warned(conference, found)
    for code, words, remedy in WARNINGS:
        rows = list(concerned(code).in_order())
        yield from told(rows, str(words % len(rows)), str(remedy), lack=code)


def titles_missing(conference: Conference) -> Iterator[Shortcoming]:
    """In each language of the conference, of the sessions that will be read."""
    for language in conference.languages:
        found = list(without_title(conference, language).in_order())
        words = ngettext(
            "%(count)d session has no title in %(language)s.",
            "%(count)d sessions have no title in %(language)s.",
            len(found),
        )
        yield from told(
            found,
            words % {"count": len(found), "language": OWN_NAMES.get(language, language)},
            _("Add the titles"),
            lack=f"{TITLE}{language}",
        )


def people_in_two_places(found: Sequence[ProgrammeWarning]) -> Iterator[Shortcoming]:
    """Somebody with parts in two sessions at the same time, or too far from each other."""
    for code, words in PEOPLE:
        firsts: dict[int, int] = {}
        for warning in found:
            if warning.code == code and warning.person is not None:
                firsts.setdefault(warning.person, warning.sessions[0])
        rows = Delegate.objects.filter(pk__in=firsts).select_related("delegation")
        people = list(rows.in_protocol_order())
        if people:
            yield Shortcoming(
                words=str(words % len(people)),
                remedy=_("Look at the sessions"),
                url=reverse("admin:agenda_session_changelist", query={"lacks": code}),
                named=[
                    (
                        f"{row} ({row.delegation})",
                        reverse("admin:agenda_session_change", args=[firsts[row.pk]]),
                    )
                    for row in people[:NAMED]
                ],
            )


def told(
    sessions: Sequence[Session], words: str, remedy: str, *, lack: str
) -> Iterator[Shortcoming]:
    """With the list of exactly these."""
    if sessions:
        yield Shortcoming(
            words=words,
            remedy=remedy,
            url=reverse("admin:agenda_session_changelist", query={"lacks": lack}),
            named=[
                (
                    str(localized(row.title)),
                    reverse("admin:agenda_session_change", args=[row.pk]),
                )
                for row in sessions[:NAMED]
            ],
        )


contribute(
    Conference,
    DoorsCheck("agenda.view_session", sessions_to_complete),
    DoorsCheck("agenda.view_session", warnings_to_look_at),
    DoorsCheck("agenda.view_session", titles_missing),
)
