"""A list of people that a focal point uploads: read, asked about, shown, and taken over as drafts.

Whose list it is is asked at every step: of another user's, or another delegation's, there is none.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from conference.admin.scope import signed_in
from conference.choices import WorkState
from conference.errors import DomainError
from conference.requests import public_pages
from conference.requests.downloads import workbook_to_fill_in
from delegates.choices import HELD_BACK, Accreditation, Verdict
from delegates.importing.confined import lists
from delegates.importing.confined.template import write_template
from delegates.importing.report import heading
from delegates.models import Delegation, ImportLine, ImportRun, is_open_for
from delegates.registration import frame
from delegates.registration.list_reading import ListQuestions, ListReading

private = cache_control(private=True, no_store=True)
MOST_MEGABYTES = 5
# While a worker is at it, the page asks again by itself, with a script or without.
SECONDS = "3"
# Of the lines that change nothing; more are counted.
MOST_SAME = 100


class ListForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput({"accept": ".xlsx,.csv", "class": "form-control"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accepted = _("An .xlsx workbook or a .csv file, up to %d MB.")
        self.fields["file"].help_text = accepted % MOST_MEGABYTES

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_MEGABYTES * 2**20:
            raise forms.ValidationError(
                _("The file is larger than %d MB. Remove pictures and other sheets.")
                % MOST_MEGABYTES
            )
        return upload


@private
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, slug: str, delegation_id: int) -> HttpResponseBase:
    """While registration lets them add people; else back to the delegation."""
    found = frame.delegation_or_404(request, slug, delegation_id)
    by, at = signed_in(request), timezone.now()
    if not is_open_for(found, at):
        if request.method == "POST":
            messages.error(request, _("Nothing was saved: this cannot be changed here now."))
        return redirect(frame.url_of(found, "delegation"))
    is_sent = request.method == "POST"
    form = ListForm(request.POST, request.FILES, label_suffix="") if is_sent else ListForm()
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = lists.upload(file=file, file_name=file.name, delegation=found, by=by, at=at)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect(frame.list_url(found, run))
    own = ImportRun.objects.of_focal_point(by, found).filter(applied_at=None).exclude(file="")
    # What could not be read waits for nothing.
    waiting = own.exclude(state=WorkState.FAILED)
    context = {
        "form": form,
        "waiting": [(run.file_name, frame.list_url(found, run)) for run in waiting],
        "sheet_url": frame.url_of(found, "delegation"),
        "template_url": frame.url_of(found, "list_template"),
    }
    return public_pages.page(
        request, "delegates/registration/upload_list.html", frame.frame(request, found) | context
    )


@private
@require_safe
def template(request: HttpRequest, slug: str, delegation_id: int) -> HttpResponseBase:
    """A workbook with the columns that are read, in the language of the page."""
    found = frame.delegation_or_404(request, slug, delegation_id)
    return workbook_to_fill_in(
        partial(write_template, delegation=found), filename=f"{slug}-delegates.xlsx"
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def uploaded(request: HttpRequest, slug: str, delegation_id: int, run_id: int) -> HttpResponseBase:
    """What the list says, line by line; sent to it is one of the things to be done with it."""
    found = frame.delegation_or_404(request, slug, delegation_id)
    own = ImportRun.objects.of_focal_point(signed_in(request), found)
    run = get_object_or_404(own.select_related("delegation__conference"), pk=run_id)
    if request.method == "POST":
        return _done(request, found, run)
    response = public_pages.page(
        request,
        "delegates/registration/uploaded_list.html",
        frame.frame(request, found) | _shown(found, run),
    )
    if run.is_unfinished:
        response["Refresh"] = SECONDS
    return response


def _done(request: HttpRequest, delegation: Delegation, run: ImportRun) -> HttpResponseBase:
    by, at, sent = signed_in(request), timezone.now(), request.POST
    try:
        if "give_up" in sent:
            lists.give_up(run=run, by=by, at=at)
            return redirect(frame.url_of(delegation, "upload_list"))
        if "take_over" in sent:
            lists.ask_to_take_over(run=run, by=by, at=at)
        elif "columns" in sent:
            choices = ListReading.of(run).chosen(sent)
            lists.read_otherwise(run=run, choices=choices.as_json(), by=by, at=at)
        elif given := ListQuestions.of(run).given(sent):
            lists.answer(run=run, given=given, by=by, at=at)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(frame.list_url(delegation, run))


def _shown(delegation: Delegation, run: ImportRun) -> dict[str, Any]:
    context: dict[str, Any] = {
        "run": run,
        "sheet_url": frame.url_of(delegation, "delegation"),
        "upload_url": frame.url_of(delegation, "upload_list"),
        "is_gone": not run.is_unfinished and run.applied_at is None and not run.file,
        "has_failed": run.state == WorkState.FAILED,
        "lines": _by_verdict(run),
    }
    if run.applied_at:
        context["done"] = _done_in_words(run)
    if run.is_reported:
        same = run.summary.get(Verdict.SAME, 0)
        lines = ImportLine.objects.of_run(run).filter(verdict=Verdict.SAME).order_by("line")
        context |= {
            "is_open": is_open_for(delegation, timezone.now()),
            "problems": run.report.get("problems", []),
            "notices": run.report.get("notices", []),
            "has_changed": run.summary.get("has_changed", False),
            "reading": ListReading.of(run),
            "questions": ListQuestions.of(run).shown(),
            "same": same,
            "same_lines": lines[:MOST_SAME] if same else (),
            "same_further": max(same - MOST_SAME, 0),
            "taken": run.summary.get(Verdict.NEW, 0) + run.summary.get(Verdict.CHANGED, 0),
        }
    return context


def _by_verdict(run: ImportRun) -> Mapping[str, list[dict[str, Any]]]:
    """Lines that are shown: new, changed and refused ones, at last also what nobody answered."""
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    shown = [
        Verdict.NEW,
        Verdict.CHANGED,
        *([Verdict.REJECTED] if not run.applied_at else HELD_BACK),
    ]
    rows = list(ImportLine.objects.of_run(run).filter(verdict__in=shown).order_by("line"))
    approved = _approved(run, rows)
    for row in rows:
        verdict = Verdict.REJECTED if row.verdict in HELD_BACK else row.verdict
        found[verdict].append(
            {
                "place": row.place,
                "name": row.person,
                "function": row.values.get("function", ""),
                "problems": [(heading(column), *rest) for column, *rest in row.problems],
                "notices": row.notices,
                "changes": [(heading(column), old, new) for column, old, new, *_ in row.changes],
                "is_proposed": row.reference in approved,
            }
        )
    return dict(found)


def _approved(run: ImportRun, rows: list[ImportLine]) -> set[str]:
    """References of those of whom what matters is proposed only."""
    assert run.delegation is not None
    people = frame.people_of(run.delegation).filter(
        accreditation=Accreditation.APPROVED, reference__in=[row.reference for row in rows]
    )
    return set(people.values_list("reference", flat=True))


def _done_in_words(run: ImportRun) -> list[str]:
    result = run.summary["result"]
    said = []
    if created := result["created"]:
        words = ngettext("%d person is added.", "%d people are added.", created)
        said.append(words % created)
    if changed := result["changed"]:
        words = ngettext("%d person is changed.", "%d people are changed.", changed)
        said.append(words % changed)
    if run.summary.get("proposed"):
        said.append(_("What was approved holds until an officer takes it over."))
    return said
