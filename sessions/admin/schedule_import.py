"""The page on which a `schedule.xml` is looked at before it is brought into the programme.

Between looking and importing the file waits in the storage, named by what the page sends back; the
sweep for files that no row names ends what nobody comes back for.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.admin import chosen_conference, may, signed_in
from conference.admin.further_pages import FurtherPages
from conference.errors import DomainError
from conference.files.storage import random_key
from conference.models import Room
from sessions.admin.schedule_plan import PlanPage
from sessions.exchange.markup import MEGABYTE, MOST_BYTES
from sessions.exchange.plan import SchedulePlan
from sessions.models import Session
from sessions.services import schedule_import

WAITS = dt.timedelta(hours=12)
UPLOAD = "admin/agenda/session/schedule_upload.html"
CHECK = "admin/agenda/session/schedule_check.html"
PERMISSION_FOR_ROOMS = "conference.add_room"


class ScheduleForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".xml,text/xml"}),
    )
    makes_rooms = forms.BooleanField(
        label=gettext_lazy("Add missing rooms"),
        help_text=gettext_lazy("A room that is not known by its name is added to the main venue."),
        required=False,
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conference = chosen_conference(request)
        accepted = _("A schedule.xml, up to %d MB.")
        self.fields["file"].help_text = accepted % (MOST_BYTES // MEGABYTE)
        if not may(request, PERMISSION_FOR_ROOMS):
            del self.fields["makes_rooms"]

    def clean_makes_rooms(self) -> bool:
        wanted = bool(self.cleaned_data["makes_rooms"])
        if wanted and schedule_import.venue_of_new_rooms(self.conference) is None:
            raise forms.ValidationError(_("Add a venue first: rooms are in one."))
        return wanted

    def clean(self) -> dict[str, Any]:
        """A file that cannot be read is refused here, and kept nowhere."""
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        if upload is not None:
            try:
                schedule_import.readable(upload.read(MOST_BYTES + 1))
            except DomainError as error:
                self.add_error("file", str(error))
        return cleaned


@dataclass(frozen=True)
class WaitingFile:
    """An upload that its uploader looks at. `key` names it in the storage."""

    key: str
    makes_rooms: bool

    @classmethod
    def kept(cls, form: ScheduleForm) -> "WaitingFile":
        upload = form.cleaned_data["file"]
        upload.seek(0)
        key = default_storage.save(
            random_key("imports", "schedule.xml"), ContentFile(upload.read())
        )
        return cls(key, form.cleaned_data.get("makes_rooms", False))

    @classmethod
    def named(cls, token: str, request: HttpRequest) -> "WaitingFile | None":
        """None of a token that is not this user's here or too old, or whose file has gone."""
        try:
            file = cls(*signing.loads(token, salt=salt(request), max_age=WAITS))
        except signing.BadSignature:
            return None
        return file if default_storage.exists(file.key) else None

    def token(self, request: HttpRequest) -> str:
        return signing.dumps((self.key, self.makes_rooms), salt=salt(request))

    def content(self) -> bytes:
        with default_storage.open(self.key) as stored:
            content: bytes = stored.read()
        return content


def salt(request: HttpRequest) -> str:
    return f"schedule of {signed_in(request).pk} for {chosen_conference(request).pk}"


def schedule_page(admin: FurtherPages[Session], request: HttpRequest) -> HttpResponseBase:
    token = request.POST.get("waiting") or request.GET.get("file")
    if token is None:
        return upload_page(admin, request)
    file = WaitingFile.named(token, request)
    if file is None:
        words = _("The file was kept for half a day and has been deleted. Choose it again.")
        messages.error(request, words)
        return HttpResponseRedirect(request.path)
    return check_page(admin, request, file)


def upload_page(admin: FurtherPages[Session], request: HttpRequest) -> HttpResponse:
    has_rooms = Room.objects.for_conference(chosen_conference(request)).exists()
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ScheduleForm(request, *sent, initial={"makes_rooms": not has_rooms})
    if form.is_valid():
        asked = urlencode({"file": WaitingFile.kept(form).token(request)})
        return HttpResponseRedirect(f"{request.path}?{asked}")
    return admin.page(request, UPLOAD, form=form, title=_("Import a schedule"))


def check_page(
    admin: FurtherPages[Session], request: HttpRequest, file: WaitingFile
) -> HttpResponseBase:
    conference = chosen_conference(request)
    refused = ""
    if request.method == "POST":
        try:
            plan = schedule_import.bring_in(
                data=file.content(),
                conference=conference,
                makes_rooms=file.makes_rooms,
                seen=request.POST.get("seen", ""),
                by=signed_in(request),
                at=timezone.now(),
            )
        except DomainError as error:
            refused = str(error)
        else:
            default_storage.delete(file.key)
            messages.success(request, in_words(plan))
            return HttpResponseRedirect(reverse("admin:agenda_session_changelist"))
    checked = schedule_import.check(file.content(), conference, makes_rooms=file.makes_rooms)
    return admin.page(
        request,
        CHECK,
        title=_("Import a schedule"),
        plan=PlanPage.of(checked, conference),
        waiting=file.token(request),
        refused=refused,
    )


def in_words(plan: SchedulePlan) -> str:
    added, changed = len(plan.new), len(plan.changed)
    words = [
        ngettext("%d session is added.", "%d sessions are added.", added) % added,
        ngettext("%d session is changed.", "%d sessions are changed.", changed) % changed,
    ]
    return " ".join(
        sentence for sentence, count in zip(words, (added, changed), strict=True) if count
    )
