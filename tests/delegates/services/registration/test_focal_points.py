"""Focal points: invited to an address, accepted by that address alone, revoked."""

import datetime as dt
import re

import pytest
from django.utils import translation
from pytest_django import Settings

from conference.choices import WorkState
from conference.errors import DomainError
from conference.models import AuditEvent, Conference, Mail, User
from conference.outbox import sending
from delegates.models import Delegate, Delegation, FocalPoint, FocalPointInvitation
from delegates.services.registration import focal_points, self_registration
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegationFactory,
    FocalPointFactory,
    FocalPointInvitationFactory,
    RegistrationSettingsFactory,
    UserFactory,
    words,
)
from tests.races import while_uncommitted

DAY = dt.timedelta(days=1)
ADDRESS = "szabo@mfa.example"
# So many days after AT, at the venue.
SECOND, THIRD = "3 April 2018, 14:00 (UTC+5)", "4 April 2018, 14:00 (UTC+5)"


def invited(delegation: Delegation | None = None, email: str = ADDRESS) -> FocalPointInvitation:
    by = UserFactory()
    invitation = focal_points.note(
        delegation=delegation or DelegationFactory(), email=email, name="Szabó Ágnes", by=by, at=AT
    )
    focal_points.invite(invitation=invitation, by=by, at=AT)
    invitation.refresh_from_db()
    return invitation


def test_invitation_goes_in_the_language_of_correspondence_with_a_code_that_no_row_shows() -> None:
    conference = ConferenceFactory(title=words("Water for Peace"), languages=["en", "fr"])
    delegation = DelegationFactory(conference=conference, correspondence_language="fr")

    invitation = invited(delegation)

    mail = Mail.objects.get()
    code = invitation.opened_code()
    assert (mail.recipient, mail.language, mail.recipient_name) == (ADDRESS, "fr", "Szabó Ágnes")
    assert code not in mail.text + mail.html + mail.subject + invitation.code_digest
    assert code.encode() not in bytes(invitation.code)
    assert code in sending.built(mail, at=AT).body
    assert focal_points.offered(code=code.replace("-", " ").upper(), at=AT) == invitation
    assert list(Mail.objects.about(delegation)) == [mail]


def test_without_a_language_of_its_own_a_delegation_is_written_to_in_the_principal_one() -> None:
    conference = ConferenceFactory(languages=["ru", "en"])

    invited(DelegationFactory(conference=conference))

    assert Mail.objects.get().language == "ru"


@pytest.mark.parametrize(
    ("opens", "closes", "said"),
    [
        (None, None, ""),
        (-1, None, ""),
        (-1, 3, f"Registration is open until {THIRD}."),
        (2, None, f"Registration opens on {SECOND}."),
        (2, 3, f"Registration is open from {SECOND} until {THIRD}."),
        (-3, -1, ""),
    ],
)
def test_invitation_says_who_asks_and_when_people_are_registered(
    opens: int | None, closes: int | None, said: str
) -> None:
    delegation = DelegationFactory()
    RegistrationSettingsFactory(
        conference=delegation.conference,
        opens_at=AT + opens * DAY if opens else None,
        closes_at=AT + closes * DAY if closes else None,
    )

    invitation = invited(delegation)

    text = Mail.objects.get().text
    by = invitation.invited_by
    assert by is not None
    assert f"{by} ({by.email}) invites you to register the delegation of {delegation}" in text
    assert re.findall(r"Registration (?:is open|opens).*", text) == ([said] if said else [])
    assert "The code is good until" in text


def test_invited_again_it_is_the_same_code_for_longer() -> None:
    invitation = invited()
    code = invitation.opened_code()

    focal_points.invite(invitation=invitation, by=UserFactory(), at=AT + 20 * DAY)

    invitation.refresh_from_db()
    assert invitation.opened_code() == code
    assert focal_points.offered(code=code, at=AT + 30 * DAY) == invitation
    assert focal_points.offered(code=code, at=AT + 35 * DAY) is None


