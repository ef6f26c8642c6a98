"""Badges in the admin: what was issued to whom and whether it is valid. Nothing is edited here."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.admin.badge_decisions import ON_BADGES
from badges.admin.finding import delegations_meant, meant_by, vehicles_meant
from badges.admin.holding.delegation_page import DelegationPages
from badges.admin.preview import PreviewPages
from badges.choices import Outcome, Purpose, Reason
from badges.holders import KINDS, call, name_of
from badges.holders.kind import lock_delegates, lock_delegations
from badges.holders.requirements import is_blank
from badges.models import Badge
from badges.models.times import times_of
from badges.services import missing_badges
from badges.services.printing import generations
from badges.standing.badge_states import BadgeStates, opening_times, with_current_generations
from conference.admin import (
    Card,
    Decision,
    DecisionForm,
    ReasonWords,
    chosen_conference,
    contribute,
    words_with_dot,
)
from conference.admin.forgeries import is_key
from conference.writing.dates import moment
from delegates.admin import cells
from delegates.models import Category, Delegate, Delegation


class StateFilter(admin.SimpleListFilter):
    """What is to be done, counted as the start page and the pages of what is due count it."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> Iterable[Any]:
        return [
            ("to_print", gettext_lazy("To be printed")),
            ("outdated", gettext_lazy("To be replaced: details have changed")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Badge]) -> QuerySet[Badge]:
        conference, at = chosen_conference(request), timezone.now()
        match self.value():
            case "to_print":
                found = missing_badges.to_be_printed_further(conference, at=at)
            case "outdated":
                found = missing_badges.outdated(conference, at=at)
            case _:
                return queryset
        return queryset.filter(pk__in=found.values("pk"))


class CategoryFilter(admin.SimpleListFilter):
    """Badges of its people, and blanks for them."""

    title = gettext_lazy("category")
    parameter_name = "category"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> Iterable[Any]:
        here = Category.objects.for_conference(chosen_conference(request))
        return [(str(row.pk), str(row)) for row in here]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Badge]) -> QuerySet[Badge]:
        chosen = self.value() or ""
        if not is_key(chosen):
            return queryset
        return queryset.filter(Q(delegate__category=int(chosen)) | Q(category=int(chosen)))


class DelegationFilter(admin.SimpleListFilter):
    """Badges of its delegates, what they share and its vehicles'."""

    title = gettext_lazy("delegation")
    parameter_name = "delegation"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> Iterable[Any]:
        here = Delegation.objects.for_conference(chosen_conference(request))
        return [(str(row.pk), str(row)) for row in here.in_protocol_order()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Badge]) -> QuerySet[Badge]:
        chosen = self.value() or ""
        if not is_key(chosen):
            return queryset
        of_it = Badge.objects.of_delegation(Delegation(pk=int(chosen)))
        return queryset.filter(pk__in=of_it.values("pk"))


