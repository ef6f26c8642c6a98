"""The page that says, before anything is printed, whose texts do not fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from badges.admin.sending import ids_of_job, job_asked_for
from badges.background import fit_checks
from badges.engine.design.faces import words_on
from badges.engine.design.fields import Overlong
from badges.engine.layout.fit_check import Misfit
from badges.holders import DELEGATES, kind_of
from badges.models import PrintJob
from badges.standing.print_plan import delegates_of
from conference.admin import (
    ConferenceModelAdmin,
    JobWords,
    chosen_conference,
    contribute,
    signed_in,
)
from conference.admin.forgeries import ids_read, ids_written
from conference.errors import DomainError
from conference.models import BackgroundJob, Conference
from conference.writing.languages import OWN_NAMES
from delegates.models import Delegate, Delegation

MOST_SHOWN = 200


class FitForm(forms.Form):
    """Of which delegates, in which language. `delegates`: ids that were chosen in a list."""

    delegates = forms.CharField(required=False, widget=forms.HiddenInput)
    delegation: Any = forms.ModelChoiceField(
        Delegation.objects.none(),
        label=gettext_lazy("Delegation"),
        required=False,
        empty_label=gettext_lazy("All delegations"),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the badges"))

    def __init__(self, conference: Conference, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        delegations: Any = self.fields["delegation"]
        delegations.queryset = Delegation.objects.for_conference(conference).active()
        languages: Any = self.fields["language"]
        languages.choices = [(tag, OWN_NAMES.get(tag, tag)) for tag in conference.languages]
        self.conference = conference

    def ids(self) -> list[int]:
        """Of the delegation, or of those chosen elsewhere; without both, of everybody."""
        delegates = delegates_of(self.conference, ids_read(self.cleaned_data["delegates"]))
        if delegation := self.cleaned_data["delegation"]:
            delegates = delegates.filter(delegation=delegation)
        return list(delegates.order_by("pk").values_list("pk", flat=True))

    def is_of_everybody(self) -> bool:
        return not (self.cleaned_data["delegates"] or self.cleaned_data["delegation"])


class FitPages(ConferenceModelAdmin[PrintJob]):
    """Pages of the print jobs' admin."""

    def pages(self) -> list[URLPattern]:
        return [*super().pages(), self.page_url("fit/", self.fit_view, "fit", needs="add")]

    def fit_view(self, request: HttpRequest) -> HttpResponse:
        """Sent by its own form, or by the page that sends badges with the ids it is about."""
        conference = chosen_conference(request)
        form = FitForm(conference, request.POST or None, initial=asked_for(request, conference))
        if not form.is_valid():
            title = _("Check that texts fit before printing")
            return self.page(request, "badges/fit.html", title=title, form=form)
        try:
            job = fit_checks.ask(
                delegate_ids=form.ids(),
                everybody=form.is_of_everybody(),
                conference=conference,
                language=form.cleaned_data["language"],
                by=signed_in(request),
                at=timezone.now(),
            )
        except DomainError as error:
            self.message_user(request, str(error), messages.WARNING)
            return redirect("admin:badges_printjob_fit")
        return redirect("admin:conference_backgroundjob_change", job.pk)


def asked_for(request: HttpRequest, conference: Conference) -> dict[str, str]:
    """Of an address that names a job or a delegation."""
    delegation = request.GET.get("delegation", "")
    job = None if delegation else job_asked_for(request, conference)
    ids = ids_of_job(job) if job and kind_of(job.type) is DELEGATES else None
    return {
        "delegates": ids_written(ids),
        "delegation": delegation,
        "language": conference.principal_language,
    }


@dataclass(frozen=True)
class Said:
    """A misfit as the page says it."""

    misfit: Misfit

    @property
    def field(self) -> Any:
        return words_on(self.misfit.face, self.misfit.field)

    @property
    def outcome(self) -> Any:
        return self.misfit.outcome.label if self.misfit.outcome else _("cannot be printed")

    @property
    def instead(self) -> tuple[str, ...]:
        """The lines that take the place of the text; none where the text itself is printed."""
        return () if self.misfit.outcome is Overlong.SMALLER else self.misfit.shown


def title_of_check(job: BackgroundJob) -> str:
    words = ngettext("Text check of %s badge", "Text check of %s badges", job.total)
    return words % number_format(job.total, force_grouping=True)


def outcome_of_check(job: BackgroundJob) -> Mapping[str, Any]:
    """The first of those found, as the asker sees them."""
    found = fit_checks.found_in(job)[:MOST_SHOWN]
    seen = (
        Delegate.objects.visible_to(job.asked_by)
        .select_related("delegation")
        .in_bulk([pk for pk, _misfits in found])
    )
    return {
        "checked": job.result["checked"],
        "found_count": job.result["found"],
        "found": [
            (seen[pk], [Said(misfit) for misfit in misfits]) for pk, misfits in found if pk in seen
        ],
    }


contribute(
    BackgroundJob,
    JobWords(
        kind=fit_checks.KIND,
        needs=fit_checks.PERMISSION,
        title=title_of_check,
        doing=gettext_lazy("The texts are being checked. Nothing is printed."),
        outcome=outcome_of_check,
        template="badges/fit_found.html",
    ),
)
