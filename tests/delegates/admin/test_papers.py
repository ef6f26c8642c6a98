"""Papers of delegations as officers have them, and who has none of it."""

import datetime as dt
import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from conference.addresses import admin_url
from conference.choices import Role
from conference.errors import DomainError
from conference.models import Conference, Mail, MailBatch
from delegates.choices import CredentialsForm, Signatory
from delegates.models import Credentials, DelegationTask, Message, Nomination, TickedTask
from delegates.services.registration import credentials, nominations
from tests.deciding import decided
from tests.factories import (
    AT,
    ConferenceFactory,
    CredentialsFactory,
    DelegationFactory,
    DelegationKindFactory,
    DelegationTaskFactory,
    FocalPointFactory,
    MessageFactory,
    NominationFactory,
    StaffRoleFactory,
    UserFactory,
)
from tests.page_forms import forms_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def conference() -> Conference:
    found: Conference = ConferenceFactory()
    return found


def desk(client: Client, conference: Conference, role: Role) -> Client:
    client.force_login(StaffRoleFactory(conference=conference, role=role).user)
    return client


def url(row: Any, page: str, *further: int) -> str:
    delegation = getattr(row, "delegation", row)
    name = f"delegates_delegation_{page}"
    return admin_url(delegation.conference, name, delegation.pk, *further)


def test_list_says_what_is_overdue_and_unanswered_and_finds_both(
    client: Client, conference: Conference
) -> None:
    DelegationTaskFactory.create_batch(2, conference=conference, due_at=timezone.now() - DAY)
    late, done = DelegationFactory.create_batch(2, conference=conference)
    asking = MessageFactory(delegation=late)
    officer = desk(client, conference, Role.ORGANIZER)
    for task in conference_tasks(conference):
        officer.post(url(done, "tick_task", task), {"done": "yes"})
    page = admin_url(conference, "delegates_delegation_changelist")

    whole = officer.get(page).text
    found = [
        [row.pk for row in officer.get(f"{page}?{query}").context["cl"].result_list]
        for query in ("overdue=yes", "overdue=no", "messages=yes", "messages=no")
    ]

    assert "2 overdue" in whole
    assert "1 unanswered" in whole
    assert found == [[late.pk], [done.pk], [asking.delegation_id], [done.pk]]
    officer.post(url(done, "tick_task", conference_tasks(conference)[0]), {"done": "no"})
    assert TickedTask.objects.count() == 1


def conference_tasks(conference: Conference) -> list[int]:
    return list(DelegationTask.objects.for_conference(conference).values_list("pk", flat=True))


def test_reminders_are_prepared_and_name_what_is_open(
    client: Client, conference: Conference
) -> None:
    task = DelegationTaskFactory(conference=conference, name="Send the anthem")
    point = FocalPointFactory(
        delegation__conference=conference, delegation__correspondence_language="fr"
    )
    alone = DelegationFactory(conference=conference)
    organizer = desk(client, conference, Role.ORGANIZER)
    page = url(point, "remind")

    shown = organizer.get(page).text
    answer = decided(organizer, page)

    assert "Send the anthem" in shown
    assert "Nobody registers it yet" in organizer.get(url(alone, "remind")).text
    assert answer.status_code == 200
    mail = Mail.objects.get()
    assert (mail.recipient, mail.is_held, mail.language) == (point.user.email, True, "fr")
    assert str(task) in mail.text
    assert MailBatch.objects.get().decided_at is None


@pytest.mark.parametrize("role", [Role.ORGANIZER, Role.REGISTRATION_OFFICER])
def test_officer_enters_receives_and_verifies_a_nomination(
    client: Client, conference: Conference, role: Role
) -> None:
    delegation = DelegationFactory(conference=conference)
    officer = desk(client, conference, role)

    officer.post(url(delegation, "add_nomination"), {"reference": "NV 3", "dated_on": "2018-03-02"})
    row = Nomination.objects.get()
    officer.post(url(row, "receive_nomination", row.pk))
    received = Nomination.objects.get()
    officer.post(url(row, "verify_nomination", row.pk))
    officer.post(url(row, "verify_nomination", row.pk))

    verified = Nomination.objects.get()
    assert (row.file.name, received.verified_at) == ("", None)
    assert received.received_by == verified.verified_by
    assert verified.received_at == received.received_at
    assert "NV 3" in officer.get(url(row, "nominations")).text
    # There is no file.
    assert officer.get(url(row, "nomination", row.pk)).status_code == 404


