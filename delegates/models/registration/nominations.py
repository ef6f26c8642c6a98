from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Max, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from conference.choices import UNFINISHED, WorkState
from conference.files.storage import random_key
from conference.models import (
    ConferenceRow,
    ConferenceRowQuerySet,
    ConferenceWork,
    ConferenceWorkQuerySet,
    User,
)
from delegates.models.delegations import Delegation
from delegates.models.scopes import within


def file_key(_nomination: "Nomination", filename: str) -> str:
    return random_key("nominations", filename)


def picture_key(_page: "NominationPage", filename: str) -> str:
    return random_key("nominations", filename)


class NominationQuerySet(ConferenceRowQuerySet["Nomination"]):
    def visible_to(self, user: User) -> Self:
        return super().visible_to(user).filter(within(user, kind="delegation__kind"))

    def to_be_received(self) -> Self:
        return self.filter(received_at=None)

    def to_be_verified(self) -> Self:
        """Received, and not known to be genuine yet."""
        return self.filter(received_at__isnull=False, verified_at=None)


class Nomination(ConferenceRow):
    """A note verbale with which a delegation is nominated, or people are added to it.

    A focal point uploads it; officers note that it was received, and that it is genuine. Another
    note is another row: what was handed in never changes, but its file can be removed.
    """

    delegation = models.ForeignKey(
        Delegation, models.PROTECT, related_name="nominations", verbose_name=_("delegation")
    )
    reference = models.CharField(_("reference"), max_length=100)
    dated_on = models.DateField(_("date"))
    # Blank where the note came on paper.
    file = models.FileField(_("file"), upload_to=file_key, blank=True)
    handed_in_at = models.DateTimeField(_("handed in at"), editable=False)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    received_at = models.DateTimeField(_("received at"), null=True, editable=False)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    verified_at = models.DateTimeField(_("verified at"), null=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    # Of the form in which it was handed in: sent twice, it makes one nomination.
    form_key = models.UUIDField(null=True, editable=False)

    objects = NominationQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        default_permissions = ("view", "add", "change")
        ordering = ["handed_in_at", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["delegation", "form_key"], name="nomination_handed_in_once_by_a_form"
            ),
            models.CheckConstraint(
                condition=Q(received_at=None, received_by=None)
                | Q(received_at__isnull=False, received_by__isnull=False),
                name="nomination_received_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(verified_at=None, verified_by=None)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="nomination_verified_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(verified_at=None) | Q(received_at__isnull=False),
                name="nomination_verified_once_received",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class NominationPageQuerySet(ConferenceWorkQuerySet["NominationPage"]):  # type: ignore[override]
    def visible_to(self, user: User) -> Self:
        return super().visible_to(user).filter(within(user, kind="nomination__delegation__kind"))

    def in_turn(self) -> Self:
        """Delegations take turns: the one served longest ago comes first.

        Twenty slow notes of one do not hold up the only one of another for more than a page.
        """
        of_delegation = self.model._base_manager.filter(
            nomination__delegation=OuterRef("nomination__delegation")
        )
        served = of_delegation.order_by().values("nomination__delegation")
        last = Subquery(served.annotate(last=Max("leased_until")).values("last"))
        return self.order_by(last.asc(nulls_first=True), *self.model.CLAIMED_IN)


class NominationPage(ConferenceWork):
    """A page of a note verbale as a picture, for whoever compares it with what is registered.

    A worker draws it, since a file is a stranger's. The first page is asked for with the note; once
    it is drawn it says in `file_pages` how many there are, and the others are asked for. They go
    with the file of the note.
    """

    CLAIMED_IN = ("number", "pk")

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="pages")
    number = models.PositiveSmallIntegerField(editable=False)
    picture = models.FileField(upload_to=picture_key, blank=True, editable=False)
    # Of the picture, in pixels: the page that shows it keeps the room.
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    file_pages = models.PositiveIntegerField(null=True, editable=False)

    objects = NominationPageQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("page of a nomination")
        verbose_name_plural = _("pages of nominations")
        default_permissions = ("view",)
        ordering = ["nomination", "number"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["nomination", "number"], name="nomination_page_is_drawn_once"
            ),
            models.CheckConstraint(
                condition=Q(state=WorkState.DONE, width__isnull=False, height__isnull=False)
                & ~Q(picture="")
                | ~Q(state=WorkState.DONE) & Q(picture="", width=None, height=None),
                name="nomination_page_has_a_picture_when_done",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nomination} {self.number}"

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED
