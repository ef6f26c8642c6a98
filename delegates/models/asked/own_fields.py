"""What a conference asks of its delegates beside the columns that all conferences know."""

from typing import Self

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField

from conference.files.storage import random_key
from conference.models import ConferenceRow, ConferenceRowQuerySet, User
from delegates.choices import AnswerKind
from delegates.models.asked.lines import AskedOfLine, constraints_of_lines
from delegates.models.delegates import Delegate

LONGEST_ANSWER = 500


def file_key(_value: "OwnValue", filename: str) -> str:
    return random_key("answers", filename)


class OwnField(ConferenceRow):
    """A question of this conference alone, such as a T-shirt size or a visa letter.

    Its lines say of whom it is asked; without any, of everybody.
    """

    name = I18nCharField(_("name"), max_length=400)
    answer = models.CharField(
        _("answer"), max_length=20, choices=AnswerKind, default=AnswerKind.TEXT
    )
    is_required = models.BooleanField(
        _("required"), default=False, help_text=_("Nobody is submitted without it.")
    )
    matters = models.BooleanField(
        _("changes wait for an officer"),
        default=False,
        help_text=_("Of whoever is approved. Otherwise the delegation changes it at once."),
    )
    is_searched = models.BooleanField(
        _("found by search"),
        default=False,
        help_text=_("Whoever looks for a text that is the answer finds the person."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ConferenceRowQuerySet["OwnField"].as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("own field")
        verbose_name_plural = _("own fields")
        ordering = ["order", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(is_searched=False) | Q(answer=AnswerKind.TEXT),
                name="own_field_found_by_search_is_a_text",
                violation_error_message=_("Only a text can be found by search."),
            ),
            # A file that is proposed would lie in the storage under no row's name.
            models.CheckConstraint(
                condition=Q(matters=False) | ~Q(answer=AnswerKind.FILE),
                name="own_field_for_a_file_changes_at_once",
                violation_error_message=_("A file is replaced at once: no officer is asked."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class OwnFieldLine(AskedOfLine):
    """One kind, category or rank of whose delegates an own field is asked."""

    field = models.ForeignKey(
        OwnField, models.CASCADE, related_name="lines", verbose_name=_("field")
    )

    objects = ConferenceRowQuerySet["OwnFieldLine"].as_manager()

    class Meta(AskedOfLine.Meta):
        verbose_name = _("of whom an own field is asked")
        verbose_name_plural = _("of whom own fields are asked")
        constraints = [
            *ConferenceRow.Meta.constraints,
            *constraints_of_lines("own_field_line"),
        ]


class OwnFieldChoice(ConferenceRow):
    """One of the answers from which an own field lets choose."""

    field = models.ForeignKey(
        OwnField, models.CASCADE, related_name="choices", verbose_name=_("field")
    )
    name = I18nCharField(_("name"), max_length=400)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ConferenceRowQuerySet["OwnFieldChoice"].as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("choice of an own field")
        verbose_name_plural = _("choices of own fields")
        ordering = ["order", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(fields=["id", "field"], name="own_field_choice_of_its_field"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class OwnValueQuerySet(ConferenceRowQuerySet["OwnValue"]):
    def visible_to(self, user: User) -> Self:
        """Of delegates whom the user may see."""
        seen = Delegate.with_drafts.visible_to(user)
        return super().visible_to(user).filter(delegate__in=seen)


@pghistory.track()
class OwnValue(ConferenceRow):
    """The answer of a delegate to an own field. Taken back, its row stays empty: history says what
    it was. It goes with the person.
    """

    delegate = models.ForeignKey(
        Delegate, models.CASCADE, related_name="own_values", verbose_name=_("delegate")
    )
    field = models.ForeignKey(
        OwnField, models.PROTECT, related_name="values", verbose_name=_("field")
    )
    # Of yes or no: the value of the choice.
    text = models.CharField(_("text"), max_length=LONGEST_ANSWER, blank=True)
    choice = models.ForeignKey(
        OwnFieldChoice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="values",
        verbose_name=_("choice"),
    )
    file = models.FileField(_("file"), upload_to=file_key, max_length=200, blank=True)

    objects = OwnValueQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("answer to an own field")
        verbose_name_plural = _("answers to own fields")
        default_permissions = ("view", "change")
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["delegate", "field"], name="own_value_once_of_a_delegate"
            ),
            models.CheckConstraint(
                condition=Q(choice=None, file="") | Q(text="", file="") | Q(text="", choice=None),
                name="own_value_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        """Not the answer: this may be logged."""
        return str(self._meta.verbose_name)

    @property
    def is_given(self) -> bool:
        return bool(self.text or self.choice_id or self.file)
