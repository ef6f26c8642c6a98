"""The sessions of the agenda, as badges and nameplates ask about them."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from badges.background import nameplates
from badges.occasions import Occasion, OccasionSource, Participant
from conference.contributions import Tool, Use, contribute
from conference.models import Conference
from sessions.models import Session, SessionPart


def find(conference: Conference, key: str) -> Occasion | None:
    session = Session.objects.for_conference(conference).filter(code=key).first()
    return Occasion(session.code, session.title) if session else None


def people(conference: Conference, key: str) -> list[Participant]:
    parts = SessionPart.objects.for_conference(conference).announced()
    return [
        Participant(str(row.pk), row.delegate_id, row.name, row.get_part_display())
        for row in parts.filter(session__code=key).order_by("order", "pk")
    ]


SESSIONS = OccasionSource(find, people)


def print_nameplates(sessions: Sequence[Session]) -> list[Use]:
    page = reverse("admin:badges_badgedesign_nameplates")
    return [Use(_("Print nameplates"), f"{page}?session={row.code}") for row in sessions]


contribute(Session, Tool(nameplates.PERMISSION, print_nameplates))
