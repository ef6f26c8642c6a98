"""What the agenda says of people on pages that show several, which know nothing of sessions."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.admin import Fact, Said, contribute
from conference.models import Conference
from conference.writing import dates
from conference.writing.languages import localized
from delegates.models import Delegate
from sessions.choices import SessionState
from sessions.models import ANNOUNCED, SessionPart

PARTS = "parts_in_order"


def with_parts(delegates: QuerySet[Delegate]) -> QuerySet[Delegate]:
    parts = (
        SessionPart.objects.exclude(session__state=SessionState.CANCELLED)
        .annotate(is_announced=ANNOUNCED)
        .select_related("session")
        .order_by("session__starts_at", "pk")
    )
    return delegates.prefetch_related(Prefetch("session_parts", parts, to_attr=PARTS))


def parts_said_for(conference: Conference) -> Callable[[Delegate], Sequence[Said]]:
    """`Moderator: Water and peace, Thursday 3 May, 09:00`, on the clock of the conference.

    Of whoever does not come any more, that the session still names them: nobody reads it there,
    and somebody else is to be found.
    """

    def said(delegate: Delegate) -> Sequence[Said]:
        return [Said(in_words(part, conference)) for part in getattr(delegate, PARTS)]

    return said


def in_words(part: Any, conference: Conference) -> str:
    """The part comes from `with_parts`."""
    starts_at = timezone.localtime(part.session.starts_at, conference.zone)
    if part.is_announced:
        said = _("%(part)s: %(session)s, %(day)s, %(time)s")
    else:
        said = _("Still named, but not announced: %(part)s, %(session)s, %(day)s, %(time)s")
    return said % {
        "part": part.get_part_display(),
        "session": localized(part.session.title),
        "day": dates.weekday(starts_at.date()),
        "time": f"{starts_at:%H:%M}",
    }


contribute(Delegate, Fact("sessions", "agenda.view_session", with_parts, parts_said_for))