def test_credentials_are_noted_with_who_did_and_of_none_nothing_is_known(
    client: Client, conference: Conference
) -> None:
    delegation = DelegationFactory(conference=conference)
    officer = desk(client, conference, Role.REGISTRATION_OFFICER)
    page = url(delegation, "credentials")
    sent = {
        "form": "original",
        "signatory": "head_of_state",
        "has_full_powers": "on",
        "received_on": "2018-04-02",
    }

    officer.post(page, sent)
    row = Credentials.objects.get()
    early = officer.post(page, sent | {"examined_on": "2018-04-01"}).text
    none = officer.post(page, sent | {"form": "none"}).text
    credentials.note(
        delegation=delegation,
        noted={name: getattr(row, name) for name in credentials.NOTED} | {"received_on": None},
        by=UserFactory(),
        at=AT,
    )

    assert (row.form, row.signatory, row.has_full_powers) == (
        CredentialsForm.ORIGINAL,
        Signatory.HEAD_OF_STATE,
        True,
    )
    assert row.received_by is not None
    assert "examined once they are received" in early
    assert "of none nothing else is known" in none
    row.refresh_from_db()
    assert (row.received_on, row.received_by) == (None, None)
    events = Credentials.pgh_event_model.objects.order_by("pk")
    assert [event.received_on for event in events] == [dt.date(2018, 4, 2), None]


def test_older_form_takes_back_no_credentials_that_were_noted_since(
    client: Client, conference: Conference
) -> None:
    delegation = DelegationFactory(conference=conference)
    officer = desk(client, conference, Role.REGISTRATION_OFFICER)
    page = url(delegation, "credentials")
    (loaded,) = re.findall(r'name="loaded_values" value="([^"]+)"', officer.get(page).text)
    noted = {name: getattr(credentials.of(delegation), name) for name in credentials.NOTED}
    theirs = noted | {"form": CredentialsForm.ORIGINAL, "signatory": Signatory.HEAD_OF_STATE}
    credentials.note(delegation=delegation, noted=theirs, by=UserFactory(), at=AT)
    sent = {"form": "copy", "signatory": "", "loaded_values": loaded}

    answer = officer.post(page, sent).text
    kept = Credentials.objects.get().form
    (newest,) = re.findall(r'name="loaded_values" value="([^"]+)"', answer)
    officer.post(page, sent | {"loaded_values": newest})

    assert "Now stored: “Original”. In your form: “Copy”." in answer
    assert (kept, Credentials.objects.get().form) == ("original", "copy")


@pytest.mark.parametrize("number", [1, 3])
def test_committees_table_and_workbook_ask_as_often_for_three_as_for_one(
    client: Client, conference: Conference, number: int, django_assert_num_queries: Any
) -> None:
    for _each in range(number):
        CredentialsFactory(
            delegation__conference=conference, form="copy", signatory="foreign_minister"
        )
    DelegationFactory(conference=conference)
    officer = desk(client, conference, Role.REGISTRATION_OFFICER)
    page = admin_url(conference, "delegates_delegation_credentials_table")
    file = admin_url(conference, "delegates_delegation_credentials_xlsx")
    officer.get(page)

    with django_assert_num_queries(6):
        shown = officer.get(page).text
    book = BytesIO(b"".join(officer.get(file).streaming_content))

    assert shown.count("Minister for Foreign Affairs") == number
    rows = CalamineWorkbook.from_filelike(book).get_sheet_by_index(0).to_python()
    assert sorted(row[2] for row in rows[1:]) == ["Copy"] * number + ["None"]


