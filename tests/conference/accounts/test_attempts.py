import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from conference.accounts import attempts
from conference.accounts.attempts import Place
from conference.models import SignInAttempt
from tests.factories import AT

MINISTER, CLERK = attempts.account_of("minister@example.org"), attempts.account_of("c@example.org")
HERE, THERE = Place("198.51.100.7"), Place("203.0.113.66")
KNOWN = Place("198.51.100.7", "a" * 32)
SECOND = dt.timedelta(seconds=1)


def tries(account: str, place: Place, count: int, at: dt.datetime = AT) -> list[bool]:
    """Which of so many attempts at once may be made."""
    return [attempts.begin(account=account, place=place, at=at) is not None for _ in range(count)]


def test_account_is_refused_where_it_failed_five_times_and_nowhere_else() -> None:
    assert tries(MINISTER, HERE, 7) == [True] * 5 + [False] * 2

    assert tries(MINISTER, THERE, 1) == [True]
    assert tries(CLERK, HERE, 1) == [True]
    assert tries(MINISTER, HERE, 1, AT + dt.timedelta(minutes=5)) == [True]


def test_one_network_cannot_go_through_many_accounts() -> None:
    allowed = [tries(attempts.account_of(str(n)), HERE, 1) for n in range(102)]

    assert allowed == [[True]] * 100 + [[False]] * 2


def test_many_networks_cannot_go_through_one_account_but_lock_out_no_device_that_knows_it() -> None:
    allowed = [tries(MINISTER, Place(f"203.0.113.{n}"), 1) for n in range(102)]

    assert allowed == [[True]] * 100 + [[False]] * 2
    assert tries(MINISTER, KNOWN, 1) == [True]


def test_known_device_is_slowed_by_its_own_failures_and_never_refused_for_long() -> None:
    tries(MINISTER, HERE, 5)

    assert tries(MINISTER, KNOWN, 7) == [True] * 5 + [False] * 2
    assert tries(MINISTER, KNOWN, 2, AT + 19 * SECOND) == [False] * 2
    assert tries(MINISTER, KNOWN, 2, AT + 20 * SECOND) == [True, False]
    assert tries(MINISTER, KNOWN, 2, AT + 40 * SECOND) == [True, False]


def test_failures_of_a_known_device_lock_nobody_else_out() -> None:
    for later in range(0, 200, 20):
        tries(MINISTER, KNOWN, 5, AT + later * SECOND)

    assert tries(MINISTER, HERE, 1, AT + 200 * SECOND) == [True]


def test_right_password_forgets_the_slips_of_this_account_from_this_place() -> None:
    tries(MINISTER, HERE, 4)
    tries(MINISTER, THERE, 4)
    tries(CLERK, HERE, 4)
    attempt = attempts.begin(account=MINISTER, place=HERE, at=AT)
    assert attempt is not None

    attempts.succeeded(attempt)

    assert SignInAttempt.objects.filter(account=MINISTER).count() == 4
    assert SignInAttempt.objects.count() == 8
    assert tries(MINISTER, HERE, 6) == [True] * 5 + [False]


@pytest.mark.django_db(transaction=True)
def test_many_attempts_at_the_same_moment_are_no_more_than_in_turn() -> None:
    def one(_: int) -> bool:
        try:
            return attempts.begin(account=MINISTER, place=HERE, at=AT) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        allowed = list(pool.map(one, range(40)))

    assert sum(allowed) == SignInAttempt.objects.count() == 5


def test_networks_of_one_customer_are_one() -> None:
    assert attempts.network_of("2001:db8:1:2::1") == attempts.network_of("2001:db8:1:2:ffff::9")
    assert attempts.network_of("2001:db8:1:3::1") != attempts.network_of("2001:db8:1:2::1")
    assert attempts.network_of("198.51.100.7") == "198.51.100.7"


def test_account_is_named_alike_however_it_is_written_and_tells_no_address() -> None:
    assert attempts.account_of(" Minister@Example.org ") == MINISTER
    assert MINISTER != CLERK
    assert "minister" not in MINISTER


def test_attempts_of_yesterday_are_forgotten() -> None:
    tries(MINISTER, HERE, 2)
    tries(MINISTER, HERE, 1, AT + dt.timedelta(hours=2))

    assert attempts.forget(at=AT + dt.timedelta(hours=25)) == 2
    assert SignInAttempt.objects.count() == 1
