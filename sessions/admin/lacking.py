"""What sessions still lack, for the checklist and for the list that it leads to."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from conference.models import Conference
from conference.writing.languages import OWN_NAMES, translations
from sessions.choices import LEADING, LED_BY_NOBODY, SessionState
from sessions.days import REHEARSALS
from sessions.models import Session, SessionPart, SessionQuerySet

TITLE = "title-"


def planned(conference: Conference) -> SessionQuerySet:
    return Session.objects.for_conference(conference).exclude(state=SessionState.CANCELLED)


def without_room(conference: Conference) -> SessionQuerySet:
    return planned(conference).filter(room=None)


def without_leader(conference: Conference) -> SessionQuerySet:
    leaders = SessionPart.objects.announced().filter(session=OuterRef("pk"), part__in=LEADING)
    return planned(conference).exclude(kind__in=LED_BY_NOBODY).exclude(Exists(leaders))


def outside(conference: Conference) -> SessionQuerySet:
    """Of the days of the conference, and the one before them."""
    first, last = conference.starts_on - REHEARSALS, conference.ends_on
    rows = planned(conference).select_related("conference")
    return planned(conference).filter(
        pk__in=[row.pk for row in rows if not first <= row.day <= last]
    )


def without_title(conference: Conference, language: str) -> SessionQuerySet:
    titles = planned(conference).values_list("pk", "title")
    return planned(conference).filter(
        pk__in=[pk for pk, title in titles if language not in translations(title)]
    )


def lacking(conference: Conference, what: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the rows that lack `what`; all of them where that is nothing known."""
    found = {"room": without_room, "leader": without_leader, "day": outside}.get(what)
    if found is not None:
        return rows.filter(pk__in=found(conference).values("pk"))
    language = what.removeprefix(TITLE)
    if what.startswith(TITLE) and language in OWN_NAMES:
        return rows.filter(pk__in=without_title(conference, language).values("pk"))
    return rows
