"""What a delegation would have changed of somebody who is approved, until an officer decides."""

from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceRow, ConferenceRowQuerySet, User
from delegates.choices import Accreditation
from delegates.models.delegates import Delegate, photo_key
from delegates.models.scopes import within

# Among the names of columns: the delegation that proposed it, where the person has left that since.
LEFT = "left"


class ProposalQuerySet(ConferenceRowQuerySet["Proposal"]):
    def open(self) -> Self:
        return self.filter(decided_at=None)

    def of_delegation_now(self) -> Self:
        """Proposed by the delegation that the person is in."""
        return self.exclude(values__has_key=LEFT)

    def visible_to(self, user: User) -> Self:
        """Of delegates whom the user may see: as they do, without asking for all of them."""
        registered = ~Q(delegate__accreditation=Accreditation.DRAFT) & Q(delegate__erased_at=None)
        in_scope = within(user, kind="delegate__delegation__kind", category="delegate__category")
        return super().visible_to(user).filter(registered, in_scope)


class Proposal(ConferenceRow):
    """New values of an approved delegate. What is approved, accredited and printed holds meanwhile.

    `values` has columns by name, as they are stored: a reference is the key of its row. A photo is
    a file of the proposal. Both are emptied with the person.
    """

    delegate = models.ForeignKey(
        Delegate, models.PROTECT, related_name="proposals", verbose_name=_("delegate")
    )
    values = models.JSONField(editable=False, encoder=DjangoJSONEncoder)
    photo = models.FileField(upload_to=photo_key, blank=True, max_length=200, editable=False)
    proposed_at = models.DateTimeField(_("proposed at"), editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("proposed by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    is_taken = models.BooleanField(_("taken"), default=False, editable=False)
    decision_reason = models.TextField(_("reason"), blank=True, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        ordering = ["proposed_at", "id"]
        indexes = [
            models.Index(
                fields=["conference", "proposed_at", "delegate"],
                condition=Q(decided_at=None),
                name="proposal_to_be_decided_on",
            )
        ]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["delegate"],
                condition=Q(decided_at=None),
                name="proposal_open_once_of_a_delegate",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, is_taken=False)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="proposal_decided_at_and_by_together",
            ),
        ]

    def __str__(self) -> str:
        return str(self.delegate)

    @property
    def is_open(self) -> bool:
        return self.decided_at is None

    @property
    def is_dropped(self) -> bool:
        """Nobody decided on it: it was open when the person moved to another delegation."""
        is_refused = bool(self.decision_reason)
        return LEFT in self.values and not (self.is_open or self.is_taken or is_refused)
