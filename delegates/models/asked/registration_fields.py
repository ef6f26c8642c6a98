from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceRow, ConferenceRowQuerySet
from delegates.columns import asked_of_delegations
from delegates.models.asked.lines import AskedOfLine, constraints_of_lines


class RegistrationField(ConferenceRow):
    """One field of the registration form: a column that delegations are asked for.

    Its lines say of whom it is asked; without any, of everybody. Several rows of one column add up:
    asked where one of them asks, required where one of them requires. See `delegates.field_rules`.
    """

    # A name of the list of columns, which a migration must not repeat.
    column = models.CharField(_("field"), max_length=60)
    is_required = models.BooleanField(
        _("required"),
        default=False,
        help_text=_(
            "Nobody is submitted without it. Of given name and family name one is enough; whose"
            " rank needs no photo is asked for none."
        ),
    )
    # Unknown: as is usual for the column.
    matters = models.BooleanField(_("changes after approval"), null=True, blank=True)

    objects = ConferenceRowQuerySet["RegistrationField"].as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("field of the registration form")
        verbose_name_plural = _("fields of the registration form")
        ordering = ["id"]

    def __str__(self) -> str:
        labels = {column.name: str(column.label) for column in asked_of_delegations()}
        return labels.get(self.column, self.column)


class RegistrationFieldLine(AskedOfLine):
    """One kind, category or rank of whose delegates a column is asked."""

    field = models.ForeignKey(
        RegistrationField, models.CASCADE, related_name="lines", verbose_name=_("field")
    )

    objects = ConferenceRowQuerySet["RegistrationFieldLine"].as_manager()

    class Meta(AskedOfLine.Meta):
        verbose_name = _("of whom a field is asked")
        verbose_name_plural = _("of whom fields are asked")
        constraints = [
            *ConferenceRow.Meta.constraints,
            *constraints_of_lines("registration_field_line"),
        ]
