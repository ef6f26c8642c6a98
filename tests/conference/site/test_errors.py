"""Refusals in words: what is so, why, what to do."""

import errno

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from django.views import defaults
from pytest_django import DjangoAssertNumQueries, Settings

from conference.site import errors


def words_of(response: HttpResponse) -> str:
    page = response.content.decode()
    assert "css/site.css" in page
    return page


def test_missing_page(client: Client) -> None:
    response = client.get("/en/nothing-here/")

    assert response.status_code == 404
    assert "There is no page at this address" in words_of(response)


def test_too_large_a_request(client: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10

    response = client.post("/accounts/login/", {"login": "x" * 100})

    assert response.status_code == 413
    assert "too much to send at once" in words_of(response)


@pytest.mark.parametrize("path", ["/accounts/login/", "/en/", "/en/nothing-here/"])
def test_two_gigabytes_are_refused_before_any_of_them_is_read(client: Client, path: str) -> None:
    nothing_more = b""
    form = "multipart/form-data; boundary=x"

    response = client.generic("POST", path, nothing_more, form, CONTENT_LENGTH=str(2 * 2**30))

    assert response.status_code == 413
    assert "too much to send at once" in words_of(response)


def test_bad_request(client: Client) -> None:
    response = client.get("/en/", headers={"Host": "elsewhere.example"})

    assert response.status_code == 400
    assert "could not be understood" in words_of(response)


def test_form_from_elsewhere() -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/accounts/login/", {"login": "x"})

    assert response.status_code == 403
    assert "The form was not accepted" in words_of(response)


def test_not_allowed(rf: RequestFactory) -> None:
    response = defaults.permission_denied(rf.get("/"), PermissionError())

    assert response.status_code == 403
    assert "You may not open this page" in words_of(response)


def test_failure_needs_neither_database_nor_request(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0), translation.override("ar"):
        response = defaults.server_error(HttpRequest())

    assert response.status_code == 500
    assert "حدث خطأ من جانبنا" in words_of(response)
    assert 'dir="rtl"' in words_of(response)


@pytest.mark.parametrize("render", [errors.bad_request, defaults.page_not_found])
def test_refusals_need_no_database(
    rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries, render: object
) -> None:
    with django_assert_num_queries(0):
        words_of(render(rf.get("/"), ValueError()))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (OperationalError("the database system is shutting down"), 503, "30"),
        (OSError(errno.ENOSPC, "No space left on device"), 503, "30"),
        (KeyError("name"), 500, None),
    ],
    ids=["database away", "disk full", "fault"],
)
def test_what_passes_is_told_from_a_fault_and_when_to_come_back(
    rf: RequestFactory, error: Exception, status: int, words: str | None
) -> None:
    try:
        raise error
    except type(error):
        response = errors.server_error(rf.get("/"))

    assert (response.status_code, response.get("Retry-After")) == (status, words)
    words_of(response)
