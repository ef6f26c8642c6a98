"""What delegations still owe the conference, and by when."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.contributions import Said
from conference.writing import dates
from conference.writing.languages import Localized, localized
from delegates.choices import EXPECTED, IN_HAND, PREPARED, Accreditation, Fulfilment
from delegates.models import (
    Credentials,
    DelegateQuerySet,
    Delegation,
    DelegationTask,
    Nomination,
    TickedTask,
)
from delegates.models.delegate_queryset import photo_to_come

# Amber from then on.
SOON = dt.timedelta(days=7)


def _of_outer_delegation(people: DelegateQuerySet) -> DelegateQuerySet:
    return people.filter(delegation=OuterRef("pk")).order_by()


def _all_handed_in(everybody: DelegateQuerySet) -> Q:
    """Whoever is offered a place is to be handed in, as long as it is kept for them."""
    people = _of_outer_delegation(everybody)
    in_hand = people.filter(Q(accreditation__in=IN_HAND) | Q(offered_until__isnull=False))
    return Q(Exists(people.filter(accreditation__in=EXPECTED))) & ~Q(Exists(in_hand))


def _head_is_named(everybody: DelegateQuerySet) -> Q:
    heads = everybody.filter(pk=OuterRef("head"), accreditation__in=PREPARED)
    return Q(Exists(heads.order_by()))


def _all_photos(everybody: DelegateQuerySet) -> Q:
    """Somebody comes, a draft included, and nobody is still without."""
    people = _of_outer_delegation(everybody)
    prepared = Q(Exists(people.filter(accreditation__in=PREPARED)))
    return prepared & ~Q(Exists(people.filter(photo_to_come())))


def _note_is_there(_everybody: DelegateQuerySet) -> Q:
    return Q(Exists(Nomination.objects.filter(delegation=OuterRef("pk"))))


def _credentials_are_there(_everybody: DelegateQuerySet) -> Q:
    return Q(Exists(Credentials.objects.presented().filter(delegation=OuterRef("pk"))))


FULFILLED: dict[Fulfilment, Callable[[DelegateQuerySet], Q]] = {
    Fulfilment.PEOPLE: _all_handed_in,
    Fulfilment.HEAD: _head_is_named,
    Fulfilment.PHOTOS: _all_photos,
    Fulfilment.NOMINATION: _note_is_there,
    Fulfilment.CREDENTIALS: _credentials_are_there,
}
"""When a task of a delegation is done, as conditions on delegations, by whom the reader knows of; a
tick is a row.

Drafts count for photos and head where the reader sees them: that they are handed in is a task of
its own. To everybody else they are nobody, so that no task says that somebody is begun.
"""


COUNTED = frozenset({Fulfilment.PEOPLE, Fulfilment.PHOTOS})
"""Which of them follow from how many people there are, and how they stand."""


@dataclass(frozen=True)
class Owed:
    """A task of one delegation."""

    task: DelegationTask
    is_done: bool
    languages: Collection[str]

    @property
    def name(self) -> Localized:
        return localized(self.task.name, fallbacks=list(self.languages))

    def is_overdue(self, at: dt.datetime) -> bool:
        return not self.is_done and self.task.due_at <= at

    @property
    def due(self) -> str:
        there = self.task.conference.local(self.task.due_at)
        return f"{dates.day_and_time(there)} ({dates.utc_offset(there)})"

    def standing(self, at: dt.datetime) -> Said:
        """In words, and as green, amber or red; days are those of the venue's calendar."""
        if self.is_done:
            return Said(_("Done"), "good")
        conference = self.task.conference
        due, now = conference.local(self.task.due_at), conference.local(at)
        days = (due.date() - now.date()).days
        if self.task.due_at <= at:
            late = ngettext("Overdue by %d day", "Overdue by %d days", -days) % -days
            return Said(late if days else _("Overdue since today"), "bad")
        if not days:
            return Said(_("Due today"), "wait")
        left = ngettext("%d day left", "%d days left", days) % days
        return Said(left, "wait" if self.task.due_at - at <= SOON else "good")


