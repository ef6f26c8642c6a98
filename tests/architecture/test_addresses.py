"""Every address answers as declared: to nobody, to each role, for own, other and missing objects.

Everything is generated from the URL configuration: a new address cannot escape, it must be declared
here or behave like the rest.
"""

import re
from itertools import product

import pytest
from django.contrib import admin
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import Conference, ConferenceRow, StaffRole
from conference.permissions import PERMISSIONS
from conference.site.admin_urls import urls_of
from delegates.models import RegistrationSettings
from tests.addresses import ALL, IN_A_CONFERENCE, Address, model_of
from tests.admin_rows import OF_CONFERENCES, row_in
from tests.architecture.test_factories import FACTORIES
from tests.factories import ConferenceFactory, StaffRoleFactory, UserFactory

LEAD_NOWHERE = {
    "account_email_verification_sent",
    "account_signup",
}
"""Addresses that the sign-in library asks for by name and that answer 404 to everybody."""

PUBLIC = LEAD_NOWHERE | {
    "account_inactive",
    "account-standing",
    "account_login",
    "account_logout",
    "account_reset_password",
    "accent-css",
    "choose-language",
    "conference-home",
    "conference-list",
    "conference-logo",
    "conference-me",
    "join",
    "me",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "registration:invitation_requested",
    "registration:request_invitation",
    "password-code",
    "password-new",
    "sign-in-code",
    "sign-in-code-confirm",
    "agenda:agenda",
    "agenda:agenda-by",
    "agenda:agenda-day",
    "agenda:agenda-day-ics",
    "agenda:agenda-day-pdf",
    "agenda:agenda-ics",
    "agenda:agenda-kind",
    "agenda:agenda-mine",
    "agenda:agenda-now",
    "agenda:agenda-pdf",
    "agenda:agenda-room",
    "agenda:agenda-search",
    "agenda:agenda-room-ics",
    "agenda:document",
    "agenda:releases-atom",
    "agenda:schedule-json",
    "agenda:schedule-xml",
    "agenda:session",
    "agenda:session-ics",
}
"""The complete list of addresses that ask nobody to sign in."""

OF_EVERY_USER = {
    "after-sign-in",
    "focal-point-guide",
    "invitations",
    "registration:accompanied",
    "registration:mine",
    "account-contact",
    "account_change_password",
    "account_email",
    "account_reauthenticate",
    "account_set_password",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "reentry-code",
    "usersessions_list",
}
"""Addresses about the user's own account."""

SIGN_IN = "/accounts/login/"

CLOSED = [address for address in ALL if address.full_name not in PUBLIC]


OF_AN_OBJECT = [address for address in CLOSED if model_of(address)]
OF_A_CONFERENCE = [
    address
    for address in OF_AN_OBJECT
    if issubclass(model_of(address) or models.Model, (ConferenceRow, Conference, StaffRole))
]


WARM = ("warm-one", "warm-two")
"""Conferences whose addresses the process has built before: they show up nowhere."""


@pytest.fixture(autouse=True)
def _two_conferences_are_warm() -> None:
    for slug, language in product(WARM, ("en", "ru")):
        with translation.override(language):
            page = reverse("admin:delegates_delegate_changelist", urls_of(slug))
        assert page == f"/admin/{slug}/delegates/delegate/"


def test_public_addresses_are_exactly_these() -> None:
    found = {
        address.full_name
        for address in ALL
        if getattr(address.callback, "login_required", True) is False
    }

    assert found == PUBLIC


@pytest.mark.parametrize(
    "address",
    [address for address in ALL if address.full_name in LEAD_NOWHERE],
    ids=str,
)
def test_an_address_that_leads_nowhere_is_not_found(client: Client, address: Address) -> None:
    assert client.get(address.path()).status_code == 404
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(address.path()).status_code == 404


@pytest.mark.parametrize("address", CLOSED, ids=str)
def test_nobody_is_sent_to_the_sign_in_page(client: Client, address: Address) -> None:
    for ask in (client.get, client.post):
        response = ask(address.path())

        assert response.status_code == 302
        assert response["Location"].startswith(SIGN_IN)


