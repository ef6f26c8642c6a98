"""The list of participants for staff: as it is now, its printings, and what each says otherwise."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from i18nfield.forms import I18nFormField, I18nTextarea
from i18nfield.strings import LazyI18nString

from conference.admin import (
    ConferenceModelAdmin,
    JobWords,
    PagesOfOurOwn,
    chosen_conference,
    contribute,
    signed_in,
)
from conference.admin.forms.translations import in_languages
from conference.admin.forms.words import clean_words
from conference.errors import DomainError
from conference.files.documents import PDF
from conference.models import BackgroundJob, Conference
from conference.requests.downloads import PersonalDownload
from conference.spreadsheets import XLSX_TYPE
from conference.writing import dates
from conference.writing.languages import OWN_NAMES, localized, translations
from delegates.choices import HEAD_OF_DELEGATION
from delegates.models import FileFormat, ListFile, ListPrinting
from delegates.participants import background, reservation, wording
from delegates.participants.changes import ListChanges, changes
from delegates.participants.frame import ListFrame
from delegates.participants.people import listed_in
from delegates.participants.shown import Delegations, Now, figures, groups, sections_of

LIST = "admin:delegates_listprinting_changelist"
CONTENT_TYPES = {FileFormat.PDF: PDF, FileFormat.XLSX: XLSX_TYPE}
PEOPLE_ON_A_PAGE = 200
# In the query of the list as it is now: beside its last printing.
CHANGES = "changes"


class ReservationForm(forms.Form):
    reservation = I18nFormField(
        label=gettext_lazy("Note on the first page"),
        required=False,
        require_all_fields=False,
        widget=I18nTextarea,
        help_text=gettext_lazy("In a language that is left blank the usual note is printed."),
    )

    def __init__(self, data: Any, *, conference: Conference, initial: Mapping[str, str]) -> None:
        super().__init__(data, initial={"reservation": LazyI18nString(dict(initial))})
        spoken = in_languages(self.fields["reservation"], conference.languages)
        for box in spoken.widget.widgets:
            # The usual note is read whole.
            box.attrs["rows"] = 6
        self.fields["reservation"] = spoken

    def clean(self) -> dict[str, Any]:
        super().clean()
        if "reservation" in self.cleaned_data:
            clean_words(self, "reservation", is_asked_about=False)
        return self.cleaned_data


@admin.register(ListPrinting)
class ListPrintingAdmin(PagesOfOurOwn[ListPrinting], ConferenceModelAdmin[ListPrinting]):
    list_display = ["title", "as_at", "made_by", "people", "file_state"]
    list_display_links = ["title"]
    list_select_related = ["made_by"]
    ordering = ["-number"]

    def limit(
        self, queryset: QuerySet[ListPrinting], request: HttpRequest
    ) -> QuerySet[ListPrinting]:
        rows: Any = super().limit(queryset, request)
        return rows.counted()  # type: ignore[no-any-return]

    @admin.display(description=gettext_lazy("printing"), ordering="number")
    def title(self, printing: ListPrinting) -> str:
        return str(printing)

    @admin.display(description=gettext_lazy("as at"), ordering="made_at")
    def as_at(self, printing: ListPrinting) -> str:
        return dates.moment(printing.made_at)

    @admin.display(description=gettext_lazy("people named"))
    def people(self, printing: Any) -> str:
        return number_format(printing.people_count, force_grouping=True)

    @admin.display(description=gettext_lazy("files"))
    def file_state(self, printing: Any) -> str:
        made, wanted = printing.file_count, printing.files_wanted
        if made == wanted:
            return _("ready")
        return _("%(made)d of %(all)d made") % {"made": made, "all": wanted}

    # Permission

    def has_change_permission(self, request: HttpRequest, obj: ListPrinting | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ListPrinting | None = None) -> bool:
        return False

    # Pages

    def pages(self) -> list[URLPattern]:
        return [
            self.page_url("now/", self.now_view, "now"),
            self.page_url(
                "<int:object_id>/files/", require_POST(self.files_view), "files", needs="add"
            ),
            self.page_url("<int:object_id>/files/<int:file_id>/", self.file_view, "file"),
        ]

    def now_view(self, request: HttpRequest) -> HttpResponseBase:
        """Who would be printed, some at a time; and, where that is asked, what it changes: then
        everybody is compared with the last printing.
        """
        conference = chosen_conference(request)
        now = Now.of(conference)
        people: Any = now.people
        page: Page[Any] = Paginator(people, PEOPLE_ON_A_PAGE).get_page(request.GET.get("page"))
        return self.page(
            request,
            "delegates/participants/now.html",
            title=_("The list as it is now"),
            last=now.last,
            compares=CHANGES in request.GET,
            page=page,
            sections=list(sections_of(now, list(page.object_list))),
            number_only=[
                (localized(one.name).text, wording.number_only(one))
                for one in now.frame.sections
                if not one.delegations
            ],
            changes=now.changes() if CHANGES in request.GET else [],
            may_print=self.has_add_permission(request),
            head_words=HEAD_OF_DELEGATION,
            **figures(now.frame, conference),
        )

    def add_page(self, request: HttpRequest) -> HttpResponseBase:
        """What a new printing would say otherwise, and its note; sent, it is printed."""
        conference = chosen_conference(request)
        now = Now.of(conference)
        data = request.POST if request.method == "POST" else None
        note = now.last.frame["reservation"] if now.last else reservation.usual(conference)
        form = ReservationForm(data, conference=conference, initial=note)
        if form.is_valid():
            try:
                job = background.ask(
                    conference=conference,
                    reservation=translations(form.cleaned_data["reservation"]),
                    by=signed_in(request),
                    at=timezone.now(),
                )
            except DomainError as error:
                self.message_user(request, str(error), messages.WARNING)
            else:
                return redirect("admin:conference_backgroundjob_change", job.pk)
        number = now.last.number + 1 if now.last else 1
        return self.page(
            request,
            "delegates/participants/add.html",
            title=_("Printing %d") % number,
            form=form,
            last=now.last,
            people=len(now.people),
            languages=[called(tag) for tag in conference.languages],
            changes=now.changes(),
            **figures(now.frame, conference),
        )

    def record_page(self, request: HttpRequest, row: ListPrinting) -> HttpResponseBase:
        """Its files, and what it said otherwise than the one before it."""
        conference = chosen_conference(request)
        before = (
            ListPrinting.objects.for_conference(conference).filter(number__lt=row.number).first()
        )
        frames = [ListFrame.from_json(one.frame) for one in (row, before) if one]
        found = changes(listed_in(before), listed_in(row)) if before else ListChanges()
        files = {(one.language, one.file_format): one for one in row.files.all()}
        return self.page(
            request,
            "delegates/participants/record.html",
            title=str(row),
            printing=row,
            at=dates.moment(row.made_at),
            before=before,
            changes=groups(found, Delegations(*frames, conference=conference)),
            languages=[
                (
                    OWN_NAMES.get(tag, tag),
                    [(kind.label, files.get((tag, kind))) for kind in FileFormat],
                )
                for tag in row.languages
            ],
            is_complete=len(files) == row.files_wanted,
            may_print=self.has_add_permission(request),
            **figures(frames[0], conference),
        )

    def files_view(self, request: HttpRequest, row: ListPrinting) -> HttpResponseBase:
        try:
            job = background.ask_for_files(
                conference=chosen_conference(request), by=signed_in(request), at=timezone.now()
            )
        except DomainError as error:
            self.message_user(request, str(error), messages.WARNING)
            return HttpResponseRedirect(record_url(row.pk))
        return redirect("admin:conference_backgroundjob_change", job.pk)

    def file_view(self, request: HttpRequest, row: ListPrinting, file_id: int) -> HttpResponseBase:
        stored = get_object_or_404(ListFile, printing=row, pk=file_id)
        if not stored.file.storage.exists(str(stored.file.name)):
            raise Http404
        slug = chosen_conference(request).slug
        return PersonalDownload(
            stored.file.open("rb"),
            filename=(f"{slug}-participants-{row.number}-{stored.language}.{stored.file_format}"),
            content_type=CONTENT_TYPES[FileFormat(stored.file_format)],
            action="list_printing.downloaded",
            conference_id=row.conference_id,
            target=row,
            by=signed_in(request),
            at=timezone.now(),
            detail={"language": stored.language, "format": stored.file_format},
        )


def called(language: str) -> str:
    return str(OWN_NAMES.get(language, language))


def record_url(pk: int) -> str:
    return reverse("admin:delegates_listprinting_change", args=[pk])


# What the page of the job says


def title_of_job(job: BackgroundJob) -> str:
    return _("Printing of the list of participants")


def outcome_of_job(job: BackgroundJob) -> Mapping[str, Any]:
    printings = job.result["printings"]
    words = ngettext(
        "The files of %d printing are ready.", "The files of %d printings are ready.", printings
    )
    printing = job.result.get(background.PRINTING)
    return {
        "said": words % printings,
        "back": record_url(printing) if printing else reverse(LIST),
        "back_words": _("To the printing") if printing else _("To the list of participants"),
    }


contribute(
    BackgroundJob,
    JobWords(
        kind=background.KIND,
        needs=background.PERMISSION,
        title=title_of_job,
        doing=gettext_lazy(
            "The list is being laid out, language by language. Everybody counts once for each file."
        ),
        outcome=outcome_of_job,
    ),
)
