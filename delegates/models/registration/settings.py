import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from conference.choices import ConferenceState
from conference.contributions import WallTimes, contribute
from conference.models import Conference, ConferenceRow, ConferenceRowQuerySet
from delegates.models.delegations import Delegation

OFFER_HOURS = 48


class RegistrationSettings(ConferenceRow):
    """When focal points of a conference register, whatever the state of the conference.

    Without a row, or without an opening time, it has not opened. After it has closed, focal points
    read, ask, propose and withdraw; new people come only where an organizer reopens their
    delegation.
    """

    opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    offer_hours = models.PositiveSmallIntegerField(
        _("hours for which a free place is offered"),
        default=OFFER_HOURS,
        db_default=OFFER_HOURS,
        help_text=_(
            "To the next on the waiting list. 0: they are submitted at once, without being asked."
        ),
    )
    offers_people_of_last_time = models.BooleanField(
        _("people of last time"),
        default=True,
        db_default=True,
        help_text=_(
            "Delegations that you have confirmed take over people whom they had at an earlier"
            " conference, by name and function. Off: neither here, nor from here later on."
        ),
    )

    takes_requests = models.BooleanField(
        _("requests for an invitation"),
        default=False,
        db_default=False,
        help_text=_(
            "Whoever was not invited can ask to be, on a page that everybody sees, until"
            " registration closes. It needs an open conference."
        ),
    )

    objects = ConferenceRowQuerySet["RegistrationSettings"].as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("registration")
        verbose_name_plural = _("registration")
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["conference"],
                name="registration_settings_once_per_conference",
                violation_error_message=_("When registration opens is set already: change that."),
            ),
            models.CheckConstraint(
                condition=Q(closes_at=None)
                | Q(opens_at__isnull=False, closes_at__gt=F("opens_at")),
                name="registration_closes_after_it_opens",
                violation_error_message=_("Registration closes after it opens."),
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def is_open(self, at: dt.datetime) -> bool:
        if self.opens_at is None or at < self.opens_at:
            return False
        return self.closes_at is None or at < self.closes_at

    def takes_requests_at(self, at: dt.datetime) -> bool:
        """Whether somebody who was not invited may ask to be: before registration opens, too."""
        return (
            self.takes_requests
            and self.conference.state == ConferenceState.OPEN
            and (self.closes_at is None or at < self.closes_at)
        )


def takes_requests(conference: Conference, at: dt.datetime) -> bool:
    rows = RegistrationSettings.objects.for_conference(conference)
    settings = rows.select_related("conference").first()
    return settings is not None and settings.takes_requests_at(at)


def offer_hours(conference: Conference) -> int:
    """For how long a place that has become free is kept for the next in line."""
    rows = RegistrationSettings.objects.for_conference(conference)
    hours = rows.values_list("offer_hours", flat=True).first()
    return OFFER_HOURS if hours is None else hours


contribute(RegistrationSettings, WallTimes(["opens_at", "closes_at"]))


@dataclass(frozen=True)
class Opening:
    """Whether a delegation's focal points may register people, and from when until when they may or
    might; None where nobody has said so. One that was withdrawn has neither.
    """

    is_open: bool = False
    opens_at: dt.datetime | None = None
    closes_at: dt.datetime | None = None


def is_open_for(delegation: Delegation, at: dt.datetime) -> bool:
    """Whether its focal points may register people now."""
    return openings_of([delegation], at)[delegation.pk].is_open


def openings_of(delegations: Collection[Delegation], at: dt.datetime) -> dict[int, Opening]:
    """By the ids of delegations, of any conferences."""
    asked = {row.conference_id for row in delegations}
    settings = {
        row.conference_id: row for row in RegistrationSettings.objects.filter(conference__in=asked)
    }
    return {row.pk: _opening(row, settings.get(row.conference_id), at) for row in delegations}


def _opening(delegation: Delegation, here: RegistrationSettings | None, at: dt.datetime) -> Opening:
    if delegation.is_withdrawn:
        return Opening()
    again = delegation.reopened_until
    if here is not None and here.is_open(at):
        longest = None if here.closes_at is None else max(here.closes_at, again or here.closes_at)
        return Opening(is_open=True, opens_at=here.opens_at, closes_at=longest)
    if again is not None and at < again:
        return Opening(is_open=True, closes_at=again)
    ends = [end for end in (here.closes_at if here else None, again) if end is not None]
    return Opening(opens_at=here.opens_at if here else None, closes_at=max(ends, default=None))
