from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models.rows import ConferenceRow, ConferenceRowQuerySet


class ConferenceAlias(ConferenceRow):
    """A former address of a conference: what was sent and printed with it leads to the present one.

    A conference that has the address now comes first, should there be one.
    """

    slug = models.CharField(_("former address"), max_length=60, unique=True)

    objects = ConferenceRowQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug
