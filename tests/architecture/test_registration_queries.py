"""No page of focal points, liaison officers or whoever asks to be invited asks the database more
often because there is more of what it shows.

Generated from the URL configuration: an address that is not in the table fails.
"""

import datetime as dt
from typing import Any

import pytest
from django.contrib.messages import ERROR, get_messages
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from conference.choices import ConferenceState, Role, WorkState
from conference.models import User
from delegates.choices import Accreditation, AnswerKind, Fulfilment, Position, QuestionKind, Verdict
from delegates.models import Delegate, Delegation
from delegates.models.importing.imports import ImportStep
from tests.addresses import ALL, Address
from tests.admin_pages import Ask
from tests.badges.printed import portrait
from tests.counting import Counted, counted
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    DelegationTaskFactory,
    FocalPointFactory,
    FocalPointInvitationFactory,
    FormDraftFactory,
    ImportLineFactory,
    ImportQuestionFactory,
    ImportRunFactory,
    MessageFactory,
    NeedsFactory,
    NominationFactory,
    OwnFieldChoiceFactory,
    OwnFieldFactory,
    OwnValueFactory,
    ProposalFactory,
    QuotaFactory,
    RegistrationFieldFactory,
    RegistrationFieldLineFactory,
    RegistrationSettingsFactory,
    ScopeLineFactory,
    StaffRoleFactory,
    StaffScopeFactory,
    SubmissionFactory,
    SubmittedDelegateFactory,
    TickedTaskFactory,
    UserFactory,
)
from tests.page_forms import forms_of

pytestmark = pytest.mark.django_db

QUERIES = {
    "accompanied": 3,
    "accompanied_delegation": 16,
    "accompanied_flag": 3,
    "accompanied_person": 10,
    "accompanied_photo": 4,
    "add_people": 10,
    "appoint_head": 18,
    "delegation": 26,
    "file": 6,
    "flag": 3,
    "hand_in": 15,
    "invitation_requested": 3,
    "last_time": 7,
    "leave": 4,
    "list_template": 6,
    "messages": 5,
    "mine": 18,
    "name_proposals": 3,
    "needs": 6,
    "nomination": 5,
    "nominations": 4,
    "open_person": 13,
    "photo": 4,
    "reorder": 22,
    "take_back": 16,
    "request_invitation": 4,
    "typed": 14,
    "typed of somebody": 15,
    "upload_list": 5,
    "uploaded_list": 10,
}
"""With one row and with three of everything: two for the login session and its user."""

SENT: dict[str, dict[str, str]] = {
    "typed": {"given_name": "Zarina"},
    "name_proposals": {"given_name": "Zarina"},
    "reorder": {"step": "later"},
    "appoint_head": {"leads": "yes"},
    "take_back": {},
}
"""To what is no page."""

NOTE = b"%PDF-1.7\n%%EOF\n"
TYPED: dict[str, dict[str, Any]] = {
    "add_people": {"given_name": "Zarina", "family_name": "Mirzoeva"},
    "open_person": {"given_name": "Ilona", "family_name": "Szekely"},
    "hand_in": {},
    "last_time": {},
    "leave": {"reason": "Recalled"},
    "messages": {"text": "When does it begin?"},
    "needs": {"dietary": "vegan"},
    "nominations": {"reference": "NV 7", "dated_on": "2018-04-02"},
    "request_invitation": {
        "organization": "Society of Rivers",
        "name": "Kamara Adama",
        "function": "Secretary",
        "email": "kamara@mfa.example",
        "reason": "We measure rivers.",
    },
    "upload_list": {},
    "uploaded_list": {"take_over": "yes"},
}
"""Into the form of a page."""

TO_SEND = {
    "add_people": 29,
    "hand_in": 34,
    "last_time": 20,
    "leave": 17,
    "messages": 13,
    "needs": 22,
    "nominations": 13,
    "open_person": 35,
    "request_invitation": 14,
    "upload_list": 20,
    "uploaded_list": 12,
}
"""The same, sent: with what is saved, kept of it and said of it."""

OF_REGISTRATION = [address for address in ALL if address.namespace == "registration"]


