"""Who registers a delegation, as its organizers see and arrange it."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from pytest_django import Settings

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import AuditEvent, Conference, Mail, MailBatch
from conference.outbox.composing import CODE
from delegates.models import Delegation, FocalPointInvitation, RegistrationSettings
from tests.factories import (
    DelegationFactory,
    FocalPointFactory,
    FocalPointInvitationFactory,
    MailFactory,
    StaffRoleFactory,
)

ADDRESS = "szabo@mfa.example"


@pytest.fixture
def delegation() -> Delegation:
    found: Delegation = DelegationFactory()
    return found


@pytest.fixture
def organizer(client: Client, delegation: Delegation) -> Client:
    client.force_login(StaffRoleFactory(conference=delegation.conference).user)
    return client


def contacts(delegation: Delegation, page: str = "contacts", *further: int) -> str:
    return admin_url(delegation.conference, f"delegates_delegation_{page}", delegation.pk, *further)


def test_organizer_invites_and_takes_back(
    organizer: Client, delegation: Delegation, settings: Settings
) -> None:
    settings.EMAIL_HOST = "mail.example"
    organizer.post(contacts(delegation, "note"), {"name": "Szabó Ágnes", "email": ADDRESS})

    invitation = FocalPointInvitation.objects.get()
    page = organizer.get(contacts(delegation)).text
    assert "Szabó Ágnes" in page
    assert "invited, not answered" in page
    assert invitation.opened_code() not in page
    assert Mail.objects.get().recipient == ADDRESS

    organizer.post(contacts(delegation, "revoke_invitation", invitation.pk), follow=True)
    assert "Szabó Ágnes" not in organizer.get(contacts(delegation)).text


@pytest.mark.parametrize("language", ["", "ru"])
def test_mail_is_read_on_the_page_before_it_is_sent(
    organizer: Client, delegation: Delegation, language: str, settings: Settings
) -> None:
    """In the language in which it goes, and with no code."""
    settings.EMAIL_HOST = "mail.example"
    Delegation.objects.filter(pk=delegation.pk).update(correspondence_language=language)

    page = organizer.get(contacts(delegation)).text
    organizer.post(contacts(delegation, "note"), {"email": ADDRESS})

    mail = Mail.objects.get()
    assert mail.language == (language or "en")
    assert CODE in mail.text
    assert escape(mail.subject) in page
    lines = [escape(line) for line in mail.text.splitlines() if "://" not in line]
    # An address in it can be pressed.
    read = re.sub("<[^>]+>", "", page)
    assert [line for line in lines if line not in read] == []


def test_nobody_reads_a_mail_that_nobody_is_sent(
    organizer: Client, delegation: Delegation, settings: Settings
) -> None:
    settings.EMAIL_HOST = "mail.example"
    officer = Client()
    role = StaffRoleFactory(conference=delegation.conference, role=Role.REGISTRATION_OFFICER)
    officer.force_login(role.user)

    assert CODE not in officer.get(contacts(delegation)).text

    assert CODE in organizer.get(contacts(delegation)).text
    withdrawn = {"withdrawn_at": timezone.now(), "withdrawn_by": role.user}
    Delegation.objects.filter(pk=delegation.pk).update(**withdrawn)
    assert CODE not in organizer.get(contacts(delegation)).text


def test_address_that_takes_no_mail_is_marked_on_both_pages(
    organizer: Client, delegation: Delegation
) -> None:
    conference = delegation.conference
    standing = FocalPointFactory(delegation=delegation).user.email
    asked = FocalPointInvitationFactory(delegation=delegation).email
    others = FocalPointFactory(delegation=DelegationFactory(conference=conference)).user.email
    for address in (standing, asked, others):
        MailFactory(
            conference=conference, recipient=address, state="failed", is_refused=True,
            error="550 no such mailbox",
        )  # fmt: skip

    sheet = organizer.get(admin_url(conference, "delegates_delegation_change", delegation.pk)).text

    for page in (sheet, organizer.get(contacts(delegation)).text):
        found = re.findall(r"<bdi>(.+?)</bdi> takes no mail: *<bdi>(.+?)</bdi>", page)
        assert sorted(found) == sorted((each, "550 no such mailbox") for each in (standing, asked))


def test_without_a_mail_server_the_code_is_shown_to_whoever_invites(
    organizer: Client, delegation: Delegation, settings: Settings
) -> None:
    settings.EMAIL_HOST = ""
    organizer.post(contacts(delegation, "note"), {"email": ADDRESS})
    code = FocalPointInvitation.objects.get().opened_code()

    page = organizer.get(contacts(delegation)).text
    assert code in page
    assert "They receive a code by mail." not in page
    assert "The code is shown here once you invite them." in page

    officer = Client()
    role = StaffRoleFactory(conference=delegation.conference, role=Role.REGISTRATION_OFFICER)
    officer.force_login(role.user)
    read = officer.get(contacts(delegation))
    assert (read.status_code, code in read.text) == (200, False)
    assert officer.post(contacts(delegation, "note"), {"email": "x@mfa.example"}).status_code == 403


def test_noted_for_a_mailing_nobody_is_written_to_before_it_is_sent(
    organizer: Client, delegation: Delegation
) -> None:
    organizer.post(contacts(delegation, "note"), {"email": ADDRESS, "later": "yes"})
    assert not Mail.objects.exists()
    other = DelegationFactory(conference=delegation.conference)
    FocalPointInvitationFactory(delegation=other)
    nobody = DelegationFactory(conference=delegation.conference, name="Nobody noted")
    FocalPointInvitationFactory()
    listed = admin_url(delegation.conference, "delegates_delegation_changelist")
    chosen = {"action": "invite", "_selected_action": [delegation.pk, other.pk, nobody.pk]}

    asked = organizer.post(listed, chosen)
    assert "2 mails are written." in asked.text
    assert "Nobody noted" in asked.text
    form = asked.context
    organizer.post(
        listed, {**chosen, "confirmed": form["sent_again"][-1][1], "read": form["promise"]}
    )

    (batch,) = MailBatch.objects.all()
    mailing = admin_url(delegation.conference, "conference_mailbatch_change", batch.pk)
    page = organizer.get(mailing).text
    assert ADDRESS in page
    assert page.count("to be looked at") == 3
    mail = batch.mails.get(recipient=ADDRESS)
    shown = organizer.get(admin_url(delegation.conference, "conference_mail_change", mail.pk)).text
    assert "••••" in shown


def test_access_that_is_ended_is_gone_from_the_page(
    organizer: Client, delegation: Delegation
) -> None:
    focal_point = FocalPointFactory(delegation=delegation, user__name="Szabó Ágnes")
    assert "Szabó Ágnes" in organizer.get(contacts(delegation)).text

    organizer.post(contacts(delegation, "revoke_focal_point", focal_point.pk), follow=True)

    assert "Szabó Ágnes" not in organizer.get(contacts(delegation)).text


def test_contacts_of_another_delegation_are_not_reached_through_this_one(
    organizer: Client, delegation: Delegation
) -> None:
    other = FocalPointFactory()
    invitation = FocalPointInvitationFactory()

    for page, number in [
        ("revoke_focal_point", other.pk),
        ("send_invitation", invitation.pk),
        ("revoke_invitation", invitation.pk),
    ]:
        assert organizer.post(contacts(delegation, page, number)).status_code == 404


def test_registration_opens_and_closes_at_times_of_the_conference(
    organizer: Client, delegation: Delegation
) -> None:
    conference: Conference = delegation.conference
    added = admin_url(conference, "delegates_registrationsettings_add")
    sent = {"opens_at_0": "2018-04-01", "opens_at_1": "09:00", "closes_at_0": "", "closes_at_1": ""}
    sent["offer_hours"] = "24"

    organizer.post(added, sent)
    again = organizer.post(added, sent)

    (row,) = RegistrationSettings.objects.all()
    assert conference.local(row.opens_at).isoformat() == "2018-04-01T09:00:00+05:00"
    assert row.offer_hours == 24
    assert "is set already" in again.text


def test_language_of_correspondence_is_one_of_the_conference(
    organizer: Client, delegation: Delegation
) -> None:
    page = contacts(delegation, "details")
    form = organizer.get(page).context["adminform"].form
    offered = [value for value, _words in form.fields["correspondence_language"].choices]

    assert offered == ["", "en", "ru", "tg"]


def test_registration_is_reopened_for_one_delegation_until_the_end_of_a_day(
    organizer: Client, delegation: Delegation
) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    page = admin_url(delegation.conference, "delegates_delegation_reopen", delegation.pk)

    over = organizer.post(page, {"last_day": "2018-01-01", **read(organizer.get(page))})
    organizer.post(page, {"last_day": tomorrow.isoformat(), **read(organizer.get(page))})

    delegation.refresh_from_db()
    assert over.status_code == 302
    assert delegation.reopened_until is not None
    until = delegation.conference.local(delegation.reopened_until)
    assert (until.date() - tomorrow, until.time()) == (dt.timedelta(days=1), dt.time())
    event = AuditEvent.objects.get(action="delegation.reopened")
    assert event.target_id == delegation.pk


def read(page: Any) -> dict[str, str]:
    return {"read": page.context["promise"]}


@pytest.mark.parametrize(
    ("host", "said"),
    [("mail.example", "a mail is on its way"), ("", "Give them the code below")],
)
def test_organizer_is_told_what_came_of_it(
    organizer: Client, delegation: Delegation, settings: Settings, host: str, said: str
) -> None:
    """Where no mail is sent, nothing on the page speaks of one that somebody receives."""
    settings.EMAIL_HOST = host
    told = {"name": "Szabó Ágnes", "email": ADDRESS}

    invited = organizer.post(contacts(delegation, "note"), told, follow=True).text
    row = FocalPointInvitation.objects.get()
    revoked = organizer.post(contacts(delegation, "revoke_invitation", row.pk), follow=True).text

    assert "Szabó Ágnes is invited" in invited
    assert said in invited
    assert ("What whoever is invited receives" in invited) == bool(host)
    assert "The invitation of Szabó Ágnes is taken back." in revoked


def test_last_day_is_chosen_from_a_calendar(organizer: Client, delegation: Delegation) -> None:
    page = organizer.get(contacts(delegation, "reopen")).text

    assert "admin/js/admin/DateTimeShortcuts" in page
    assert "Typed as 2026-11-30 or 30.11.2026." in page
