"""What a focal point has typed and not saved yet: theirs alone, and only for a while."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceRow, ConferenceRowQuerySet
from delegates.models.delegates import Delegate
from delegates.models.delegations import Delegation


class FormDraft(ConferenceRow):
    """The fields of one form as they were typed, by name, and the digests of what they were loaded
    with; `delegate` is None of somebody new.

    Neither the login session nor the browser keeps them: another person who signs in on the same
    browser sees none of it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="form_drafts")
    delegate = models.ForeignKey(
        Delegate, models.CASCADE, null=True, blank=True, related_name="form_drafts"
    )
    typed = models.JSONField(editable=False)
    kept_at = models.DateTimeField(editable=False)

    objects = ConferenceRowQuerySet["FormDraft"].as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("draft of a form")
        verbose_name_plural = _("drafts of forms")
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "delegation", "delegate"],
                nulls_distinct=False,
                name="form_draft_once_of_a_user_and_form",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.delegation_id} {self.delegate_id}"
