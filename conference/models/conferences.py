import datetime as dt
import zoneinfo
from typing import Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext as gettext_now
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from conference.choices import (
    NEXT_CONFERENCE_STATES,
    PUBLISHED,
    ConferenceState,
    default_languages,
)
from conference.errors import DomainError
from conference.files.storage import random_key
from conference.models.users import User
from conference.slugs import is_reserved_slug
from conference.time_zones import time_zones


def validate_time_zone(value: str) -> None:
    if value not in time_zones():
        raise ValidationError(_("“%s” is not a time zone. Example: Asia/Dushanbe.") % value)


def validate_slug_is_free(value: str) -> None:
    if is_reserved_slug(value):
        raise ValidationError(_("The site uses the word “%s” itself; choose another.") % value)


def logo_key(_conference: "Conference", filename: str) -> str:
    return random_key("logos", filename)


class ConferenceQuerySet(models.QuerySet["Conference"]):
    def published(self) -> Self:
        return self.filter(state__in=PUBLISHED)

    def visible_to(self, user: User) -> Self:
        """Conferences the user works for; the installation administrator works for all."""
        if user.is_superuser and user.is_active:
            return self
        return self.filter(pk__in=list(user.roles_by_conference))

    def administered_by(self, user: User) -> Self:
        """Conferences whose admin opens to the user: not every staff role has anything there."""
        visible = self.visible_to(user)
        return visible if user.is_superuser else visible.filter(pk__in=user.administers)

    def organized_by(self, user: User) -> Self:
        """Conferences in which the user may do everything: a new one may be copied from them."""
        visible = self.visible_to(user)
        return visible if user.is_superuser else visible.filter(pk__in=user.organizes)


@pghistory.track()
class Conference(models.Model):
    """One edition of an event, with dates, a time zone, a host and languages."""

    slug = models.CharField(
        _("address"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Small letters, digits and hyphens.")),
            validate_slug_is_free,
        ],
        help_text=_("How it appears in addresses, e.g. dushanbe-2018."),
    )
    title = I18nTextField(_("title"))
    short_title = I18nCharField(
        _("short title"), max_length=400, help_text=_("For badges and page headers.")
    )
    place = I18nCharField(_("place"), max_length=400, help_text=_("E.g. Dushanbe, Tajikistan."))
    host_name = I18nCharField(_("host"), max_length=400, blank=True)
    description = I18nTextField(_("description"), blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="UTC", validators=[validate_time_zone]
    )
    languages = ArrayField(
        models.CharField(max_length=20),
        verbose_name=_("languages"),
        default=default_languages,
        help_text=_("The first one is the principal language."),
    )
    order_language = models.CharField(
        _("language of the protocol order"),
        max_length=20,
        default="en",
        help_text=_("Delegations are ordered by their name in the alphabet of this language."),
    )
    prints_patronymics = models.BooleanField(
        _("patronymic and suffix are printed"),
        default=False,
        db_default=False,
        help_text=_(
            "On badges and in the list of participants: Given Patronymic FAMILY Jr. Off, both are"
            " only found by search."
        ),
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default="#1d4f91",
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", _("A colour like #1d4f91."))],
    )
    logo = models.FileField(_("logo"), upload_to=logo_key, blank=True)
    mail_sender = models.CharField(
        _("sender of mails"),
        max_length=100,
        blank=True,
        help_text=_("The name that mails come from; blank: the short title."),
    )
    mail_reply_to = models.EmailField(
        _("answers to mails"),
        blank=True,
        help_text=_("Where answers to mails go; blank: to the address that sends them."),
    )
    mails_per_minute = models.PositiveSmallIntegerField(
        _("mails per minute"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(6000)],
        help_text=_("No more are handed to the mail server in a minute."),
    )
    state = models.CharField(
        _("state"), max_length=20, choices=ConferenceState, default=ConferenceState.DRAFT
    )

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("conference")
        verbose_name_plural = _("conferences")
        ordering = ["-starts_on", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="conference_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first day."),
            ),
            models.CheckConstraint(
                condition=models.Q(languages__len__gt=0),
                name="conference_has_a_language",
                violation_error_message=_("A conference needs at least one language."),
            ),
            models.CheckConstraint(
                condition=models.Q(mails_per_minute__gte=1),
                name="conference_sends_at_least_a_mail_a_minute",
                violation_error_message=_("At least one mail a minute."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.short_title)

    @property
    def principal_language(self) -> str:
        return self.languages[0]

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def is_published(self) -> bool:
        return self.state in PUBLISHED

    def local(self, instant: dt.datetime) -> dt.datetime:
        """On the clocks of the conference, with the offset that they have then.

        Of two datetimes that know their zone, Python compares and subtracts what the clocks show:
        in the night when they go back, a session would end before it starts.
        """
        there = instant.astimezone(self.zone)
        return instant.astimezone(dt.timezone(there.utcoffset() or dt.timedelta()))

    def require_transition_to(self, state: ConferenceState) -> None:
        if state not in NEXT_CONFERENCE_STATES[self.state]:
            raise DomainError(
                gettext_now("%(name)s: “%(now)s” cannot become “%(then)s”.")
                % {"name": self, "now": self.get_state_display(), "then": state.label}
            )
