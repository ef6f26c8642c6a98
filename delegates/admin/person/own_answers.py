"""Answers to own fields: seen on the person's page, changed on a page of their own."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.db.models import F, Window
from django.db.models.functions import Lag
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import ConferenceModelAdmin, signed_in
from conference.admin.forms.versions import LoadedValues, changed_since, digests
from conference.admin.forms.waiting_files import forget_waiting_files, send_as
from conference.admin.forms.words import clean_words
from conference.admin.refusals import REFUSALS, words
from conference.contributions import ValuesBeside, contribute
from delegates import own_answers
from delegates.models import Delegate, OwnField, OwnFieldChoice, OwnValue
from delegates.outstanding.asking import Asking
from delegates.own_words import in_words, label_of, name_of
from delegates.services.registration import own_fields

SEES, CHANGES = "delegates.view_ownvalue", "delegates.change_ownvalue"
LATEST = 200


class OwnAnswersForm(forms.Form):
    loaded_values = LoadedValues()

    def __init__(
        self, *args: Any, own: Sequence[OwnField], answered: Mapping[int, OwnValue], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.own, self.answered = own, answered
        self.fields |= own_answers.form_fields(own, answered)
        loaded = own_answers.as_loaded(own, answered)
        self.initial["loaded_values"] = digests(loaded, loaded)

    def clean(self) -> dict[str, Any]:
        super().clean()
        now, loaded = self.initial["loaded_values"], self.data.get("loaded_values", "")
        if newer := changed_since(loaded, now):
            raise forms.ValidationError(
                _(
                    "Somebody else saved answers while you were editing, so nothing was saved:"
                    " %s. Saving again keeps what is in the form."
                )
                % ", ".join(label_of(each) for each in self.own if name_of(each) in newer)
            )
        for name in list(self.cleaned_data):
            clean_words(self, name, is_asked_about=False)
        return self.cleaned_data


class OwnAnswersPages(ConferenceModelAdmin[Delegate]):
    def pages(self) -> list[URLPattern]:
        route = "<int:object_id>/own-fields/"
        return [
            *super().pages(),
            self.page_url(route, self.own_answers_view, "own_answers", needs=CHANGES),
            self.page_url(f"{route}<int:field_id>/", self.own_file_view, "own_file", needs=SEES),
        ]

    def own_answers_view(self, request: HttpRequest, delegate: Delegate) -> HttpResponseBase:
        own = Asking(delegate.conference).own_of(delegate)
        answered = own_answers.values_of(delegate)
        back = reverse("admin:delegates_delegate_change", args=[delegate.pk])
        is_sent = request.method == "POST"
        sent = (request.POST, request.FILES) if is_sent else ()
        form = OwnAnswersForm(*sent, own=own, answered=answered)
        send_as(form, f"{signed_in(request).pk} own answers {delegate.pk}")
        if is_sent and form.is_valid():
            try:
                own_fields.answer(
                    delegate=delegate,
                    answers=own_answers.answers_in(form, own, answered),
                    by=signed_in(request),
                    at=timezone.now(),
                )
            except REFUSALS as error:
                form.add_error(None, words(error))
            else:
                forget_waiting_files(form)
                self.message_user(request, _("Answers saved."), messages.SUCCESS)
                return HttpResponseRedirect(back)
        return self.page(
            request,
            "admin/delegates/delegate/own_answers.html",
            title=_("Own fields"),
            delegate=delegate,
            form=form,
            back=back,
        )

    def own_file_view(
        self, request: HttpRequest, delegate: Delegate, field_id: int
    ) -> HttpResponseBase:
        return own_answers.download(delegate, field_id, by=signed_in(request), at=timezone.now())

    @admin.display(description=gettext_lazy("own fields"))
    def own_answers_seen(self, delegate: Delegate) -> str:
        """What the person is asked, with the answers, for whoever sees them."""
        own = Asking(delegate.conference).own_of(delegate)
        answered = own_answers.values_of(delegate)
        lines = ((label_of(each), _answer(delegate, each, answered.get(each.pk))) for each in own)
        url = reverse("admin:delegates_delegate_own_answers", args=[delegate.pk])
        return format_html(
            '<dl class="own-answers">{}</dl><a href="{}">{}</a>',
            format_html_join("", "<div><dt><bdi>{}</bdi></dt><dd><bdi>{}</bdi></dd></div>", lines),
            url,
            _("See and change"),
        )


def _answer(delegate: Delegate, own: OwnField, value: OwnValue | None) -> str:
    said = in_words(own, value) or "–"
    if value is None or not value.file:
        return said
    url = reverse("admin:delegates_delegate_own_file", args=[delegate.pk, own.pk])
    return format_html('<a href="{}" download>{}</a>', url, said)


ChangeOfValue = tuple[dt.datetime, int | None, str, str, str]
# Of an answer, as a row of its history has it.
SAID = ("text", "choice_id", "file")


def changes_of(delegate: Delegate) -> list[ChangeOfValue]:
    """The latest first: what each answer was and became, from the history of its row."""
    return list(_changes_of(delegate))


def _changes_of(delegate: Delegate) -> Iterator[ChangeOfValue]:
    history = apps.get_model("delegates", "OwnValueEvent")._default_manager
    rows = history.filter(delegate_id=delegate.pk).select_related("pgh_context")
    before = {f"former_{name}": _former(name) for name in SAID}
    events: Any = list(rows.annotate(**before).order_by("-pgh_id")[:LATEST])
    own = OwnField.objects.in_bulk({event.field_id for event in events})
    ids = {pk for event in events for pk in (event.choice_id, event.former_choice_id) if pk}
    chosen = OwnFieldChoice.objects.in_bulk(ids)
    for event in events:
        field = own[event.field_id]
        former = own_fields.Given(
            event.former_text or "", chosen.get(event.former_choice_id), event.former_file or ""
        )
        given = own_fields.Given(event.text, chosen.get(event.choice_id), str(event.file))
        by = event.pgh_context.metadata.get("user") if event.pgh_context else None
        said = in_words(field, former), in_words(field, given)
        yield event.pgh_created_at, by, label_of(field), *said


def _former(name: str) -> Window:
    """Of the row before in the history of the same answer, also where that one is not read."""
    return Window(Lag(name), partition_by=F("pgh_obj_id"), order_by=F("pgh_id").asc())


contribute(Delegate, ValuesBeside(SEES, changes_of))
