from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceRow, ConferenceRowQuerySet
from delegates.models.delegates import Delegate


class Needs(ConferenceRow):
    """What somebody does not eat, and what they need to take part: health data.

    A row of its own, so that it stands in no history, search, statistics or export of delegates. It
    goes with the person; nobody without such needs has one.
    """

    delegate = models.OneToOneField(
        Delegate, models.CASCADE, related_name="needs", verbose_name=_("delegate")
    )
    dietary = models.CharField(_("dietary needs"), max_length=500, blank=True)
    access = models.CharField(_("access needs"), max_length=500, blank=True)

    objects = ConferenceRowQuerySet["Needs"].as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("dietary and access needs")
        verbose_name_plural = _("dietary and access needs")
        default_permissions = ("view", "change")
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.CheckConstraint(condition=~Q(dietary="", access=""), name="needs_say_something"),
        ]

    def __str__(self) -> str:
        """Not the needs: this may be logged."""
        return str(self._meta.verbose_name)
