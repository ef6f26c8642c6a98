"""Whom a release concerns is told by mail, once each, in the language of their delegation."""

import pytest
from django.test import Client

from conference.addresses import admin_url
from conference.errors import DomainError
from conference.models import Conference, Mail, MailBatch
from sessions.choices import Audience
from sessions.models import Release, Session
from sessions.services import audiences, telling
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    FocalPointFactory,
    SessionFactory,
    SessionInvitationFactory,
    SessionOrganizerFactory,
    SessionPartFactory,
    StaffRoleFactory,
    UserFactory,
    words,
)
from tests.releasing import release

SPEAKER, FOCAL_POINT = "speaker@mfa.example", "focal-point@mfa.example"


@pytest.fixture
def conference() -> Conference:
    found: Conference = ConferenceFactory(languages=["en", "fr"])
    return found


@pytest.fixture
def session(conference: Conference) -> Session:
    found: Session = SessionFactory(conference=conference, title=words("Water and peace"))
    return found


def told(made: Release) -> dict[str, Mail]:
    batch = telling.prepare(release=made, by=UserFactory(), at=AT)
    return {mail.recipient: mail for mail in batch.mails.all()}


def test_each_address_is_told_once_of_all_that_concerns_it(
    conference: Conference, session: Session
) -> None:
    delegation = DelegationFactory(conference=conference, correspondence_language="fr")
    FocalPointFactory(delegation=delegation, user__email=FOCAL_POINT)
    FocalPointFactory(delegation=delegation, revoked_at=AT, revoked_by=UserFactory())
    other = SessionFactory(conference=conference, title=words("Glaciers"))
    speaker = DelegateFactory(delegation=delegation, email=SPEAKER.upper())
    for one in (session, other):
        SessionPartFactory(session=one, delegate=speaker)
    SessionPartFactory(session=session, delegate=DelegateFactory(delegation=delegation, email=""))
    SessionOrganizerFactory(session=other, delegation=delegation)
    SessionOrganizerFactory(session=other, delegation__conference=conference)

    mails = told(release(session, other))

    assert sorted(mails) == [FOCAL_POINT, SPEAKER]
    assert {mail.language for mail in mails.values()} == {"fr"}
    for mail in mails.values():
        assert mail.text.count("Water and peace") == 1
        assert mail.text.count("Glaciers") == 1
    assert list(Mail.objects.about(speaker)) == [mails[SPEAKER]]
    assert list(Mail.objects.about(delegation)) == [mails[FOCAL_POINT]]


def test_what_single_people_are_invited_to_their_focal_points_are_not_told(
    conference: Conference, session: Session
) -> None:
    invited = DelegateFactory(delegation__conference=conference, email=SPEAKER)
    FocalPointFactory(delegation=invited.delegation, user__email=FOCAL_POINT)
    SessionInvitationFactory(session=session, delegate=invited)
    session.audience = Audience.INVITATION
    session.save()

    assert sorted(told(release(session))) == [SPEAKER]


def test_title_of_a_closed_session_is_in_no_mail(conference: Conference, session: Session) -> None:
    part = SessionPartFactory(
        session=session, delegate__email=SPEAKER, delegate__delegation__conference=conference
    )
    made = release(session)
    audiences.decide(sessions=[session], audience=Audience.CLOSED, by=UserFactory(), at=AT)

    mails = told(made)

    assert part.delegate.email in mails
    assert "Water and peace" not in mails[SPEAKER].text + mails[SPEAKER].subject


def test_release_that_concerns_nobody_with_an_address_says_so(session: Session) -> None:
    with pytest.raises(DomainError, match="has an e-mail address"):
        telling.prepare(release=release(session), by=UserFactory(), at=AT)


def test_organizer_looks_at_the_mails_before_they_go(
    client: Client, conference: Conference, session: Session
) -> None:
    SessionPartFactory(
        session=session, delegate__email=SPEAKER, delegate__delegation__conference=conference
    )
    made = release(session)
    client.force_login(StaffRoleFactory(conference=conference).user)

    answer = client.post(admin_url(conference, "agenda_release_tell", made.pk))

    batch = MailBatch.objects.get()
    assert answer["Location"] == admin_url(conference, "conference_mailbatch_change", batch.pk)
    assert SPEAKER in client.get(answer["Location"]).text
    assert Mail.objects.claimable(AT).count() == 0