@admin.register(Badge)
class BadgeAdmin(DelegationPages, PreviewPages):
    list_display_links = ["serial_cell", "person"]
    decisions = ON_BADGES
    list_filter = [StateFilter, "type", CategoryFilter, DelegationFilter]
    search_fields = ["delegate__search_text"]
    search_help_text = gettext_lazy(
        "Names in any script, delegation, function, reference, number plate, driver or serial."
    )
    fields = (
        "serial_cell", "type", "delegate_link", "category_cell", "delegation_cell", "opens",
        "standing", "history",
    )  # fmt: skip
    readonly_fields = list(fields)

    class Media:
        css = {"all": ["css/badges.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Badge | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Badge | None = None) -> bool:
        return False

    def whose(self, row: Badge) -> str:
        return name_of(row) if row.type.is_personal else f"{row.type} · {name_of(row)}"

    # Lists

    def limit(self, queryset: QuerySet[Badge], request: HttpRequest) -> QuerySet[Badge]:
        return with_current_generations(super().limit(queryset, request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Badge], search_term: str
    ) -> tuple[QuerySet[Badge], bool]:
        """Of delegates as their own list, by the index of their search texts; of what others hold
        by vehicle and delegation; of all by serial.
        """
        if not search_term.strip():
            return queryset, False
        conference = chosen_conference(request)
        people = Delegate.objects.for_conference(conference).matching(search_term)
        sending = delegations_meant(conference, search_term)
        wanted = (
            Q(delegate__in=people)
            | Q(vehicle__in=vehicles_meant(conference, search_term))
            | Q(delegation__in=sending)
            | Q(vehicle__delegation__in=sending)
        )
        if meant := meant_by(search_term):
            wanted |= meant
        return queryset.filter(wanted), False

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """What is asked of a badge is asked of the conference once for the whole list."""
        states = BadgeStates(chosen_conference(request), at=timezone.now())

        @admin.display(description=gettext_lazy("generation"))
        def generation(badge: Badge) -> str:
            live = states.live(badge)
            return str(live.number) if live else "–"

        @admin.display(description=gettext_lazy("state"))
        def state(badge: Badge) -> str:
            return words_with_dot(*states.in_words(badge))

        return [
            "serial_cell",
            "type",
            "person",
            "category_cell",
            "delegation_cell",
            generation,
            state,
        ]

    @admin.display(description=gettext_lazy("serial"), ordering="serial")
    def serial_cell(self, badge: Badge) -> str:
        return str(badge)

    @admin.display(description=gettext_lazy("held by"), ordering="delegate__name_key")
    def person(self, badge: Badge) -> str:
        """Of a blank nobody, until it is somebody's."""
        if badge.delegate:
            return cells.person(badge.delegate)
        return "–" if is_blank(badge) else name_of(badge)

    @admin.display(description=gettext_lazy("category"))
    def category_cell(self, badge: Badge) -> str:
        """That of whoever holds it; of a blank that for which it was made."""
        kind = KINDS[badge.holder]
        category = kind.category_of(kind.of(badge))
        if category is None:
            return "–"
        return format_html("{} · <bdi>{}</bdi>", category.letter, category.name)

    @admin.display(
        description=gettext_lazy("delegation"), ordering="delegate__delegation__protocol_key"
    )
    def delegation_cell(self, badge: Badge) -> str:
        holder = badge.delegate or call(badge)
        return cells.delegation_name(holder.delegation) if holder.delegation else "–"

    # One badge

    def hold(self, decision: Decision, rows: QuerySet[Badge], form: DecisionForm) -> None:
        """In the order in which every service locks: the badge itself comes after them all."""
        to = form.cleaned_data.values() if form.is_valid() else ()
        people = [answer.pk for answer in to if isinstance(answer, Delegate)]
        holding = Delegate.objects.filter(Q(pk__in=people) | Q(badges__in=rows.values("pk")))
        badges = rows.order_by().values("pk")
        in_charge = (
            Q(delegates__in=holding.values("pk"))
            | Q(badges__in=badges)
            | Q(vehicles__badges__in=badges)
        )
        delegations = Delegation.objects.filter(in_charge).values("pk")
        lock_delegations(Delegation.objects.filter(pk__in=delegations))
        lock_delegates(Delegate.objects.filter(pk__in=holding.values("pk")))
        for conference in {row.conference for row in rows}:
            generations.lock_counter(conference)

    def card(self, row: Badge) -> Card:
        return Card(
            f"{row.type} {row}", [name_of(row), self.standing(row)], name=_("badge %s") % row
        )

    @admin.display(description=gettext_lazy("held by"))
    def delegate_link(self, badge: Badge) -> str:
        """To the page of the delegate who holds it, if one does."""
        if not badge.delegate_id:
            return self.person(badge)
        url = reverse("admin:delegates_delegate_change", args=[badge.delegate_id])
        return format_html('<a href="{}">{}</a>', url, self.person(badge))

    @admin.display(description=gettext_lazy("opens"))
    def opens(self, badge: Badge) -> str:
        return opening_times(times_of(badge.type)) or "–"

    @admin.display(description=gettext_lazy("state"))
    def standing(self, badge: Badge) -> str:
        return words_with_dot(*BadgeStates(badge.conference, at=timezone.now()).in_words(badge))

    @admin.display(description=gettext_lazy("generations"))
    def history(self, badge: Badge) -> str:
        """Every generation, the latest first, with what became of it."""
        copies = Count(
            "entries", Q(entries__outcome=Outcome.PRINTED, entries__job__purpose=Purpose.AGAIN)
        )
        rows = badge.generations.annotate(copies=copies).order_by("-number")
        return format_html_join(
            "", "<p>{}</p>", ((generation_in_words(row),) for row in rows)
        ) or SafeString("–")


def generation_in_words(generation: Any) -> str:
    """`2 · Ended · issued 03.05.2018 09:00 · ended 04.05.2018 10:15, Lost · 1 copy`."""
    parts = [f"{generation.number}", generation.get_state_display()]
    if generation.issued_at:
        parts.append(_("issued %s") % moment(generation.issued_at))
    if generation.ended_at:
        ended = _("ended %s") % moment(generation.ended_at)
        parts.append(f"{ended}, {generation.get_end_reason_display()}")
    if generation.copies:
        parts.append(_("printed again: %d") % generation.copies)
    return " · ".join(parts)


contribute(Badge, ReasonWords(dict(Reason.choices)))
