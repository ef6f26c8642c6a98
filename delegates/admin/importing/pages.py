"""The import's pages: upload, progress, report, decision, what came of it."""

import tempfile
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
)
from django.http.response import HttpResponseBase
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from conference.admin import (
    Card,
    ConferenceModelAdmin,
    Decision,
    PagesOfOurOwn,
    chosen_conference,
    may,
    one_by_one,
    signed_in,
    words_with_dot,
)
from conference.admin.lists import searches
from conference.choices import WorkState
from conference.errors import DomainError
from conference.models import Conference
from conference.requests.downloads import PersonalDownload
from conference.requests.parts import is_asked_alone
from conference.spreadsheets import MOST_BYTES, XLSX_TYPE
from delegates.admin.importing.parties import choices
from delegates.admin.importing.progress import in_progress
from delegates.admin.importing.questions import (
    AnswerForm,
    QuestionFilter,
    QuestionsPage,
    answered_in_words,
    place_after,
)
from delegates.admin.importing.reading import ReadingSection
from delegates.admin.importing.report import ReportPage
from delegates.choices import QuestionKind
from delegates.importing import answering
from delegates.importing.template import write_template
from delegates.models import ImportedDelegate, ImportRun
from delegates.models.imports import ImportStep
from delegates.services import imports


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("An .xlsx workbook or a .csv file, up to %d MB.")
        % (MOST_BYTES // 2**20),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    creates_delegations = forms.BooleanField(
        label=gettext_lazy("Create missing delegations"),
        help_text=gettext_lazy(
            "A country or organization that has no delegation at this conference gets one."
        ),
        required=False,
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %d MB. Split it, or remove pictures and other sheets.")
                % (MOST_BYTES // 2**20)
            )
        return upload


def file_is_deleted(runs: QuerySet[ImportRun]) -> list[str]:
    return [_("Nothing of the file is imported. The file and its report are deleted.")]


def people_go_and_values_return(runs: QuerySet[ImportRun]) -> list[str]:
    whom = ImportedDelegate.objects.filter(run__in=runs)
    new, changed = whom.filter(is_new=True).count(), whom.filter(is_new=False).count()
    said = []
    if new:
        said.append(_("%d delegates whom it registered are deleted, with their history.") % new)
    if changed:
        said.append(_("%d delegates whom it changed are as before.") % changed)
    return [
        *said,
        _("Delegations and organizations that it added go where nothing refers to them."),
        _(
            "Nothing happens if one of them was decided on, printed, put into a session or changed"
            " since; the page then names them."
        ),
    ]


ON_IMPORTS = [
    Decision(
        value="given_up",
        words=gettext_lazy("Give up this import"),
        done=gettext_lazy("Given up"),
        decide=one_by_one(imports.give_up, "run"),
        needs="add",
        is_legal=lambda run: run.is_unfinished or run.is_reported,
        follows=file_is_deleted,
        page="give_up",
    ),
    Decision(
        value="taken_back",
        words=gettext_lazy("Take this import back"),
        done=gettext_lazy("Will be taken back"),
        decide=one_by_one(imports.ask_to_take_back, "run"),
        needs="add",
        is_legal=lambda run: run.may_be_taken_back,
        follows=people_go_and_values_return,
        page="take_back",
    ),
]


@admin.register(ImportRun)
class ImportRunAdmin(PagesOfOurOwn[ImportRun], ConferenceModelAdmin[ImportRun]):
    list_display = ["file_name", "state_cell", "counts", "created_by", "created_at"]
    list_select_related = ["created_by"]
    ordering = ["-created_at", "-pk"]
    decisions = ON_IMPORTS

    @admin.display(description=gettext_lazy("state"))
    def state_cell(self, run: ImportRun) -> SafeString:
        return words_with_dot(*state_of(run))

    @admin.display(description=gettext_lazy("rows"))
    def counts(self, run: ImportRun) -> str:
        summary: dict[str, Any] = run.summary
        if "result" in summary:
            return str(_("%(created)d registered, %(changed)d changed") % summary["result"])
        return str(_("%(new)d new, %(changed)d changed") % summary) if summary else "–"

    # Permission

    def has_add_permission(self, request: HttpRequest) -> bool:
        allowed = super().has_add_permission(request)
        return allowed and imports.may_import(signed_in(request), chosen_conference(request))

    def has_change_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        return False

    # Pages

    def card(self, row: ImportRun) -> Card:
        return Card(row.file_name, [self.state_cell(row), self.counts(row)])

    def pages(self) -> list[URLPattern]:
        importing = partial(self.page_url, needs="add")
        return [
            importing("parties/", require_GET(self.parties_view), "parties"),
            importing("template/", require_GET(self.template_view), "template"),
            importing("<int:object_id>/apply/", require_POST(self.apply_view), "apply"),
            importing("<int:object_id>/asked/<slug:kind>/", self.questions_page, "questions"),
            importing(
                "<int:object_id>/asked/<slug:kind>/answer/",
                require_POST(self.answer_view),
                "answer",
            ),
            importing("<int:object_id>/reading/", require_POST(self.reading_view), "reading"),
            importing("<int:object_id>/rejected/", require_GET(self.rejected_view), "rejected"),
        ]

    def add_page(self, request: HttpRequest) -> HttpResponse:
        conference = chosen_conference(request)
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            run = imports.start(
                file=form.cleaned_data["file"],
                file_name=form.cleaned_data["file"].name,
                conference=conference,
                creates_delegations=form.cleaned_data["creates_delegations"],
                by=signed_in(request),
                at=timezone.now(),
            )
            return self._to(run)
        context = {"title": _("Import delegates"), "form": form}
        return self.page(request, "delegates/import_upload.html", **context)

    def record_page(self, request: HttpRequest, run: ImportRun) -> HttpResponseBase:
        """Where the import stands: waiting, reported, done or failed."""
        if run.is_unfinished:
            return self._progress(request, run)
        if (found := searches.redirected(request)) is not None:
            return found
        context = {
            "title": _("Import of %s") % run.file_name,
            "run": run,
            "buttons": self.decision_buttons(request, run),
            "state": state_of(run),
            "may_decide": run.is_reported and self.has_add_permission(request),
            "may_create": may(request, "delegates.add_delegation"),
        }
        if run.report:
            context["report"] = ReportPage.of(run, request)
            context["reading"] = ReadingSection.of(run)
        return self.page(request, "delegates/import_report.html", **context)

    def questions_page(self, request: HttpRequest, run: ImportRun, kind: str) -> HttpResponseBase:
        """One kind of what is asked. While an answer is being checked, how far that is."""
        if kind not in QuestionKind.values:
            raise Http404
        if run.is_unfinished:
            return self._progress(request, run)
        if not run.is_reported:
            return self._to(run)
        if (found := searches.redirected(request)) is not None:
            return found
        return self._asked(request, run, kind, request.GET)

    def _progress(self, request: HttpRequest, run: ImportRun) -> HttpResponse:
        return self.progress_page(
            request,
            run,
            in_progress(run, at=timezone.now()),
            title=_("Import of %s") % run.file_name,
            run=run,
            buttons=self.decision_buttons(request, run),
        )

    def _asked(
        self, request: HttpRequest, run: ImportRun, kind: str, query: QueryDict
    ) -> HttpResponse:
        return self.page(
            request,
            "delegates/import_questions.html",
            title=QuestionKind(kind).label,
            run=run,
            asked=QuestionsPage.of(run, kind, query, request),
        )

    def parties_view(self, request: HttpRequest) -> HttpResponse:
        """What a browser proposes where a country or organization is typed."""
        found = choices(chosen_conference(request))
        return HttpResponse(format_html_join("", '<option value="{}">{}</option>', found))

    def template_view(self, request: HttpRequest) -> HttpResponseBase:
        return template_download(chosen_conference(request))

    def rejected_view(self, request: HttpRequest, run: ImportRun) -> HttpResponseBase:
        if not run.rejected_file:
            raise Http404
        return PersonalDownload(
            run.rejected_file.open("rb"),
            filename=f"{run.conference.slug}-not-imported.xlsx",
            content_type=XLSX_TYPE,
            action="import.rejected_rows_taken",
            target=run,
            conference_id=run.conference_id,
            by=signed_in(request),
            at=timezone.now(),
        )

    # Decisions

    def apply_view(self, request: HttpRequest, run: ImportRun) -> HttpResponseBase:
        good_rows_only = "good_rows_only" in request.POST
        return self._done(request, run, imports.ask_to_apply, good_rows_only=good_rows_only)

    def answer_view(self, request: HttpRequest, run: ImportRun, kind: str) -> HttpResponseBase:
        """Answers, and leads back to the same questions, at the next that is to be answered."""
        if kind not in QuestionKind.values:
            raise Http404
        query = QueryDict(request.POST.get("here", ""))
        asked = QuestionFilter.of(kind, query, request)
        place = f"?{query.urlencode()}"
        try:
            said = AnswerForm(run, asked, request.POST).said()
            run = answering.answer(run=run, by=signed_in(request), at=timezone.now(), **said)
            self.message_user(request, answered_in_words(run, **said), messages.SUCCESS)
            place = place_after(run, asked, said["questions"])
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
        if is_asked_alone(request) and run.is_reported:
            return self._asked(request, run, kind, query)
        address = reverse("admin:delegates_importrun_questions", args=[run.pk, kind])
        return HttpResponseRedirect(f"{address}{place}")

    def reading_view(self, request: HttpRequest, run: ImportRun) -> HttpResponseBase:
        reading = ReadingSection.of(run)
        if reading is None:
            messages.error(request, _("The files of this import are gone. Upload the file again."))
            return self._to(run)
        return self._done(
            request,
            run,
            imports.read_otherwise,
            choices=reading.chosen(request.POST).as_json(),
            headings=reading.headings(request.POST),
            said=reading.said(request.POST),
            offered=reading.offered(),
            creates_delegations="creates_delegations" in request.POST,
        )

    def _done(
        self, request: HttpRequest, run: ImportRun, service: Any, **decision: Any
    ) -> HttpResponse:
        try:
            service(run=run, by=signed_in(request), at=timezone.now(), **decision)
        except DomainError as error:
            messages.error(request, str(error))
        return self._to(run)

    def _to(self, run: ImportRun) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:delegates_importrun_change", args=[run.pk]))


def state_of(run: ImportRun) -> tuple[str, str]:
    """A mark and words for where an import stands."""
    if run.taken_back_at:
        return "off", _("Taken back")
    if run.applied_at and not run.is_unfinished:
        return "good", _("Imported")
    if run.state == WorkState.FAILED:
        return "bad", _("Failed")
    if run.state == WorkState.CANCELLED:
        return "off", _("Given up or expired")
    if run.state == WorkState.DONE:
        return "wait", _("Waits for a decision")
    if run.step == ImportStep.TAKE_BACK:
        return "wait", _("Being taken back")
    return "wait", _("Importing") if run.step == ImportStep.APPLY else _("Being checked")


def template_download(conference: Conference) -> FileResponse:
    """No data of people: nothing to record."""
    file = tempfile.TemporaryFile()  # noqa: SIM115
    write_template(file, conference)
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{conference.slug}-delegates.xlsx",
        content_type=XLSX_TYPE,
    )
