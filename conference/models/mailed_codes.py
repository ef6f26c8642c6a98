import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference import randomness
from conference.choices import CodePurpose, WorkState
from conference.models.leases import LeasedWork, LeasedWorkQuerySet
from conference.models.sealed import SealedField

MOST_TRIES = 5


class MailedCodeQuerySet(LeasedWorkQuerySet["MailedCode"]):
    def asked_before(self, at: dt.datetime) -> Self:
        return self.filter(asked_at__lt=at)

    def full(self) -> Self:
        """Those that still hold an address and a code."""
        return self.exclude(sealed=b"")

    def expired(self, at: dt.datetime) -> Self:
        return self.filter(ends_at__lte=at)

    def on_their_way(self, at: dt.datetime) -> Self:
        """Asked for, not sent yet, and still of use."""
        return self.full().filter(ends_at__gt=at)


class MailedCode(LeasedWork):
    """A code that goes to an address by mail, and proves that whoever types it reads mail there.

    A row is made for every address, whoever it is of: `account` is a keyed digest of it, `user`
    stays empty until a worker has found whom to write to. The browser that asked holds `handle`,
    and nothing else. `code_hash` is for checking; `sealed` holds address and code for sending, and
    nothing once the mail is sent or the code has expired. `confirmed_at` is when the code was
    typed right: it opens nothing twice.
    """

    handle = models.UUIDField(unique=True, default=randomness.identifier, editable=False)
    purpose = models.CharField(max_length=20, choices=CodePurpose)
    account = models.CharField(max_length=64)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="mailed_codes"
    )
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    sealed = SealedField(default=b"", blank=True)

    objects = MailedCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("code by mail")
        verbose_name_plural = _("codes by mail")
        constraints = [
            models.CheckConstraint(
                condition=Q(tries__lte=MOST_TRIES), name="mailed_code_five_tries"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[WorkState.DONE, WorkState.FAILED]) | Q(sealed=b""),
                name="mailed_code_emptied_when_sent_or_given_up",
            ),
        ]
        indexes = [models.Index(fields=["ends_at"], name="mailed_code_by_end")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.asked_at:%c}"

    def is_open(self, at: dt.datetime) -> bool:
        """Whether it may be tried."""
        return self.confirmed_at is None and self.tries < MOST_TRIES and at < self.ends_at
