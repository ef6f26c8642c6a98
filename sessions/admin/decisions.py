"""What is decided of a session: that it is cancelled or held after all, and for whom it is."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy
from django_stubs_ext import StrPromise

from conference.admin import Decision, Effect, Outcome, about, each_alone, named
from sessions.admin.audiences import AudienceForm, decide
from sessions.admin.cancelling import (
    CancellationForm,
    NoteForm,
    cancel_each,
    change_note,
    note_until_now,
)
from sessions.choices import SessionState
from sessions.models import (
    RoomBooking,
    SessionOrganizer,
    SessionPart,
    SessionQuerySet,
    SessionVersion,
)
from sessions.services import programme

PERMISSION = "agenda.change_session"


def decision(
    to: SessionState, words: StrPromise, decide: Callable[..., Outcome], **further: Any
) -> Decision:
    """Of many, what can be done is done, and the rest named with the reason."""
    return Decision(
        value=to.value,
        words=words,
        done=to.label,
        decide=decide,
        needs=PERMISSION,
        is_legal=lambda session: session.state != to,
        is_public=True,
        for_many=True,
        **further,
    )


def is_cancelled(sessions: SessionQuerySet) -> list[Effect]:
    return [
        *is_told_with_the_next_release(sessions),
        *frees_its_rooms(sessions),
        *lose_their_parts(sessions),
        *lose_what_they_organize(sessions),
    ]


def is_told_with_the_next_release(sessions: SessionQuerySet) -> list[Effect]:
    told = SessionVersion.objects.public_once_open().filter(session__in=sessions.values("pk"))
    count = told.count()
    words = ngettext(
        "Readers see it on the agenda as it was until you release the change.",
        "Readers see %d of them on the agenda as they were until you release the change.",
        count,
    )
    return [Effect(words % count if count > 1 else words)] if count else []


def frees_its_rooms(sessions: SessionQuerySet) -> list[Effect]:
    bookings = RoomBooking.objects.standing().filter(session__in=sessions.values("pk"))
    return named(bookings.select_related("conference", "room"), is_free)


def is_free(booking: RoomBooking) -> Effect:
    words = _("%(room)s is free from %(start)s to %(end)s.") % {
        "room": booking.room,
        "start": f"{booking.conference.local(booking.starts_at):%H:%M}",
        "end": f"{booking.conference.local(booking.clear_until):%H:%M}",
    }
    return about(booking.room, words)


def lose_their_parts(sessions: SessionQuerySet) -> list[Effect]:
    """Only delegates: of whom is named without being one, nothing else is known."""
    parts = (
        SessionPart.objects.filter(session__in=sessions.values("pk"), delegate__isnull=False)
        .exclude(session__state=SessionState.CANCELLED)
        .select_related("delegate")
        .order_by("session__starts_at", "order", "pk")
    )
    words = _("%(person)s is no longer its %(part)s.")
    return named(
        parts,
        lambda row: about(
            row.delegate,  # type: ignore[arg-type]
            words % {"person": row.delegate, "part": row.get_part_display().lower()},
        ),
    )


def lose_what_they_organize(sessions: SessionQuerySet) -> list[Effect]:
    rows = (
        SessionOrganizer.objects.filter(session__in=sessions.values("pk"))
        .exclude(session__state=SessionState.CANCELLED)
        .select_related("delegation")
        .order_by("session__starts_at", "order", "pk")
    )
    words = _("%s, which organizes it, has no session there.")
    return named(rows, lambda row: about(row.delegation, words % row.delegation))


ON_SESSIONS: Sequence[Decision] = [
    decision(
        SessionState.PLANNED,
        gettext_lazy("Hold it after all"),
        each_alone(programme.hold_after_all, "session"),
        act=gettext_lazy("Hold %s after all"),
        will=ngettext_lazy(
            "This session will take place after all.",
            "These %(count)d sessions will take place after all.",
            "count",
        ),
        follows=is_told_with_the_next_release,
    ),
    decision(
        SessionState.CANCELLED,
        gettext_lazy("Cancel the session"),
        cancel_each,
        act=gettext_lazy("Cancel %s"),
        will=ngettext_lazy(
            "This session will not take place.",
            "These %(count)d sessions will not take place.",
            "count",
        ),
        form=CancellationForm,
        follows=is_cancelled,
    ),
    Decision(
        value="audience",
        words=gettext_lazy("Change for whom it is"),
        act=gettext_lazy("Change for whom %s is"),
        will=ngettext_lazy(
            "From then on, this session is for whom you choose here.",
            "From then on, these %(count)d sessions are for whom you choose here.",
            "count",
        ),
        done=gettext_lazy("Audience changed"),
        decide=decide,
        needs=PERMISSION,
        is_public=True,
        for_many=True,
        form=AudienceForm,
    ),
    Decision(
        value="note",
        words=gettext_lazy("Change the note for readers"),
        act=gettext_lazy("Change the note of %s"),
        will=gettext_lazy("Readers of the agenda and of calendars are told what you write here."),
        done=gettext_lazy("Note changed"),
        decide=change_note,
        needs=PERMISSION,
        is_legal=lambda session: session.is_cancelled,
        is_public=True,
        form=NoteForm,
        follows=note_until_now,
    ),
]
