"""What a conference has to decide or discuss, and which sessions take it up."""

from typing import Any, Self

from django.db import models
from django.db.models import Case, F, OrderBy, Q, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nTextField

from conference.models import ConferenceRow, ConferenceRowQuerySet
from sessions.models.sessions import Session

DEEPEST = 3

SECOND = {"then": (F("order"), F("pk")), "below": (F("parent__order"), F("parent_id"))}


def _at_second(place: int) -> OrderBy:
    """Of what stands on the second level, or above it: nothing, so that an item comes first."""
    own, parents = SECOND["then"][place], SECOND["below"][place]
    return Case(When(level=2, then=own), When(level=3, then=parents)).asc(nulls_first=True)


IN_ORDER = (
    Coalesce("parent__parent__order", "parent__order", "order").asc(),
    Coalesce("parent__parent_id", "parent_id", "pk").asc(),
    _at_second(0),
    _at_second(1),
    Case(When(level=3, then=F("order"))).asc(nulls_first=True),
    F("pk").asc(),
)
"""Each item before what is below it: as the agenda is read."""


class AgendaItemQuerySet(ConferenceRowQuerySet["AgendaItem"]):
    def in_order(self) -> Self:
        return self.order_by(*IN_ORDER)

    def that_may_have_others_below(self) -> Self:
        return self.filter(level__lt=DEEPEST)


class AgendaItem(ConferenceRow):
    """An item of the agenda as adopted, such as 3 (a); others may stand below it.

    Its number is what was announced: papers and speakers refer to it, so it changes by one action
    for all items, never with the order. `level` follows the parent's by a key that cascades; since
    it rises with each step down and is bounded, no item can come below itself, whoever moves it.
    """

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("below"),
    )
    parent_level = models.PositiveSmallIntegerField(null=True, editable=False)
    level = models.GeneratedField(
        expression=Coalesce("parent_level", 0) + 1,
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0, editable=False)
    number = models.CharField(_("number"), max_length=30, blank=True, editable=False)
    title = I18nTextField(_("title"))
    sessions = models.ManyToManyField(
        Session, through="agenda.SessionItem", related_name="items", verbose_name=_("sessions")
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["order", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(fields=["id", "level"], name="agenda_item_lends_its_level"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, parent_level__isnull=True)
                | Q(parent__isnull=False, parent_level__isnull=False),
                name="agenda_item_knows_its_parents_level",
            ),
            models.CheckConstraint(
                condition=Q(parent_level__isnull=True) | Q(parent_level__range=(1, DEEPEST - 1)),
                name="agenda_item_three_levels_deep",
                violation_error_message=_(
                    "Agenda items go three levels deep, and none can stand below itself."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.parent_level = self.parent.level if self.parent else None
        super().save(*args, **kwargs)


class SessionItem(ConferenceRow):
    """An agenda item that a session takes up."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="session_items")
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="session_items", verbose_name=_("agenda item")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ConferenceRowQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("agenda item of a session")
        verbose_name_plural = _("agenda items of sessions")
        ordering = ["order", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["session", "item"],
                name="session_item_once",
                violation_error_message=_("The session takes up this item already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.item)
