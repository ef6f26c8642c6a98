"""Who waits for a place: offered one that has become free, which passes on where nobody takes it.

A place becomes free in many ways: somebody withdraws or is rejected, a category is corrected, a
quota is raised. Nobody has to tell: what is free is found by counting, as soon as the bell is rung
and every minute.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils import translation

from conference import audit
from conference.choices import OVER
from conference.database.row_updates import update_rows
from conference.models import Conference, User
from conference.outbox import writing
from conference.outbox.composing import address_of, compose
from conference.outbox.writing import Letter
from conference.writing import dates
from conference.writing.languages import localized
from delegates.choices import Accreditation
from delegates.models import Delegate, DelegateQuerySet, FocalPoint, offer_hours
from delegates.naming.names import list_name
from delegates.quotas import places
from delegates.quotas.places import Quotas
from delegates.services.review import admission

WAKE, QUEUE = "delegates.offer_places", "default"
# So many at most in one transaction.
AT_ONCE = 200


def sweep(*, at: dt.datetime) -> None:
    """In every conference that is not over and in which somebody waits.

    One in which that fails holds up no other; its own places are tried again a minute later.
    Raises ExceptionGroup for all in which it failed.
    """
    failed: list[Exception] = []
    waiting = Delegate.objects.filter(accreditation=Accreditation.WAITING)
    rows = Conference.objects.exclude(state__in=OVER).filter(pk__in=waiting.values("conference"))
    for conference in rows.order_by("pk"):
        try:
            pass_on(conference=conference, at=at)
            while offer(conference=conference, at=at) == AT_ONCE:
                pass
        except Exception as error:  # noqa: BLE001 (raised below, with all others)
            error.add_note(f"Places of conference {conference.pk} could not be offered.")
            failed.append(error)
    if failed:
        raise ExceptionGroup("Places could not be offered.", failed)


@transaction.atomic
def pass_on(*, conference: Conference, at: dt.datetime) -> int:
    """Whoever did not take the place in time is last in line; returns how many."""
    late = _held(conference, Delegate.objects.filter(offered_until__lte=at))
    for row in late:
        row.waiting_since, row.offered_until = at, None
    update_rows(late, ["waiting_since", "offered_until"])
    audit.record_many("delegate.offer_expired", targets=[(row, []) for row in late], by=None, at=at)
    return len(late)


@transaction.atomic
def offer(*, conference: Conference, at: dt.datetime) -> int:
    """Free places are kept for the next in line, or taken by them at once where the conference
    keeps none; returns for how many.

    Who is next is asked twice: without holding anybody, and of those who are held.
    """
    line, quotas = places.line_of(conference), Quotas.of(conference)
    following = [one.pk for one in places.next_in(quotas, line) if not one.is_offered]
    if not following:
        return 0
    people = Delegate.objects.filter(pk__in=following[:AT_ONCE], offered_until=None)
    held = _held(conference, people)
    have = admission.have_places(held)
    found = [row for row, has_place in zip(held, have, strict=True) if has_place]
    hours = offer_hours(conference)
    if hours:
        _keep(found, at=at, until=at + dt.timedelta(hours=hours))
    else:
        _submit(found, at=at)
    return len(found)


def _keep(found: Sequence[Delegate], *, at: dt.datetime, until: dt.datetime) -> None:
    for row in found:
        row.offered_until = until
    update_rows(found, ["offered_until"])
    audit.record_many(
        "delegate.place_offered",
        targets=[(row, []) for row in found],
        by=None,
        at=at,
        detail={"until": until.isoformat()},
    )
    for letter in _letters(found, until):
        writing.write(letter, conference=found[0].conference, at=at)


def _letters(found: Sequence[Delegate], until: dt.datetime) -> Iterator[Letter]:
    """To each focal point of the delegation, in its language of correspondence."""
    delegations = {row.delegation_id for row in found}
    points: defaultdict[int, list[User]] = defaultdict(list)
    rows = FocalPoint.objects.standing().filter(delegation__in=delegations, user__is_active=True)
    for point in rows.select_related("user").order_by("pk"):
        points[point.delegation_id].append(point.user)
    for row in found:
        conference, delegation = row.conference, row.delegation
        language = delegation.correspondence_language or conference.principal_language
        with translation.override(language):
            there = conference.local(until)
            context = {
                "person": list_name(
                    given=row.given_name, family=row.family_name, override=row.display_name
                ),
                "delegation": localized(delegation.name, fallbacks=conference.languages),
                "title": localized(conference.title, fallbacks=conference.languages),
                "until": f"{dates.day_and_time(there)} ({dates.utc_offset(there)})",
                "url": address_of("registration:delegation", conference.slug, delegation.pk),
            }
            composed = compose("place_offered", language, context)
        for user in points[delegation.pk]:
            yield Letter(user.email, composed, [delegation, row])


def _submit(found: Sequence[Delegate], *, at: dt.datetime) -> None:
    for row in found:
        row.set_accreditation(Accreditation.SUBMITTED, by=None, at=at)
    update_rows(found, ["accreditation", "waiting_since", "offered_until", "submitted_at"])
    audit.record_many(
        "delegate.place_taken", targets=[(row, ["accreditation"]) for row in found], by=None, at=at
    )


def _held(conference: Conference, people: DelegateQuerySet) -> list[Delegate]:
    """Those of them who still wait, nobody else's to decide on."""
    rows = people.filter(conference=conference, accreditation=Accreditation.WAITING)
    held = rows.select_for_update(of=("self",), no_key=True).order_by("pk")
    return list(held.select_related("conference", "delegation"))
