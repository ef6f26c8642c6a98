"""The sessions of the agenda, as badges and nameplates ask about them."""

from django.db.models import F, QuerySet

from badges.occasions import OccasionSource, Participant
from conference.models import Conference
from sessions.models import Session, SessionPart


def rows() -> QuerySet[Session]:
    """A draft is planned as well: badges are printed before the agenda is published."""
    return Session.objects.annotate(key=F("code")).order_by("starts_at", "pk")


def people(conference: Conference, key: str) -> list[Participant]:
    parts = SessionPart.objects.for_conference(conference).announced()
    return [
        Participant(str(row.pk), row.delegate_id, row.name, row.get_part_display())
        for row in parts.filter(session__code=key).order_by("order", "pk")
    ]


SESSIONS = OccasionSource(rows, people)
