"""Tasks, nomination, credentials and messages of a delegation, each on a page of its own."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminDateWidget
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from conference import randomness
from conference.admin import ConferenceModelAdmin, may, signed_in
from conference.admin.forms.blanks import say_blanks_in_words
from conference.admin.forms.loaded import LoadedForm
from conference.admin.forms.words import clean_words
from conference.admin.refusals import REFUSALS, words
from conference.writing import dates
from delegates.choices import CredentialsForm as FormOfCredentials
from delegates.choices import Signatory
from delegates.exporting.nominations import download
from delegates.forms import NominationForm
from delegates.models import Delegate, Delegation, DelegationTask
from delegates.models.registration.messages import LONGEST
from delegates.outstanding.deadlines import owed_by
from delegates.services.registration import credentials, delegation_tasks, nominations
from delegates.services.registration import messages as thread

SEES_TASKS = "delegates.view_delegationtask"
TICKS = "delegates.change_delegationtask"
SEES_NOMINATIONS = "delegates.view_nomination"
ADDS_NOMINATIONS = "delegates.add_nomination"
DECIDES = "delegates.change_nomination"
NOTES_CREDENTIALS = "delegates.change_credentials"
READS = "delegates.view_message"
WRITES = "delegates.add_message"
ERASES = "delegates.change_message"


def today_in(delegation: Delegation) -> dt.date:
    return delegation.conference.local(timezone.now()).date()


class EnteredForm(NominationForm):
    """What came on paper has no file."""

    dated_on = forms.DateField(label=gettext_lazy("Date of the note"), widget=AdminDateWidget)

    def __init__(self, data: Any = None, files: Any = None, *, today: dt.date) -> None:
        super().__init__(data, files, today=today)
        # By which the calendar finds it.
        self.fields["dated_on"].widget.attrs["class"] = "vDateField"
        self.fields["file"].required = False
        self.fields["file"].help_text = _("PDF, JPEG or PNG, up to 10 MB; none of a note on paper.")
        say_blanks_in_words(self)

    def clean_file(self) -> Any:
        return super().clean_file() if self.cleaned_data.get("file") else None


class CredentialsForm(LoadedForm):
    form = forms.ChoiceField(label=gettext_lazy("Credentials"), choices=FormOfCredentials)
    signatory = forms.ChoiceField(
        label=gettext_lazy("Signed by"),
        choices=[("", gettext_lazy("Not known yet")), *Signatory.choices],
        required=False,
    )
    has_full_powers = forms.BooleanField(label=gettext_lazy("Full powers"), required=False)
    received_on = forms.DateField(
        label=gettext_lazy("Received on"), widget=AdminDateWidget, required=False
    )
    examined_on = forms.DateField(
        label=gettext_lazy("Examined on"), widget=AdminDateWidget, required=False
    )


class MessageForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Message"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 6, "class": "vLargeTextField", "dir": "auto"}),
        help_text=gettext_lazy(
            "Its focal points are told by mail that there is a message, not what it says."
        ),
    )
    form_key = forms.UUIDField(
        required=False, widget=forms.HiddenInput, initial=randomness.identifier
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        say_blanks_in_words(self)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if "text" in self.cleaned_data:
            clean_words(self, "text", is_asked_about=False)
        return self.cleaned_data


class PaperPages(ConferenceModelAdmin[Delegation]):
    def pages(self) -> list[URLPattern]:
        page = "<int:object_id>/"
        one = f"{page}nominations/<int:number>/"
        return [
            *super().pages(),
            self.page_url(f"{page}tasks/", self.tasks_page, "tasks", needs=SEES_TASKS),
            self.page_url(
                f"{page}tasks/<int:number>/tick/",
                require_POST(self.tick_view),
                "tick_task",
                needs=TICKS,
            ),
            self.page_url(
                f"{page}nominations/", self.nominations_page, "nominations", needs=SEES_NOMINATIONS
            ),
            self.page_url(
                f"{page}nominations/add/",
                require_POST(self.add_nomination_view),
                "add_nomination",
                needs=ADDS_NOMINATIONS,
            ),
            self.page_url(
                f"{one}file/", self.nomination_view, "nomination", needs=SEES_NOMINATIONS
            ),
            self.page_url(
                f"{one}receive/",
                require_POST(self.receive_view),
                "receive_nomination",
                needs=DECIDES,
            ),
            self.page_url(
                f"{one}verify/", require_POST(self.verify_view), "verify_nomination", needs=DECIDES
            ),
            self.page_url(
                f"{one}remove-file/",
                require_POST(self.remove_file_view),
                "remove_nomination_file",
                needs=DECIDES,
            ),
            self.page_url(
                f"{page}credentials/",
                self.credentials_view,
                "credentials",
                needs=NOTES_CREDENTIALS,
            ),
            self.page_url(f"{page}messages/", self.messages_page, "messages", needs=READS),
            self.page_url(
                f"{page}messages/write/",
                require_POST(self.write_view),
                "write_message",
                needs=WRITES,
            ),
            self.page_url(
                f"{page}messages/<int:number>/erase/",
                self.erase_view,
                "erase_message",
                needs=ERASES,
            ),
        ]

    # Tasks

    def tasks_page(self, request: HttpRequest, delegation: Delegation) -> HttpResponseBase:
        at, user = timezone.now(), signed_in(request)
        people = Delegate.with_drafts.known_to(user, delegation.conference)
        ticked = set(delegation.ticked_tasks.values_list("task", flat=True))
        return self.page(
            request,
            "admin/delegates/delegation/tasks.html",
            title=_("Tasks"),
            original=delegation,
            may_tick=self.is_let(request, TICKS, delegation),
            rows=[
                {
                    "task": one.task,
                    "due": one.due,
                    "standing": one.standing(at),
                    "is_done": one.is_done,
                    "is_ticked": one.task.pk in ticked,
                }
                for one in owed_by([delegation], people)[delegation.pk]
            ],
        )

    def tick_view(
        self, request: HttpRequest, delegation: Delegation, *, number: int
    ) -> HttpResponseBase:
        tasks = DelegationTask.objects.filter(conference=delegation.conference_id)
        delegation_tasks.tick(
            delegation=delegation,
            task=get_object_or_404(tasks, pk=number),
            is_done=request.POST.get("done") == "yes",
            by=signed_in(request),
            at=timezone.now(),
        )
        return redirect("admin:delegates_delegation_tasks", delegation.pk)

    # Nomination

    def nominations_page(
        self,
        request: HttpRequest,
        delegation: Delegation,
        form: EnteredForm | None = None,
    ) -> HttpResponseBase:
        may_add = self.is_let(request, ADDS_NOMINATIONS, delegation)
        rows = delegation.nominations.select_related("handed_in_by", "received_by", "verified_by")
        return self.page(
            request,
            "admin/delegates/delegation/nominations.html",
            title=_("Nomination"),
            original=delegation,
            rows=rows,
            may_decide=self.is_let(request, DECIDES, delegation),
            form=(form or EnteredForm(today=today_in(delegation)))
            if may_add and not delegation.is_withdrawn
            else None,
        )

    def add_nomination_view(self, request: HttpRequest, delegation: Delegation) -> HttpResponseBase:
        form = EnteredForm(request.POST, request.FILES, today=today_in(delegation))
        if form.is_valid():
            try:
                nominations.enter(
                    delegation=delegation,
                    note=form.note(),
                    by=signed_in(request),
                    at=timezone.now(),
                )
            except REFUSALS as error:
                form.add_error(None, words(error))
            else:
                return self._to(delegation, "nominations")
        return self.nominations_page(request, delegation, form)

    def nomination_view(
        self, request: HttpRequest, delegation: Delegation, *, number: int
    ) -> HttpResponseBase:
        row = get_object_or_404(delegation.nominations.all(), pk=number)
        return download(row, by=signed_in(request))

    def receive_view(
        self, request: HttpRequest, delegation: Delegation, *, number: int
    ) -> HttpResponseBase:
        row = get_object_or_404(delegation.nominations.all(), pk=number)
        nominations.receive(nomination=row, by=signed_in(request), at=timezone.now())
        return self._to(delegation, "nominations")

    def verify_view(
        self, request: HttpRequest, delegation: Delegation, *, number: int
    ) -> HttpResponseBase:
        row = get_object_or_404(delegation.nominations.all(), pk=number)
        nominations.verify(nomination=row, by=signed_in(request), at=timezone.now())
        return self._to(delegation, "nominations")

    def remove_file_view(
        self, request: HttpRequest, delegation: Delegation, *, number: int
    ) -> HttpResponseBase:
        row = get_object_or_404(delegation.nominations.all(), pk=number)
        nominations.remove_file(nomination=row, by=signed_in(request), at=timezone.now())
        return self._to(delegation, "nominations")

    # Credentials

    def credentials_view(self, request: HttpRequest, delegation: Delegation) -> HttpResponseBase:
        row = credentials.of(delegation)
        loaded = {name: getattr(row, name) for name in credentials.NOTED}
        form = CredentialsForm(request.POST if request.method == "POST" else None, loaded=loaded)
        if request.method == "POST" and form.is_valid():
            try:
                credentials.note(
                    delegation=delegation,
                    noted=form.cleaned_data,
                    by=signed_in(request),
                    at=timezone.now(),
                )
            except REFUSALS as error:
                form.add_error(None, words(error))
            else:
                self.message_user(request, _("Credentials saved."), messages.SUCCESS)
                return HttpResponseRedirect(self.record_url(delegation))
        return self.page(
            request,
            "admin/delegates/delegation/credentials.html",
            title=_("Credentials"),
            original=delegation,
            row=row,
            form=form,
        )

    # Messages

    def messages_page(
        self, request: HttpRequest, delegation: Delegation, form: MessageForm | None = None
    ) -> HttpResponseBase:
        rows = delegation.messages.select_related("author")
        return self.page(
            request,
            "admin/delegates/delegation/messages.html",
            title=_("Messages"),
            original=delegation,
            rows=[{"row": row, "at": dates.moment(row.sent_at)} for row in rows],
            may_erase=self.is_let(request, ERASES, delegation),
            form=(form or MessageForm()) if self.is_let(request, WRITES, delegation) else None,
        )

    def write_view(self, request: HttpRequest, delegation: Delegation) -> HttpResponseBase:
        form = MessageForm(request.POST)
        if form.is_valid():
            try:
                thread.write(
                    delegation=delegation,
                    text=form.cleaned_data["text"],
                    is_from_secretariat=True,
                    form_key=form.cleaned_data["form_key"],
                    by=signed_in(request),
                    at=timezone.now(),
                )
            except REFUSALS as error:
                form.add_error(None, words(error))
            else:
                return self._to(delegation, "messages")
        return self.messages_page(request, delegation, form)

    def erase_view(
        self, request: HttpRequest, delegation: Delegation, *, number: int
    ) -> HttpResponseBase:
        row = get_object_or_404(delegation.messages.all(), pk=number)
        if row.erased_at:
            return self._to(delegation, "messages")
        if request.method == "POST":
            thread.erase(message=row, by=signed_in(request), at=timezone.now())
            return self._to(delegation, "messages")
        return self.page(
            request,
            "admin/delegates/delegation/erase_message.html",
            title=_("Erase this message"),
            original=delegation,
            message=row,
            sent_at=dates.moment(row.sent_at),
        )

    def _to(self, delegation: Delegation, name: str) -> HttpResponseRedirect:
        return redirect(f"admin:delegates_delegation_{name}", delegation.pk)


def may_see_papers(request: HttpRequest) -> bool:
    return may(request, SEES_TASKS)
