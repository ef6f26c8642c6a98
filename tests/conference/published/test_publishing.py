"""Which files stand, and who is refused because somebody else was quicker."""

import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest
from django.core.files.storage import default_storage
from django.db import InternalError, transaction
from django.utils import timezone

from conference.models import Conference, PublishedChange
from conference.published import publishing
from conference.published.archive import PublicFile
from conference.published.errors import Superseded, UnfitError
from conference.site import orphans
from tests.published_files import publish, withdraw
from tests.races import while_uncommitted

# A storage of its own.
pytestmark = pytest.mark.usefixtures("host")


def test_newest_files_are_in_force_and_the_archive_lies_under_a_key_of_its_own(
    conference: Conference,
) -> None:
    first = publish(conference, after=publishing.latest_number(conference))
    second = publish(conference, after=first.number)

    assert (first.number, second.number) == (1, 2)
    assert first.digest == second.digest
    assert first.key != second.key
    assert list(PublishedChange.objects.in_force()) == [second]
    assert default_storage.exists(second.key)


def test_files_made_before_something_was_taken_off_are_refused_and_leave_nothing(
    conference: Conference,
) -> None:
    publish(conference, after=0)
    read = publishing.latest_number(conference)
    withdraw(conference)
    stored = list(orphans.stored_keys())

    with pytest.raises(Superseded):
        publish(conference, after=read)

    assert list(orphans.stored_keys()) == stored
    assert publish(conference, after=publishing.latest_number(conference)).number == 3


@pytest.mark.parametrize("other", [publish, withdraw])
def test_who_is_quicker_while_files_are_made_wins(
    conference: Conference, other: Callable[..., object]
) -> None:
    """Both find the same number free; the second learns of it from PostgreSQL alone."""
    publish(conference, after=0)
    quicker = partial(other, conference, **({"after": 1} if other is publish else {}))

    with pytest.raises(Superseded):
        while_uncommitted(quicker, lambda: publish(conference, after=1))

    assert PublishedChange.objects.count() == 2


def test_taking_off_waits_for_whoever_publishes_and_holds_for_those_files_too(
    conference: Conference,
) -> None:
    while_uncommitted(lambda: publish(conference, after=0), lambda: withdraw(conference))

    numbers = list(PublishedChange.objects.values_list("number", "withdrawn"))
    assert numbers == [(1, []), (2, [f"/en/{conference.slug}/agenda/"])]


def test_what_ends_between_archive_and_row_was_never_published_and_is_swept(
    conference: Conference,
) -> None:
    stands = publish(conference, after=0)
    with transaction.atomic():
        publish(conference, after=1)
        transaction.set_rollback(True)

    assert publishing.latest_number(conference) == 1
    orphans.sweep(at=timezone.now() + dt.timedelta(days=2))
    assert list(orphans.stored_keys()) == [stands.key]


@pytest.mark.parametrize("address", ["/en/other/agenda/", "/xx/{}/agenda/", "/en/{}", "/admin/{}/"])
def test_addresses_of_the_site_and_of_other_conferences_are_refused(
    conference: Conference, address: str
) -> None:
    strange = address.format(conference.slug)

    with pytest.raises(UnfitError):
        publish(conference, PublicFile(strange, "text/html", b""), after=0)
    with pytest.raises(UnfitError):
        publishing.withdraw(conference, [strange], at=timezone.now())

    assert PublishedChange.objects.count() == 0


def test_change_is_never_altered(conference: Conference) -> None:
    change = publish(conference, after=0)

    with pytest.raises(InternalError), transaction.atomic():
        PublishedChange.objects.filter(pk=change.pk).update(digest="1" * 64)
    with pytest.raises(InternalError), transaction.atomic():
        change.delete()
