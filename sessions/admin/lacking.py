"""What of the programme is missing or does not go together, for the checklist and for the list that
it leads to.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet

from conference.models import Conference
from conference.writing.languages import OWN_NAMES, translations
from sessions.choices import PLENARIES, SessionKind
from sessions.models import Session, SessionQuerySet
from sessions.planning import warnings_in
from sessions.warnings import ProgrammeWarning, WarningCode

TITLE = "title-"
ROOM = "room"
ANYTHING = "anything"


def planned(conference: Conference) -> SessionQuerySet:
    return Session.objects.for_conference(conference).filter(takes_place=True)


def without_room(conference: Conference) -> SessionQuerySet:
    """A break is the same everywhere."""
    return planned(conference).filter(room=None).exclude(kind=SessionKind.BREAK)


def warned(
    conference: Conference, warnings: Iterable[ProgrammeWarning]
) -> Callable[[str], SessionQuerySet]:
    """The sessions that a code of these warnings concerns."""
    concerned: dict[str, set[int]] = defaultdict(set)
    for warning in warnings:
        concerned[warning.code].update(warning.sessions)

    def of(code: str) -> SessionQuerySet:
        found = planned(conference).filter(pk__in=concerned[code])
        # It is the other one that is moved.
        return found.exclude(kind__in=PLENARIES) if code == WarningCode.OVER_PLENARY else found

    return of


def warned_at_all(conference: Conference) -> SessionQuerySet:
    of = warned(conference, warnings_in(conference))
    lists = [without_room(conference), *(of(code) for code in WarningCode)]
    found: set[int] = set()
    for rows in lists:
        found.update(rows.values_list("pk", flat=True))
    return planned(conference).filter(pk__in=found)


def without_title(conference: Conference, language: str) -> SessionQuerySet:
    titles = planned(conference).values_list("pk", "title")
    return planned(conference).filter(
        pk__in=[pk for pk, title in titles if language not in translations(title)]
    )


def lacking(conference: Conference, what: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the rows of which `what` is so; all of them where that is nothing known."""
    language = what.removeprefix(TITLE)
    if what == ROOM:
        found = without_room(conference)
    elif what == ANYTHING:
        found = warned_at_all(conference)
    elif what in set(WarningCode):
        found = warned(conference, warnings_in(conference))(what)
    elif what.startswith(TITLE) and language in OWN_NAMES:
        found = without_title(conference, language)
    else:
        return rows
    return rows.filter(pk__in=found.values("pk"))
