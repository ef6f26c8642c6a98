"""What is due to be printed, sent at once: first badges, and those that show what changed."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from badges.badge_states import (
    differences,
    outdated_badges,
    outdated_delegates,
    to_be_printed,
)
from badges.choices import Purpose, Reason
from badges.models import Badge, Generation, PrintJob
from badges.print_plan import count_plans, make_plan
from badges.services import generations, jobs
from badges.services.jobs import PrintOrder
from conference import audit
from conference.database.id_lists import among
from conference.database.row_updates import update_values
from conference.errors import DomainError
from conference.models import Conference, User
from delegates.models import Delegate


@dataclass(frozen=True)
class Due:
    """`changed`: language to the delegates whose badge is to be replaced in it.

    `held_back` may have a first badge that cannot be printed yet: there is no design for it.
    """

    unissued: int
    held_back: int
    changed: Mapping[str, list[int]]

    @property
    def changed_count(self) -> int:
        return sum(map(len, self.changed.values()))


def due(conference: Conference) -> Due:
    """As many as a job that is sent now would print."""
    first = count_plans(conference, delegate_ids=None)[Purpose.FIRST]
    waiting = to_be_printed(Delegate.objects.for_conference(conference)).count()
    return Due(first.printable, waiting - first.printable, _changed(conference))


def _changed(conference: Conference) -> dict[str, list[int]]:
    languages = outdated_delegates(conference)
    if not languages:
        return {}
    plan = make_plan(conference, delegate_ids=languages, purpose=Purpose.REPLACE)
    found: dict[str, list[int]] = {}
    for pk in plan.printable:
        found.setdefault(languages[pk], []).append(pk)
    return found


def send_unissued(*, conference: Conference, by: User, at: dt.datetime) -> PrintJob:
    """A first badge for everybody who may have one and has none."""
    order = PrintOrder(conference, None, Purpose.FIRST, language=conference.principal_language)
    try:
        return jobs.send(order=order, by=by, at=at)
    except jobs.NobodyToPrintError:
        raise DomainError(
            _("Nothing was sent: everybody entitled to a badge has one, or it is being printed.")
        ) from None


@transaction.atomic
def send_changed(
    *, conference: Conference, delegate_ids: Collection[int], by: User, at: dt.datetime
) -> list[PrintJob]:
    """New badges for those of these that show what is no longer so: one job for each language."""
    chosen = set(delegate_ids)
    changed = {
        language: [pk for pk in ids if pk in chosen]
        for language, ids in _changed(conference).items()
    }
    if not any(changed.values()):
        raise DomainError(
            _("Nothing was sent: no badge is out of date, or all are being replaced already.")
        )
    return [
        jobs.send(
            order=PrintOrder(
                conference, ids, Purpose.REPLACE, language=language, reason=Reason.CHANGED
            ),
            by=by,
            at=at,
        )
        for language, ids in changed.items()
        if ids
    ]


@transaction.atomic
def leave_valid(
    *, conference: Conference, delegate_ids: Collection[int], by: User, at: dt.datetime
) -> int:
    """These badges stay valid as they are: what has changed so far makes them due no more.

    Whoever changes something else makes them due again. Nobody prints meanwhile.
    """
    generations.lock_counter(conference)
    chosen = outdated_badges(conference).keys() & set(delegate_ids)
    found = differences(conference, chosen)
    update_values(Generation, list(found), {"left_valid": list(found.values())})
    audit.record_alike(
        "badge.left_valid",
        targets=Badge.objects.filter(generations__in=among(found)),
        conference=conference,
        by=by,
        at=at,
        detail={},
    )
    return len(found)
