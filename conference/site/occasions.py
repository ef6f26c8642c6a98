"""The sessions of the agenda, as badges and nameplates ask about them."""

from django.db.models import BooleanField, Case, F, QuerySet, Value, When

from badges.occasions import OccasionSource, Participant
from conference.models import Conference
from sessions.choices import SessionState
from sessions.models import Session, SessionPart


def rows() -> QuerySet[Session]:
    """A draft is planned as well: badges are printed before the agenda is published."""
    is_off = When(state=SessionState.CANCELLED, then=Value(False))
    takes_place = Case(is_off, default=Value(True), output_field=BooleanField())
    return Session.objects.annotate(key=F("code"), takes_place=takes_place).order_by(
        "starts_at", "pk"
    )


def people(conference: Conference, key: str) -> list[Participant]:
    parts = SessionPart.objects.for_conference(conference).announced()
    return [
        Participant(str(row.pk), row.delegate_id, row.name, row.get_part_display())
        for row in parts.filter(session__code=key).order_by("order", "pk")
    ]


SESSIONS = OccasionSource(rows, people)
