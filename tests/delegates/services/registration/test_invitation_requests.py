"""Requests to be invited: received, accepted, declined, emptied."""

import datetime as dt
from typing import Any

import pytest
from django.utils import translation

from conference import randomness
from conference.choices import ConferenceState
from conference.errors import DomainError
from conference.models import AuditEvent, Conference, Mail
from delegates.choices import Admits, OrganizationType, RequestState
from delegates.models import Delegation, FocalPointInvitation, InvitationRequest, Organization
from delegates.services.parties import AlikeError
from delegates.services.registration import invitation_requests
from tests.factories import (
    AT,
    ConferenceFactory,
    CountryFactory,
    DelegationFactory,
    DelegationKindFactory,
    FocalPointFactory,
    InvitationRequestFactory,
    OrganizationFactory,
    RegistrationSettingsFactory,
    UserFactory,
    words,
)
from tests.races import while_uncommitted

DAY = dt.timedelta(days=1)
ADDRESS = "kamara@mfa.example"
WRITTEN = {
    "country": None,
    "organization": "Society of Rivers",
    "name": "Kamara Adama",
    "function": "Secretary",
    "email": ADDRESS,
    "phone": "",
    "reason": "We measure rivers.",
    "language": "fr",
}


@pytest.fixture
def conference() -> Conference:
    found: Conference = ConferenceFactory(
        state=ConferenceState.OPEN, title=words("Water for Peace"), languages=["en", "fr"]
    )
    RegistrationSettingsFactory(
        conference=found, takes_requests=True, opens_at=AT, closes_at=AT + 10 * DAY
    )
    return found


def receive(conference: Conference, at: dt.datetime = AT, **written: Any) -> None:
    key = written.pop("form_key", None) or randomness.identifier()
    invitation_requests.receive(conference=conference, form_key=key, at=at, **(WRITTEN | written))


def test_request_waits_and_its_address_is_told_once_a_day_without_what_was_written(
    conference: Conference,
) -> None:
    key = randomness.identifier()
    for _twice in range(2):
        receive(conference, form_key=key)
    receive(conference, email=ADDRESS.upper())

    first, _second = InvitationRequest.objects.waiting()
    mail = Mail.objects.get()
    assert (mail.recipient, mail.language, mail.recipient_name) == (ADDRESS, "fr", "")
    assert [mark for mark in ("Rivers", "Kamara", "Secretary") if mark in mail.text] == []
    assert list(Mail.objects.about(first)) == [mail]
    event = AuditEvent.objects.filter(action="invitationrequest.came_in").last()
    assert event is not None
    assert (event.by, event.target_id, event.detail) == (None, first.pk, {})

    receive(conference, at=AT + 2 * DAY)
    assert Mail.objects.count() == 2