@pytest.mark.parametrize("address", CLOSED, ids=str)
def test_a_user_without_a_role_gets_nothing(client: Client, address: Address) -> None:
    if address.full_name in OF_EVERY_USER:
        return
    client.force_login(UserFactory())

    response = client.get(address.path())

    assert response.status_code in {403, 404, 405}


OTHER, MISSING = 876543211, 876543212


def answer(response: HttpResponse, *asked: object) -> tuple[int, str, str]:
    """What can be told from outside, what was asked for and one-time tokens left out."""
    body = re.sub('(csrfmiddlewaretoken" value="|nonce=")[^"]+', "", response.content.decode())
    location = response.get("Location", "")
    for name in map(str, asked):
        body, location = body.replace(name, "ASKED"), location.replace(name, "ASKED")
    return response.status_code, location, body


@pytest.mark.parametrize("address", OF_A_CONFERENCE, ids=str)
def test_an_object_of_another_conference_answers_like_a_missing_one(
    client: Client, address: Address
) -> None:
    model = model_of(address)
    assert model is not None
    other = FACTORIES[model](pk=OTHER)
    own = ConferenceFactory()
    assert getattr(other, "conference", other) != own
    parameter = "object_id" if "object_id" in address.parameters else "pk"
    declared = admin.site._registry[model].decisions
    decision = {"decision": declared[0].value} if declared else {}
    for role in Role:
        client.force_login(StaffRoleFactory(role=role, conference=own).user)
        for method in ("get", "post"):
            ask = getattr(client, method)

            found = ask(address.path(conference=own.slug, **{parameter: str(OTHER)}, **decision))
            missing = ask(
                address.path(conference=own.slug, **{parameter: str(MISSING)}, **decision)
            )

            assert found.status_code in {302, 403, 404, 405}, (role, method)
            assert answer(found, OTHER, MISSING) == answer(missing, OTHER, MISSING), (role, method)


@pytest.mark.parametrize("address", IN_A_CONFERENCE, ids=str)
def test_a_conference_without_a_role_answers_like_one_that_does_not_exist(
    client: Client, address: Address
) -> None:
    """Nothing in the admin is the door's: to whoever has no other role it does not exist."""
    conference: Conference = ConferenceFactory()
    model = model_of(address)
    row = row_in(model, conference) if model in OF_CONFERENCES else conference
    key = {"object_id": str(row.pk), "pk": str(row.pk)}
    for user in (
        UserFactory(),
        StaffRoleFactory(role=Role.ORGANIZER).user,
        StaffRoleFactory(role=Role.DOOR, conference=conference).user,
    ):
        client.force_login(user)
        for ask in (client.get, client.post):
            there = ask(address.path(conference=conference.slug, **key))
            nowhere = ask(address.path(conference="nowhere", **key))

            assert there.status_code == 404
            assert answer(there, conference.slug, "nowhere") == answer(nowhere)


@pytest.mark.parametrize(
    "model",
    [m for m in admin.site._registry if issubclass(m, (ConferenceRow, StaffRole))],
    ids=lambda model: model._meta.label,
)
def test_a_list_opens_to_the_roles_that_may_view_it(
    client: Client, model: type[models.Model]
) -> None:
    label, name = model._meta.app_label, model._meta.model_name
    for role in Role:
        held = StaffRoleFactory(role=role)
        client.force_login(held.user)

        response = client.get(admin_url(held.conference, f"{label}_{name}_changelist"))
        # A list of one row leads to it, or to the form for it.
        if "Location" in response and model is RegistrationSettings:
            response = client.get(response["Location"])

        if f"{label}.view_{name}" in PERMISSIONS[role]:
            assert response.status_code == 200, role
        else:
            assert response.status_code == (403 if PERMISSIONS[role] else 404), role


def test_the_addresses_are_found() -> None:
    assert len(OF_A_CONFERENCE) > 30
