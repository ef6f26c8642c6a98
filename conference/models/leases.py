import datetime as dt
from collections.abc import Collection
from typing import Self, TypeVar

from django.db import models, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from conference import randomness
from conference.choices import WorkState
from conference.errors import LeaseLostError
from conference.models.rows import ConferenceRow, ConferenceRowQuerySet

Work = TypeVar("Work", bound="LeasedWork", covariant=True)
WorkOfConference = TypeVar("WorkOfConference", bound="ConferenceWork", covariant=True)


class LeasedWorkQuerySet(models.QuerySet[Work]):
    def claimable(self, at: dt.datetime) -> Self:
        """Work that waits, or whose worker has not been heard of since its lease ran out."""
        return self.filter(
            Q(state=WorkState.WAITING) | Q(state=WorkState.RUNNING, leased_until__lte=at)
        )

    def in_hands(self, at: dt.datetime) -> Self:
        """Work that a worker holds now."""
        return self.filter(state=WorkState.RUNNING, lease__isnull=False, leased_until__gt=at)

    def under(self, claim: "LeasedWork") -> Self:
        """The row of that claim, as long as the claim is the one that counts."""
        return self.filter(pk=claim.pk, lease=claim.lease, state=WorkState.RUNNING)

    def claim(self, *, at: dt.datetime, lease: dt.timedelta) -> Work | None:
        """Take the first claimable row for `lease`, or None; two workers never take the same.

        Who finishes must prove to still hold the lease: `require_lease`.
        """
        with transaction.atomic():
            work = self._first_in_turn(at)
            if work is None:
                return None
            work.state = WorkState.RUNNING
            work.lease = randomness.identifier()
            work.leased_until = at + lease
            work.attempts += 1
            work.save(update_fields=["state", "lease", "leased_until", "attempts"])
            return work

    def _first_in_turn(self, at: dt.datetime) -> Work | None:
        return self.first_free(at)

    def in_turn(self) -> Self:
        return self.order_by(*self.model.CLAIMED_IN)

    def first_free(self, at: dt.datetime) -> Work | None:
        """The first claimable row that nobody else is claiming, locked."""
        return (
            self.claimable(at).in_turn().select_for_update(skip_locked=True, of=("self",)).first()
        )

    def renew(self, claim: "LeasedWork", *, until: dt.datetime) -> None:
        """The worker of that claim is alive. Never waits for somebody who holds the row."""
        with transaction.atomic():
            if self.under(claim).select_for_update(skip_locked=True).exists():
                self.under(claim).update(leased_until=until)


class LeasedWork(models.Model):
    """A piece of background work that people wait for (design decision 16).

    The row is the truth; a message to the broker only wakes a worker up. A worker holds a lease;
    when it dies, the lease runs out and another takes the work. A result is written only by the
    holder of the lease, so a task delivered twice changes nothing. Who does it: see
    `conference.leased_work`.
    """

    # The order in which work that waits is taken up.
    CLAIMED_IN: tuple[str, ...] = ("pk",)

    state = models.CharField(
        _("state"), max_length=20, choices=WorkState, default=WorkState.WAITING, editable=False
    )
    lease = models.UUIDField(null=True, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    error = models.TextField(_("error"), blank=True, editable=False)

    class Meta:
        abstract = True

    def require_lease(self) -> None:
        """Lock the row; LeaseLostError unless this claim is still the one. Inside a transaction."""
        held = type(self)._base_manager.filter(
            pk=self.pk, lease=self.lease, state=WorkState.RUNNING
        )
        if not held.select_for_update().exists():
            raise LeaseLostError


def first_in_turn(rows: LeasedWorkQuerySet[Work], at: dt.datetime) -> Work | None:
    """Of rows that name their conference: one of the conference served longest ago."""
    for conference_id in _turns(rows, at):
        work = rows.filter(conference_id=conference_id).first_free(at)
        if work is not None:
            return work
    return None


def _turns(rows: LeasedWorkQuerySet[Work], at: dt.datetime) -> list[int | None]:
    """What belongs to no conference takes its turn like a conference."""
    waiting = rows.claimable(at).order_by().values_list("conference_id", flat=True).distinct()
    served = dict(
        rows.model._base_manager.filter(conference_id__in=list(waiting))
        .values_list("conference_id")
        .annotate(last=Max("leased_until"))
    )
    never = dt.datetime.min.replace(tzinfo=dt.UTC)
    return sorted(waiting, key=lambda pk: (served.get(pk) or never, pk or 0))


class ConferenceWorkQuerySet(  # type: ignore[override]  # of two `as_manager` the stubs see one
    LeasedWorkQuerySet[WorkOfConference], ConferenceRowQuerySet[WorkOfConference]
):
    def but_of(self, conference_ids: Collection[int]) -> Self:
        return self.exclude(conference_id__in=conference_ids)

    def _first_in_turn(self, at: dt.datetime) -> WorkOfConference | None:
        """Conferences take turns: the one served longest ago comes first.

        A hundred jobs of one conference do not hold up the only one of another.
        """
        return first_in_turn(self, at)


class ConferenceWork(LeasedWork, ConferenceRow):
    """Background work of one conference."""

    class Meta(ConferenceRow.Meta):
        abstract = True
