from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceRow, ConferenceRowQuerySet
from delegates.models.delegates import Delegate
from delegates.models.importing.imports import ImportRun


class ImportedDelegate(ConferenceRow):
    """Whom an import registered or changed: by this the list is filtered, and it is taken back."""

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="imported")
    delegate = models.ForeignKey(Delegate, models.CASCADE, related_name="imports")
    is_new = models.BooleanField(_("registered by it"))

    objects = ConferenceRowQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("delegate of an import")
        verbose_name_plural = _("delegates of an import")
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["run", "delegate"], name="imported_delegate_once_in_its_run"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run} {self.delegate}"
