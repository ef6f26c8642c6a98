"""The page on which a country or an organization that was not invited asks to be."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conference.choices import ConferenceState
from conference.models import Conference, Mail
from delegates.models import InvitationRequest, RegistrationSettings
from tests.factories import (
    AT,
    ConferenceFactory,
    CountryFactory,
    DelegationFactory,
    FocalPointFactory,
    RegistrationSettingsFactory,
)
from tests.page_forms import forms_of

TYPED = {
    "country": "",
    "organization": "Society of Rivers",
    "name": "Kamara Adama",
    "function": "Secretary",
    "email": "kamara@mfa.example",
    "phone": "",
    "reason": "We measure rivers.",
    "language": "fr",
}
MEANT_BY_NOBODY: list[tuple[dict[str, str], str]] = [
    ({"organization": ""}, "one of the two"),
    ({"name": "Ka\amara"}, "control character"),
    ({"function": "Secre\u202etary"}, "hidden direction control"),
    ({"name": "x" * 10_000}, "at most 200 characters"),
    ({"reason": "x" * 10_000}, "at most 2000 characters"),
    ({"reason": "a\u202eb"}, "hidden direction control"),
    ({"name": "K" + "\u0301" * 50}, "too many accents"),
    ({"email": "nobody"}, "Enter a valid e-mail address."),
    ({"phone": "1" * 60}, "at most 50 characters"),
    ({"language": "tlh"}, "Select a valid choice."),
    ({"country": "0"}, "Select a valid choice."),
]


@pytest.fixture(autouse=True)
def _counted_anew() -> None:
    cache.clear()


@pytest.fixture
def conference() -> Conference:
    found: Conference = ConferenceFactory(state=ConferenceState.OPEN, languages=["en", "fr"])
    RegistrationSettingsFactory(conference=found, takes_requests=True, closes_at=None)
    return found


def page(conference: Conference) -> str:
    return reverse("registration:request_invitation", args=[conference.slug])


def sent(client: Client, conference: Conference, **typed: Any) -> Any:
    form = forms_of(client.get(page(conference)).text)[-1]
    return client.post(page(conference), form.values | TYPED | typed)


def test_it_is_there_while_a_published_conference_takes_requests(
    client: Client, conference: Conference
) -> None:
    home = reverse("conference-home", args=[conference.slug])
    settings = RegistrationSettings.objects.all()
    assert page(conference) in client.get(home).text
    assert client.get(page(conference))["Cache-Control"] == "private, no-store"

    settings.update(closes_at=timezone.now(), opens_at=AT)
    assert page(conference) not in client.get(home).text
    assert "requests are no longer taken" in client.get(page(conference)).text
    assert "no longer taken" in client.post(page(conference), TYPED).text
    settings.update(closes_at=None)
    Conference.objects.update(state=ConferenceState.CLOSED)
    assert "no longer taken" in client.get(page(conference)).text
    Conference.objects.update(state=ConferenceState.OPEN)
    settings.update(takes_requests=False)
    assert client.get(page(conference)).status_code == 404
    settings.update(takes_requests=True)
    Conference.objects.update(state=ConferenceState.DRAFT)
    received = reverse("registration:invitation_requested", args=[conference.slug])
    asked = [client.get(page(conference)), client.post(page(conference)), client.get(received)]
    assert [each.status_code for each in asked] == [404] * 3
    assert not InvitationRequest.objects.exists()


def test_answer_says_nothing_of_what_is_known(client: Client, conference: Conference) -> None:
    country = CountryFactory()
    DelegationFactory(conference=conference, country=country)
    known = FocalPointFactory(delegation__conference=conference).user

    answers = [
        sent(client, conference, **typed)
        for typed in (
            {},
            {"country": country.pk, "organization": "", "email": known.email},
        )
    ]

    received = reverse("registration:invitation_requested", args=[conference.slug])
    assert [(each.status_code, each.url) for each in answers] == [(302, received)] * 2
    assert "Your request has come in." in client.get(received).text
    assert [str(row) for row in InvitationRequest.objects.all()] == [
        "Society of Rivers",
        str(country),
    ]
    assert Mail.objects.count() == 2


def test_what_nobody_means_is_refused_in_words_and_stays_typed(
    client: Client, conference: Conference
) -> None:
    for typed, said in MEANT_BY_NOBODY:
        answer = sent(client, conference, **typed)

        assert (answer.status_code, said in answer.text) == (200, True), (typed, answer.text)
        assert "Nothing is sent yet" in answer.text
        assert "kamara@mfa.example" in answer.text or "email" in typed
    of_no_browser = {**TYPED, "reason": "a\0b"}
    assert client.post(page(conference), of_no_browser).status_code == 400
    assert not InvitationRequest.objects.exists()


def test_form_that_is_sent_twice_is_one_request(client: Client, conference: Conference) -> None:
    form = forms_of(client.get(page(conference)).text)[-1]

    answers = [client.post(page(conference), form.values | TYPED) for _twice in range(2)]

    assert [each.status_code for each in answers] == [302, 302]
    assert (InvitationRequest.objects.count(), Mail.objects.count()) == (1, 1)


def test_nobody_floods_the_queue_from_an_address_or_a_network(
    client: Client, conference: Conference
) -> None:
    of_address = [sent(client, conference, email="Kamara@MFA.example") for _each in range(4)]
    of_network = [sent(client, conference, email=f"w{n}@example.org") for n in range(18)]
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")

    assert [each.status_code for each in of_address] == [302] * 3 + [200]
    assert "Too many requests came from here" in of_address[-1].text
    assert of_network[-1].status_code == 200
    assert sent(elsewhere, conference, email="other@example.org").status_code == 302
    assert Mail.objects.filter(recipient__iexact="kamara@mfa.example").count() == 1
