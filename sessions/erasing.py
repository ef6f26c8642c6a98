"""Where something of a person lies in the agenda, and how it goes: see `delegates`' `erasure`."""

from django.utils.translation import gettext_lazy

from delegates.services import reasons
from delegates.services.erasure import Erased, Kept, Person
from sessions.models import Session, SessionInvitation, SessionPart, SessionVersion
from sessions.services import releases


def from_agenda(person: Person) -> None:
    SessionPart.objects.filter(delegate=person.row).delete()
    SessionInvitation.objects.filter(delegate=person.row).delete()
    releases.take_out(conference=person.conference, delegate=person.row.pk, at=person.at)


def from_cancellations(person: Person) -> None:
    reasons.empty_with_history(Session, ("cancel_reason",), person)


PLACES: tuple[Erased | Kept, ...] = (
    Erased(
        (SessionPart._meta.label, SessionInvitation._meta.label, SessionVersion._meta.label),
        gettext_lazy(
            "Their parts in sessions and invitations to them, in every release of the agenda too"
        ),
        from_agenda,
    ),
    Erased(
        (Session._meta.label, "agenda.SessionEvent"),
        gettext_lazy("Reasons of cancelled sessions that name them"),
        from_cancellations,
    ),
)
