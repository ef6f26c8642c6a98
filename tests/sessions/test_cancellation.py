"""A cancellation has a reason for those who work here, and a note for readers."""

import pytest
from django.test import Client
from i18nfield.strings import LazyI18nString

from conference.choices import ConferenceState, Role
from conference.errors import DomainError
from conference.models import AuditEvent, Conference
from sessions.choices import Audience, SessionState
from sessions.models import Session
from sessions.releases import reading
from sessions.releases.changes import changes
from sessions.services import audiences, programme
from tests.factories import AT, ConferenceFactory, SessionFactory, StaffRoleFactory, UserFactory
from tests.here import HERE, here
from tests.page_forms import form_values
from tests.releasing import release

REASON = "The minister is ill."
NOTE = {"en": "It is held on Friday.", "tg": "Рӯзи ҷумъа баргузор мешавад."}


@pytest.fixture
def conference() -> Conference:
    found: Conference = ConferenceFactory(
        slug=HERE, languages=["en", "tg"], state=ConferenceState.OPEN
    )
    return found


@pytest.fixture
def session(conference: Conference) -> Session:
    found: Session = SessionFactory(conference=conference, is_released=True)
    return found


@pytest.fixture
def officer(client: Client, conference: Conference) -> Client:
    role = StaffRoleFactory(conference=conference, role=Role.PROGRAMME_OFFICER)
    client.force_login(role.user)
    return client


def cancel(client: Client, session: Session, **typed: str) -> str:
    return decide(client, session, "cancelled", **typed)


def decide(client: Client, session: Session, decision: str, **typed: str) -> str:
    url = here("agenda_session_decide", session.pk, decision)
    values = dict(form_values(client.get(url).content.decode(), "decision"))
    answer = client.post(url, values | typed, follow=True).content.decode()
    if changes(reading.current(session.conference), reading.drafted(session.conference)):
        release(session)
    return answer


def read(session: Session, language: str) -> list[str]:
    """The pages and files on which readers meet the session."""
    start = f"/{language}/{HERE}/agenda"
    pages = ("/", f"/{session.code}/", ".ics", f"/{session.code}.ics")
    reader = Client()
    return [reader.get(f"{start}{page}").content.decode().replace("\r\n ", "") for page in pages]


def test_readers_are_told_the_note_in_their_language_and_never_the_reason(
    officer: Client, session: Session
) -> None:
    cancel(officer, session, reason=REASON, note_0=NOTE["en"], note_1=NOTE["tg"])

    session.refresh_from_db()
    assert (session.state, session.cancel_reason) == (SessionState.CANCELLED, REASON)
    for language, note in NOTE.items():
        for page in read(session, language):
            assert note in page
            assert REASON not in page
    event = AuditEvent.objects.get(action="session.cancelled")
    assert event.detail == {}
    page = officer.get(here("agenda_session_change", session.pk)).content.decode()
    assert REASON in page
    assert NOTE["tg"] in page


def test_without_a_reason_nothing_is_cancelled(officer: Client, session: Session) -> None:
    page = cancel(officer, session, note_0=NOTE["en"])

    session.refresh_from_db()
    assert session.state == SessionState.PLANNED
    assert "This field is required." in page


def test_note_that_turns_words_round_is_refused_and_nothing_cancelled(
    officer: Client, session: Session
) -> None:
    page = cancel(officer, session, note_0="Moved\u202e to Friday", reason=REASON)

    session.refresh_from_db()
    assert "Contains a hidden direction control (U+202E)" in page
    assert session.state == SessionState.PLANNED


def test_note_is_not_needed(officer: Client, session: Session) -> None:
    cancel(officer, session, reason=REASON)

    session.refresh_from_db()
    assert session.state == SessionState.CANCELLED
    assert "entry-note" not in read(session, "en")[0]


def test_note_is_changed_without_taking_the_session_up_again(
    officer: Client, session: Session
) -> None:
    cancel(officer, session, reason=REASON, note_0=NOTE["en"], note_1=NOTE["tg"])

    shown = officer.get(here("agenda_session_decide", session.pk, "note")).content.decode()
    page = decide(officer, session, "note", note_0="It is held in the library.")

    assert (f"Readers no longer see “{NOTE['en']}”." in shown, "Note changed" in page) == (
        True,
        True,
    )
    session.refresh_from_db()
    assert session.cancel_note.data == {"en": "It is held in the library.", "tg": NOTE["tg"]}
    assert (session.state, session.cancel_reason) == (SessionState.CANCELLED, REASON)
    assert [row.sequence for row in session.versions.order_by("pk")] == [0, 1, 2]
    assert all("It is held in the library." in page for page in read(session, "en"))
    assert all(NOTE["tg"] in page for page in read(session, "tg"))
    event = AuditEvent.objects.get(action="session.note_changed")
    assert event.fields == ["cancel_note"]


def test_session_that_takes_place_has_no_note_to_change(officer: Client, session: Session) -> None:
    page = officer.get(here("agenda_session_change", session.pk)).content.decode()

    assert here("agenda_session_decide", session.pk, "note") not in page
    with pytest.raises(DomainError, match="is not cancelled"):
        programme.change_note(session=session, note="", by=UserFactory(), at=AT)


def test_closed_session_says_no_more_than_that_it_is(officer: Client, session: Session) -> None:
    audiences.decide(sessions=[session], audience=Audience.CLOSED, by=UserFactory(), at=AT)

    cancel(officer, session, reason=REASON, note_0=NOTE["en"])

    assert not any(NOTE["en"] in page for page in read(session, "en"))


def test_session_that_takes_place_again_was_never_cancelled(session: Session) -> None:
    by = UserFactory()
    note = LazyI18nString(NOTE)
    programme.cancel(session=session, reason=REASON, note=note, by=by, at=AT)

    again = programme.hold_after_all(session=session, by=by, at=AT)

    again.refresh_from_db()
    assert (again.cancel_reason, str(again.cancel_note)) == ("", "")
