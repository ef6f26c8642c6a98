"""Who was not invited and asks to be, until an organizer decides."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceRow, ConferenceRowQuerySet
from delegates.choices import RequestState
from delegates.models.delegations import Delegation
from delegates.models.parties import Country


class InvitationRequestQuerySet(ConferenceRowQuerySet["InvitationRequest"]):
    def waiting(self) -> Self:
        return self.filter(state=RequestState.WAITING)


class InvitationRequest(ConferenceRow):
    """Somebody asks that a country or an organization be invited; nobody knows who it was.

    What they wrote is emptied some time after the decision, and with a person whom it names. The
    row stays: who decided, when, and on which country.
    """

    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("country"),
    )
    organization = models.CharField(_("organization"), max_length=300, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=200, blank=True, editable=False)
    function = models.CharField(_("function"), max_length=300, blank=True, editable=False)
    email = models.EmailField(_("e-mail"), blank=True, editable=False)
    phone = models.CharField(_("phone"), max_length=50, blank=True, editable=False)
    reason = models.TextField(_("reason for the request"), blank=True, editable=False)
    language = models.CharField(_("language of correspondence"), max_length=20, editable=False)
    # Sent twice, a form makes one row.
    form_key = models.UUIDField(editable=False)
    asked_at = models.DateTimeField(_("received"), editable=False)
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=RequestState,
        default=RequestState.WAITING,
        editable=False,
    )
    delegation = models.ForeignKey(
        Delegation,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("delegation"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decision_reason = models.TextField(_("reason"), blank=True, editable=False)
    erased_at = models.DateTimeField(_("erased at"), null=True, editable=False)

    objects = InvitationRequestQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("request for an invitation")
        verbose_name_plural = _("requests for an invitation")
        ordering = ["asked_at", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["conference", "form_key"], name="invitation_request_once_per_form"
            ),
            models.CheckConstraint(
                condition=Q(country__isnull=False, organization="")
                | (Q(country__isnull=True) & (~Q(organization="") | Q(erased_at__isnull=False))),
                name="invitation_request_of_a_country_or_an_organization",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, state=RequestState.WAITING)
                | (
                    Q(decided_at__isnull=False, decided_by__isnull=False)
                    & ~Q(state=RequestState.WAITING)
                ),
                name="invitation_request_decided_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.ACCEPTED, delegation__isnull=False)
                | (~Q(state=RequestState.ACCEPTED) & Q(delegation=None)),
                name="invitation_request_accepted_for_a_delegation",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(organization="", name="", function="", email="", phone="", reason=""),
                name="invitation_request_erased_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return str(self.country or self.organization or self.delegation or _("erased"))

    @property
    def is_waiting(self) -> bool:
        return self.state == RequestState.WAITING
