"""The pages, buttons and actions that follow from a declared decision."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.admin.decisions import (
    COMMON_PAGE,
    NAMED,
    Button,
    Card,
    Decision,
    DecisionForm,
    Follows,
    Given,
    Sight,
)
from conference.admin.forgeries import ids_read, ids_written
from conference.admin.further_pages import FurtherPages
from conference.admin.refusals import REFUSALS, words
from conference.admin.scope import signed_in
from conference.admin.telling import TellingAdmin
from conference.contributions import Consequences, Effect, ListAction, contributed
from conference.database.id_lists import among
from conference.requests.working import working_conference

Row = TypeVar("Row", bound=Model)

# The field in which the ids of rows chosen in a list come back once it is confirmed.
CONFIRMED = "confirmed"
# The field in which comes back what the page showed; see `Sight.promise`.
READ = "read"


class DecidingAdmin(FurtherPages[Row], TellingAdmin[Row]):
    """The pages, buttons and actions of the decisions on a model's records."""

    decisions: Sequence[Decision] = ()
    # More are decided on in the background: nobody reads them one by one.
    most_at_once = 20

    def is_asked(self, decision: Decision) -> bool:
        """It always has a page to be confirmed on; else it may happen at once."""
        if decision.asks or decision.is_public:
            return True
        return bool(self.follows_from(decision)) and not decision.asks_only_of_what_follows

    def follows_from(self, decision: Decision) -> list[Follows]:
        """What the decision says itself, and what higher apps know of."""
        own = [decision.follows] if decision.follows else []
        further = contributed(self.model, Consequences)
        return [*own, *(one.follows for one in further if decision.value in one.decisions)]

    def card(self, row: Row) -> Card:
        return Card(str(row))

    def version(self, rows: Iterable[Row]) -> str:
        """Of what is decided on and may be changed meanwhile by whoever gains by that; "" where
        the cards say it all.
        """
        return ""

    def decision_buttons(self, request: HttpRequest, row: Row) -> list[Button]:
        """Of the decisions that the user may make on the record, and that are legal now."""
        return self.buttons_of(request, row, self.decisions)

    def buttons_of(
        self, request: HttpRequest, row: Row, decisions: Sequence[Decision]
    ) -> list[Button]:
        return [
            Button(
                decision.value,
                decision.words,
                self.decision_url(row, decision),
                not self.is_asked(decision),
                decision.takes_away,
            )
            for decision in decisions
            if self.is_let(request, decision.needs, row)
            and self.is_possible(request, decision, row)
        ]

    def is_possible(self, request: HttpRequest, decision: Decision, row: Row) -> bool:
        return decision.is_legal(row) and decision.is_open_to(request, row)

    def declared(self, value: str) -> Decision | None:
        return next((known for known in self.decisions if known.value == value), None)

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
        declared = self.declared(decision)
        if declared is None:
            raise Http404
        page = partial(self.decision_page, decision=declared)
        return self.opened(page, declared.needs)(request, object_id=object_id)

    def decision_page(
        self, request: HttpRequest, row: Row, *, decision: Decision
    ) -> HttpResponseBase:
        """Says what follows; sent, it decides and leads back, or says why it could not."""
        back = HttpResponseRedirect(self.back_url(request, row))
        rows = self.get_queryset(request).filter(pk=row.pk)
        is_sent = request.method == "POST"
        form = self.form_of(request, decision, rows, is_sent=is_sent)
        with transaction.atomic():
            if is_sent:
                # What it leads to may have been deleted since it was chosen.
                if not self.is_done_or_says_why(request, partial(self.hold, decision, rows, form)):
                    return back
                row = get_object_or_404(rows)
            if not self.is_possible(request, decision, row):
                said = _("%(row)s: “%(decision)s” is no longer possible.")
                told = said % {"row": row, "decision": decision.words}
                self.message_user(request, told, messages.WARNING)
                return back
            sight = self.sight(request, decision, rows, form)
            if is_sent and form.is_valid() and self.has_read(request, decision, sight):
                card = self.card(row)
                decide = partial(self.decide, request, decision, rows, form, card)
                self.is_done_or_says_why(request, decide)
                return back
        return self.confirmation(request, decision, sight, form, record=row, back=back.url)

    def back_url(self, request: HttpRequest, row: Row) -> str:
        """Where a decision on the record leads: to the record."""
        return self.record_url(row)

    def record_url(self, row: Row) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(name, args=[row.pk])

    # Rows chosen in the list

    def decision_actions(self) -> list[ListAction]:
        return [
            ListAction(
                name=decision.value,
                words=f"{decision.words} …",
                needs=decision.needs,
                run=partial(decide_chosen, decision=decision),
            )
            for decision in self.decisions
            if decision.for_many
        ]

    def chosen_page(
        self,
        request: HttpRequest,
        rows: QuerySet[Row],
        decision: Decision,
        *,
        sent_again: Sequence[tuple[str, object]] = (),
        back: str = "",
    ) -> HttpResponseBase | None:
        """The page posts itself again, with what is `sent_again`; None once it is decided.

        What is decided on are the rows that the page was about: they come back with it, and are
        looked for among all that the user may see. More than one are always asked about; more than
        a few are decided on in the background.
        """
        shown = ids_read(request.POST.get(CONFIRMED, ""))
        if shown is not None:
            rows = self.get_queryset(request).filter(pk__in=among(shown))
        ids = list(rows.values_list("pk", flat=True))
        later = decision.decide_later if len(ids) > self.most_at_once else None
        form = self.form_of(request, decision, rows, is_sent=CONFIRMED in request.POST)
        with transaction.atomic():
            if not later:
                self.hold(decision, rows, form)
            sight = self.sight(request, decision, rows, form)
            if not sight.count:
                self.tell(request, sight.left)
                return None
            if form.is_valid() and self.has_read(request, decision, sight):
                if later:
                    job = later(ids, self.given(request, form))
                    return redirect("admin:conference_backgroundjob_change", job.pk)
                self.decide(request, decision, rows, form, sight.only)
                return None
        again = [*sent_again, (CONFIRMED, ids_written(ids))]
        back = back or request.get_full_path()
        return self.confirmation(request, decision, sight, form, back=back, sent_again=again)

    # Both

    def hold(self, decision: Decision, rows: QuerySet[Row], form: DecisionForm) -> None:
        """What is compared with what was read is what is decided on: nobody else changes it."""
        held = self.model._base_manager.select_for_update(of=("self",), no_key=True)
        list(held.filter(pk__in=rows.order_by().values("pk")).order_by("pk").values_list("pk"))

    def sight(
        self, request: HttpRequest, decision: Decision, rows: QuerySet[Row], form: DecisionForm
    ) -> Sight:
        """What there is to read before it is decided. Of very many nobody is looked at alone."""
        count, left = rows.count(), []
        if 1 < count <= self.list_per_page:
            left = [row for row in rows if not self.is_possible(request, decision, row)]
            rows = rows.exclude(pk__in=[row.pk for row in left])
        effects = [effect for follows in self.follows_from(decision) for effect in follows(rows)]
        if form.is_bound and form.is_valid():
            effects += form.effects(rows)
        not_possible = _("%(row)s: “%(decision)s” is not possible.")
        return Sight(
            count=count - len(left),
            cards=[self.card(row) for row in rows[:NAMED]],
            effects=[self.leading(request, effect) for effect in effects],
            left=[not_possible % {"row": row, "decision": decision.words} for row in left],
            version=self.version(rows) if count <= self.list_per_page else "",
        )

    def leading(self, request: HttpRequest, effect: Effect) -> Effect:
        """Nothing leads where the user may not go, or names what the user may not know of."""
        if not effect.needs or self.is_let(request, effect.needs):
            return effect
        return replace(effect, words=effect.otherwise or effect.words, url="")

    def has_read(self, request: HttpRequest, decision: Decision, sight: Sight) -> bool:
        """What was shown is what is so now; or there is nothing to show."""
        if READ in request.POST:
            return request.POST[READ] == sight.promise
        is_more = sight.effects or sight.left or sight.version or sight.count > 1
        return not (self.is_asked(decision) or is_more)

    def confirmation(
        self,
        request: HttpRequest,
        decision: Decision,
        sight: Sight,
        form: DecisionForm,
        **context: Any,
    ) -> HttpResponseBase:
        """A page that was read and has changed since says so. Answers that decide what follows
        come first: until they are there, the button leads to what follows.
        """
        leads_on = form.leads_on and not (form.is_bound and form.is_valid())
        title = decision.act % self.in_words(sight)
        return self.page(
            request,
            decision.template,
            decision=decision,
            sight=sight,
            form=form,
            title=title,
            will=decision.will_of(sight.count),
            button=_("Show what will happen") if leads_on else title,
            promise="" if leads_on else sight.promise,
            has_changed=bool(request.POST.get(READ)) and request.POST[READ] != sight.promise,
            **context,
        )

    def in_words(self, sight: Sight) -> str:
        if sight.count == 1:
            return sight.cards[0].name or sight.cards[0].title
        return f"{sight.count} {self.opts.verbose_name_plural}"

    def form_of(
        self, request: HttpRequest, decision: Decision, rows: QuerySet[Row], *, is_sent: bool
    ) -> DecisionForm:
        """What asks nothing has nothing to wait for."""
        return decision.form(
            request.POST if is_sent or not decision.asks else None,
            rows=rows,
            conference=working_conference(request),
            by=signed_in(request),
        )

    def is_done_or_says_why(self, request: HttpRequest, do: Callable[[], None]) -> bool:
        try:
            do()
        except REFUSALS as error:
            self.message_user(request, words(error), messages.ERROR)
            return False
        return True

    def decide(
        self,
        request: HttpRequest,
        decision: Decision,
        rows: QuerySet[Row],
        form: DecisionForm,
        card: Card | None = None,
    ) -> None:
        """Decide through the service, and say in words what came of it: of one, by its name."""
        one = rows.first() if card and decision.undone_by else None
        outcome = decision.decide(rows, self.given(request, form))
        name = (card.name or card.title) if card else ""
        undo = self.undoing(request, decision, one) if one and outcome.decided else ""
        self.say(request, decision, outcome, name=name, undo=undo)

    def undoing(self, request: HttpRequest, decision: Decision, row: Row) -> str:
        """The address of the decision that takes it back."""
        undone_by = self.declared(decision.undone_by)
        return self.decision_url(row, undone_by) if undone_by else ""

    def given(self, request: HttpRequest, form: DecisionForm) -> Given:
        answers = {**form.cleaned_data}
        return Given(
            working_conference(request),
            signed_in(request),
            timezone.now(),
            answers.pop("reason", ""),
            answers,
        )


def decide_chosen(
    model_admin: DecidingAdmin[Any],
    request: HttpRequest,
    rows: QuerySet[Any],
    *,
    decision: Decision,
) -> HttpResponseBase | None:
    """Of a list: the action comes back with the page."""
    again: list[tuple[str, object]] = [("action", request.POST["action"])]
    # Django asks for one chosen row; which they are, the page says itself.
    again += [(ACTION_CHECKBOX_NAME, pk) for pk in rows.values_list("pk", flat=True)[:1]]
    return model_admin.chosen_page(request, rows, decision, sent_again=again)
