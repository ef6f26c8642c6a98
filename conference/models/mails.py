"""The outbox: mails as rows, written in the transaction of what they tell."""

import datetime as dt
from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from conference.choices import UNFINISHED, WorkState
from conference.files.storage import random_key
from conference.models.conferences import Conference
from conference.models.leases import LeasedWork, LeasedWorkQuerySet, first_in_turn
from conference.models.rows import ConferenceRow, ConferenceRowQuerySet

MINUTE = dt.timedelta(minutes=1)
# A migration compares lists word for word, and a set has no order.
IN_ORDER = sorted(UNFINISHED)


def attachment_key(_attachment: "MailAttachment", filename: str) -> str:
    return random_key("mails", filename)


class MailBatch(ConferenceRow):
    """Mails that were written together and are sent together, once somebody has looked at them."""

    title = models.CharField(_("what"), max_length=300, editable=False)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("prepared by"),
    )
    prepared_at = models.DateTimeField(_("prepared at"), editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)

    objects = ConferenceRowQuerySet["MailBatch"].as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-prepared_at", "-id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="mailing_decided_at_and_by_together",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MailQuerySet(  # type: ignore[override]  # of two `as_manager` the stubs see one
    LeasedWorkQuerySet["Mail"], ConferenceRowQuerySet["Mail"]
):
    def claimable(self, at: dt.datetime) -> Self:
        """What nobody has looked at yet is not sent, whatever else waits."""
        return super().claimable(at).filter(is_held=False)

    def unfinished(self) -> Self:
        return self.filter(state__in=IN_ORDER)

    def about(self, row: models.Model) -> Self:
        """Mails that concern the record."""
        concerns = MailConcern.objects.filter(target_type=row._meta.label_lower, target_id=row.pk)
        return self.filter(pk__in=concerns.values("mail_id"))

    def within_limits(self, at: dt.datetime) -> Self:
        """Of conferences that have not sent as many in a minute as they may."""
        lately = Q(tried_at__gt=at - MINUTE) | Q(
            state=WorkState.RUNNING, lease__isnull=False, leased_until__gt=at
        )
        spent = (
            self.model._base_manager.filter(lately, conference__isnull=False)
            .values("conference")
            .annotate(n=models.Count("pk"))
            .filter(n__gte=F("conference__mails_per_minute"))
            .values("conference")
        )
        return self.exclude(conference__in=spent, conference__isnull=False)

    def _first_in_turn(self, at: dt.datetime) -> "Mail | None":
        """Conferences take turns; a mail of its own comes before those of a mailing."""
        return first_in_turn(self.within_limits(at), at)


class Mail(LeasedWork):
    """A mail to one address: what it says, whom it concerns, and what became of it.

    It is sent at least once: whoever is killed between sending and noting sends it again, under the
    same Message-ID. A code is never in it: the place of one is filled in while it is sent, by what
    the record `code_of` has then (its `code_in_mails`). `tried_at` is when it was last handed to
    the mail server; `is_refused` says that the server refused the address for good. Erased with the
    person, it keeps nothing but when and in what state.
    """

    CLAIMED_IN = (F("batch").asc(nulls_first=True), "pk")  # type: ignore[assignment]

    conference = models.ForeignKey(
        Conference, models.PROTECT, null=True, related_name="+", editable=False
    )
    batch = models.ForeignKey(
        MailBatch,
        models.PROTECT,
        null=True,
        related_name="mails",
        editable=False,
        verbose_name=_("mailing"),
    )
    is_held = models.BooleanField(default=False, editable=False)
    recipient = models.EmailField(_("to"), blank=True, editable=False)
    recipient_name = models.CharField(_("name"), max_length=200, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=20, editable=False)
    subject = models.CharField(_("subject"), max_length=300, blank=True, editable=False)
    text = models.TextField(_("text"), blank=True, editable=False)
    html = models.TextField(blank=True, editable=False)
    code_of_type = models.CharField(max_length=60, blank=True, editable=False)
    code_of_id = models.BigIntegerField(null=True, editable=False)
    written_at = models.DateTimeField(_("written at"), editable=False)
    tried_at = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, editable=False)
    is_refused = models.BooleanField(default=False, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-written_at", "-id"]
        indexes = [
            models.Index(
                fields=["conference", "id"],
                condition=Q(state__in=IN_ORDER),
                name="mail_unfinished",
            ),
            models.Index(fields=["conference", "tried_at"], name="mail_by_attempt"),
            models.Index(fields=["conference", "-written_at"], name="mail_by_conference"),
            models.Index(Upper("recipient"), F("id").desc(), name="mail_by_recipient"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=WorkState.DONE, sent_at__isnull=False)
                | (~Q(state=WorkState.DONE) & Q(sent_at__isnull=True)),
                name="mail_is_done_when_it_was_sent",
            ),
            models.CheckConstraint(
                condition=Q(is_refused=False) | Q(state=WorkState.FAILED),
                name="mail_to_a_refused_address_has_failed",
            ),
            models.CheckConstraint(
                condition=Q(batch__isnull=True) | Q(conference__isnull=False),
                name="mail_of_a_mailing_has_a_conference",
            ),
            models.CheckConstraint(
                condition=Q(is_held=False) | Q(batch__isnull=False),
                name="mail_is_held_with_its_mailing",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | (
                    Q(recipient="", recipient_name="", subject="", text="", html="")
                    & ~Q(state__in=IN_ORDER)
                ),
                name="mail_says_nothing_once_erased",
            ),
            models.CheckConstraint(
                condition=Q(code_of_type="", code_of_id__isnull=True)
                | (~Q(code_of_type="") & Q(code_of_id__isnull=False)),
                name="mail_code_is_of_a_record",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or str(_("Erased mail"))

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED


class MailConcern(models.Model):
    """A record whose history tells of the mail, and with which the mail is erased."""

    mail = models.ForeignKey(Mail, models.CASCADE, related_name="concerns")
    target_type = models.CharField(max_length=60)
    target_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("record that a mail concerns")
        verbose_name_plural = _("records that mails concern")
        indexes = [models.Index(fields=["target_type", "target_id"], name="mail_by_concern")]

    def __str__(self) -> str:
        return f"{self.target_type} {self.target_id}"


class MailAttachment(models.Model):
    """A file that goes with a mail; it lies in the private storage."""

    mail = models.ForeignKey(Mail, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    file = models.FileField(upload_to=attachment_key, max_length=200)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name


def concerning(mail: Mail, rows: Iterable[models.Model]) -> list[MailConcern]:
    return [
        MailConcern(mail=mail, target_type=row._meta.label_lower, target_id=row.pk) for row in rows
    ]
