"""The import's pages: upload, progress, report, decision, what came of it."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
)
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import reswap, retarget

from conference.admin import (
    Card,
    ConferenceModelAdmin,
    PagesOfOurOwn,
    chosen_conference,
    may,
    signed_in,
    words_with_dot,
)
from conference.admin.lists import searches
from conference.errors import DomainError
from conference.requests.downloads import PersonalDownload, workbook_to_fill_in
from conference.requests.nested import query_within
from conference.requests.parts import is_asked_alone
from conference.spreadsheets import XLSX_TYPE
from delegates.admin.filters import WaitsFilter
from delegates.admin.importing.asking.filter import QuestionFilter, place_after
from delegates.admin.importing.asking.form import AnswerForm
from delegates.admin.importing.asking.page import QuestionsPage
from delegates.admin.importing.asking.words import answered_in_words
from delegates.admin.importing.decisions import ON_IMPORTS, state_of
from delegates.admin.importing.parties import choices
from delegates.admin.importing.progress import in_progress
from delegates.admin.importing.reading import ReadingSection
from delegates.admin.importing.report import ReportPage
from delegates.admin.importing.standing import StandsAgainst, what_stays
from delegates.admin.importing.upload import UploadForm
from delegates.choices import QuestionKind
from delegates.importing import answering
from delegates.importing.template import write_template
from delegates.models import Delegation, ImportRun
from delegates.services.importing import imports


@admin.register(ImportRun)
class ImportRunAdmin(PagesOfOurOwn[ImportRun], ConferenceModelAdmin[ImportRun]):
    is_known_by_name = True
    list_display = ["file_name", "state_cell", "counts", "created_by", "created_at"]
    list_select_related = ["created_by"]
    list_filter = [WaitsFilter]
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
        # Where nobody is registered yet, every delegation is missing.
        is_first = not Delegation.objects.for_conference(conference).exists()
        form = UploadForm(
            request.POST or None,
            request.FILES or None,
            initial={"creates_delegations": is_first and may(request, "delegates.add_delegation")},
        )
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
            # The list of a focal point is theirs to decide on.
            "may_decide": run.is_reported
            and run.delegation is None
            and self.has_add_permission(request),
            "may_create": may(request, "delegates.add_delegation"),
            "against": StandsAgainst.of(run, request),
            "staying": what_stays(run, request),
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
        if not run.is_reported or run.delegation_id:
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
        conference = chosen_conference(request)
        return workbook_to_fill_in(
            partial(write_template, conference=conference),
            filename=f"{conference.slug}-delegates.xlsx",
        )

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
        query = query_within(request.POST.get("here", ""))
        asked = QuestionFilter.of(kind, query, request)
        place = f"?{query.urlencode()}"
        try:
            said = AnswerForm(run, asked, request.POST).said()
            run = answering.answer(run=run, by=signed_in(request), at=timezone.now(), **said)
            words = answered_in_words(run, questions=said["questions"], answer=said["answer"])
            self.message_user(request, words, messages.SUCCESS)
            place = place_after(run, asked, said["questions"])
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
            if is_asked_alone(request) and run.is_reported:
                return _refused(request)
        if is_asked_alone(request) and run.is_reported:
            return self._asked(request, run, kind, query)
        address = reverse("admin:delegates_importrun_questions", args=[run.pk, kind])
        return HttpResponseRedirect(f"{address}{place}")

    def reading_view(self, request: HttpRequest, run: ImportRun) -> HttpResponseBase:
        reading = ReadingSection.of(run)
        if reading is None:
            messages.error(
                request, _("The files of this import have been deleted. Upload the file again.")
            )
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


def _refused(request: HttpRequest) -> HttpResponse:
    """Only why: what was ticked and typed stays."""
    said = TemplateResponse(request, "delegates/import_said.html", {})
    return retarget(reswap(said, "outerHTML"), "#answer-said")
