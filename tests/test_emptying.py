"""What `tests.emptying` leaves is what Django leaves."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction

from conference import audit
from tests.emptying import everything_locked, filled_among
from tests.factories import AT, DelegateFactory
from tests.races import while_uncommitted

pytestmark = pytest.mark.django_db(transaction=True)

LEFT = {"auth_permission", "django_content_type"}


def flush() -> None:
    call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(autouse=True)
def _begun() -> None:
    flush()


def left() -> dict[str, set[object]]:
    return {
        "types": set(ContentType.objects.values_list("pk", "app_label", "model")),
        "permissions": set(Permission.objects.values_list("pk", "content_type", "codename")),
    }


def filled() -> set[str]:
    with transaction.atomic(), everything_locked() as (cursor, tables):
        return filled_among(tables, cursor)


def test_what_was_written_is_gone_and_the_rest_was_never_touched() -> None:
    before = left()
    audit.record("delegate.changed", target=DelegateFactory(), by=None, at=AT)

    flush()

    assert filled() == LEFT
    assert left() == before


def test_what_another_test_changed_of_the_rest_is_put_right() -> None:
    wanted = set(ContentType.objects.values_list("app_label", "model"))
    ContentType.objects.create(app_label="made", model="up")
    Permission.objects.filter(content_type__model="delegate").delete()

    flush()

    assert filled() == LEFT
    assert set(ContentType.objects.values_list("app_label", "model")) == wanted
    assert Permission.objects.filter(content_type__model="delegate").exists()


def test_whoever_still_writes_is_waited_for() -> None:
    while_uncommitted(DelegateFactory, flush)

    assert filled() == LEFT


def test_it_is_begun_again_where_somebody_took_locks_the_other_way_round() -> None:
    def read(table: str) -> None:
        with connection.cursor() as cursor:
            # Whose patience is longer is not the one that is ended.
            cursor.execute("SET LOCAL deadlock_timeout = '20s'")
            cursor.execute(f"SELECT FROM {table}")

    delegate = DelegateFactory()

    while_uncommitted(
        lambda: read("badges_badgedesign"), flush, then=lambda: read("agenda_session")
    )

    assert not type(delegate).objects.exists()
