"""What the sign-in pages remember for a while. Nothing here says who somebody is, but for a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignInAttempt(models.Model):
    """A password that was tried for an address; it goes when it was the right one.

    `account` is a keyed digest of the address as typed: it may be nobody's. `device` is the random
    name of a browser that signed in with that account before, else blank.
    """

    account = models.CharField(max_length=64)
    device = models.CharField(max_length=64, blank=True)
    network = models.CharField(max_length=43, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("attempt to sign in")
        verbose_name_plural = _("attempts to sign in")
        indexes = [
            models.Index(fields=["account", "at"], name="attempt_by_account"),
            models.Index(fields=["network", "at"], name="attempt_by_network"),
        ]

    def __str__(self) -> str:
        return f"{self.network} {self.at:%c}"
