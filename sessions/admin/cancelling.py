"""What is asked where a session is cancelled: why, and what readers are told; then or later."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from i18nfield.forms import I18nFormField, I18nTextarea

from conference.admin import DecisionForm, Effect, Given, Outcome, ReasonForm, each_alone
from conference.admin.forms.translations import in_languages
from conference.writing.languages import translations
from sessions.models import SessionQuerySet
from sessions.services import programme


class NoteForm(DecisionForm):
    """It asks for the note in the conference's languages, beginning with the one that stands."""

    note = I18nFormField(
        label=gettext_lazy("Note for readers"),
        required=False,
        require_all_fields=False,
        widget=I18nTextarea,
        help_text=gettext_lazy(
            "Shown with the session, on the agenda and in calendars, for example what replaces it."
        ),
    )

    def __init__(self, data: Any, **about: Any) -> None:
        super().__init__(data, **about)
        assert self.conference is not None
        self.fields["note"] = in_languages(self.fields["note"], self.conference.languages)
        self.initial["note"] = self.rows.values_list("cancel_note", flat=True).first()


class CancellationForm(NoteForm, ReasonForm):
    field_order = ("note", "reason")

    def __init__(self, data: Any, **about: Any) -> None:
        super().__init__(data, **about)
        self.fields["reason"].help_text = gettext_lazy(
            "For conference staff; readers do not see it."
        )


def cancel_each(sessions: SessionQuerySet, given: Given) -> Outcome:
    """Whatever is refused is named, the others are done."""
    cancel = partial(programme.cancel, reason=given.reason, note=given.answers["note"])
    return each_alone(cancel, "session")(sessions, given)


def change_note(sessions: SessionQuerySet, given: Given) -> Outcome:
    change = partial(programme.change_note, note=given.answers["note"])
    return each_alone(change, "session")(sessions, given)


def note_until_now(sessions: SessionQuerySet) -> list[Effect]:
    """In every language: whoever writes another has read this one."""
    texts = [text for row in sessions for text in translations(row.cancel_note).values()]
    words = _("Readers no longer see “%s”.")
    return [Effect(words % text) for text in texts]