def test_code_makes_an_account_that_registers_this_delegation_and_no_other() -> None:
    invitation, other = invited(), invited(email="other@mfa.example")

    user = focal_points.join(
        invitation=invitation, name="Ágnes", password="a long password", language="en", at=AT
    )

    assert user is not None
    assert (user.email, user.is_staff) == (ADDRESS, False)
    assert list(Delegation.objects.of_focal_point(user)) == [invitation.delegation]
    invitation.refresh_from_db()
    assert (bytes(invitation.code), invitation.code_digest, invitation.accepted_by) == (
        b"",
        "",
        user,
    )
    with pytest.raises(DomainError):
        focal_points.accept(invitation=other, by=user, at=AT)


def test_address_that_has_an_account_makes_no_second_one() -> None:
    user = UserFactory(email=ADDRESS)
    invitation = invited()

    made = focal_points.join(
        invitation=invitation, name="", password="a long password", language="en", at=AT
    )

    assert made is None
    assert not FocalPoint.objects.exists()
    focal_points.accept(invitation=invitation, by=user, at=AT)
    assert list(Delegation.objects.of_focal_point(user)) == [invitation.delegation]


def test_address_that_looks_alike_in_capitals_was_not_invited() -> None:
    invitation = invited(email="szabo@ministry.example")
    other = UserFactory(email="szabo@mınistry.example")

    with pytest.raises(DomainError, match="withdrawn or answered"):
        focal_points.accept(invitation=invitation, by=other, at=AT)

    assert not FocalPointInvitation.objects.for_user(other, AT).exists()


def test_code_of_an_answered_or_revoked_or_old_invitation_opens_nothing() -> None:
    by = UserFactory()
    declined, revoked, old = (invited(email=f"{n}@mfa.example") for n in range(3))
    codes = [row.opened_code() for row in (declined, revoked, old)]
    focal_points.decline(invitation=declined, by=UserFactory(email=declined.email), at=AT)
    focal_points.revoke_invitation(invitation=revoked, by=by, at=AT)
    FocalPointInvitation.objects.filter(pk=old.pk).update(ends_at=AT - DAY)

    assert [focal_points.offered(code=code, at=AT) for code in codes] == [None] * 3
    mails = Mail.objects.order_by("pk")
    for mail in mails:
        with pytest.raises(DomainError):
            sending.code_for(mail, at=AT)


def test_revoked_focal_point_has_no_delegation_any_more() -> None:
    focal_point = FocalPointFactory()

    focal_points.revoke(focal_point=focal_point, by=UserFactory(), at=AT)

    assert list(Delegation.objects.of_focal_point(focal_point.user)) == []
    with pytest.raises(DomainError):
        focal_points.revoke(focal_point=focal_point, by=UserFactory(), at=AT)


def test_closed_account_registers_nothing() -> None:
    focal_point = FocalPointFactory(user__is_active=False)

    assert list(Delegation.objects.of_focal_point(focal_point.user)) == []


def test_all_of_a_conference_are_invited_with_mails_to_be_looked_at() -> None:
    conference = ConferenceFactory()
    noted = [
        FocalPointInvitationFactory(delegation__conference=conference, email=f"{n}@mfa.example")
        for n in range(3)
    ]

    batch = focal_points.invite_many(
        invitations=noted, conference=conference, by=UserFactory(), at=AT
    )

    assert batch.mails.filter(is_held=True, state=WorkState.WAITING).count() == 3
    assert not FocalPointInvitation.objects.unsent().exists()
    with pytest.raises(DomainError):
        focal_points.invite_many(invitations=[], conference=conference, by=UserFactory(), at=AT)


def test_trail_names_no_address() -> None:
    invitation = invited()
    focal_points.accept(invitation=invitation, by=UserFactory(email=ADDRESS), at=AT)

    assert [event.action for event in AuditEvent.objects.order_by("pk")] == [
        "focalpointinvitation.added",
        "focalpointinvitation.invited",
        "focalpoint.accepted",
    ]
    assert ADDRESS not in str(list(AuditEvent.objects.values()))


