"""Kinds of delegations: seeded, saved, split, put in order, deleted."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from django.db import transaction
from django.db.models import OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat, LPad, Substr
from django.utils.translation import gettext as _

from conference import audit
from conference.database.row_updates import update_rows, update_values
from conference.errors import DomainError
from conference.models import Conference, User
from conference.writing.folding import word_key
from delegates import defaults
from delegates.derived import DERIVED_DELEGATION_FIELDS, ORDER_DIGITS, derive_delegation
from delegates.models import (
    CategoryRule,
    Country,
    Delegation,
    DelegationKind,
    Organization,
    UsualKind,
)

SPLIT_FIELDS = ["nature", "admits", "listing", "is_counted"]
"""What the kind that is split off has from the other."""


def usual_kind(conference: Conference, party: Country | Organization) -> DelegationKind:
    """By the conference's table. Raises DomainError where the table says nothing of the sender."""
    sender = party.status if isinstance(party, Country) else party.type
    rows = UsualKind.objects.for_conference(conference).select_related("kind")
    found = rows.filter(sender=sender).first()
    if found is None:
        raise DomainError(
            _("No kind of delegation is the usual one for %s here; choose one.") % party
        )
    return found.kind


def install_defaults(conference: Conference) -> dict[str, DelegationKind]:
    """The default kinds by code, in protocol order, and the table of who usually sends which."""
    rows = defaults.kinds()
    saved = DelegationKind.objects.bulk_create(
        DelegationKind(
            conference=conference,
            code=row.code,
            name=row.name,
            section=row.section,
            aliases=row.aliases,
            nature=row.nature,
            admits=row.admits,
            listing=row.listing,
            is_counted=row.is_counted,
            order=order,
        )
        for order, row in enumerate(rows)
    )
    UsualKind.objects.bulk_create(
        UsualKind(conference=conference, sender=sender, kind=kind)
        for kind, row in zip(saved, rows, strict=True)
        for sender in row.usual_for
    )
    return {kind.code: kind for kind in saved}


@transaction.atomic
def save(
    *, kind: DelegationKind, fields: Collection[str] = (), by: User, at: dt.datetime
) -> DelegationKind:
    """Add or change a kind; files that call it by its former name are still understood.

    Raises DomainError where another kind is called like it, or where it has delegations and its
    nature would change. What it admits reaches its delegations by the database's own key.
    """
    _hold(kind.conference)
    # With the key: no delegation of the kind is added before this is committed.
    stored = DelegationKind.objects.select_for_update().filter(pk=kind.pk).first()
    if stored is None:
        kind.order = _last_order(kind.conference) + 1
    else:
        # Another order since it was loaded stays: only `reorder` sets it.
        kind.order = stored.order
        _keep_former_words(kind, stored)
        _require_nature_of(stored, kind)
    _require_own_words(kind)
    kind.save()
    audit.record(
        "delegationkind.added" if stored is None else "delegationkind.changed",
        target=kind,
        by=by,
        at=at,
        fields=fields,
    )
    return kind


def _hold(conference: Conference) -> None:
    """Kinds of a conference change one after another: their words and orders are compared."""
    Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)


def held(kind_ids: Iterable[int]) -> dict[int, DelegationKind]:
    """As they are stored; whoever puts them in another order waits for what is written now.

    Kinds are held before delegations. A delegation that is there needs no kind held: the new order
    is written to it last.
    """
    rows = DelegationKind.objects.filter(pk__in=set(kind_ids))
    return {row.pk: row for row in rows.select_for_update(no_key=True).order_by("pk")}


def _last_order(conference: Conference) -> int:
    last = DelegationKind.objects.for_conference(conference).order_by("order").last()
    return last.order if last else -1


def _keep_former_words(kind: DelegationKind, stored: DelegationKind) -> None:
    """A name that it no longer has becomes another name, unless it is still known by it."""
    kept = kind.words()
    for text in stored.labels():
        if word_key(text) not in kept:
            kind.aliases = [*kind.aliases, text]
            kept = kind.words()


def _require_nature_of(stored: DelegationKind, kind: DelegationKind) -> None:
    if kind.nature != stored.nature and stored.delegations.exists():
        raise DomainError(
            _("%(kind)s has delegations, so its nature stays “%(nature)s”. Add another kind.")
            % {"kind": stored, "nature": stored.get_nature_display()}
        )


def _require_own_words(kind: DelegationKind) -> None:
    """Raises DomainError with the first word by which an import knows another kind."""
    others = DelegationKind.objects.for_conference(kind.conference).exclude(pk=kind.pk)
    taken = {word: other for other in others for word in other.words()}
    for text in (*kind.labels(), *kind.aliases):
        if other := taken.get(word_key(text)):
            raise DomainError(
                _("“%(word)s” is a name of the kind “%(other)s” already: a file could mean either.")
                % {"word": text, "other": other}
            )


