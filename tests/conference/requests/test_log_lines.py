import json
import logging
import re
import sys
from collections.abc import Iterator
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from conference.addresses import admin_url
from conference.requests.log_lines import LineFormatter, current_request
from tests.factories import StaffRoleFactory, UserFactory

WORD = re.compile(r'(\w+)=("(?:[^"\\]|\\.)*"|\S+)')


def words(line: str) -> dict[str, str]:
    """A line taken apart as a program would."""
    assert "\n" not in line
    found = dict(WORD.findall(line))
    assert WORD.sub("", line).strip() == ""
    return {name: json.loads(v) if v.startswith('"') else v for name, v in found.items()}


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the process would write to its log."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(LineFormatter())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def formatted(level: int, message: str) -> dict[str, str]:
    record = logging.LogRecord("x.y", level, "", 0, message, None, sys.exc_info())
    record.created = 1_525_330_800.5
    return words(LineFormatter().format(record))


@pytest.mark.parametrize(("level", "says_where"), [(logging.WARNING, False), (logging.ERROR, True)])
def test_only_errors_say_where(level: int, says_where: bool) -> None:
    try:
        1 / 0  # noqa: B018 - for its traceback
    except ZeroDivisionError:
        said = formatted(level, "refused")

    assert ("ZeroDivisionError" in said.pop("trace", "")) is says_where
    assert said == {
        "at": "2018-05-03T07:00:00.500Z",
        "level": logging.getLevelName(level),
        "by": "x.y",
        "message": "refused",
    }


def test_no_message_forges_a_second_line() -> None:
    said = formatted(logging.WARNING, 'Not Found: /x\nlevel=ERROR message="forged" \u2028 ж')

    assert said["message"] == 'Not Found: /x\nlevel=ERROR message="forged" \u2028 ж'
    assert said["level"] == "WARNING"


def test_line_of_a_request_says_which_whose_and_from_where(
    log: StringIO, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = 1
    role = StaffRoleFactory()
    client = Client(headers={"X-Forwarded-For": "198.51.100.7", "X-Request-ID": "abcdef0123456789"})
    client.force_login(role.user)

    response = client.get(admin_url(None, "conference_user_changelist") + "?q=Rahmon")

    said = words(log.getvalue().rstrip("\n"))
    assert (said["request"], said["user"]) == ("abcdef0123456789", str(role.user.pk))
    assert (said["address"], said["level"]) == ("198.51.100.7", "WARNING")
    assert response["X-Request-ID"] == "abcdef0123456789"
    assert "Rahmon" not in log.getvalue()
    assert role.user.email not in log.getvalue()


@pytest.mark.parametrize(("proxies", "given"), [(0, "abcdef0123456789"), (1, "x y\nz"), (1, "")])
def test_number_of_a_request_is_ours_where_no_proxy_gives_a_good_one(
    log: StringIO, settings: Settings, proxies: int, given: str
) -> None:
    settings.TRUSTED_PROXIES = proxies

    client = Client(headers={"X-Request-ID": given})
    first, second = (client.get("/en/nothing-here/")["X-Request-ID"] for _ in range(2))

    assert re.fullmatch("[0-9a-f]{16}", first)
    assert first not in {second, given}
    assert [words(line)["request"] for line in log.getvalue().splitlines()] == [first, second]


def test_row_that_the_database_refuses_is_not_quoted() -> None:
    user = UserFactory(email="ada@example.org")
    try:
        with transaction.atomic():
            UserFactory(email=user.email)
    except IntegrityError:
        said = formatted(logging.ERROR, "Internal Server Error: /x")

    assert "IntegrityError" in said["trace"]
    assert "ada@" not in said["trace"]


def test_log_asks_the_database_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    request = HttpRequest()
    request.user = AnonymousUser()
    token = current_request.set(request)
    try:
        with django_assert_num_queries(0):
            said = formatted(logging.WARNING, "refused")
    finally:
        current_request.reset(token)

    assert (said["request"], said["user"], said["address"]) == ("-", "-", "-")


def test_words_of_a_query_string_are_left_out() -> None:
    said = formatted(logging.WARNING, "Bad Request: /admin/?q=Rahmon&p=1 'x?y=Ada'")

    assert said["message"] == "Bad Request: /admin/?… 'x?…'"