def test_withdrawn_delegation_invites_nobody() -> None:
    delegation = DelegationFactory(
        withdrawn_at=AT, withdrawn_by=UserFactory(), withdrawal_reason="No delegation"
    )

    with pytest.raises(DomainError):
        focal_points.note(delegation=delegation, email=ADDRESS, by=UserFactory(), at=AT)


def test_address_is_noted_once_for_a_delegation() -> None:
    invitation = invited()

    with pytest.raises(DomainError, match="noted for the delegation already"):
        focal_points.note(
            delegation=invitation.delegation, email=ADDRESS.upper(), by=UserFactory(), at=AT
        )


@pytest.mark.django_db(transaction=True)
def test_invitation_that_is_revoked_meanwhile_is_not_accepted() -> None:
    invitation, user = invited(), UserFactory(email=ADDRESS)

    with pytest.raises(DomainError):
        while_uncommitted(
            lambda: focal_points.revoke_invitation(invitation=invitation, by=user, at=AT),
            lambda: focal_points.accept(invitation=invitation, by=user, at=AT),
        )

    assert not FocalPoint.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_invitation_that_is_accepted_meanwhile_is_not_revoked() -> None:
    invitation, user = invited(), UserFactory(email=ADDRESS)

    with pytest.raises(DomainError):
        while_uncommitted(
            lambda: focal_points.accept(invitation=invitation, by=user, at=AT),
            lambda: focal_points.revoke_invitation(invitation=invitation, by=user, at=AT),
        )


@pytest.mark.django_db(transaction=True)
def test_invitation_that_is_answered_meanwhile_is_not_sent_again() -> None:
    invitation, user = invited(), UserFactory(email=ADDRESS)

    with pytest.raises(DomainError):
        while_uncommitted(
            lambda: focal_points.accept(invitation=invitation, by=user, at=AT),
            lambda: focal_points.invite(invitation=invitation, by=user, at=AT),
        )


@pytest.mark.django_db(transaction=True)
def test_focal_point_is_revoked_once() -> None:
    focal_point, by = FocalPointFactory(), UserFactory()

    with pytest.raises(DomainError):
        while_uncommitted(
            lambda: focal_points.revoke(focal_point=focal_point, by=by, at=AT),
            lambda: focal_points.revoke(focal_point=focal_point, by=by, at=AT),
        )


@pytest.mark.django_db(transaction=True)
def test_whose_access_has_ended_enters_nobody_any_more() -> None:
    """What they were at when it was revoked is done before, and whoever revokes waits for it."""
    focal_point, by = FocalPointFactory(), UserFactory()
    delegation = focal_point.delegation
    RegistrationSettingsFactory(conference=delegation.conference, opens_at=AT, closes_at=None)
    people = [Delegate(delegation=delegation, family_name=name) for name in ("Szabo", "Kovacs")]
    entered_before: list[int] = []

    def revoke() -> None:
        focal_points.revoke(focal_point=focal_point, by=by, at=AT)
        entered_before.append(Delegate.with_drafts.count())

    while_uncommitted(
        lambda: self_registration.add_many(
            delegation=delegation, delegates=people, by=focal_point.user, at=AT
        ),
        revoke,
    )

    assert entered_before == [2]
    with pytest.raises(DomainError, match="no longer a focal point"):
        self_registration.add_many(
            delegation=delegation, delegates=people, by=focal_point.user, at=AT
        )


def test_email_of_an_account_that_registers_is_not_asked_again() -> None:
    focal_point = FocalPointFactory(user__email=ADDRESS)

    with pytest.raises(DomainError, match="focal point of this delegation already"):
        focal_points.note(delegation=focal_point.delegation, email=ADDRESS, by=UserFactory(), at=AT)
    assert User.objects.filter(email=ADDRESS).count() == 1


def remembered(invitation: FocalPointInvitation) -> bool:
    """Whether its row or a mail says who was asked."""
    invitation.refresh_from_db()
    mails = Mail.objects.about(invitation).exclude(recipient="").exists()
    row = invitation.name or invitation.email or invitation.code_digest
    return bool(row) or mails


