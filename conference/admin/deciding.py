"""The pages, buttons and actions that follow from a declared decision."""

from collections.abc import Sequence
from functools import partial
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.admin.decisions import (
    COMMON_PAGE,
    NAMED,
    Button,
    Card,
    Decision,
    Follows,
    Given,
    Outcome,
)
from conference.admin.forgeries import ids_read, ids_written
from conference.admin.further_pages import FurtherPages
from conference.admin.refusals import REFUSALS, words
from conference.admin.scope import signed_in
from conference.contributions import Consequences, ListAction, contributed
from conference.database.id_lists import among
from conference.requests.working import working_conference

Row = TypeVar("Row", bound=Model)

# Of the rows chosen in a list.
CHOSEN_SHOWN = 20
# The field in which their ids come back once it is confirmed.
CONFIRMED = "confirmed"


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        max_length=1000,
        help_text=gettext_lazy("It stays with the decision and in the audit trail."),
    )


class DecidingAdmin(FurtherPages[Row]):
    """The pages, buttons and actions of the decisions on a model's records."""

    decisions: Sequence[Decision] = ()

    def is_asked(self, decision: Decision) -> bool:
        """It has a page to be confirmed on; else it happens at once."""
        return decision.needs_reason or decision.is_public or bool(self.follows_from(decision))

    def follows_from(self, decision: Decision) -> list[Follows]:
        """What the decision says itself, and what higher apps know of."""
        own = [decision.follows] if decision.follows else []
        further = contributed(self.model, Consequences)
        return [*own, *(one.follows for one in further if decision.value in one.decisions)]

    def card(self, row: Row) -> Card:
        return Card(str(row))

    def decision_buttons(self, request: HttpRequest, row: Row) -> list[Button]:
        """Of the decisions that the user may make on the record, and that are legal now."""
        return [
            Button(
                decision.value,
                decision.words,
                self.decision_url(row, decision),
                not self.is_asked(decision),
            )
            for decision in self.decisions
            if decision.is_legal(row) and self.is_let(request, decision.needs, row)
        ]

    # Addresses

    def get_urls(self) -> list[Any]:
        return [*self.decision_urls(), *super().get_urls()]

    def decision_urls(self) -> list[URLPattern]:
        own = [
            self.page_url(
                f"<int:object_id>/{decision.page.replace('_', '-')}/",
                partial(self.decision_page, decision=decision),
                decision.page,
                needs=decision.needs,
            )
            for decision in self.decisions
            if decision.page != COMMON_PAGE
        ]
        if len(own) == len(self.decisions):
            return own
        view = self.admin_site.admin_view(self.decide_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_{COMMON_PAGE}"
        return [*own, path("<int:object_id>/decide/<slug:decision>/", view, name=name)]

    def decision_url(self, row: Row, decision: Decision) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{decision.page}"
        which = [decision.value] if decision.page == COMMON_PAGE else []
        return reverse(name, args=[row.pk, *which])

    # One record

    def decide_view(self, request: HttpRequest, object_id: int, decision: str) -> HttpResponseBase:
        declared = next((known for known in self.decisions if known.value == decision), None)
        if declared is None:
            raise Http404
        page = partial(self.decision_page, decision=declared)
        return self.opened(page, declared.needs)(request, object_id=object_id)

    def decision_page(
        self, request: HttpRequest, row: Row, *, decision: Decision
    ) -> HttpResponseBase:
        """Says what follows; sent, it decides and leads back to the record."""
        back = HttpResponseRedirect(self.record_url(row))
        form = form_of(decision, request.POST if request.method == "POST" else None)
        rows = self.get_queryset(request).filter(pk=row.pk)
        if form.is_valid():
            try:
                self.decide(request, decision, rows, form)
            except REFUSALS as error:
                self.message_user(request, words(error), messages.ERROR)
            return back
        if not decision.is_legal(row):
            said = _("%(row)s: “%(decision)s” is not possible any more.")
            told = said % {"row": row, "decision": decision.words}
            self.message_user(request, told, messages.WARNING)
            return back
        title = _("%(decision)s: %(row)s") % {"decision": decision.words, "row": row}
        return self.confirmation(
            request,
            decision,
            rows,
            form=form,
            title=title,
            record=row,
            card=self.card(row),
            back=self.record_url(row),
        )

    def record_url(self, row: Row) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(name, args=[row.pk])

    # Rows chosen in the list

    def decision_actions(self) -> list[ListAction]:
        return [
            ListAction(
                name=decision.value,
                words=f"{decision.words} …" if self.is_asked(decision) else decision.words,
                needs=decision.needs,
                run=partial(decide_chosen, decision=decision),
            )
            for decision in self.decisions
            if decision.for_many
        ]

    def chosen_page(
        self, request: HttpRequest, rows: QuerySet[Row], decision: Decision
    ) -> HttpResponseBase | None:
        """The page posts the same action again; None once it is decided.

        What is decided on are the rows that the page was about: they come back with it, and are
        looked for among all that the user may see. More than a list shows are always asked about,
        and decided on in the background.
        """
        shown = ids_read(request.POST.get(CONFIRMED, ""))
        if shown is not None:
            rows = self.get_queryset(request).filter(pk__in=among(shown))
        ids = list(rows.values_list("pk", flat=True))
        later = decision.decide_later if len(ids) > self.list_per_page else None
        is_sent = CONFIRMED in request.POST or not (later or self.is_asked(decision))
        form = form_of(decision, request.POST if is_sent else None)
        if form.is_valid() and later:
            job = later(ids, self.given(request, form))
            return redirect("admin:conference_backgroundjob_change", job.pk)
        if form.is_valid():
            self.decide(request, decision, rows, form)
            return None
        return self.confirmation(
            request,
            decision,
            rows,
            form=form,
            title=decision.words,
            count=len(ids),
            named=rows[:CHOSEN_SHOWN],
            back=request.get_full_path(),
            sent_again=[
                ("action", request.POST["action"]),
                # Django asks for one chosen row; which they are, the next field says.
                *((ACTION_CHECKBOX_NAME, pk) for pk in ids[:1]),
                (CONFIRMED, ids_written(ids)),
            ],
        )

    # Both

    def confirmation(
        self, request: HttpRequest, decision: Decision, rows: QuerySet[Row], **context: Any
    ) -> HttpResponseBase:
        found = [words for follows in self.follows_from(decision) for words in follows(rows)]
        return self.page(
            request, "admin/decision.html", decision=decision, consequences=found, **context
        )

    def decide(
        self, request: HttpRequest, decision: Decision, rows: QuerySet[Row], form: forms.Form
    ) -> None:
        """Decide through the service, and say in words what came of it."""
        self.say(request, decision, decision.decide(rows, self.given(request, form)))

    def given(self, request: HttpRequest, form: forms.Form) -> Given:
        reason = form.cleaned_data.get("reason", "")
        return Given(working_conference(request), signed_in(request), timezone.now(), reason)

    def say(self, request: HttpRequest, decision: Decision, outcome: Outcome) -> None:
        if outcome.decided:
            words = ngettext(
                "%(count)d %(row)s: “%(done)s”.", "%(count)d %(rows)s: “%(done)s”.", outcome.decided
            )
            said = words % {
                "count": outcome.decided,
                "row": self.opts.verbose_name,
                "rows": self.opts.verbose_name_plural,
                "done": decision.done,
            }
            self.message_user(request, said, messages.SUCCESS)
        for why in outcome.refused[:NAMED]:
            self.message_user(request, why, messages.WARNING)
        others = len(outcome.refused) - NAMED
        if others > 0:
            words = ngettext("… and %d other likewise.", "… and %d others likewise.", others)
            self.message_user(request, words % others, messages.WARNING)


def form_of(decision: Decision, data: Any) -> forms.Form:
    return ReasonForm(data) if decision.needs_reason else forms.Form(data)


def decide_chosen(
    model_admin: DecidingAdmin[Any],
    request: HttpRequest,
    rows: QuerySet[Any],
    *,
    decision: Decision,
) -> HttpResponseBase | None:
    return model_admin.chosen_page(request, rows, decision)
