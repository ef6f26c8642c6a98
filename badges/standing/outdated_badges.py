"""Live badges that show what is no longer so, found among thousands."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    F,
    Func,
    Min,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, NullIf
from django.db.models.lookups import Exact

from badges.choices import GenerationState
from badges.engine.content import as_stored
from badges.holders import KindOfHolder, kind_of_type
from badges.models import BadgeType, Generation, language_of_successor
from badges.models.shown import KEY_OF_PHOTO, SEPARATOR, WORDS_OF_PERSON
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


def outdated_holders(
    conference: Conference, type_id: int | None = None, *, of: QuerySet[Any] | None = None
) -> dict[int, str]:
    """Ids of those whose live badge of the type shows what is no longer so; None is the personal
    one. Of these holders alone, where they are given.

    With the language that it is to be replaced in.
    """
    outdated = _Compared(conference, type_id, of).outdated()
    return {pk: language_of_successor(language, conference) for pk, language in outdated.items()}


def outdated_badges(conference: Conference, type_id: int | None = None) -> dict[int, OutdatedBadge]:
    """By holder, of badges of the type; None is the personal one."""
    compared = _Compared(conference, type_id)
    if compared.is_kept:
        return compared.one_by_one(compared.among(compared.outdated()))
    return compared.one_by_one(compared.holding)


def _holding(conference: Conference, kind: KindOfHolder[Any], type_id: int | None) -> QuerySet[Any]:
    """Those with a live badge of the type: in one filter, of one badge."""
    personal = BadgeType.objects.personal().for_conference(conference).values("pk")
    of_type = {kind.of_type: type_id or Subquery(personal)}
    live = {f"{kind.generations}__state": GenerationState.LIVE}
    return kind.rows().filter(**of_type, **live, conference=conference)


def differences(
    conference: Conference, holder_ids: Collection[int], type_id: int | None = None
) -> dict[int, dict[str, Any]]:
    """By live generation of these holders: the parts that are another now, as they are now.

    Whoever has no category has no badge that could show what is so.
    """
    delegations = Delegation.objects.for_conference(conference)
    shared = SharedContents(conference, delegations, type_id)
    kind = kind_of_type(conference, type_id)
    held = _holding(conference, kind, type_id).filter(pk__in=among(holder_ids))
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


_NULL = Value("null", output_field=TextField())
"""JSON's, which is stored of a badge that a job printed: of it nothing was left valid, either."""

NO_CATEGORY: Mapping[str, Any] = {"category_letter": None}
"""Changed in a badge whose holder has no category any more."""


