"""Agenda items: added, moved below another, put in order, numbered."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from conference import audit
from conference.database import violations
from conference.database.row_updates import update_values
from conference.errors import DomainError
from conference.models import Conference, User
from sessions.models import AgendaItem
from sessions.numbering import ItemPlace, numbers


@transaction.atomic
def add(*, item: AgendaItem, by: User, at: dt.datetime) -> AgendaItem:
    """The last of those beside it, without a number until all are numbered."""
    _hold(item.conference)
    _put_last(item)
    with violations.in_words(), transaction.atomic():
        item.save()
    audit.record("agendaitem.added", target=item, by=by, at=at)
    return item


@transaction.atomic
def change(*, item: AgendaItem, fields: Sequence[str], by: User, at: dt.datetime) -> AgendaItem:
    """What moves below another item is the last there; what stands below it comes along."""
    _hold(item.conference)
    stored = AgendaItem.objects.get(pk=item.pk)
    item.order, item.number = stored.order, stored.number
    if item.parent_id != stored.parent_id:
        _put_last(item)
    with violations.in_words(), transaction.atomic():
        item.save()
    audit.record("agendaitem.changed", target=item, by=by, at=at, fields=fields)
    return item


@transaction.atomic
def reorder(*, conference: Conference, item_ids: Sequence[int], by: User, at: dt.datetime) -> None:
    """Items that stand below the same one follow each other in this order; numbers stay.

    Raises DomainError unless they are all items of the conference, each once.
    """
    _hold(conference)
    known = AgendaItem.objects.for_conference(conference).values_list("pk", flat=True)
    if sorted(item_ids) != sorted(known):
        raise DomainError(
            _("The items have changed in the meantime; put those that are there now in order.")
        )
    update_values(AgendaItem, item_ids, {"order": range(len(item_ids))})
    audit.record("conference.items_reordered", target=conference, by=by, at=at)


def numbers_in_order(conference: Conference) -> dict[int, str]:
    """What each item would be numbered now, in the order of the agenda."""
    rows = AgendaItem.objects.for_conference(conference).in_order()
    places = rows.values_list("pk", "parent_id", "level")
    return numbers(ItemPlace(*place) for place in places)


def digest(found: Mapping[int, str]) -> str:
    """Of numbers that were shown, to tell whether they are still those that would be given."""
    return hashlib.sha256(repr(sorted(found.items())).encode()).hexdigest()


@transaction.atomic
def number(*, conference: Conference, shown: str, by: User, at: dt.datetime) -> None:
    """Every item has the number of its place. `shown`: the digest of the numbers read before.

    Raises DomainError where items have come, gone or moved since.
    """
    _hold(conference)
    found = numbers_in_order(conference)
    if digest(found) != shown:
        raise DomainError(
            _("The items have changed in the meantime. Nothing was numbered; look again.")
        )
    update_values(AgendaItem, list(found), {"number": list(found.values())})
    audit.record("conference.items_numbered", target=conference, by=by, at=at)


def _hold(conference: Conference) -> None:
    """Items of a conference move one after another: their orders are compared."""
    Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)


def _put_last(item: AgendaItem) -> None:
    beside = AgendaItem.objects.for_conference(item.conference).filter(parent=item.parent)
    last = beside.exclude(pk=item.pk).aggregate(last=Max("order"))["last"]
    item.order = 0 if last is None else last + 1
