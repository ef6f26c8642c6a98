"""Every address answers as declared: to nobody, to each role, for own, other and missing objects.

Everything is generated from the URL configuration: a new address cannot escape, it must be declared
here or behave like the rest.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from conference.choices import Role
from conference.models import Conference, ConferenceRow, StaffRole
from conference.permissions import PERMISSIONS
from tests.architecture.test_factories import FACTORIES
from tests.factories import ConferenceFactory, StaffRoleFactory, UserFactory

LEAD_NOWHERE = {
    "account_email",
    "account_email_verification_sent",
    "account_reauthenticate",
    "account_signup",
}
"""Addresses that the sign-in library asks for by name and that answer 404 to everybody."""

PUBLIC = LEAD_NOWHERE | {
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "admin:login",
    "accent-css",
    "choose-language",
    "conference-home",
    "conference-list",
    "conference-logo",
    "agenda:agenda",
    "agenda:agenda-ics",
    "agenda:session",
    "agenda:session-ics",
}
"""The complete list of addresses that ask nobody to sign in."""

OF_EVERY_USER = {
    "account_change_password",
    "account_set_password",
    "admin:logout",
    "admin:password_change",
    "admin:password_change_done",
}
"""Addresses about the user's own account."""

SIGN_IN = ("/accounts/login/", "/admin/login/")

SAMPLES = {
    "object_id": "1",
    "pk": "1",
    "slug": "conference",
    "code": "abcdefg",
    "colour": "1d4f91",
    "decision": "approve",
    "app_label": "delegates",
    "file_format": "csv",
    "number": "1",
    "delegate_id": "1",
    "uidb36": "1",
    "key": "abc-def",
    "url": "nothing",
}


@dataclass(frozen=True)
class Address:
    name: str
    parameters: tuple[str, ...]
    callback: Any
    namespace: str

    @property
    def full_name(self) -> str:
        return f"{self.namespace}:{self.name}" if self.namespace else self.name

    def path(self, **values: str) -> str:
        known = SAMPLES | values
        return reverse(self.full_name, kwargs={name: known[name] for name in self.parameters})


def addresses(
    resolver: URLResolver | None = None, namespace: str = "", outer: tuple[str, ...] = ()
) -> Iterator[Address]:
    for pattern in (resolver or get_resolver()).url_patterns:
        parameters = (*outer, *re.compile(pattern.pattern.regex.pattern).groupindex)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, pattern.namespace or namespace, parameters)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield Address(pattern.name, parameters, pattern.callback, namespace)


ALL = list(addresses())
CLOSED = [address for address in ALL if address.full_name not in PUBLIC]


def model_of(address: Address) -> type[models.Model] | None:
    """The registered model whose admin serves the address, if it is about one object."""
    if address.namespace != "admin" or not {"object_id", "pk"} & set(address.parameters):
        return None
    return next(
        (
            model
            for model in admin.site._registry
            if address.name.startswith(f"{model._meta.app_label}_{model._meta.model_name}_")
        ),
        None,
    )


OF_AN_OBJECT = [address for address in CLOSED if model_of(address)]
OF_A_CONFERENCE = [
    address
    for address in OF_AN_OBJECT
    if issubclass(model_of(address) or models.Model, (ConferenceRow, Conference, StaffRole))
]


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
    ids=lambda address: address.full_name,
)
def test_an_address_that_leads_nowhere_is_not_found(client: Client, address: Address) -> None:
    assert client.get(address.path()).status_code == 404
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(address.path()).status_code == 404


@pytest.mark.parametrize("address", CLOSED, ids=lambda address: address.full_name)
def test_nobody_is_sent_to_the_sign_in_page(client: Client, address: Address) -> None:
    for ask in (client.get, client.post):
        response = ask(address.path())

        assert response.status_code == 302
        assert response["Location"].startswith(SIGN_IN)


@pytest.mark.parametrize("address", CLOSED, ids=lambda address: address.full_name)
def test_a_user_without_a_role_gets_nothing(client: Client, address: Address) -> None:
    if address.full_name in OF_EVERY_USER:
        return
    client.force_login(UserFactory())

    response = client.get(address.path())

    assert response.status_code in {302, 403, 404, 405}
    if response.status_code == 302:
        assert response["Location"].startswith(SIGN_IN)


OTHER, MISSING = 876543211, 876543212


def answer(response: HttpResponse) -> tuple[int, str, bytes]:
    """What can be told from outside, the id asked for and one-time tokens left out."""
    body = re.sub(rb'(csrfmiddlewaretoken" value="|nonce=")[^"]+', b"", response.content)
    for pk in (OTHER, MISSING):
        body = body.replace(str(pk).encode(), b"ID")
    location = response.get("Location", "")
    return (
        response.status_code,
        location.replace(str(OTHER), "ID").replace(str(MISSING), "ID"),
        body,
    )


@pytest.mark.parametrize("address", OF_A_CONFERENCE, ids=lambda address: address.full_name)
def test_an_object_of_another_conference_answers_like_a_missing_one(
    client: Client, address: Address
) -> None:
    model = model_of(address)
    assert model is not None
    other = FACTORIES[model](pk=OTHER)
    own = ConferenceFactory()
    assert getattr(other, "conference", other) != own
    parameter = "object_id" if "object_id" in address.parameters else "pk"
    for role in Role:
        client.force_login(StaffRoleFactory(role=role, conference=own).user)
        for method in ("get", "post"):
            ask = getattr(client, method)

            found = ask(address.path(**{parameter: str(OTHER)}))
            client.get(reverse("admin:jsi18n"))  # Shows and so empties the messages.
            missing = ask(address.path(**{parameter: str(MISSING)}))

            assert found.status_code in {302, 403, 404, 405}, (role, method)
            assert answer(found) == answer(missing), (role, method)


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
        client.force_login(StaffRoleFactory(role=role).user)

        response = client.get(reverse(f"admin:{label}_{name}_changelist"))

        if f"{label}.view_{name}" in PERMISSIONS[role]:
            assert response.status_code == 200, role
        elif PERMISSIONS[role]:
            assert response.status_code == 403, role
        else:
            assert response.status_code == 302, role


def test_the_addresses_are_found() -> None:
    assert len(OF_A_CONFERENCE) > 30
