"""Who is who among the registered: asked once, remembered with the people."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from conference import audit
from conference.database.id_lists import among
from conference.errors import DomainError
from conference.models import Conference, User
from delegates.models import (
    Delegate,
    DelegateQuerySet,
    Delegation,
    KnownApart,
    SamePersonSpelling,
)
from delegates.naming.names import folded_name_key
from delegates.recognition.descriptions import DESCRIBING, Description
from delegates.recognition.likeness import Portrait, Reason, Sameness
from delegates.recognition.people import MOST_COMPARED, Everywhere, People
from delegates.services import scopes
from delegates.services.registering import held_delegates


@transaction.atomic
def tell_apart(*, delegate: Delegate, other: Delegate, by: User, at: dt.datetime) -> KnownApart:
    """The two are two people: nobody is asked again. Said twice, it is remembered once."""
    held = held_delegates([delegate, other])
    if len(held) < 2:
        raise DomainError(_("A delegate cannot be another person than themselves."))
    scopes.require_people(list(held), by=by)
    first, second = (held[pk] for pk in sorted(held))
    if first.conference_id != second.conference_id:
        raise DomainError(_("These delegates belong to two conferences, so they are not compared."))
    pair, is_new = KnownApart.objects.get_or_create(
        first=first,
        second=second,
        conference_id=first.conference_id,
        defaults={"answered_at": at, "answered_by": by},
    )
    if is_new:
        audit.record("knownapart.added", target=pair, by=by, at=at)
    return pair


@transaction.atomic
def tell_many_apart(
    *, pairs: Iterable[tuple[int, int]], conference: Conference, by: User, at: dt.datetime
) -> None:
    """The plural form, by ids of delegates of the conference: what is known already stays."""
    ordered = sorted({(min(pair), max(pair)) for pair in pairs})
    known = answered_apart({pk for pair in ordered for pk in pair})
    added = KnownApart.objects.bulk_create(
        KnownApart(
            conference=conference, first_id=first, second_id=second, answered_at=at, answered_by=by
        )
        for first, second in ordered
        if (first, second) not in known
    )
    audit.record_many("knownapart.added", targets=[(row, []) for row in added], by=by, at=at)


@transaction.atomic
def remember_spelling(
    *, delegate: Delegate, given_name: str, family_name: str, by: User, at: dt.datetime
) -> SamePersonSpelling | None:
    """Whoever is called so from now on is the delegate. None where that is their name anyway."""
    held = held_delegates([delegate])[delegate.pk]
    scopes.require_people([held.pk], by=by)
    key = folded_name_key(given_name, family_name)
    if key in ("", held.name_key):
        return None
    spelling, is_new = SamePersonSpelling.objects.get_or_create(
        delegate=held,
        name_key=key,
        conference_id=held.conference_id,
        defaults={
            "given_name": given_name,
            "family_name": family_name,
            "answered_at": at,
            "answered_by": by,
        },
    )
    if is_new:
        audit.record("samepersonspelling.added", target=spelling, by=by, at=at)
    return spelling


class Spelling(NamedTuple):
    """What lists call a delegate, who is given by their id."""

    delegate_id: int
    given_name: str
    family_name: str

    @property
    def key(self) -> str:
        return folded_name_key(self.given_name, self.family_name)


@transaction.atomic
def remember_many_spellings(
    *, spellings: Iterable[Spelling], conference: Conference, by: User, at: dt.datetime
) -> None:
    """The plural form, of delegates of the conference: what is known already stays."""
    asked = {(one.delegate_id, one.key): one for one in spellings}
    ids = {pk for pk, _key in asked}
    own = Delegate.objects.for_conference(conference).filter(pk__in=among(ids))
    names = dict(own.values_list("pk", "name_key"))
    known = other_spellings(ids)
    added = SamePersonSpelling.objects.bulk_create(
        SamePersonSpelling(
            conference=conference,
            delegate_id=pk,
            name_key=key,
            given_name=one.given_name,
            family_name=one.family_name,
            answered_at=at,
            answered_by=by,
        )
        for (pk, key), one in asked.items()
        if key not in {"", names[pk], *known.get(pk, ())}
    )
    audit.record_many(
        "samepersonspelling.added", targets=[(row, []) for row in added], by=by, at=at
    )


def answered_apart(delegate_ids: Iterable[int]) -> frozenset[tuple[int, int]]:
    """Pairs of these delegates that are known to be two people, the smaller number first."""
    pairs = KnownApart.objects.among(delegate_ids).values_list("first", "second")
    return frozenset((min(pair), max(pair)) for pair in pairs)


def other_spellings(delegate_ids: Iterable[int]) -> Mapping[int, frozenset[str]]:
    """The folded names by which these delegates are known beside their own."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    rows = SamePersonSpelling.objects.filter(delegate__in=list(delegate_ids))
    for pk, key in rows.values_list("delegate", "name_key"):
        found[pk].add(key)
    return {pk: frozenset(keys) for pk, keys in found.items()}


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A registered delegate who is perhaps the person being entered, and why."""

    delegate: Delegate
    sameness: Sameness
    reasons: tuple[Reason, ...]


def resembling(
    *, description: Description, delegation: Delegation, by: User, itself: int | None = None
) -> list[Resemblance]:
    """Whoever is perhaps the described person: asked before somebody is registered or renamed.

    Within the delegation likeness asks; across delegations an equal folded name or e-mail. Whom
    the user may not see is not asked about, nor who is known to be another than `itself`.
    """
    portrait = Portrait(description)
    visible = Delegate.objects.for_conference(delegation.conference).visible_to(by)
    visible = visible.exclude(pk=itself) if itself else visible
    found = {
        pk: (sameness, reasons)
        for pk, sameness, reasons in [
            *_like_within(visible.filter(delegation=delegation), description),
            *_like_elsewhere(visible.exclude(delegation=delegation), description, portrait),
            *_called_so(visible, portrait),
        ]
    }
    return _unanswered(found, visible, itself)


def resembling_within(
    *, description: Description, delegation: Delegation, itself: int | None = None
) -> list[Resemblance]:
    """Whoever of the delegation, drafts too, is perhaps the person whom a focal point enters: of
    another delegation nothing is asked, nor learned.
    """
    people = Delegate.with_drafts.filter(delegation=delegation)
    people = people.exclude(pk=itself) if itself else people
    like = _like_within(people, description)
    found = {pk: (sameness, reasons) for pk, sameness, reasons in like}
    return _unanswered(found, people, itself)


def _unanswered(
    found: Mapping[int, tuple[Sameness, tuple[Reason, ...]]],
    people: DelegateQuerySet,
    itself: int | None,
) -> list[Resemblance]:
    """Without who is known to be another than `itself`."""
    apart = answered_apart([itself, *found]) if itself else frozenset()
    rows = people.select_related("delegation").in_bulk(found)
    return [
        Resemblance(rows[pk], *found[pk])
        for pk in found
        if pk in rows and (min(pk, itself or pk), max(pk, itself or pk)) not in apart
    ]


Like = tuple[int, Sameness, tuple[Reason, ...]]


def _like_within(delegates: DelegateQuerySet, description: Description) -> list[Like]:
    people: People[int] = People()
    for row in delegates.order_by("pk").values("pk", *DESCRIBING):
        people.add(row["pk"], Description.of(row))
    return people.like(description)


def _like_elsewhere(
    delegates: DelegateQuerySet, description: Description, portrait: Portrait
) -> list[Like]:
    equal = Q(name_key__in=portrait.spellings)
    if description.mailbox:
        equal |= Q(email__iexact=description.mailbox)
    everywhere: Everywhere[int, bool] = Everywhere()
    for row in delegates.filter(equal).order_by("pk").values("pk", *DESCRIBING)[:MOST_COMPARED]:
        everywhere.add(row["pk"], Description.of(row), delegation=False)
    return everywhere.like(description, delegation=True)


def _called_so(delegates: DelegateQuerySet, portrait: Portrait) -> list[Like]:
    """Of whom somebody said that the spelling is theirs."""
    called = delegates.filter(other_spellings__name_key__in=portrait.spellings)
    return [
        (pk, Sameness.ALIKE, (Reason.SAME_NAME,))
        for pk in called.values_list("pk", flat=True).distinct().order_by("pk")[:MOST_COMPARED]
    ]
