"""How somebody is reached, as they say it themselves."""

import pytest
from django.test import Client
from django.urls import reverse

from conference.models import AuditEvent, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_each_changes_what_is_their_own(client: Client) -> None:
    other: User = UserFactory(phone="+36 1 555 0100")
    user: User = UserFactory(language="fr")
    client.force_login(user)
    page = reverse("account-contact")

    for typed, said in (
        ({"phone": "1" * 41}, "at most 40 characters"),
        ({"languages": "Taj\u202eik"}, "hidden direction control"),
        ({"languages": "x" * 10_000}, "at most 200 characters"),
        ({"phone": "+992\a37"}, "control character"),
        ({"phone": "abc"}, "This is no phone number"),
        ({"phone": "12"}, "This is no phone number"),
    ):
        assert said in client.post(page, typed).text
    typed = {"phone": "+992\u200b 37 555 0102 ", "languages": "Tajik,  French"}
    answer = client.post(page, typed, follow=True).text
    user.refresh_from_db()
    other.refresh_from_db()

    assert (user.phone, user.languages) == ("+992 37 555 0102", "Tajik, French")
    assert "What you wrote is saved." in answer
    assert (other.phone, other.languages) == ("+36 1 555 0100", "")
    [event] = AuditEvent.objects.filter(action="user.changed")
    assert (event.by, event.fields, event.detail) == (user, ["languages", "phone"], {})
    client.post(page, {"phone": "", "languages": ""})
    user.refresh_from_db()
    assert (user.phone, user.languages) == ("", "")