class _Compared:
    """Holders of one conference and their live badges of the type, against what these would show.

    The same as `BadgeStates.is_outdated`, for thousands: what badges of a delegation share is
    compared once for all that were stored alike. Where the database keeps what they show of their
    holders, no content is read but one of each of these, and those that it cannot tell.
    """

    def __init__(
        self, conference: Conference, type_id: int | None, of: QuerySet[Any] | None = None
    ) -> None:
        self.kind = kind_of_type(conference, type_id)
        self.is_kept = self.kind.shown(conference) is not None
        self.holding = _holding(conference, self.kind, type_id)
        if of is not None:
            self.holding = self.holding.filter(pk__in=of.values("pk"))
        delegations = Delegation.objects.for_conference(conference)
        self.now = SharedContents(conference, delegations, type_id)
        self.stored: dict[str, dict[str, Any]] = {}
        self.known: dict[
            tuple[int | None, int | None, str, str | None], tuple[str, Mapping[str, Any]]
        ] = {}

    def outdated(self) -> dict[int, str]:
        """With the language of the badge."""
        if not self.is_kept:
            found = self.one_by_one(self.holding)
            return {pk: badge.language for pk, badge in found.items()}
        outdated: dict[int, str] = {}
        untold: dict[int, str] = {}
        for alike in self.alike():
            language, changed = self.shared(alike)
            if changed or (alike.is_same is False and alike.left is None):
                outdated |= dict.fromkeys(alike.holders(), language)
            elif not alike.is_same:
                untold |= dict.fromkeys(alike.holders(), language)
        return outdated | self.outdated_among(untold)

    def outdated_among(self, languages: Mapping[int, str]) -> dict[int, str]:
        """Of these, whose own parts the database has not told."""
        if not languages:
            return {}
        kept = F(f"{self.kind.generations}__shown_of_person")
        rows = self.kind.values(self.among(languages).annotate(kept=kept), "kept")
        differ = [
            row.pk
            for row in rows.iterator(chunk_size=ROWS_AT_ONCE)
            if row.kept != _as_kept(self.kind.parts(row, self.now.conference))
        ]
        found = self.one_by_one(self.among(differ)) if differ else {}
        return {pk: languages[pk] for pk in found}

    def among(self, ids: Collection[int]) -> QuerySet[Any]:
        return self.holding.filter(pk__in=among(ids))

    def alike(self) -> list["_Alike"]:
        """All of them."""
        generations = self.kind.generations
        kept = F(f"{generations}__shown_of_person")
        now = self.kind.shown(self.now.conference)
        rows = (
            self.holding.order_by()
            .values_list(
                "delegation_id",
                "category_id",
                f"{generations}__shown_shared",
                NullIf(Cast(f"{generations}__left_valid", TextField()), _NULL),
                # Grouped by, not aggregated: PostgreSQL then sorts the answers, not the texts.
                ExpressionWrapper(Exact(kept, now), BooleanField()),
            )
            .annotate(sample=Min(f"{generations}__pk"), ids=Cast(ArrayAgg("pk"), TextField()))
        )
        found = list(rows)
        samples = {digest: sample for _delegation, _category, digest, *_rest, sample, _ids in found}
        shared = _Without(F("content"), sorted(PARTS_OF_HOLDER | PARTS_OF_BADGE))
        contents = Generation.objects.filter(pk__in=among(samples.values())).order_by()
        texts = dict(contents.values_list("pk", shared))
        return [
            _Alike(delegation, category, texts[samples[digest]], left, is_same, ids)
            for delegation, category, digest, left, is_same, _sample, ids in found
        ]

    def one_by_one(self, holding: QuerySet[Any]) -> dict[int, OutdatedBadge]:
        content = F(f"{self.kind.generations}__content")
        rows = self.kind.values(
            holding.annotate(
                shared=_Without(content, sorted(PARTS_OF_HOLDER | PARTS_OF_BADGE)),
                own=_Without(content, sorted(SHARED | PARTS_OF_BADGE)),
                left=Cast(f"{self.kind.generations}__left_valid", TextField()),
            ),
            "shared",
            "own",
            "left",
        )
        found = {}
        for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
            language, shared = self.shared(row)
            now = {**shared, **self.own(row)}
            if now:
                found[row.pk] = OutdatedBadge(language, now)
        return found

    def shared(self, row: Any) -> tuple[str, Mapping[str, Any]]:
        """The language of the badge, and what has changed whoever its holder is, as it is now."""
        key = (row.delegation_id, row.category_id, row.shared, row.left)
        if key not in self.known:
            if row.shared not in self.stored:
                self.stored[row.shared] = json.loads(row.shared)
            stored = self.stored[row.shared]
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


class _Alike(NamedTuple):
    """Holders whose badges were stored alike but for what is their own, and would be so now.

    `is_same`: whether their own is what it was, too; None where the database cannot tell. `ids`,
    as PostgreSQL writes them, are read of those alone who are asked for: of most nothing changed.
    """

    delegation_id: int | None
    category_id: int | None
    shared: str
    left: str | None
    is_same: bool | None
    ids: str

    def holders(self) -> Iterator[int]:
        return map(int, self.ids.strip("{}").split(","))


def _as_kept(parts: Mapping[str, Any]) -> str:
    """As `Generation.shown_of_person`."""
    texts = [parts[name].text for name in WORDS_OF_PERSON]
    after_own_name = WORDS_OF_PERSON.index("own_name") + 1
    texts.insert(after_own_name, parts["own_name"].language)
    return SEPARATOR.join([*texts, parts[KEY_OF_PHOTO]])


def _as_now(now: Mapping[str, Any], names: Collection[str]) -> Mapping[str, Any]:
    return {name: now[name] for name in sorted(names)}


def _left(row: Any) -> dict[str, Any]:
    return json.loads(row.left or "null") or {}
