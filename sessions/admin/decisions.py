"""Whether a session stands on the agenda: published, taken back, cancelled."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from conference.admin import Decision, one_by_one
from conference.choices import PUBLISHED
from sessions.choices import NEXT_STATES, SessionState
from sessions.models import Session, SessionQuerySet
from sessions.services import programme

PERMISSION = "agenda.change_session"


def decision(
    to: SessionState, words: StrPromise, service: Callable[..., Session], **further: Any
) -> Decision:
    return Decision(
        value=to.value,
        words=words,
        done=to.label,
        decide=one_by_one(service, "session"),
        needs=PERMISSION,
        is_legal=lambda session: to in NEXT_STATES[session.state],
        is_public=True,
        for_many=True,
        **further,
    )


def is_seen_by_readers(sessions: SessionQuerySet) -> list[str]:
    if sessions.exclude(conference__state__in=PUBLISHED).exists():
        return [_("Readers see it as soon as the conference is open.")]
    return [_("Readers see it on the agenda and in calendars that they have subscribed to.")]


def is_gone_for_readers(sessions: SessionQuerySet) -> list[str]:
    seen = sessions.exclude(published_at=None).count()
    words = ngettext(
        "Its page, links to it and calendars no longer know it.",
        "Their pages, links to them and calendars no longer know them.",
        seen,
    )
    return [words] if seen else []


def frees_its_room(sessions: SessionQuerySet) -> list[str]:
    rooms = [
        _("%(room)s is free from %(start)s to %(end)s.")
        % {
            "room": row.room,
            "start": f"{row.conference.local(row.starts_at):%H:%M}",
            "end": f"{row.conference.local(row.ends_at):%H:%M}",
        }
        for row in sessions.occupying_rooms().select_related("conference", "room")
    ]
    return [_("Readers see it marked as cancelled."), *rooms]


ON_SESSIONS: Sequence[Decision] = [
    decision(
        SessionState.PUBLISHED,
        gettext_lazy("Publish"),
        programme.publish,
        follows=is_seen_by_readers,
    ),
    decision(
        SessionState.DRAFT,
        gettext_lazy("Take back to draft"),
        programme.unpublish,
        follows=is_gone_for_readers,
    ),
    decision(
        SessionState.CANCELLED,
        gettext_lazy("Cancel the session"),
        programme.cancel,
        follows=frees_its_room,
    ),
]
