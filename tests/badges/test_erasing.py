"""Somebody is planted in every place, found there, erased, and found nowhere."""

import datetime as dt
import io
import zipfile
from typing import Any

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from badges.background.printing import KINDS as PRINTING
from badges.models import Generation
from conference import leased_work
from conference.choices import Role
from conference.errors import DomainError
from conference.models import AuditEvent, Conference, User
from conference.outbox import writing
from conference.outbox.composing import Composed
from conference.outbox.writing import Attachment, Letter
from conference.site.orphans import stored_keys
from delegates.choices import AnswerKind
from delegates.models import Delegate, ImportRun
from delegates.participants import background, printings
from delegates.services import delegations, erasure, registering
from delegates.services.importing import imports
from delegates.services.registration import (
    invitation_requests,
    messages,
    needs,
    own_fields,
    self_registration,
)
from delegates.services.registration.own_fields import Given
from delegates.services.review import accreditation, handing_in, proposals, undoing
from sessions.services import programme
from tests.badges.conftest import MakeDelegates, Send
from tests.badges.printed import portrait
from tests.delegates.importing.worker import import_next
from tests.factories import (
    AnswerFactory,
    BackgroundJobFactory,
    DelegateFactory,
    DelegationFactory,
    FocalPointFactory,
    FocalPointInvitationFactory,
    InvitationRequestFactory,
    KnownApartFactory,
    OwnFieldFactory,
    ProposalFactory,
    RegistrationSettingsFactory,
    SamePersonSpellingFactory,
    SessionFactory,
    SessionInvitationFactory,
    SessionPartFactory,
    StaffRoleFactory,
    SubmissionFactory,
    SubmittedDelegateFactory,
)
from tests.releasing import release

AT = dt.datetime(2018, 5, 1, 9, 0, tzinfo=dt.UTC)
GIVEN, FAMILY, FORMER, OWN = "Zulfiqor", "Qandaktepa", "Qandaktepova", "Қандактепа"
ADDRESS, PHONE, WORD = "office-zq@example.org", "+992 90 555 77 33", "Shellfish-zq"
MARKS = [FAMILY, FORMER, OWN, ADDRESS, PHONE, WORD]
PLANNED = {
    "agenda_session",
    "agenda_sessionevent",
    "agenda_sessionversion",
    "badges_generation",
    "conference_backgroundjob",
    "conference_mail",
    "conference_mailattachment",
    "delegates_answer",
    "delegates_delegate",
    "delegates_delegateevent",
    "delegates_delegation",
    "delegates_delegationevent",
    "delegates_focalpointinvitation",
    "delegates_formdraft",
    "delegates_importline",
    "delegates_importrun",
    "delegates_invitationrequest",
    "delegates_message",
    "delegates_needs",
    "delegates_ownvalue",
    "delegates_ownvalueevent",
    "delegates_proposal",
    "delegates_samepersonspelling",
}
FOLDERS = {"answers", "badges", "imports", "jobs", "mails", "participants"}


