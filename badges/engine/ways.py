"""The ways in which a page of a badge is made."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How a badge's page was made, the cheapest first; what it shows is the same."""

    REPEATED = "repeated", _("Taken from an earlier file")
    STAMPED = "stamped", _("Stamped")
    TEXTS_LAID_OUT = "texts_laid_out", _("Texts laid out")
    LAID_OUT = "laid_out", _("Laid out whole")
