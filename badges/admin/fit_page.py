"""The page that says, before anything is printed, whose texts do not fit."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges import misfits
from badges.admin.sending import ids_asked_for, parse_ids, written
from badges.engine.design.fields import Overlong, words_of
from badges.engine.layout.fit_check import Misfit
from badges.misfits import Report
from badges.models import PrintJob
from badges.print_plan import delegates_of
from conference.admin import ConferenceModelAdmin, chosen_conference
from conference.models import Conference
from conference.writing.languages import OWN_NAMES
from delegates.models import Delegate, Delegation

# A page of so many is there in a few seconds; a delegation never has as many.
MOST_CHECKED = 2000


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


class FitPages(ConferenceModelAdmin[PrintJob]):
    """Pages of the print jobs' admin."""

    def pages(self) -> list[URLPattern]:
        return [*super().pages(), self.page_url("fit/", self.fit_view, "fit", needs="add")]

    def fit_view(self, request: HttpRequest) -> HttpResponse:
        """Asked by an address, or by the page that sends badges with the ids it is about."""
        conference = chosen_conference(request)
        ids = ids_chosen(request, conference)
        language = request.POST.get("language") or request.GET.get("language", "")
        if language not in conference.languages:
            language = conference.principal_language
        form = FitForm(
            conference,
            initial={
                "delegates": written(ids) if request.method == "POST" else "",
                "delegation": request.GET.get("delegation", ""),
                "language": language,
            },
        )
        chosen = delegates_of(conference, ids).count()
        report = misfits.report(conference, ids, language) if chosen <= MOST_CHECKED else None
        return self.page(
            request,
            "badges/fit.html",
            title=_("Check the fit before printing"),
            form=form,
            chosen=chosen,
            is_chosen_in_list=request.method == "POST" and ids is not None,
            most=MOST_CHECKED,
            report=report,
            found=in_words(report) if report else [],
        )


def ids_chosen(request: HttpRequest, conference: Conference) -> Collection[int] | None:
    if request.method == "POST":
        return parse_ids(request.POST.get("delegates", ""))
    return ids_asked_for(request, conference)


@dataclass(frozen=True)
class Said:
    """A misfit as the page says it."""

    misfit: Misfit

    @property
    def field(self) -> Any:
        return words_of(self.misfit.field)

    @property
    def outcome(self) -> Any:
        return self.misfit.outcome.label if self.misfit.outcome else _("cannot be printed")

    @property
    def instead(self) -> tuple[str, ...]:
        """The lines that take the place of the text; none where the text itself is printed."""
        return () if self.misfit.outcome is Overlong.SMALLER else self.misfit.shown


def in_words(report: Report) -> list[tuple[Delegate, list[Said]]]:
    return [(one.delegate, [Said(misfit) for misfit in one.misfits]) for one in report.found]