def owed_by(
    delegations: Collection[Delegation],
    people: DelegateQuerySet,
    counted: Mapping[int, Mapping[str, int]] | None = None,
) -> dict[int, list[Owed]]:
    """By the id of each its tasks, the next due first; in three queries, whatever their number.

    Whoever has withdrawn owes nothing. `people` are all of whom the reader knows, with drafts or
    without. `counted` has of them for each what `sheet.contents.Counted` has as figures, where that
    is known: they are not read again.
    """
    conferences = {row.conference_id: row.conference for row in delegations}
    tasks = DelegationTask.objects.filter(conference__in=conferences).prefetch_related("lines")
    by_conference: defaultdict[int, list[DelegationTask]] = defaultdict(list)
    for task in tasks:
        task.conference = conferences[task.conference_id]
        by_conference[task.conference_id].append(task)
    if not by_conference:
        return {row.pk: [] for row in delegations}
    done = _done(delegations, people, {task.fulfilment for task in tasks}, counted)
    kinds = {task.pk: {line.kind_id for line in task.lines.all()} for task in tasks}
    return {
        row.pk: [
            Owed(task, _is_done(task, done[row.pk]), row.conference.languages)
            for task in by_conference[row.conference_id]
            if not row.is_withdrawn and (not kinds[task.pk] or row.kind_id in kinds[task.pk])
        ]
        for row in delegations
    }


def _is_done(task: DelegationTask, done: Collection[str | int]) -> bool:
    return task.pk in done or task.fulfilment in done


def _done(
    delegations: Collection[Delegation],
    people: DelegateQuerySet,
    asked: Collection[str],
    counted: Mapping[int, Mapping[str, int]] | None,
) -> dict[int, set[str | int]]:
    """By delegation what of that is fulfilled, and the ids of tasks that are ticked."""
    ids = [row.pk for row in delegations]
    done: defaultdict[int, set[str | int]] = defaultdict(set)
    for pk, figures in (counted or {}).items():
        done[pk] |= _done_by(figures)
    conditions = {
        f"does_{name.value}": condition(people)
        for name, condition in FULFILLED.items()
        if name in asked and (counted is None or name not in COUNTED)
    }
    rows: Any = Delegation.objects.filter(pk__in=ids).order_by()
    for row in rows.annotate(**conditions).values("pk", *conditions):
        done[row["pk"]] |= {name for name in asked if row.get(f"does_{name}")}
    for delegation, task in TickedTask.objects.filter(delegation__in=ids).values_list(
        "delegation", "task"
    ):
        done[delegation].add(task)
    return done


def _done_by(figures: Mapping[str, int]) -> set[Fulfilment]:
    """As `_all_handed_in` and `_all_photos`."""

    def count(states: Collection[Accreditation]) -> int:
        return sum(figures[state] for state in states)

    is_done = {
        Fulfilment.PEOPLE: count(EXPECTED) and not (figures["offered"] or count(IN_HAND)),
        Fulfilment.PHOTOS: count(PREPARED) and not figures["no_photo"],
    }
    return {name for name in COUNTED if is_done[name]}


def is_overdue(at: dt.datetime, people: DelegateQuerySet) -> Q:
    """The set form of "something is overdue", of delegations, for whoever knows of these people."""
    late = DelegationTask.objects.overdue(at).of_outer_delegation()
    ticks = TickedTask.objects.filter(task=OuterRef("pk"), delegation=OuterRef(OuterRef("pk")))
    unticked = late.filter(~Q(Exists(ticks)))
    conditions = [
        Q(Exists(unticked.filter(fulfilment=name))) & ~condition(people)
        for name, condition in FULFILLED.items()
    ]
    ticked = Q(Exists(unticked.filter(fulfilment=Fulfilment.TICKED)))
    return Q(withdrawn_at=None) & reduce(or_, conditions, ticked)
