"""What of the programme is not ready if the doors opened now."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin import DoorsCheck, Shortcoming, contribute
from conference.models import Conference
from conference.writing.languages import OWN_NAMES, localized
from delegates.models import Delegate
from sessions.admin.lacking import (
    TITLE,
    outside,
    planned,
    without_leader,
    without_room,
    without_title,
)
from sessions.choices import SessionState
from sessions.models import Session, SessionPart

NAMED = 5


def sessions_to_complete(conference: Conference) -> Iterator[Shortcoming]:
    if not planned(conference).exists():
        url = reverse("admin:agenda_session_add")
        yield Shortcoming(_("The agenda has no session yet."), _("Enter the first"), url)
    rows = list(outside(conference).in_order())
    yield from told(
        rows,
        ngettext(
            "%d session is outside the conference’s days.",
            "%d sessions are outside the conference’s days.",
            len(rows),
        )
        % len(rows),
        _("Correct their days"),
        lack="day",
    )
    rows = list(without_room(conference).in_order())
    yield from told(
        rows,
        ngettext("%d session has no room.", "%d sessions have no room.", len(rows)) % len(rows),
        _("Choose the rooms"),
        lack="room",
    )
    rows = list(without_leader(conference).in_order())
    yield from told(
        rows,
        ngettext(
            "%d session has no chair or moderator.",
            "%d sessions have no chair or moderator.",
            len(rows),
        )
        % len(rows),
        _("Name who leads them"),
        lack="leader",
    )


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


def people_in_two_places(conference: Conference) -> Iterator[Shortcoming]:
    """Somebody with parts in two sessions at the same time."""
    parts = (
        SessionPart.objects.for_conference(conference)
        .announced()
        .filter(delegate__isnull=False)
        .exclude(session__state=SessionState.CANCELLED)
    )
    elsewhere = parts.filter(
        delegate=OuterRef("delegate"),
        session__starts_at__lt=OuterRef("session__ends_at"),
        session__ends_at__gt=OuterRef("session__starts_at"),
    ).exclude(session=OuterRef("session"))
    torn = parts.filter(Exists(elsewhere)).values("delegate").distinct()
    own = parts.filter(delegate=OuterRef("pk")).order_by("session__starts_at", "session")
    people: list[Any] = list(
        Delegate.objects.filter(pk__in=torn)
        .select_related("delegation")
        .annotate(first_session=Subquery(own.values("session")[:1]))
        .in_protocol_order()
    )
    if people:
        words = ngettext(
            "%d person is in two sessions at the same time.",
            "%d people are in two sessions at the same time.",
            len(people),
        )
        yield Shortcoming(
            words=words % len(people),
            remedy=_("Look at the agenda"),
            url=reverse("admin:agenda_session_changelist"),
            named=[
                (
                    f"{row} ({row.delegation})",
                    reverse("admin:agenda_session_change", args=[row.first_session]),
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
    DoorsCheck("agenda.view_session", titles_missing),
    DoorsCheck("agenda.view_session", people_in_two_places),
)
