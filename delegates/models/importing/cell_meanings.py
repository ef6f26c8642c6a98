from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceRow, ConferenceRowQuerySet
from delegates.choices import CellUse
from delegates.columns import LONGEST_KEY


class CellMeaning(ConferenceRow):
    """What a text in the cells of imported files means at one conference, as somebody said once.

    A word of a closed list ("1" in the gender is female), what stands where nothing is ("NA"), or
    the value by which rows are chosen ("confirmed" under the heading "State"). The next file with
    such cells is read alike.
    """

    use = models.CharField(_("use"), max_length=10, choices=CellUse)
    column = models.CharField(
        _("column"),
        max_length=LONGEST_KEY,
        blank=True,
        help_text=_("Ours for a word, of the file for a choice of rows; none: any."),
    )
    heading = models.CharField(_("heading in the file"), max_length=LONGEST_KEY, blank=True)
    key = models.CharField(max_length=LONGEST_KEY, blank=True, editable=False)
    text = models.CharField(_("in the file"), max_length=LONGEST_KEY)
    value = models.CharField(_("meaning"), max_length=LONGEST_KEY, blank=True)
    said_at = models.DateTimeField(_("said at"))
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("said by")
    )

    objects = ConferenceRowQuerySet["CellMeaning"].as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("remembered cell value")
        verbose_name_plural = _("remembered cell values")
        ordering = ["use", "column", "key"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["conference", "use", "column", "key"],
                name="cell_meaning_one_per_text_in_column",
            ),
            models.CheckConstraint(
                condition=Q(use=CellUse.WORD, heading="") & ~Q(column="") & ~Q(value="")
                | Q(use=CellUse.ROWS, key="", value="") & ~Q(column="") & ~Q(heading="")
                | Q(use=CellUse.NOTHING, column="", heading="", value=""),
                name="cell_meaning_says_what_its_use_needs",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def place(self) -> tuple[str, str, str]:
        return self.use, self.column, self.key