def test_none_is_taken_after_closing_or_beyond_what_anybody_reads(
    conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(DomainError, match="no longer taken"):
        receive(conference, at=AT + 10 * DAY)
    monkeypatch.setattr(invitation_requests, "MOST_WAITING", 1)
    receive(conference)
    with pytest.raises(DomainError, match="Too many requests are waiting"):
        receive(conference)
    with pytest.raises(DomainError):
        receive(ConferenceFactory())

    assert InvitationRequest.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_form_that_is_sent_twice_at_once_makes_one_row_and_one_mail() -> None:
    conference = ConferenceFactory(state=ConferenceState.OPEN)
    RegistrationSettingsFactory(conference=conference, takes_requests=True)
    key = randomness.identifier()

    while_uncommitted(
        lambda: receive(conference, form_key=key), lambda: receive(conference, form_key=key)
    )

    assert (InvitationRequest.objects.count(), Mail.objects.count()) == (1, 1)


def test_accepted_the_countrys_delegation_is_there_and_whoever_wrote_is_noted() -> None:
    request = InvitationRequestFactory(organization="", country=CountryFactory(), email=ADDRESS)
    kind = DelegationKindFactory(conference=request.conference)
    by = UserFactory()

    made = invitation_requests.accept(request=request, kind=kind, by=by, at=AT)

    request.refresh_from_db()
    assert (made.country, made.kind) == (request.country, kind)
    assert (request.state, request.delegation, request.decided_by) == ("accepted", made, by)
    noted = FocalPointInvitation.objects.get()
    assert (noted.delegation, noted.email, noted.name) == (made, ADDRESS, request.name)
    assert (noted.invited_at, Mail.objects.count()) == (None, 0)
    for act in (
        lambda: invitation_requests.accept(request=request, by=by, at=AT),
        lambda: invitation_requests.decline(request=request, reason="No", by=by, at=AT),
    ):
        with pytest.raises(DomainError, match="decided on already"):
            act()

    again = InvitationRequestFactory(
        conference=request.conference, organization="", country=request.country, email=ADDRESS
    )
    assert invitation_requests.accept(request=again, by=by, at=AT) == made
    assert (Delegation.objects.count(), FocalPointInvitation.objects.count()) == (1, 1)


def test_accepted_an_organization_is_the_known_one_or_added() -> None:
    known = OrganizationFactory(name=words("Society of Rivers"))
    request = InvitationRequestFactory(organization="Society of RIVERS")
    conference, by = request.conference, UserFactory()
    kind = DelegationKindFactory(conference=conference, admits=Admits.BOTH)
    new = {"kind": kind, "of_type": OrganizationType.CIVIL_SOCIETY}

    with pytest.raises(DomainError, match="of which type"):
        invitation_requests.accept(request=request, kind=kind, by=by, at=AT)
    with pytest.raises(AlikeError):
        invitation_requests.accept(request=request, by=by, at=AT, **new)
    request.refresh_from_db()
    assert request.is_waiting
    with_known = invitation_requests.accept(
        request=request, organization=known, kind=kind, by=by, at=AT
    )

    assert with_known.organization == known
    other = InvitationRequestFactory(conference=conference, organization="Lake House")
    added = invitation_requests.accept(request=other, by=by, at=AT, **new).organization
    assert added is not None
    assert (added.conference, added.type) == (conference, OrganizationType.CIVIL_SOCIETY)
    assert Organization.objects.count() == 2


def test_accepted_for_a_chosen_delegation_its_focal_point_is_not_noted_again() -> None:
    focal_point = FocalPointFactory(user__email=ADDRESS)
    delegation = focal_point.delegation
    request = InvitationRequestFactory(conference=delegation.conference, email=ADDRESS.upper())

    found = invitation_requests.accept(
        request=request, delegation=delegation, by=UserFactory(), at=AT
    )

    assert found == delegation
    assert not FocalPointInvitation.objects.exists()


def test_declined_with_an_answer_a_mail_goes_in_their_language_and_none_without() -> None:
    first, second = InvitationRequestFactory.create_batch(2, language="fr")
    by = UserFactory()

    invitation_requests.decline(
        request=first,
        reason="Not of the region",
        answer="Vous pouvez suivre en ligne.",
        by=by,
        at=AT,
    )
    invitation_requests.decline(request=second, reason="Twice", by=by, at=AT)

    mail = Mail.objects.get()
    assert (mail.recipient, mail.language) == (first.email, "fr")
    assert "Vous pouvez suivre en ligne." in mail.text
    assert "Not of the region" not in mail.text
    states = InvitationRequest.objects.values_list("state", "decision_reason").order_by("pk")
    assert list(states) == [("declined", "Not of the region"), ("declined", "Twice")]


def test_what_was_written_is_emptied_a_while_after_the_decision(conference: Conference) -> None:
    receive(conference)
    receive(conference, organization="Lake House", email="other@example.org")
    decided, waiting = InvitationRequest.objects.all()
    by = UserFactory()
    invitation_requests.decline(request=decided, reason="Late", answer="Sorry", by=by, at=AT)
    Conference.objects.update(ends_on=(AT + 100 * DAY).date())

    assert invitation_requests.forget(at=AT + 90 * DAY) == 0
    assert invitation_requests.forget(at=AT + 91 * DAY) == 1

    decided.refresh_from_db()
    left = [getattr(decided, name) for name in invitation_requests.WRITTEN]
    assert (left, decided.decision_reason, decided.state) == ([""] * 6, "", RequestState.DECLINED)
    assert set(Mail.objects.about(decided).values_list("recipient", "text")) == {("", "")}
    with translation.override("en"):
        assert str(decided) == "erased"
    waiting.refresh_from_db()
    assert waiting.name
    assert invitation_requests.forget(at=AT + 200 * DAY) == 1

    invitation_requests.accept(
        request=waiting, delegation=DelegationFactory(conference=conference), by=by, at=AT
    )
    assert not FocalPointInvitation.objects.exists()
