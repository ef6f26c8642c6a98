"""An invitation by mail, with mail up or down."""

import datetime as dt
import re

import pytest
from django.core import mail
from pytest_django import Settings

from conference.accounts import invitation_mails
from conference.choices import Role
from conference.models import StaffInvitation, StaffRole
from conference.services import staff
from tests.factories import AT, StaffRoleFactory, UserFactory, words
from tests.races import while_uncommitted

TWO_ROLES = [Role.BADGE_DESK, Role.DOOR]


@pytest.fixture
def organizer() -> StaffRole:
    return StaffRoleFactory(
        role=Role.ORGANIZER, conference__title=words("Water for Peace"), user__name="Farrukh Namuna"
    )


def offer(organizer: StaffRole, email: str = "nilufar@example.org") -> StaffInvitation:
    first, _second = staff.invite(
        conference=organizer.conference, email=email, roles=TWO_ROLES, by=organizer.user, at=AT
    )
    return first


def test_what_is_offered_at_once_comes_in_one_mail(organizer: StaffRole) -> None:
    invitation = offer(organizer)

    assert invitation_mails.send_waiting(at=AT) == 1
    assert invitation_mails.send_waiting(at=AT) == 0

    (message,) = mail.outbox
    assert message.to == ["nilufar@example.org"]
    assert message.subject == "Dais: you are invited to work for Water for Peace"
    for text in (
        f"Farrukh Namuna ({organizer.user.email})",
        "- Badge desk\n- Door",
        f"Code: {invitation.code}",
        "good until 15 April 2018",
        "/accounts/join/",
        "/accounts/invitations/",
    ):
        assert text in message.body


def test_known_address_gets_the_same_mail(organizer: StaffRole) -> None:
    offer(organizer)
    offer(organizer, UserFactory(email="known@example.org").email)

    invitation_mails.send_waiting(at=AT)

    texts = {re.sub(r"Code: \S+", "", message.body) for message in mail.outbox}
    assert (len(mail.outbox), len(texts)) == (2, 1)


def test_mail_that_is_down_is_tried_for_a_day(
    organizer: StaffRole, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    offer(organizer)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    assert invitation_mails.send_waiting(at=AT) == 0

    assert StaffInvitation.objects.exclude(mail_waits_since=None).count() == 2
    assert "nilufar" not in caplog.text
    invitation_mails.send_waiting(at=AT + dt.timedelta(hours=25))
    assert not StaffInvitation.objects.exclude(mail_waits_since=None).exists()


@pytest.mark.django_db(transaction=True)
def test_invitation_is_sent_once_by_two_workers(organizer: StaffRole) -> None:
    offer(organizer)

    while_uncommitted(
        lambda: invitation_mails.send_waiting(at=AT),
        lambda: invitation_mails.send_waiting(at=AT),
    )

    assert len(mail.outbox) == 1