def test_who_was_asked_and_did_not_accept_is_forgotten_a_while_after() -> None:
    revoked, declined, expired, noted = (invited(email=f"{n}@mfa.example") for n in range(4))
    FocalPointInvitation.objects.filter(pk=noted.pk).update(
        invited_at=None, invited_by=None, ends_at=None
    )
    focal_points.revoke_invitation(invitation=revoked, by=UserFactory(), at=AT)
    user = UserFactory(email=declined.email)
    focal_points.decline(invitation=declined, by=user, at=AT + DAY)
    Conference.objects.update(ends_on=(AT + 200 * DAY).date())
    left = {}

    for days in (90, 91, 92, 105, 290, 292):
        focal_points.forget(at=AT + days * DAY)
        left[days] = [remembered(row) for row in (revoked, declined, expired, noted)]

    assert left == {
        90: [True, True, True, True],
        91: [False, True, True, True],
        92: [False, False, True, True],
        105: [False, False, False, True],
        290: [False, False, False, True],
        292: [False, False, False, False],
    }
    assert {row.is_open for row in (revoked, declined, expired, noted)} == {False}
    with translation.override("en"):
        assert str(expired) == "erased"


def test_invitation_that_is_accepted_leaves_name_and_address_to_the_user() -> None:
    invitation = invited()
    user = UserFactory(email=ADDRESS)

    focal_points.accept(invitation=invitation, by=user, at=AT)

    invitation.refresh_from_db()
    assert (invitation.name, invitation.email, invitation.accepted_by) == ("", "", user)
    assert Mail.objects.get().recipient == ADDRESS


def test_who_accepted_before_is_forgotten_at_once_and_their_mails_stay() -> None:
    invitation = invited()
    FocalPointInvitation.objects.filter(pk=invitation.pk).update(
        accepted_at=AT, accepted_by=UserFactory(), code=b"", code_digest=""
    )

    assert (focal_points.forget(at=AT), focal_points.forget(at=AT)) == (1, 0)

    invitation.refresh_from_db()
    assert (invitation.name, invitation.email) == ("", "")
    assert Mail.objects.get().recipient == ADDRESS


def test_address_whose_invitation_is_forgotten_is_invited_anew() -> None:
    invitation = invited()
    code = invitation.opened_code()
    focal_points.forget(at=AT + 105 * DAY)
    Conference.objects.update(ends_on=(AT + 200 * DAY).date())

    again = invited(invitation.delegation)

    assert focal_points.offered(code=code, at=AT) is None
    assert list(FocalPointInvitation.objects.open()) == [again]


@pytest.mark.django_db(transaction=True)
def test_who_is_invited_again_meanwhile_is_not_forgotten() -> None:
    invitation, by, late = invited(), UserFactory(), AT + 105 * DAY
    Conference.objects.update(ends_on=late.date())

    while_uncommitted(
        lambda: focal_points.invite(invitation=invitation, by=by, at=late),
        lambda: focal_points.forget(at=late),
    )

    assert list(FocalPointInvitation.objects.good(late)) == [invitation]


@pytest.mark.parametrize("mail_server", ["", "mail.example"])
def test_account_made_by_a_code_read_off_a_page_takes_no_other_delegation(
    mail_server: str, settings: Settings
) -> None:
    """With a mail server the code stood in the mail alone."""
    settings.EMAIL_HOST = mail_server
    wanted, own = invited(), invited()
    made = focal_points.join(
        invitation=own, name="", password="a password of another", language="en", at=AT
    )
    assert made is not None

    if mail_server:
        focal_points.accept(invitation=wanted, by=made, at=AT)
    else:
        for answer in (focal_points.accept, focal_points.decline):
            with pytest.raises(DomainError):
                answer(invitation=wanted, by=made, at=AT)
        assert list(Delegation.objects.of_focal_point(made)) == [own.delegation]
        focal_points.take_up(invitation=wanted, by=made, at=AT)

    assert Delegation.objects.of_focal_point(made).count() == 2