@transaction.atomic
def split(
    *,
    kind: DelegationKind,
    into: DelegationKind,
    delegation_ids: Collection[int],
    by: User,
    at: dt.datetime,
) -> DelegationKind:
    """Part of the kind's delegations are of a new kind, directly after it in protocol order.

    Only name, section and code of `into` are asked for. Its category rules are those of the kind,
    each beside its model, so that every delegate keeps the category; a file that calls such a
    delegation by the former kind still means it. Raises DomainError where a delegation is of
    another kind.
    """
    conference = kind.conference
    _hold(conference)
    kind = DelegationKind.objects.get(pk=kind.pk)
    into.conference, into.split_from = conference, kind
    for name in SPLIT_FIELDS:
        setattr(into, name, getattr(kind, name))
    _require_own_words(into)
    into.order = kind.order
    into.save()
    _copy_rules(kind, into)
    audit.record(
        "delegationkind.split",
        target=into,
        by=by,
        at=at,
        detail={"from": kind.pk, "delegations": len(set(delegation_ids))},
    )
    _put_in_order(conference, _with_next(conference, kind, into))
    _move(kind, into, delegation_ids, by=by, at=at)
    return into


def _copy_rules(kind: DelegationKind, into: DelegationKind) -> None:
    """Each copy directly after its model: the first rule that fits a delegate stays the same.

    All are numbered again, since rules of one order are asked by their ids, and a copy has the
    highest.
    """
    table: list[CategoryRule] = []
    for rule in CategoryRule.objects.for_conference(kind.conference).order_by("order", "pk"):
        table.append(rule)
        if rule.kind_id == kind.pk:
            table.append(_copied(rule, into))
    for order, rule in enumerate(table):
        rule.order = order
    update_rows([rule for rule in table if rule.pk], ["order"])
    CategoryRule.objects.bulk_create(rule for rule in table if not rule.pk)


def _copied(rule: CategoryRule, kind: DelegationKind) -> CategoryRule:
    return CategoryRule(
        conference_id=rule.conference_id,
        kind=kind,
        is_head=rule.is_head,
        rank_id=rule.rank_id,
        category_id=rule.category_id,
    )


def _with_next(conference: Conference, kind: DelegationKind, into: DelegationKind) -> list[int]:
    rows = DelegationKind.objects.for_conference(conference).exclude(pk=into.pk)
    ids = list(rows.values_list("pk", flat=True))
    ids.insert(ids.index(kind.pk) + 1, into.pk)
    return ids


def _move(
    kind: DelegationKind,
    into: DelegationKind,
    delegation_ids: Collection[int],
    *,
    by: User,
    at: dt.datetime,
) -> None:
    into.refresh_from_db()
    # Held already: the new order was written to all delegations of the conference.
    rows = list(kind.delegations.filter(pk__in=delegation_ids).order_by("pk"))
    if len(rows) != len(set(delegation_ids)):
        raise DomainError(
            _("A chosen delegation is no longer of the kind %s; nothing was split.") % kind
        )
    for row in rows:
        row.kind = into
        derive_delegation(row, into.conference)
    update_rows(rows, ["kind", *DERIVED_DELEGATION_FIELDS])
    audit.record_many("delegation.changed", targets=[(row, ["kind"]) for row in rows], by=by, at=at)


@transaction.atomic
def reorder(*, conference: Conference, kind_ids: Sequence[int], by: User, at: dt.datetime) -> None:
    """The kinds stand in this order, and so does every delegation.

    Raises DomainError unless they are all kinds of the conference, each once.
    """
    _hold(conference)
    known = DelegationKind.objects.for_conference(conference).values_list("pk", flat=True)
    if sorted(kind_ids) != sorted(known):
        raise DomainError(
            _("The kinds have changed in the meantime; put those that are there now in order.")
        )
    _put_in_order(conference, kind_ids)
    audit.record("conference.kinds_reordered", target=conference, by=by, at=at)


def _put_in_order(conference: Conference, kind_ids: Sequence[int]) -> None:
    """Two statements, however many delegations there are: a key begins with its kind's order."""
    update_values(DelegationKind, kind_ids, {"order": range(len(kind_ids))})
    order = DelegationKind.objects.filter(pk=OuterRef("kind")).values("order")
    digits = LPad(Cast(Subquery(order), TextField()), ORDER_DIGITS, Value("0"))
    Delegation.objects.for_conference(conference).update(
        protocol_key=Concat(digits, Substr("protocol_key", ORDER_DIGITS + 1))
    )


@transaction.atomic
def delete(*, kind: DelegationKind, by: User, at: dt.datetime) -> None:
    """Only a kind to which nothing refers: else the database refuses."""
    audit.record("delegationkind.deleted", target=kind, by=by, at=at)
    kind.delete()
