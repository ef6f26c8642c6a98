"""Who is named to readers of the agenda: in every page, feed and file that there is of it.

A session announces its speakers before their badges are decided. Whoever was refused or has
withdrawn, alone or with the delegation, is named nowhere.
"""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from conference.models import Conference
from delegates.choices import DECIDED, Accreditation
from delegates.models import Delegate
from delegates.services import delegations
from sessions.choices import DocumentState, SessionState
from sessions.models import Session
from sessions.reading.urls import urlpatterns
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegateFactory,
    DocumentFactory,
    DocumentFileFactory,
    RoomFactory,
    SessionFactory,
    SessionOrganizerFactory,
    SessionPartFactory,
    StaffRoleFactory,
)
from tests.releasing import release

# Family names are these words in capitals; `gone` has a delegation that is withdrawn.
PEOPLE = {**{state.value: state for state in Accreditation}, "gone": Accreditation.APPROVED}
ANNOUNCED = {"submitted", "returned", "approved"}
Arguments = Callable[[Session], dict[str, object]]


def whole(_session: Session) -> dict[str, object]:
    return {}


def organized(session: Session) -> dict[str, object]:
    return {"delegation": session.organizers.get().pk}


def issued(session: Session) -> dict[str, object]:
    document = DocumentFactory(session=session, state=DocumentState.PUBLISHED)
    return {"code": DocumentFileFactory(document=document).code}


# Each address of the agenda, and whether it names people at all.
READ: dict[str, tuple[Arguments, bool]] = {
    "agenda": (whole, False),
    "agenda-now": (whole, False),
    "agenda-mine": (whole, False),
    "agenda-search": (whole, False),
    "agenda-day": (lambda session: {"day": session.day}, False),
    "agenda-room": (lambda session: {"room": session.room_id}, False),
    "agenda-kind": (lambda session: {"kind": session.kind}, False),
    "agenda-by": (organized, False),
    "agenda-ics": (whole, False),
    "agenda-day-ics": (lambda session: {"day": session.day}, False),
    "agenda-room-ics": (lambda session: {"room": session.room_id}, False),
    "schedule-xml": (whole, True),
    "schedule-json": (whole, True),
    "releases-atom": (whole, False),
    "document": (issued, False),
    "session": (lambda session: {"code": session.code}, True),
    "session-ics": (lambda session: {"code": session.code}, False),
}

PAPERS = {"agenda-pdf", "agenda-day-pdf"}
"""Made of the very entries that the pages are made of, and too dear to make for each language."""


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(slug="dushanbe-2018", languages=["en", "tg"])


@pytest.fixture
def session(conference: Conference) -> Session:
    session: Session = SessionFactory(
        conference=conference,
        room=RoomFactory(venue__conference=conference),
    )
    SessionOrganizerFactory(session=session)
    delegates = {
        name: DelegateFactory(delegation__conference=conference, family_name=f"Zz{name}")
        for name in PEOPLE
    }
    for delegate in delegates.values():
        SessionPartFactory(session=session, delegate=delegate)
    release(session)
    for name, delegate in delegates.items():
        is_decided = PEOPLE[name] in DECIDED
        decided = {"decided_at": AT, "decided_by": by()} if is_decided else {}
        if PEOPLE[name] == Accreditation.WAITING:
            decided["waiting_since"] = AT
        Delegate.objects.filter(pk=delegate.pk).update(accreditation=PEOPLE[name], **decided)
    gone = delegates["gone"].delegation
    delegations.withdraw(delegation=gone, reason="Ill", by=by(), at=AT)
    return session


def by() -> object:
    return StaffRoleFactory().user


def named(text: str) -> set[str]:
    return {name for name in PEOPLE if f"ZZ{name.upper()}" in text.upper()}


def test_every_address_of_the_agenda_is_read_here() -> None:
    assert {pattern.name for pattern in urlpatterns} == set(READ) | PAPERS | {"agenda-for-some"}


@pytest.mark.parametrize("state", SessionState)
@pytest.mark.parametrize("name", READ)
def test_only_whoever_may_still_attend_is_named(
    client: Client, session: Session, name: str, state: SessionState
) -> None:
    if state == SessionState.CANCELLED:
        Session.objects.filter(pk=session.pk).update(state=state)
        release(session)
    arguments, names_people = READ[name]

    for language in session.conference.languages:
        place = {"slug": session.conference.slug}
        url = reverse(f"agenda:{name}", kwargs=place | arguments(session))
        answer = client.get(url.replace("/en/", f"/{language}/", 1), follow=True)
        unfolded = answer.getvalue().decode().replace("\r\n ", "")

        assert answer.status_code == 200
        assert named(unfolded) == (ANNOUNCED if names_people else set())
