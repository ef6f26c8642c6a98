"""Live badges that show what is no longer so, found among thousands."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast

from badges.choices import GenerationState
from badges.engine.content import as_stored
from badges.holders import KindOfHolder, kind_of_type
from badges.models import language_of_successor
from badges.snapshot import (
    PARTS_OF_BADGE,
    PARTS_OF_HOLDER,
    SHARED,
    SharedContents,
    changed_parts,
)
from conference.database.id_lists import among
from conference.models import Conference
from delegates.models import Delegation

ROWS_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class OutdatedBadge:
    """A live badge that shows what is no longer so: in which language, and what is so `now`."""

    language: str
    now: Mapping[str, Any]

    @property
    def parts(self) -> frozenset[str]:
        return frozenset(self.now)


def outdated_holders(conference: Conference, type_id: int | None = None) -> dict[int, str]:
    """Ids of those whose live badge of the type shows what is no longer so; None is the personal
    one.

    With the language that it is to be replaced in.
    """
    return {
        pk: language_of_successor(badge.language, conference)
        for pk, badge in outdated_badges(conference, type_id).items()
    }


def outdated_badges(conference: Conference, type_id: int | None = None) -> dict[int, OutdatedBadge]:
    """By holder, of badges of the type; None is the personal one.

    The same as `BadgeStates.is_outdated`, for thousands: what badges of a delegation share is
    compared once for all that were stored alike.
    """
    kind = kind_of_type(conference, type_id)
    compared = _Compared(conference, type_id, kind)
    content = F(f"{kind.generations}__content")
    rows = kind.values(
        _holding(kind, type_id)
        .filter(conference=conference)
        .annotate(
            shared=_Without(content, sorted(PARTS_OF_HOLDER | PARTS_OF_BADGE)),
            own=_Without(content, sorted(SHARED | PARTS_OF_BADGE)),
            left=Cast(f"{kind.generations}__left_valid", TextField()),
        ),
        "shared",
        "own",
        "left",
    )
    found = {}
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        language, shared = compared.shared(row)
        now = {**shared, **compared.own(row)}
        if now:
            found[row.pk] = OutdatedBadge(language, now)
    return found


def _holding(kind: KindOfHolder[Any], type_id: int | None) -> QuerySet[Any]:
    """Those with a live badge of the type: in one filter, of one badge."""
    of_type = {kind.of_type: type_id} if type_id else {f"{kind.of_type}__is_personal": True}
    return kind.rows().filter(**of_type, **{f"{kind.generations}__state": GenerationState.LIVE})


def differences(
    conference: Conference, holder_ids: Collection[int], type_id: int | None = None
) -> dict[int, dict[str, Any]]:
    """By live generation of these holders: the parts that are another now, as they are now.

    Whoever has no category has no badge that could show what is so.
    """
    delegations = Delegation.objects.for_conference(conference)
    shared = SharedContents(conference, delegations, type_id)
    kind = kind_of_type(conference, type_id)
    held = _holding(kind, type_id).filter(pk__in=among(holder_ids))
    rows = kind.values(
        held.annotate(
            generation=F(f"{kind.generations}__pk"), stored=F(f"{kind.generations}__content")
        ),
        "generation",
        "stored",
    )
    found = {}
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        if kind.is_of_category and row.category_id is None:
            continue
        now = shared.of(row.stored["language"], row.category_id, row.delegation_id) | as_stored(
            kind.parts(row, conference)
        )
        found[row.generation] = dict(_as_now(now, changed_parts(now, row.stored, {})))
    return found


class _Without(Func):
    """A JSON object without some of its keys, as text: equal objects give equal texts."""

    template = "(%(expressions)s)::text"
    arg_joiner = " - "
    output_field = TextField()

    def __init__(self, content: F, keys: list[str]) -> None:
        super().__init__(content, Value(keys, output_field=ArrayField(TextField())))


NO_CATEGORY: Mapping[str, Any] = {"category_letter": None}
"""Changed in a badge whose holder has no category any more."""


class _Compared:
    """Rows of holders, with what their live badge shows, against what it would show now."""

    def __init__(
        self, conference: Conference, type_id: int | None, kind: KindOfHolder[Any]
    ) -> None:
        self.kind = kind
        delegations = Delegation.objects.for_conference(conference)
        self.now = SharedContents(conference, delegations, type_id)
        self.known: dict[
            tuple[int | None, int | None, str, str | None], tuple[str, Mapping[str, Any]]
        ] = {}

    def shared(self, row: Any) -> tuple[str, Mapping[str, Any]]:
        """The language of the badge, and what has changed whoever its holder is, as it is now."""
        key = (row.delegation_id, row.category_id, row.shared, row.left)
        if key not in self.known:
            stored = json.loads(row.shared)
            language = stored["language"]
            self.known[key] = (language, self._changed(row, stored, language))
        return self.known[key]

    def _changed(self, row: Any, stored: dict[str, Any], language: str) -> Mapping[str, Any]:
        if row.category_id is None and self.kind.is_of_category:
            return NO_CATEGORY
        now = self.now.of(language, row.category_id, row.delegation_id)
        return _as_now(now, changed_parts(now, stored, _left(row)))

    def own(self, row: Any) -> Mapping[str, Any]:
        now = as_stored(self.kind.parts(row, self.now.conference))
        return _as_now(now, changed_parts(now, json.loads(row.own), _left(row)))


def _as_now(now: Mapping[str, Any], names: Collection[str]) -> Mapping[str, Any]:
    return {name: now[name] for name in sorted(names)}


def _left(row: Any) -> dict[str, Any]:
    return json.loads(row.left or "null") or {}