def test_officer_answers_and_an_organizer_erases(client: Client, conference: Conference) -> None:
    asked = MessageFactory(delegation__conference=conference)
    point = FocalPointFactory(delegation=asked.delegation)
    officer = desk(client, conference, Role.REGISTRATION_OFFICER)

    officer.post(url(asked, "write_message"), {"text": "Yes, behind the hall."})
    refused = officer.post(url(asked, "write_message"), {"text": "a\u202eb"})
    forbidden = officer.post(url(asked, "erase_message", asked.pk))
    shown = officer.get(url(asked, "messages")).text
    organizer = desk(client, conference, Role.ORGANIZER)
    forms = [form.action for form in forms_of(organizer.get(url(asked, "messages")).text)]
    question = organizer.get(url(asked, "erase_message", asked.pk))
    stays = Message.objects.get(pk=asked.pk).text
    organizer.post(url(asked, "erase_message", asked.pk))
    again = organizer.get(url(asked, "erase_message", asked.pk))

    assert url(asked, "erase_message", asked.pk) not in forms
    assert (asked.text in question.text, stays) == (True, asked.text)
    assert "This cannot be undone." in question.text
    assert again["Location"] == url(asked, "messages")
    assert "Yes, behind the hall." in shown
    assert asked.text in shown
    assert (refused.status_code, forbidden.status_code) == (200, 403)
    assert Mail.objects.get().recipient == point.user.email
    assert list(Message.objects.values_list("text", flat=True)) == ["", "Yes, behind the hall."]


@pytest.mark.parametrize(
    "role", [Role.BADGE_DESK, Role.SECURITY_OFFICER, Role.PROGRAMME_OFFICER, Role.DOOR]
)
def test_other_roles_have_none_of_it(client: Client, conference: Conference, role: Role) -> None:
    row = NominationFactory(delegation__conference=conference)
    message = MessageFactory(delegation=row.delegation)
    DelegationTaskFactory(conference=conference)
    other = desk(client, conference, role)

    reading = [url(row, page) for page in ("tasks", "nominations", "credentials", "messages")]
    reading += [url(row, "nomination", row.pk)]
    reading += [admin_url(conference, "delegates_delegation_credentials_table")]
    doing = [url(row, "write_message"), url(row, "verify_nomination", row.pk)]
    answers = [other.get(path) for path in reading]
    answers += [other.post(path, {"text": "x"}) for path in doing]
    whole = other.get(admin_url(conference, "delegates_delegation_changelist"))

    assert {answer.status_code for answer in answers} <= {403, 404}
    assert "unanswered" not in whole.text
    assert list(Message.objects.all()) == [message]


def test_what_lies_beyond_a_conference_is_missing(client: Client, conference: Conference) -> None:
    row = NominationFactory()
    task = DelegationTaskFactory()
    here = NominationFactory(delegation__conference=conference)
    officer = desk(client, conference, Role.ORGANIZER)

    assert officer.get(url(here, "nomination", row.pk)).status_code == 404
    assert officer.post(url(here, "tick_task", task.pk), {"done": "yes"}).status_code == 404
    beyond = admin_url(conference, "delegates_delegation_messages", row.delegation_id)
    assert officer.get(beyond).status_code == 404


def test_organizer_enters_a_task_of_one_kind(client: Client, conference: Conference) -> None:
    kind = DelegationKindFactory(conference=conference)
    organizer = desk(client, conference, Role.ORGANIZER)
    add = admin_url(conference, "delegates_delegationtask_add")
    language = conference.languages.index(conference.principal_language)

    answer = organizer.post(
        add,
        {
            f"name_{language}": "Send the anthem",
            "due_at_0": "2018-04-20",
            "due_at_1": "18:00",
            "fulfilment": "ticked",
            "kinds": [kind.pk],
        },
    )

    assert answer.status_code == 302
    task = DelegationTask.objects.get()
    assert str(task) == "Send the anthem"
    assert conference.local(task.due_at).isoformat()[:16] == "2018-04-20T18:00"
    assert [line.kind for line in task.lines.all()] == [kind]
    desk(client, conference, Role.REGISTRATION_OFFICER)
    assert organizer.post(add, {}).status_code == 403


def test_notes_of_a_focal_point_shut_no_officer_out(conference: Conference) -> None:
    point = FocalPointFactory(delegation__conference=conference)
    NominationFactory.create_batch(
        nominations.MOST, delegation=point.delegation, handed_in_by=point.user
    )
    about = {"delegation": point.delegation, "note": nominations.Note("NV 21", dt.date(2018, 4, 1))}

    nominations.enter(**about, by=UserFactory(), at=AT)
    with pytest.raises(DomainError, match="write to the secretariat"):
        nominations.hand_in(**about, by=point.user, at=AT)
