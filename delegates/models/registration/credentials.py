from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceRow, ConferenceRowQuerySet, User
from delegates.choices import CredentialsForm, Signatory
from delegates.models.delegations import Delegation
from delegates.models.scopes import within


class CredentialsQuerySet(ConferenceRowQuerySet["Credentials"]):
    def visible_to(self, user: User) -> Self:
        return super().visible_to(user).filter(within(user, kind="delegation__kind"))

    def presented(self) -> Self:
        return self.exclude(form=CredentialsForm.NONE)


@pghistory.track()
class Credentials(ConferenceRow):
    """By which a State or organization says who speaks for it; a committee examines them.

    A delegation without a row has presented none.
    """

    delegation = models.OneToOneField(
        Delegation, models.PROTECT, related_name="credentials", verbose_name=_("delegation")
    )
    form = models.CharField(
        _("credentials"),
        max_length=20,
        choices=CredentialsForm,
        default=CredentialsForm.NONE,
    )
    signatory = models.CharField(_("signed by"), max_length=20, choices=Signatory, blank=True)
    has_full_powers = models.BooleanField(
        _("full powers"),
        default=False,
        help_text=_("The head may sign what the conference adopts."),
    )
    received_on = models.DateField(_("received on"), null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    examined_on = models.DateField(_("examined on"), null=True, blank=True)
    examined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = CredentialsQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("credentials")
        verbose_name_plural = _("credentials")
        default_permissions = ("view", "change")
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(form=CredentialsForm.NONE)
                | Q(signatory="", has_full_powers=False, received_on=None, examined_on=None),
                name="credentials_say_nothing_where_there_are_none",
                violation_error_message=_(
                    "Say whether they are a copy or the original: of none nothing else is known."
                ),
            ),
            models.CheckConstraint(
                condition=Q(received_on=None, received_by=None)
                | Q(received_on__isnull=False, received_by__isnull=False),
                name="credentials_received_on_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(examined_on=None, examined_by=None)
                | Q(examined_on__isnull=False, examined_by__isnull=False),
                name="credentials_examined_on_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(examined_on=None)
                | Q(received_on__isnull=False, examined_on__gte=F("received_on")),
                name="credentials_examined_once_received",
                violation_error_message=_("Credentials are examined once they are received."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_form_display())