def tables_saying(marks: list[str]) -> set[str]:
    """Of all tables of the database those of which any column of any row says one of them."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT EXISTS (SELECT FROM "{table}" said WHERE said::text ILIKE ANY(%s))',
                [[f"%{mark}%" for mark in marks]],
            )
            if cursor.fetchone() == (True,):
                found.add(table)
    return found


def folders_saying(marks: list[str], known: set[str]) -> set[str]:
    """Of the storage, apart from files that were there before the test."""
    return {
        key.partition("/")[0]
        for key in set(stored_keys()) - known
        if any(mark.lower() in text_in(key).lower() for mark in marks)
    }


def text_in(key: str) -> str:
    with default_storage.open(key) as file:
        content = file.read()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "".join(
                archive.read(name).decode(errors="replace") for name in archive.namelist()
            )
    if content.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(content)
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    return str(content.decode(errors="replace"))


@pytest.fixture
def organizer(conference: Conference) -> User:
    user: User = StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user
    return user


@pytest.fixture
def person(make_delegates: MakeDelegates, organizer: User) -> Delegate:
    """With a former name and a former photo."""
    [row] = make_delegates(
        1,
        given_name=GIVEN,
        family_name=FORMER,
        photo=default_storage.save("photos/zq/former.jpg", ContentFile(portrait())),
    )
    fields = {
        "family_name": FAMILY,
        "own_name": OWN,
        "own_name_language": "tg",
        "email": ADDRESS,
        "phone": PHONE,
        "photo": default_storage.save("photos/zq/now.jpg", ContentFile(portrait())),
    }
    return registering.change(delegate=row, fields=fields, by=organizer, at=AT)


def plant_reasons(person: Delegate, by: User) -> None:
    """Whom officers name where they say why: the person, and others beside whom they are named."""
    conference = person.conference
    reason = f"{GIVEN} {FAMILY} is ill"
    own: dict[str, Any] = {"reason": reason, "by": by, "at": AT}
    accreditation.withdraw(delegate=person, **own)
    undoing.undo_withdrawal(delegate=person, by=by, at=AT)
    others = DelegateFactory.create_batch(3, delegation=person.delegation)
    accreditation.reject(delegate=others[0], **own)
    accreditation.return_(delegate=others[1], fields=[], **own)
    accreditation.withdraw(delegate=others[2], **own)
    accreditation.restore(delegate=others[2], by=by, at=AT)
    waiting = DelegateFactory(delegation=person.delegation, waiting=True)
    handing_in.give_place(delegate=waiting, **own)
    changed = DelegateFactory(delegation=person.delegation, approved=True)
    proposals.refuse(proposal=ProposalFactory(delegate=changed), **own)
    for delegation in (person.delegation, DelegationFactory(conference=conference)):
        delegations.withdraw(delegation=delegation, **own)
    delegations.restore(delegation=person.delegation, by=by, at=AT)
    request = InvitationRequestFactory(conference=conference)
    invitation_requests.decline(request=request, **own)
    programme.cancel(session=SessionFactory(conference=conference), **own)
    BackgroundJobFactory(
        conference=conference, state="done", finished_at=AT, request={"reason": reason}
    )


def plant(person: Delegate, by: User, send: Send) -> None:
    """Through the services that people use, wherever there is one."""
    conference, delegation = person.conference, person.delegation
    focal = FocalPointFactory(delegation=delegation).user
    RegistrationSettingsFactory(
        conference=conference, opens_at=AT - dt.timedelta(1), closes_at=AT + dt.timedelta(1)
    )
    needs.say(delegate=person, dietary=WORD, access="", by=by, at=AT)
    plant_reasons(person, by)
    field, file = (
        OwnFieldFactory(conference=conference, answer=kind, is_searched=kind == AnswerKind.TEXT)
        for kind in (AnswerKind.TEXT, AnswerKind.FILE)
    )
    key = own_fields.store(ContentFile(FAMILY.encode(), name="visa.txt"))
    answers = {field: Given(text=f"{WORD} {FAMILY}"), file: Given(file=key)}
    own_fields.answer(delegate=person, answers=answers, by=by, at=AT)
    proposals.propose(
        delegate=person,
        fields={"family_name": f"{FAMILY}-zoda", "photo": ContentFile(portrait(), name="new.jpg")},
        by=focal,
        at=AT,
    )
    for delegate in (person, None):
        self_registration.keep_typed(
            delegation=delegation,
            delegate=delegate,
            typed={"given_name": GIVEN, "family_name": FAMILY},
            by=focal,
            at=AT,
        )
    SamePersonSpellingFactory(delegate=person, given_name=GIVEN, family_name=f"{FAMILY}i")
    KnownApartFactory(first=person, conference=conference)
    AnswerFactory(conference=conference, subject=f"{GIVEN} {FAMILY}")
    messages.write(
        delegation=delegation,
        text=f"Is {GIVEN} {FAMILY} registered?",
        is_from_secretariat=False,
        by=focal,
        at=AT,
    )
    writing.write(
        Letter(
            ADDRESS,
            Composed(language="en", subject=f"{FAMILY}", text=FAMILY, html=FAMILY),
            [person],
            recipient_name=f"{GIVEN} {FAMILY}",
            attachments=[Attachment(f"{FAMILY}.txt", "text/plain", FAMILY.encode())],
        ),
        conference=conference,
        at=AT,
    )
    InvitationRequestFactory(
        conference=conference, name=f"{GIVEN} {FAMILY}", email=ADDRESS, phone=PHONE
    )
    FocalPointInvitationFactory(
        delegation=delegation, name=f"{FAMILY.upper()} {GIVEN}", email=ADDRESS
    )
    FocalPointInvitationFactory(
        delegation=DelegationFactory(conference=conference), name="", email=ADDRESS
    )
    SubmittedDelegateFactory(submission=SubmissionFactory(delegation=delegation), delegate=person)
    session = SessionFactory(conference=conference)
    SessionPartFactory(session=session, delegate=person)
    SessionInvitationFactory(session=session, delegate=person)
    release(session)
    printings.keep(conference=conference, reserved={}, by=by, at=AT)
    background.ask_for_files(conference=conference, by=by, at=AT)
    work_off([background.WORK])
    BackgroundJobFactory(
        conference=conference, state="done", finished_at=AT, file=ContentFile(FAMILY.encode(), "x")
    )
    import_people(person, by)
    send([person])
    work_off(PRINTING)


def work_off(kinds: Any) -> None:
    while leased_work.run_next(kinds, timezone.now):
        pass


def import_people(person: Delegate, by: User) -> ImportRun:
    """Of a file that is imported the lines stay."""
    text = f"Reference;Given name;Family name;Function\n{person.reference};{GIVEN};{FAMILY};Envoy"
    run = imports.start(
        file=io.BytesIO(text.encode()),
        file_name="people.csv",
        conference=person.conference,
        creates_delegations=False,
        by=by,
        at=timezone.now(),
    )
    import_next()
    run.refresh_from_db()
    imports.ask_to_apply(run=run, good_rows_only=True, by=by, at=timezone.now())
    import_next()
    run.refresh_from_db()
    assert run.applied_at, (run.state, run.error)
    return run


def test_person_who_is_erased_is_found_nowhere(
    person: Delegate,
    organizer: User,
    send: Send,
    commits_at_once: None,
) -> None:
    known = set(stored_keys())
    plant(person, organizer, send)
    before = Generation.objects.get(badge__delegate=person)
    photos = {event.photo.name for event in person.events.all()}  # type: ignore[attr-defined]
    assert [default_storage.exists(photo) for photo in photos] == [True] * 2

    assert PLANNED - tables_saying(MARKS) == set()
    assert tables_saying(MARKS) - PLANNED == set()
    assert folders_saying(MARKS, known) == FOLDERS

    erased = erasure.erase(delegate=person, by=organizer, at=AT)
    work_off([background.WORK])

    assert tables_saying([*MARKS, *photos]) == set()
    assert folders_saying(MARKS, known) == set()
    assert not any(map(default_storage.exists, photos))
    badge = Generation.objects.select_related("badge__delegate__delegation").get(pk=before.pk)
    assert (badge.state, badge.badge.delegate.is_entitled_to_badge) == (before.state, False)
    assert str(erased) == "Erased person"
    [event] = AuditEvent.objects.filter(action="delegate.erased")
    assert (event.target_id, event.by, event.detail) == (person.pk, organizer, {})
    erasure.erase(delegate=person, by=organizer, at=AT)
    assert AuditEvent.objects.filter(action="delegate.erased").count() == 1


def test_place_that_is_left_out_is_found(
    person: Delegate,
    organizer: User,
    send: Send,
    commits_at_once: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the scan would say if one place had not been registered; of some it is files alone."""
    plant(person, organizer, send)
    found = {}

    for left_out in erasure.erased_places():
        others = [place for place in erasure.places if place is not left_out]
        with monkeypatch.context() as patch, transaction.atomic():
            patch.setattr("django.db.transaction.on_commit", lambda _call, **_: None)
            patch.setattr(erasure, "places", others)
            erasure.erase(delegate=person, by=organizer, at=AT)
            found[left_out.models[0]] = tables_saying(MARKS)
            transaction.set_rollback(True)

    assert found == {
        "agenda.Session": {"agenda_session", "agenda_sessionevent"},
        "agenda.SessionPart": {"agenda_sessionversion"},
        "badges.Generation": {"badges_generation"},
        "conference.BackgroundJob": {"conference_backgroundjob"},
        "conference.Mail": {"conference_mail", "conference_mailattachment"},
        "delegates.Answer": {"delegates_answer", "delegates_samepersonspelling"},
        "delegates.Delegate": {"delegates_delegate", "delegates_delegateevent"},
        "delegates.Delegation": {
            *("delegates_delegate", "delegates_delegateevent", "delegates_proposal"),
            *("delegates_delegation", "delegates_delegationevent"),
        },
        "delegates.FocalPointInvitation": {"delegates_focalpointinvitation"},
        "delegates.FormDraft": {"delegates_formdraft"},
        "delegates.ImportLine": {"delegates_importline", "delegates_importrun"},
        "delegates.InvitationRequest": {"delegates_invitationrequest"},
        "delegates.ListEntry": set(),
        "delegates.Message": {"delegates_message"},
        "delegates.Needs": {"delegates_needs"},
        "delegates.OwnValue": {"delegates_ownvalue", "delegates_ownvalueevent"},
        "delegates.Proposal": {"delegates_proposal"},
    }


def test_nothing_is_erased_while_the_badge_is_printed(
    person: Delegate, organizer: User, send: Send, commits_at_once: None
) -> None:
    send([person])

    with pytest.raises(DomainError, match="Their badge is being printed in print job"):
        erasure.erase(delegate=person, by=organizer, at=AT)

    person.refresh_from_db()
    assert (person.family_name, person.erased_at) == (FAMILY, None)
    work_off(PRINTING)
    erasure.erase(delegate=person, by=organizer, at=AT)
    assert not tables_saying(MARKS)
