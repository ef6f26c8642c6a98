"""What is asked where a session is cancelled: why, and what readers are told."""

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy
from i18nfield.forms import I18nFormField, I18nTextarea

from conference.admin import Given, Outcome, ReasonForm, each_alone
from conference.admin.forms.translations import in_languages
from sessions.models import SessionQuerySet
from sessions.services import programme


class CancellationForm(ReasonForm):
    def __init__(self, data: Any, **about: Any) -> None:
        super().__init__(data, **about)
        self.fields["reason"].help_text = gettext_lazy(
            "For those who work here; readers do not see it."
        )
        assert self.conference is not None
        note = I18nFormField(
            label=gettext_lazy("Note for readers"),
            required=False,
            require_all_fields=False,
            widget=I18nTextarea,
        )
        self.fields["note"] = in_languages(note, self.conference.languages)
        self.fields["note"].help_text = gettext_lazy(
            "Shown with the session, on the agenda and in calendars: what takes its place, say."
        )


def cancel_each(sessions: SessionQuerySet, given: Given) -> Outcome:
    """Whatever is refused is named, the others are done."""
    cancel = partial(programme.cancel, reason=given.reason, note=given.answers["note"])
    return each_alone(cancel, "session")(sessions, given)
