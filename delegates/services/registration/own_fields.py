"""Own fields of a conference: what each delegate answers.

The audit trail says that answers were changed, and of which fields; the answers are in the history
of their rows and go with the person.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from conference import audit
from conference.database.id_lists import among
from conference.database.row_updates import update_rows
from conference.errors import DomainError
from conference.files.storage import random_key
from conference.models import User
from delegates.derived import derive_delegates, searched_answers
from delegates.models import (
    Delegate,
    OwnField,
    OwnFieldChoice,
    OwnValue,
)
from delegates.services import scopes
from delegates.services.registering import held_delegates

AT_ONCE = 1000
# Of one answer, former ones among them.
MOST_FILES = 20


@dataclass(frozen=True)
class Given:
    """One answer, or with nothing in it none. `file` is a key of the storage."""

    text: str = ""
    choice: OwnFieldChoice | None = None
    file: str = ""


def store(file: File[bytes]) -> str:
    """Keep a file under a new key: of its name only the ending is kept."""
    return default_storage.save(random_key("answers", file.name or ""), file)


@transaction.atomic
def answer(
    *, delegate: Delegate, answers: Mapping[OwnField, Given], by: User, at: dt.datetime
) -> None:
    """These are the delegate's answers; of fields that are not named what is there stays."""
    row = held_delegates([delegate])[delegate.pk]
    there = {value.field_id: value for value in OwnValue.objects.filter(delegate=row)}
    changed = []
    for field, given in answers.items():
        _require_of(row, field, given)
        value = there.get(field.pk)
        if value is None:
            value = OwnValue(conference_id=row.conference_id, delegate=row, field=field)
        if (value.text, value.choice_id, value.file.name or "") == (
            given.text,
            given.choice and given.choice.pk,
            given.file,
        ):
            continue
        if value.pk and given.file:
            _require_few_files(value)
        value.text, value.choice, value.file = given.text, given.choice, given.file
        value.save()
        changed.append(field)
    if not changed:
        return
    if any(field.is_searched for field in changed):
        _find_by_answers([row])
    scopes.require_people_within([row.pk], by=by)
    audit.record(
        "delegate.own_fields_changed",
        target=row,
        by=by,
        at=at,
        detail={"own_fields": sorted(field.pk for field in changed)},
    )


def _require_few_files(value: OwnValue) -> None:
    """Each stays with the history, removed or replaced: who sends more of them uses a program."""
    events: Any = value.events  # type: ignore[attr-defined]
    if events.exclude(file="").count() >= MOST_FILES:
        raise DomainError(
            _("The file was replaced %d times: write to the secretariat.") % MOST_FILES
        )


def _require_of(row: Delegate, field: OwnField, given: Given) -> None:
    is_elsewhere = field.conference_id != row.conference_id
    if is_elsewhere or (given.choice and given.choice.field_id != field.pk):
        raise DomainError(_("This field is no longer asked: reload the page."))


@transaction.atomic
def search_by(*, field: OwnField) -> None:
    """Whoever answered it is found by the answer, or no longer, as the field says now."""
    people = Delegate.with_drafts.filter(own_values__field=field)
    ids = list(people.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        rows = Delegate.with_drafts.filter(pk__in=among(ids[start : start + AT_ONCE]))
        _find_by_answers(list(held_delegates(rows).values()))


def _find_by_answers(held: list[Delegate]) -> None:
    """Fill what search finds of the answers, and all that follows."""
    texts = searched_answers([row.pk for row in held])
    for row in held:
        row.own_answers = texts.get(row.pk, "")
    if held:
        derive_delegates(held, held[0].conference)
        update_rows(held, ["own_answers", "search_text"])


def forget(*, delegates: Collection[int]) -> None:
    """Of these people no answer is left, nor the history of one; files go with the next sweep."""
    history = apps.get_model("delegates", "OwnValueEvent")._default_manager
    OwnValue.objects.filter(delegate__in=among(delegates)).delete()
    history.filter(delegate_id__in=among(delegates)).delete()
