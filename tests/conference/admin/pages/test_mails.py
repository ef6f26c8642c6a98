"""Mailings: what is decided about them, and how it looks."""

import re

import pytest
from django.test import Client

from conference.choices import Role
from conference.models import Conference
from tests.factories import ConferenceFactory, MailFactory, StaffRoleFactory
from tests.here import HERE, here

BUTTON = re.compile(r'class="button way( way-out)?">([^<]+)<')


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(slug=HERE)


@pytest.fixture
def organizer(client: Client, conference: Conference) -> Client:
    client.force_login(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)
    return client


def test_of_a_mailing_discarding_alone_stands_in_red(
    organizer: Client, conference: Conference
) -> None:
    mail = MailFactory(conference=conference, of_a_mailing=True, is_held=True)

    page = organizer.get(here("conference_mailbatch_change", mail.batch.pk)).content.decode()

    assert BUTTON.findall(page) == [("", "Send all"), (" way-out", "Discard")]


def test_mail_that_goes_out_by_itself_is_stopped_in_red(
    organizer: Client, conference: Conference
) -> None:
    mail = MailFactory(conference=conference)

    page = organizer.get(here("conference_mail_change", mail.pk)).content.decode()

    assert BUTTON.findall(page) == [(" way-out", "Do not send")]
