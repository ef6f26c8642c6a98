from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceRow, ConferenceRowQuerySet
from conference.models.sealed import SealedField


class SigningKeyQuerySet(ConferenceRowQuerySet["SigningKey"]):
    def in_use(self) -> Self:
        return self.filter(ended_at=None)


class SigningKey(ConferenceRow):
    """The pair by which the codes of a conference's badges are signed and believed (Ed25519).

    One is in use; former ones stay, as badges that they signed are still worn. `fingerprint` are
    the eight hexadecimal digits that a code names it by. `database` says where it was made: in a
    database that was restored elsewhere, or to an earlier time, another key is made.
    """

    fingerprint = models.CharField(_("fingerprint"), max_length=8)
    public_key = models.BinaryField(max_length=32, editable=False)
    private_key = SealedField()
    database = models.CharField(max_length=60)
    made_at = models.DateTimeField(_("made at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = SigningKeyQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        ordering = ["conference", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["conference", "fingerprint"], name="signing_key_fingerprint_once"
            ),
            models.UniqueConstraint(
                fields=["conference"],
                condition=Q(ended_at=None),
                name="signing_key_one_in_use_per_conference",
            ),
        ]

    def __str__(self) -> str:
        return self.fingerprint
