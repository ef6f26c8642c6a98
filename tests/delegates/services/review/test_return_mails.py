"""A delegation reads by mail what is to be corrected of whom, and why."""

import pytest

from conference.models import Mail
from conference.outbox import erasing
from delegates.models import Delegate
from delegates.services.review import accreditation
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    FocalPointFactory,
    StaffRoleFactory,
    words,
)

pytestmark = pytest.mark.django_db


def returned(language: str) -> Delegate:
    """By an officer, of a delegation with two focal points and one whose access has ended."""
    conference = ConferenceFactory(title=words("Water Forum"))
    delegation = DelegationFactory(
        conference=conference, name=words("Hungary"), correspondence_language=language
    )
    for name in ("anna", "bela"):
        FocalPointFactory(delegation=delegation, user__email=f"{name}@example.org")
    FocalPointFactory(delegation=delegation, revoked_at=AT, revoked_by=StaffRoleFactory().user)
    row: Delegate = DelegateFactory(delegation=delegation, given_name="Zita", family_name="Szabo")
    officer = StaffRoleFactory(conference=conference).user
    accreditation.return_(
        delegate=row, fields=["photo", "function"], reason="Too dark", by=officer, at=AT
    )
    return row


def test_focal_points_are_told_which_fields_why_and_where() -> None:
    row = returned("en")

    first, second = Mail.objects.order_by("recipient")

    assert (first.recipient, second.recipient) == ("anna@example.org", "bela@example.org")
    assert first.subject == "Registration to be corrected, Hungary: Water Forum"
    for said in ("Zita SZABO", "– Photo\n– Function\n", "Too dark"):
        assert said in first.text
    (url,) = (line for line in first.text.splitlines() if line.startswith("http"))
    assert url.endswith(f"/registration/{row.delegation_id}/people/{row.pk}/")
    erasing.erase(row, at=AT)
    assert set(Mail.objects.values_list("text", "subject")) == {("", "")}


@pytest.mark.parametrize("language", ["ar", "es", "fr", "ru", "tg", "zh-hans"])
def test_mail_is_whole_in_the_delegations_language(language: str) -> None:
    returned(language)

    mail = Mail.objects.first()

    assert mail is not None
    assert mail.language == language
    for word in ("Registration", "secretariat", "To be corrected", "Reason", "Sign in"):
        assert word not in mail.subject + mail.text
