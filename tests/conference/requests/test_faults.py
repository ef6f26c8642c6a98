"""No value of a cell reaches the log, whatever it is made of and whatever refuses it."""

import logging
import sys
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from conference.requests.faults import message_of, trace_of
from conference.requests.log_lines import LineFormatter
from tests.factories import DelegateFactory, UserFactory

SECRET = "Quillfeather"
VALUES = {
    "plain": SECRET,
    "line ends": f"\n{SECRET}\r\n{SECRET}\n\nDETAIL: x\n{SECRET}",
    "quotes": f'"{SECRET}\' ("{SECRET}")=({SECRET}) \\',
    "separators": f"\u2028{SECRET}\u2029\x85{SECRET}\x0b\x0c{SECRET}",
    "10 kB": 50 * f"{SECRET}\n" + 900 * "x y z \n ж" + SECRET,
}


def _execute(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def unique(text: str) -> None:
    _execute("CREATE TEMP TABLE once (word text) ON COMMIT DROP")
    _execute("CREATE UNIQUE INDEX once_word ON once (md5(word), left(word, 300))")
    _execute("INSERT INTO once VALUES (%s), (%s)", text, text)


def refused_by_a_check(text: str) -> None:
    delegate = DelegateFactory(function=text[:200])
    _execute(
        "UPDATE delegates_delegate SET given_name = '', family_name = '' WHERE id = %s", delegate.pk
    )


def missing(text: str) -> None:
    delegate = DelegateFactory(function=text[:200])
    _execute("UPDATE delegates_delegate SET position = NULL WHERE id = %s", delegate.pk)


def of_another_type(text: str) -> None:
    _execute("SELECT %s::text::integer", text)


def no_json(text: str) -> None:
    _execute("SELECT ('[' || %s::text)::json", text)


def foreign_key(text: str) -> None:
    _execute("CREATE TEMP TABLE first (word text PRIMARY KEY) ON COMMIT DROP")
    _execute("CREATE TEMP TABLE second (word text REFERENCES first) ON COMMIT DROP")
    _execute("INSERT INTO second VALUES (%s)", text)


def raised_in_a_function(text: str) -> None:
    _execute("DO $$ BEGIN PERFORM set_config('x.word', %s, true); END $$;", text)
    _execute("DO $$ BEGIN RAISE EXCEPTION '%%', current_setting('x.word'); END $$;")


def too_long(text: str) -> None:
    UserFactory(name=text + 500 * "x")


def no_number(text: str) -> None:
    int(text)


def no_key(text: str) -> None:
    dict[str, str]()[text]


def said_in_a_message(text: str) -> None:
    """As a library does that puts one exception's words into another."""
    try:
        float(text)
    except ValueError as error:
        raise RuntimeError(f"It went wrong: {error!r}") from error


Fault = Callable[[str], None]
FAULTS: dict[str, tuple[Fault, str]] = {
    "unique": (unique, "psycopg2.errors.UniqueViolation 23505 once_word once"),
    "check": (refused_by_a_check, "CheckViolation 23514 delegate_has_a_name delegates_delegate"),
    "not null": (missing, "NotNullViolation 23502 delegates_delegate position"),
    "data type": (of_another_type, "psycopg2.errors.InvalidTextRepresentation 22P02"),
    "json": (no_json, "psycopg2.errors.InvalidTextRepresentation 22P02"),
    "foreign key": (foreign_key, "ForeignKeyViolation 23503 second_word_fkey second"),
    "function": (raised_in_a_function, "psycopg2.errors.RaiseException P0001"),
    "too long": (too_long, "psycopg2.errors.StringDataRightTruncation 22001"),
    "number": (no_number, "ValueError"),
    "key": (no_key, "KeyError"),
    "message": (said_in_a_message, "RuntimeError"),
}


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the process writes by its own configuration."""
    [handler] = [
        handler
        for handler in logging.getLogger().handlers
        if isinstance(handler.formatter, LineFormatter)
    ]
    stream = StringIO()
    former = handler.setStream(stream)  # type: ignore[attr-defined]
    yield stream
    handler.setStream(former)  # type: ignore[attr-defined]


def _make(fault: str, value: str) -> None:
    with transaction.atomic():
        FAULTS[fault][0](VALUES[value])


def view(request: HttpRequest) -> HttpResponse:
    _make(request.GET["fault"], request.GET["value"])
    raise AssertionError


view.login_required = False  # type: ignore[attr-defined]
urlpatterns = [path("fault/", view)]


def in_a_request(settings: Settings, fault: str, value: str) -> None:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = []
    answer = Client(raise_request_exception=False).get("/fault/", {"fault": fault, "value": value})
    assert answer.status_code == 500


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_logged_without_the_value_that_it_is_about(
    log: StringIO, settings: Settings, fault: str, value: str
) -> None:
    in_a_request(settings, fault, value)

    lines = log.getvalue()
    assert lines.count("\n") == 1
    assert FAULTS[fault][1] in lines
    assert SECRET not in lines


def test_words_about_the_code_are_kept_and_causes_come_first() -> None:
    try:
        try:
            dict[str, str]()[SECRET]
        except KeyError as error:
            None.missing  # type: ignore[attr-defined]  # noqa: B018
            raise ValueError from error
    except AttributeError as error:
        trace = trace_of(error)

    lines = trace.splitlines()
    assert [line for line in lines if line and not line.startswith((" ", "Trace"))] == [
        "KeyError",
        "During handling of the above exception, another exception occurred:",
        "AttributeError: 'NoneType' object has no attribute 'missing'",
    ]


def test_number_of_a_row_stays_in_a_message_about_it() -> None:
    record = logging.LogRecord("x", logging.ERROR, "", 0, "import %s", (1757,), None)
    try:
        dict[int, str]()[7]
    except KeyError:
        record.exc_info = sys.exc_info()

    assert message_of(record) == "import 1757"
