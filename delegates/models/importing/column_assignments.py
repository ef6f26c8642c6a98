from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceRow, ConferenceRowQuerySet
from delegates.columns import LONGEST_KEY


class ColumnAssignment(ConferenceRow):
    """What a heading of imported files means at one conference, as somebody has said once.

    The next file with the same heading is read alike. A blank column: it is left out.
    """

    key = models.CharField(
        _("heading"), max_length=LONGEST_KEY, help_text=_("Folded, without spaces.")
    )
    heading = models.CharField(_("as it was written"), max_length=LONGEST_KEY)
    column = models.CharField(_("column"), max_length=30, blank=True)
    assigned_at = models.DateTimeField(_("assigned at"))
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("assigned by")
    )

    objects = ConferenceRowQuerySet["ColumnAssignment"].as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("remembered column")
        verbose_name_plural = _("remembered columns")
        ordering = ["key"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["conference", "key"], name="column_assignment_one_meaning_per_heading"
            ),
            models.CheckConstraint(condition=~Q(key=""), name="column_assignment_has_a_heading"),
        ]

    def __str__(self) -> str:
        return self.heading