class Everything:
    """A delegation of which there is so much of everything that its pages show."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.conference = ConferenceFactory(state=ConferenceState.OPEN)
        RegistrationSettingsFactory(
            conference=self.conference,
            opens_at=timezone.now() - dt.timedelta(days=1),
            takes_requests=True,
        )
        self.focal_point: User = UserFactory()
        self.delegation = self.delegation_of(self.focal_point)
        for _further in range(count - 1):
            self.delegation_of(self.focal_point)
        self.add_quotas_and_tasks()
        self.people = self.add_people()
        self.person = self.people[Accreditation.APPROVED][-1]
        self.add_papers()
        self.run = self.add_list()
        self.add_last_time()
        self.liaison_officer = self.add_liaison_officer()

    def delegation_of(self, user: User) -> Delegation:
        flag = default_storage.save("flags/aa/flag.png", ContentFile(b"\x89PNG"))
        found: Delegation = FocalPointFactory(
            delegation__conference=self.conference,
            delegation__confirmed_at=AT,
            delegation__flag_file=flag,
            user=user,
        ).delegation
        return found

    def add_quotas_and_tasks(self) -> None:
        kind = self.delegation.kind
        for position in (Position.MEMBER, Position.EXPERT, Position.PRESS)[: self.count]:
            QuotaFactory(conference=self.conference, kind=kind, places=90, position=position)
        for way in Fulfilment:
            for _number in range(self.count):
                task = DelegationTaskFactory(conference=self.conference, fulfilment=way)
                TickedTaskFactory(task=task, delegation=self.delegation)

    def add_people(self) -> dict[str, list[Delegate]]:
        people: dict[str, list[Delegate]] = {}
        traits: dict[str, dict[str, Any]] = {
            Accreditation.APPROVED: {"approved": True},
            Accreditation.WAITING: {"waiting": True},
            Accreditation.RETURNED: {
                "accreditation": Accreditation.RETURNED,
                "decided_at": AT,
                "decided_by": UserFactory(),
                "returned_fields": "function",
            },
            Accreditation.WITHDRAWN: {
                "accreditation": Accreditation.WITHDRAWN,
                "decided_at": AT,
                "decided_by": UserFactory(),
            },
            Accreditation.DRAFT: {"accreditation": Accreditation.DRAFT},
            Accreditation.SUBMITTED: {},
        }
        for state, values in traits.items():
            photos = [
                default_storage.save("photos/aa/one.jpg", ContentFile(portrait()))
                for _number in range(self.count)
            ]
            people[state] = [
                DelegateFactory(delegation=self.delegation, photo=photo, **values)
                for photo in photos
            ]
        self.answer(people[Accreditation.APPROVED][-1])
        self.hand_in(people[Accreditation.SUBMITTED])
        return people

    def answer(self, person: Delegate) -> None:
        file = default_storage.save("answers/aa/one.pdf", ContentFile(b"%PDF-"))
        NeedsFactory(delegate=person)
        for column in ("given_name", "family_name"):
            RegistrationFieldFactory(conference=self.conference, column=column)
        for column in ("email", "function", "phone")[: self.count]:
            field = RegistrationFieldFactory(conference=self.conference, column=column)
            RegistrationFieldLineFactory(field=field, kind=self.delegation.kind)
        for _number in range(self.count):
            OwnValueFactory(delegate=person)
            choice = OwnFieldChoiceFactory(field__conference=self.conference)
            OwnFieldChoiceFactory(field=choice.field)
            OwnValueFactory(delegate=person, field=choice.field, choice=choice, text="")
            self.file_field = OwnFieldFactory(conference=self.conference, answer=AnswerKind.FILE)
            OwnValueFactory(delegate=person, field=self.file_field, text="", file=file)
            ProposalFactory(delegate=person, decided_at=AT, decided_by=UserFactory())
        ProposalFactory(delegate=person)
        FormDraftFactory(user=self.focal_point, delegation=self.delegation, delegate=person)

    def hand_in(self, people: list[Delegate]) -> None:
        for _number in range(self.count):
            submission = SubmissionFactory(delegation=self.delegation)
            for person in people:
                SubmittedDelegateFactory(submission=submission, delegate=person)

    def add_papers(self) -> None:
        note = default_storage.save("nominations/aa/one.pdf", ContentFile(b"%PDF-"))
        for _number in range(self.count):
            self.nomination = NominationFactory(delegation=self.delegation, file=note)
            MessageFactory(delegation=self.delegation)
            MessageFactory(delegation=self.delegation, is_from_secretariat=True)
            FocalPointInvitationFactory(delegation=self.delegation)
            FocalPointFactory(delegation=self.delegation)

    def add_list(self) -> Any:
        run = ImportRunFactory(
            conference=self.conference,
            delegation=self.delegation,
            created_by=self.focal_point,
            state=WorkState.DONE,
            step=ImportStep.CHECK,
            summary={Verdict.NEW: self.count},
            file=default_storage.save("imports/aa/list.xlsx", ContentFile(b"list")),
        )
        for line in range(2, 2 + self.count):
            ImportLineFactory(run=run, conference=self.conference, line=line)
            ImportQuestionFactory(
                run=run,
                conference=self.conference,
                kind=QuestionKind.PERSON,
                lines=[line],
                detail={"candidates": []},
            )
        return run

    def add_last_time(self) -> None:
        for number in range(1, self.count + 1):
            day = self.conference.starts_on - dt.timedelta(days=300 * number)
            earlier = ConferenceFactory(starts_on=day, ends_on=day)
            former = DelegationFactory(conference=earlier, country=self.delegation.country)
            DelegateFactory.create_batch(self.count, delegation=former, approved=True)

    def add_liaison_officer(self) -> User:
        scope = StaffScopeFactory(conference=self.conference)
        for delegation in Delegation.objects.for_conference(self.conference):
            ScopeLineFactory(
                conference=self.conference, scope=scope, delegation=delegation, kind=None
            )
        role = StaffRoleFactory(conference=self.conference, role=Role.LIAISON_OFFICER, scope=scope)
        user: User = role.user
        return user

    def ask(self, address: Address) -> Ask:
        path = address.path(
            slug=self.conference.slug,
            delegation_id=str(self.delegation.pk),
            delegate_id=str(self.person.pk),
            field_id=str(self.file_field.pk),
            number=str(self.nomination.pk),
            run_id=str(self.run.pk),
        )
        if address.name not in SENT:
            return Ask(path)
        return Ask.sending(path, {name: [text] for name, text in SENT[address.name].items()})


@pytest.mark.parametrize("count", [1, 3])
def test_no_page_asks_more_often_for_three_than_for_one(client: Client, count: int) -> None:
    everything = Everything(count)
    found = {}

    for address in OF_REGISTRATION:
        is_accompanied = address.name.startswith("accompanied")
        user = everything.liaison_officer if is_accompanied else everything.focal_point
        client.force_login(user)
        ask = everything.ask(address)
        # What is remembered from one request to the next is asked for by the first.
        queries_of(client, ask)
        found[called(address)] = queries_of(client, ask)

    assert found == QUERIES


@pytest.mark.parametrize("count", [1, 3])
def test_no_form_asks_more_often_for_three_than_for_one(client: Client, count: int) -> None:
    # Requests for an invitation are counted by address.
    cache.clear()
    everything = Everything(count)
    client.force_login(everything.focal_point)
    found = {}

    for address in OF_REGISTRATION:
        if address.name in TYPED:
            ask = everything.ask(address)
            sent = filled_in(client, ask.path) | TYPED[address.name]
            sent |= files_of(address.name, count)
            found[address.name] = queries_of_form(client, ask.path, sent)

    assert found.keys() == TYPED.keys()
    assert found == TO_SEND


def filled_in(client: Client, path: str) -> dict[str, Any]:
    """What the form of the page sends, with all ticked that can be."""
    page = [form for form in forms_of(client.get(path).text) if form.method == "post"][-1]
    ticked = {name: offers for name, offers in page.offers.items() if name == "people"}
    return page.values | ticked


def files_of(name: str, count: int) -> dict[str, Any]:
    if name == "nominations":
        return {"file": SimpleUploadedFile("note.pdf", NOTE)}
    if name == "upload_list":
        rows = ["Given name,Family name", *(f"Ada,Person{number}" for number in range(count))]
        return {"file": SimpleUploadedFile("people.csv", "\n".join(rows).encode())}
    return {}


def queries_of_form(client: Client, path: str, sent: dict[str, Any]) -> int:
    found = Counted()
    with transaction.atomic():
        with connection.execute_wrapper(found):
            answer = client.post(path, sent)
        transaction.set_rollback(True)
    # What was refused would be shown, or said on the next page.
    assert answer.status_code == 302, path
    assert [str(row) for row in get_messages(answer.wsgi_request) if row.level == ERROR] == []
    return found.queries


def queries_of(client: Client, ask: Ask) -> int:
    """Of what it changes nothing is left."""
    with transaction.atomic():
        asked, answer = counted(client, ask)
        transaction.set_rollback(True)
    assert answer.status_code in {200, 204, 302}, ask
    return asked.queries


def called(address: Address) -> str:
    """Two addresses have one name: what is typed of somebody new, and of somebody who is there."""
    is_of_somebody = address.name == "typed" and "delegate_id" in address.parameters
    return "typed of somebody" if is_of_somebody else address.name
