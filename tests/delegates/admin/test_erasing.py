"""The page on which a person is erased: who has it, what it says, and what comes of it."""

import pytest
from django.test import Client
from django.utils.html import escape

from conference.addresses import admin_url
from conference.choices import Role
from conference.errors import DomainError
from conference.models import AuditEvent
from conference.writing.folding import search_text
from delegates.choices import QuestionKind
from delegates.models import Delegate, FormDraft
from delegates.services import delegations, erasure, registering
from delegates.services.registration import self_registration
from delegates.services.review import accreditation, undoing
from tests.factories import (
    AT,
    AnswerFactory,
    DelegateFactory,
    DelegationFactory,
    FocalPointFactory,
    ImportLineFactory,
    ImportRunFactory,
    MailFactory,
    MessageFactory,
    StaffRoleFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_organizer_reads_what_goes_and_stays_and_erases_once_and_for_all(client: Client) -> None:
    person = DelegateFactory(family_name="Qandaktepa", approved=True)
    role = StaffRoleFactory(conference=person.conference, role=Role.ORGANIZER)
    page, record = (
        admin_url(person.conference, f"delegates_delegate_{name}", person.pk)
        for name in ("erase", "change")
    )
    client.force_login(role.user)

    assert page in client.get(record).text
    asked = client.get(page).text
    going = [str(place.words) for place in erasure.erased_places()]
    assert [words for words in going if escape(words) in asked] == going
    assert "This cannot be undone." in asked
    for _twice in range(2):
        client.post(page)

    after = client.get(record)
    assert (after.status_code, "Erased person" in after.text, page in after.text) == (
        200,
        True,
        False,
    )
    assert "QANDAKTEPA" not in after.text.upper()
    assert AuditEvent.objects.filter(action="delegate.erased", target_id=person.pk).count() == 1
    assert not Delegate.objects.exists()


def test_nobody_but_organizers_erases(client: Client) -> None:
    person = DelegateFactory()
    page = admin_url(person.conference, "delegates_delegate_erase", person.pk)
    client.force_login(
        StaffRoleFactory(conference=person.conference, role=Role.REGISTRATION_OFFICER).user
    )

    assert [client.get(page).status_code, client.post(page).status_code] == [403, 403]
    assert Delegate.objects.get().given_name


def test_while_a_file_is_imported_nothing_of_anybody_is_erased(client: Client) -> None:
    person = DelegateFactory(family_name="Qandaktepa")
    role = StaffRoleFactory(conference=person.conference, role=Role.ORGANIZER)
    ImportRunFactory(conference=person.conference)
    client.force_login(role.user)

    page = admin_url(person.conference, "delegates_delegate_erase", person.pk)
    said = client.post(page, follow=True).text

    assert "A file is being imported" in said
    assert Delegate.objects.get().family_name == "Qandaktepa"


def test_who_is_erased_is_neither_changed_nor_taken_back() -> None:
    person = DelegateFactory(approved=True)
    by = StaffRoleFactory(conference=person.conference, role=Role.ORGANIZER).user
    erasure.erase(delegate=person, by=by, at=AT)

    for act in (
        lambda: accreditation.restore(delegate=person, by=by, at=AT),
        lambda: undoing.undo_withdrawal(delegate=person, by=by, at=AT),
        lambda: registering.change(delegate=person, fields={"given_name": "A"}, by=by, at=AT),
    ):
        with pytest.raises(DomainError, match="This person is erased"):
            act()


def test_person_of_one_name_takes_nothing_of_namesakes_along() -> None:
    """A name of one word is that of many; what is about the person goes all the same."""
    maria = DelegateFactory(given_name="Maria", family_name="", approved=True)
    about = MessageFactory(delegation=maria.delegation, text="Maria")
    namesake = MessageFactory(delegation=maria.delegation, text="Maria Lopez comes by train.")
    mail = MailFactory(conference=maria.conference, text="Dear Maria Lopez, welcome.")
    answer = AnswerFactory(
        conference=maria.conference, kind=QuestionKind.LETTERS, subject="Maria Lopez"
    )

    erasure.erase(delegate=maria, by=UserFactory(), at=AT)

    for row in (about, namesake, mail, answer):
        row.refresh_from_db()
    assert (about.text, namesake.text) == ("", "Maria Lopez comes by train.")
    assert "Maria Lopez" in mail.text
    assert answer.subject == "Maria Lopez"


def test_thread_of_a_former_delegation_says_nothing_of_who_was_moved_and_is_erased() -> None:
    person = DelegateFactory(family_name="Qandaktepa", given_name="Odina")
    other = DelegationFactory(conference=person.conference)
    former = MessageFactory(delegation=person.delegation, text="Odina Qandaktepa needs a visa.")
    registering.change(delegate=person, fields={"delegation": other}, by=UserFactory(), at=AT)

    erasure.erase(delegate=person, by=UserFactory(), at=AT)

    former.refresh_from_db()
    assert former.text == ""


def test_what_is_typed_of_who_was_erased_meanwhile_is_not_kept() -> None:
    focal_point = FocalPointFactory()
    person = DelegateFactory(delegation=focal_point.delegation, approved=True)
    erasure.erase(delegate=Delegate.objects.get(pk=person.pk), by=UserFactory(), at=AT)

    with pytest.raises(DomainError):
        self_registration.keep_typed(
            delegation=focal_point.delegation,
            delegate=person,
            typed={"family_name": "Qandaktepa"},
            by=focal_point.user,
            at=AT,
        )

    assert not FormDraft.objects.exists()


def test_names_go_however_they_were_spelled() -> None:
    person = DelegateFactory(given_name="José", family_name="Ibáñez", approved=True)
    elsewhere = {"person": "Jose IBANEZ", "search_text": search_text("Jose Ibanez")}
    run = ImportRunFactory(conference=person.conference, state="done", applied_at=AT)
    lines = [
        ImportLineFactory(conference=person.conference, run=run, **said)
        for said in (elsewhere, {"person": "José Ibarra", "search_text": search_text("José")})
    ]
    mails = [
        MailFactory(conference=person.conference, text="Jose Ibanez comes by train."),
        MailFactory(conference=person.conference, recipient_name="JOSÉ IBAÑEZ"),
    ]

    erasure.erase(delegate=person, by=UserFactory(), at=AT)

    for row in (*lines, *mails):
        row.refresh_from_db()
    assert [row.person for row in lines] == ["", "José Ibarra"]
    assert all(mail.erased_at for mail in mails)


def test_head_who_is_erased_leads_nobody() -> None:
    person = DelegateFactory(approved=True)
    by = UserFactory()
    delegations.appoint_head(delegation=person.delegation, delegate=person, by=by, at=AT)

    erasure.erase(delegate=Delegate.objects.get(pk=person.pk), by=by, at=AT)

    person.delegation.refresh_from_db()
    assert person.delegation.head is None
