"""Officers go through those who are to be decided on: each has one person at a time, for a while.

A lease is no lock: it says whom somebody has before them, and runs out by itself. What is decided
is asked of what is stored: whoever has read something else is told so.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _

from conference.errors import DomainError
from conference.models import Conference, User
from delegates.choices import DECIDED
from delegates.models import Delegate, Proposal, ReviewLease
from delegates.outstanding import review_queue
from delegates.outstanding.review_queue import Place
from delegates.services import registering
from delegates.services.review import accreditation, proposals
from delegates.services.review.held import held as held_in_order

LEASE = dt.timedelta(minutes=10)
# More rows of the history than anybody makes in ten minutes by hand count as another version.
MOST_CHANGES = 200
# No key of a row has more.
DIGITS = 18
# Before everybody who waits.
START = Place(dt.datetime.fromtimestamp(0, dt.UTC), 0)
# Of a row of the history, what is decided on.
READ = {field.attname for field in Delegate._meta.concrete_fields} - {"order"}


def take_next(*, conference: Conference, by: User, at: dt.datetime) -> Delegate | None:
    """The next in line is the officer's for ten minutes; None where nobody else waits.

    Whom they have is still theirs; after whom they skipped or decided on comes the next.
    """
    own = _place_of(conference, by)
    if own and own.delegate_id and (same := _take(own.delegate_id, conference, by=by, at=at)):
        return same
    after = Place(own.place_at, own.place_id) if own else None
    passed: set[int] = set()
    while place := review_queue.next_place(conference, by, at=at, after=after, without=passed):
        if delegate := _take(place.delegate_id, conference, by=by, at=at, place=place):
            return delegate
        # Somebody else was quicker, or is at work on them.
        passed.add(place.delegate_id)
    return None


@transaction.atomic
def take(*, delegate: Delegate, by: User, at: dt.datetime) -> ReviewLease | None:
    """Somebody of one's own choice, or whom one has already, for ten minutes more; None where
    another officer has them. The officer's place in the line stays.
    """
    taken = _take(delegate.pk, delegate.conference, by=by, at=at)
    return ReviewLease.objects.get(delegate=taken) if taken else None


def _place_of(conference: Conference, by: User) -> ReviewLease | None:
    return ReviewLease.objects.for_conference(conference).filter(officer=by).first()


@transaction.atomic
def _take(
    delegate_id: int,
    conference: Conference,
    *,
    by: User,
    at: dt.datetime,
    place: Place | None = None,
) -> Delegate | None:
    """Whoever holds the delegate is alone in taking them; who finds them held goes on. Whoever has
    left the officer's line is theirs no longer. `place`: where the officer is in the line then.
    """
    rows = Delegate.objects.for_conference(conference).filter(pk=delegate_id)
    delegate = rows.select_for_update(of=("self",), no_key=True, skip_locked=True).first()
    if delegate is None:
        return None
    if not review_queue.has_in_line(conference, by, delegate):
        skip(delegate=delegate, by=by)
        return None
    others = ReviewLease.objects.filter(delegate=delegate).exclude(officer=by)
    if others.held(at).exists():
        return None
    others.update(delegate=None, leased_until=None)
    if place is None:
        # Whom the line had led the officer to comes next again.
        own = ReviewLease.objects.filter(conference=conference, officer=by)
        own.filter(delegate=F("place_id")).exclude(delegate=delegate).update(
            place_id=F("place_id") - 1
        )
    held = {"delegate": delegate, "leased_until": at + LEASE}
    there = _columns(place) if place else {}
    ReviewLease.objects.update_or_create(
        conference=conference,
        officer=by,
        defaults={**held, **there},
        create_defaults={**held, **_columns(place or START)},
    )
    return delegate


def _columns(place: Place) -> dict[str, Any]:
    return {"place_at": place.at, "place_id": place.delegate_id}


def open_proposal(delegate: Delegate) -> Proposal | None:
    return Proposal.objects.open().filter(delegate=delegate).first()


def skip(*, delegate: Delegate, by: User) -> None:
    """Free for others, and comes again once the officer has met all others."""
    _own(delegate, by).update(delegate=None, leased_until=None)


def leave(*, delegate: Delegate, by: User) -> None:
    """Free for others; the officer goes on there: whom they skipped comes after all others."""
    own = _own(delegate, by)
    # Just before that person, if the line led to them.
    own.filter(place_id=delegate.pk).update(place_id=delegate.pk - 1)
    own.update(delegate=None, leased_until=None)


def _own(delegate: Delegate, by: User) -> QuerySet[ReviewLease]:
    return ReviewLease.objects.filter(delegate=delegate, officer=by)


@transaction.atomic
def decide(
    *,
    delegate: Delegate,
    version: str,
    act: Callable[[Delegate], object],
    by: User,
    at: dt.datetime,
) -> None:
    """`act` decides on what the officer has read, at `version`; then they have nobody.

    Once the ten minutes are over they still may, unless somebody else has the person by then, or
    has decided: that is said, and nothing overwritten.
    """
    registering.held_delegations([delegate.delegation_id])
    _hold_all_decided_on(delegate)
    (held,) = registering.held_delegates([delegate]).values()
    _require_as_read(held, version)
    other = ReviewLease.objects.held(at).filter(delegate=held).exclude(officer=by)
    if lease := other.select_related("officer").first():
        raise DomainError(
            _("Your ten minutes are over, and %(officer)s has %(person)s now. Nothing was decided.")
            % {"officer": lease.officer, "person": held}
        )
    act(held)
    skip(delegate=held, by=by)


def _hold_all_decided_on(delegate: Delegate) -> None:
    """In one order with whom a decision on them reaches: whom they replace, who leads and would."""
    proposed = Proposal.objects.open().filter(delegate=delegate)
    beside = {*accreditation.replaced_by([delegate.pk]), *proposals.people_of(proposed)}
    list(held_in_order(delegate.conference, beside | {delegate.pk}))


def _require_as_read(held: Delegate, version: str) -> None:
    """Says who has decided in the meantime; what was changed is to be read again."""
    if _is_as_read(held, version):
        return
    _last, _dash, change = version.partition("-")
    number = change.partition(".")[0]
    proposal = Proposal.objects.filter(delegate=held, pk=number).first() if number else None
    if proposal and proposal.decided_by:
        decider, outcome = proposal.decided_by, outcome_of(proposal)
    elif not number and held.accreditation in DECIDED and held.decided_by:
        decider, outcome = held.decided_by, held.get_accreditation_display()
    else:
        raise DomainError(
            _("%s was changed while you read. Nothing was decided: look at it again.") % held
        )
    raise DomainError(
        _(
            "%(officer)s has decided on %(person)s before you: %(outcome)s. Nothing else was"
            " decided."
        )
        % {"officer": decider, "person": held, "outcome": outcome}
    )


def outcome_of(proposal: Proposal) -> str:
    """What became of one that is open no more, for officers."""
    if proposal.is_taken:
        return _("taken over")
    return _("dropped: the person has moved") if proposal.is_dropped else _("refused")


def _is_as_read(held: Delegate, version: str) -> bool:
    """Or its place in its delegation alone is another: the delegation puts one before the other
    while officers read, and nobody decides by that.
    """
    read, _dot, beside = version.partition(".")
    last, _dot, beside_now = version_of(held).partition(".")
    if beside != beside_now:
        return False
    if read == last:
        return True
    if not read.isdecimal() or len(read) > DIGITS:
        return False
    since: Any = held.events.filter(pgh_id__gte=int(read))  # type: ignore[attr-defined]
    now = None
    for event in since.order_by("-pgh_id").values()[:MOST_CHANGES]:
        stands = {name: event[name] for name in event if name in READ}
        now = now or stands
        if stands != now:
            return False
        if str(event["pgh_id"]) == read:
            return True
    return False


def version_of(delegate: Delegate) -> str:
    """What stands there now, as a word that another says of anything else: the last rows of the
    history of the person and of their answers, and the change that is proposed.
    """
    answers = apps.get_model("delegates", "OwnValueEvent")._default_manager
    events: Any = (delegate.events, answers.filter(delegate_id=delegate.pk))  # type: ignore[attr-defined]
    last = ".".join(str(rows.aggregate(last=Max("pgh_id"))["last"] or 0) for rows in events)
    proposal = open_proposal(delegate)
    change = f"{proposal.pk}.{proposal.proposed_at.timestamp()}" if proposal else ""
    return f"{last}-{change}"
