"""Addresses in mails are of PUBLIC_URL alone: a host that a stranger asks for never gets there.

Nothing in the tree asks a request for its host to make an address of it; templates of mails have
no request to ask.
"""

import ast
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from conference import embedded
from tests.factories import UserFactory
from tests.mailed import send_codes

PACKAGES = ("conference", "delegates", "sessions", "badges")
ASKING = {
    *("build_absolute_uri", "get_host", "get_port", "_current_scheme_host", "get_raw_uri"),
    *("get_current_site", "RequestSite", "HTTP_HOST", "SERVER_NAME", "X-Forwarded-Host"),
}
# Whoever names one, and what for.
ELSEWHERE = {
    "conference/published/plain_requests.py": "whether the host is one of ours",
    "conference/site/publication/editions.py": "asks as a reader does, of PUBLIC_URL",
}
MAILS = ("mail", "account/email")


def asking_modules() -> set[str]:
    return {
        str(path.relative_to(embedded.ROOT))
        for package in PACKAGES
        for path in (embedded.ROOT / package).rglob("*.py")
        if asks(path.read_text())
    }


def asks(source: str) -> bool:
    return any(named(node) & ASKING for node in ast.walk(ast.parse(source)))


def named(node: ast.AST) -> set[str]:
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name) | ast.alias(name=name):
            return {name}
        case ast.Constant(value=str(text)):
            return {text}
    return set()


def test_nothing_asks_a_request_for_its_host_to_make_an_address_of_it() -> None:
    assert asking_modules() == set(ELSEWHERE)


@pytest.mark.parametrize(
    "line",
    [
        "request.build_absolute_uri('/')",
        "host = HttpRequest.get_host(request)",
        "from django.contrib.sites.shortcuts import get_current_site as here",
        "request.META['HTTP_HOST']",
    ],
)
def test_who_asks_is_found(line: str) -> None:
    assert asks(line)


def test_templates_of_mails_have_no_request() -> None:
    templates = embedded.ROOT / "templates"
    files = [path for folder in MAILS for path in sorted((templates / folder).iterdir())]
    found = {path.name for path in files if speaks_of_request(path)}

    assert len(files) > len(MAILS)
    assert found == set()


def speaks_of_request(path: Path) -> bool:
    text = path.read_text()
    return any(word in text for word in ("request.", "current_site", "site."))


@pytest.mark.django_db
def test_code_that_is_asked_for_under_another_host_leads_to_the_installation(
    client: Client, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.PUBLIC_URL = "https://dais.example"
    settings.EMAIL_HOST = "mail.example"
    user = UserFactory()

    client.post(
        reverse("sign-in-code"), {"email": user.email}, headers={"host": "elsewhere.example"}
    )
    send_codes()

    (sent,) = mail.outbox
    whole = str(sent.message())
    assert "https://dais.example" in whole
    assert "elsewhere" not in whole
