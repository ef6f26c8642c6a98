"""Tasks of delegations: of which kinds, ticked, and reminders of those that are open."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from conference import audit
from conference.errors import DomainError
from conference.models import Conference, MailBatch, User
from conference.outbox import writing
from conference.outbox.composing import address_of, compose
from conference.outbox.writing import Letter
from conference.writing.languages import localized
from delegates.models import (
    Delegate,
    Delegation,
    DelegationKind,
    DelegationTask,
    DelegationTaskKind,
    FocalPoint,
    TickedTask,
)
from delegates.outstanding.deadlines import Owed, owed_by
from delegates.services import scopes


@transaction.atomic
def ask_of(
    *, task: DelegationTask, kinds: Iterable[DelegationKind], by: User, at: dt.datetime
) -> None:
    """Delegations of these kinds have the task, and no others; without any, all have it."""
    wanted = {kind.pk for kind in kinds}
    if wanted == set(task.lines.values_list("kind", flat=True)):
        return
    task.lines.exclude(kind__in=wanted).delete()
    DelegationTaskKind.objects.bulk_create(
        [
            DelegationTaskKind(conference_id=task.conference_id, task=task, kind_id=pk)
            for pk in sorted(wanted)
        ],
        ignore_conflicts=True,
    )
    detail = {"kinds": sorted(wanted)}
    audit.record("delegationtask.asked_of_kinds", target=task, by=by, at=at, detail=detail)


@transaction.atomic
def tick(
    *, delegation: Delegation, task: DelegationTask, is_done: bool, by: User, at: dt.datetime
) -> None:
    """The delegation has done it, whatever else shows; or no longer, and what shows decides."""
    scopes.require_delegations([delegation.pk], by=by)
    ticks = TickedTask.objects.filter(delegation=delegation, task=task)
    if is_done:
        TickedTask.objects.get_or_create(
            delegation=delegation,
            task=task,
            defaults={
                "conference_id": delegation.conference_id,
                "ticked_at": at,
                "ticked_by": by,
            },
        )
    else:
        ticks.delete()
    audit.record(
        "delegation.task_ticked" if is_done else "delegation.task_open_again",
        target=delegation,
        by=by,
        at=at,
        detail={"task": task.pk},
    )


def open_tasks(delegations: Collection[Delegation]) -> dict[Delegation, list[Owed]]:
    """Of those that have something left to do, as they and organizers know it."""
    owed = owed_by(delegations, Delegate.with_drafts.all())
    left = {row: [one for one in owed[row.pk] if not one.is_done] for row in delegations}
    return {row: tasks for row, tasks in left.items() if tasks}


@transaction.atomic
def remind(
    *, delegations: Collection[Delegation], conference: Conference, by: User, at: dt.datetime
) -> MailBatch:
    """A mail to each focal point of those with open tasks, to be looked at before it is sent."""
    scopes.require_delegations([row.pk for row in delegations], by=by)
    letters = list(_letters(open_tasks(delegations), at))
    if not letters:
        raise DomainError(
            _("Nobody is to be reminded: nothing is open, or nobody registers the delegation yet.")
        )
    return writing.prepare(
        letters, title=_("Reminders of open tasks"), conference=conference, by=by, at=at
    )


def _letters(left: dict[Delegation, list[Owed]], at: dt.datetime) -> Iterator[Letter]:
    people = focal_points_of(left)
    for delegation, tasks in left.items():
        conference = delegation.conference
        language = delegation.correspondence_language or conference.principal_language
        with translation.override(language):
            context = {
                "delegation": localized(delegation.name, fallbacks=conference.languages),
                "title": localized(conference.title, fallbacks=conference.languages),
                "tasks": [(one.name, one.due, one.standing(at).words) for one in tasks],
                "url": address_of("registration:delegation", conference.slug, delegation.pk),
            }
            composed = compose("open_tasks", language, context)
        for user in people[delegation.pk]:
            yield Letter(user.email, composed, [delegation])


def focal_points_of(delegations: Iterable[Delegation]) -> defaultdict[int, list[User]]:
    """By the id of each who registers it now and can sign in."""
    found: defaultdict[int, list[User]] = defaultdict(list)
    rows = FocalPoint.objects.standing().filter(
        delegation__in=[row.pk for row in delegations], user__is_active=True
    )
    for point in rows.select_related("user").order_by("pk"):
        found[point.delegation_id].append(point.user)
    return found
