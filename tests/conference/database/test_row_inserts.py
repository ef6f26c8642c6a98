import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, models
from django.test.utils import isolate_apps
from django.utils import timezone

from badges.models import Badge, Generation, PrintEntry
from conference.database import row_inserts
from conference.database.row_inserts import insert_rows, new_ids
from tests.factories import (
    AT,
    BadgeFactory,
    BadgeTypeFactory,
    DelegateFactory,
    DelegationFactory,
    GenerationFactory,
    PrintChunkFactory,
)

HOSTILE = ["", "\\N", "a\tb", "a\nb\r\nc", "\\", "\\.", "“é” Душанбе {NULL}"]


def test_every_text_comes_back_as_it_was_and_the_rest_takes_its_default() -> None:
    issued = GenerationFactory(state="released")
    [pk] = new_ids(Generation, 1)

    insert_rows(
        Generation,
        ["id", "conference", "badge", "number", "code", "content", "design_version", "reserved_by"],
        [
            (
                pk,
                issued.conference_id,
                issued.badge_id,
                2,
                HOSTILE[2],
                '{"text": "“é” \\\\ \\t"}',
                issued.design_version_id,
                issued.reserved_by_id,
            )
        ],
    )

    stored = Generation.objects.get(pk=pk)
    assert (stored.code, stored.content) == (HOSTILE[2], {"text": "“é” \\ \t"})
    assert (stored.state, stored.issued_at, stored.end_reason) == ("reserved", None, "")


def test_hostile_texts_are_texts() -> None:
    delegation = DelegationFactory()
    entry_of = PrintChunkFactory(job__conference=delegation.conference)
    generations = [GenerationFactory(badge__delegate__delegation=delegation) for _text in HOSTILE]

    insert_rows(
        PrintEntry,
        ["conference", "job", "chunk", "order", "generation", "identity"],
        (
            (entry_of.conference_id, entry_of.job_id, entry_of.pk, order, row.pk, text)
            for order, (row, text) in enumerate(zip(generations, HOSTILE, strict=True))
        ),
    )

    stored = list(PrintEntry.objects.order_by("order"))
    assert [row.identity for row in stored] == HOSTILE
    assert {(row.page, row.outcome, row.obstacle) for row in stored} == {(None, "waiting", "")}
    assert [row.notes for row in stored] == [[]] * len(HOSTILE)


def test_more_than_a_batch_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_inserts, "BATCH", 2)
    delegation = DelegationFactory()
    people = [DelegateFactory(delegation=delegation) for _ in range(5)]
    of_type = BadgeTypeFactory(conference=delegation.conference)
    created_at = AT + dt.timedelta(microseconds=1)

    insert_rows(
        Badge,
        ["conference", "type", "holder", "delegate", "serial", "created_at"],
        (
            (delegation.conference_id, of_type.pk, "delegate", delegate.pk, serial, created_at)
            for serial, delegate in enumerate(people, start=1)
        ),
    )

    stored = Badge.objects.order_by("serial").values_list("delegate", "serial", "created_at")
    assert list(stored) == [
        (row.pk, serial, created_at) for serial, row in enumerate(people, start=1)
    ]


def test_constraints_see_the_rows() -> None:
    badge = BadgeFactory()
    delegate = DelegateFactory(delegation=badge.delegate.delegation)

    with pytest.raises(IntegrityError, match="badge_serial_unique_in_conference"):
        insert_rows(
            Badge,
            ["conference", "type", "holder", "delegate", "serial", "created_at"],
            [(badge.conference_id, badge.type_id, "delegate", delegate.pk, badge.serial, AT)],
        )


def test_ids_are_given_once() -> None:
    badge = BadgeFactory()

    ids = new_ids(Badge, 3)

    assert badge.pk not in ids
    assert BadgeFactory().pk not in ids
    assert new_ids(Badge, 0) == []


@isolate_apps("conference")
@pytest.mark.parametrize(
    "field",
    [
        models.UUIDField(default=uuid4),
        models.DateTimeField(default=timezone.now),
        models.DateTimeField(auto_now=True),
        models.DateTimeField(auto_now_add=True),
    ],
    ids=["identifier", "instant", "auto_now", "auto_now_add"],
)
def test_field_that_is_another_for_each_row_must_be_named(field: Any) -> None:
    """Its default is asked for once, and what Django sets when it saves would stay empty."""

    class Parcel(models.Model):
        weight = models.IntegerField()
        value = field

        class Meta:
            app_label = "conference"

    with pytest.raises(AssertionError, match=r"conference\.Parcel\.value"):
        insert_rows(Parcel, ["weight"], [(1,)])
