import datetime as dt
from typing import TypeVar

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference import randomness
from conference.choices import WorkState
from conference.models.rows import ConferenceRow, ConferenceRowQuerySet

Work = TypeVar("Work", bound="LeasedWork", covariant=True)


class LeasedWorkQuerySet(ConferenceRowQuerySet[Work]):
    def claimable(self, at: dt.datetime) -> "LeasedWorkQuerySet[Work]":
        """Work that waits, or whose worker has not been heard of since its lease ran out."""
        return self.filter(
            Q(state=WorkState.WAITING) | Q(state=WorkState.RUNNING, leased_until__lte=at)
        )

    def in_hands(self, at: dt.datetime) -> "LeasedWorkQuerySet[Work]":
        """Work that a worker holds now."""
        return self.filter(state=WorkState.RUNNING, leased_until__gt=at)

    def claim(self, *, at: dt.datetime, lease: dt.timedelta) -> Work | None:
        """Take the first claimable row for `lease`, or None; two workers never take the same.

        Who finishes must prove to still hold the lease: `holds_lease`.
        """
        with transaction.atomic():
            work = (
                self.claimable(at)
                .order_by(*self.model.CLAIMED_IN)
                .select_for_update(skip_locked=True, of=("self",))
                .first()
            )
            if work is None:
                return None
            work.state = WorkState.RUNNING
            work.lease = randomness.identifier()
            work.leased_until = at + lease
            work.attempts += 1
            work.save(update_fields=["state", "lease", "leased_until", "attempts"])
            return work


class LeasedWork(ConferenceRow):
    """A piece of background work that people wait for (design decision 16).

    The row is the truth; a message to the broker only wakes a worker up. A worker holds a lease;
    when it dies, the lease runs out and another takes the work. A result is written only by the
    holder of the lease, so a task delivered twice changes nothing.
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

    class Meta(ConferenceRow.Meta):
        abstract = True

    def holds_lease(self) -> bool:
        """Lock the row and say whether this claim is still the one; call inside a transaction."""
        return (
            type(self)
            ._base_manager.select_for_update()
            .filter(pk=self.pk, lease=self.lease, state=WorkState.RUNNING)
            .exists()
        )
