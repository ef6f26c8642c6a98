"""Vehicles in the admin: registered, found by their plates, corrected, withdrawn."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db import connection
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.admin.finding import delegations_meant, vehicles_meant
from badges.admin.holding import way
from badges.choices import Holder
from badges.holders.kind import lock_delegations
from badges.models import Badge, BadgeType, Generation, Vehicle
from badges.services.holding import vehicles
from badges.standing.badge_states import BadgeStates, with_current_generations
from conference.admin import (
    Card,
    ConferenceModelAdmin,
    Decision,
    DecisionForm,
    Effect,
    SavingEffects,
    about,
    chosen_conference,
    contribute,
    named,
    one_by_one,
    signed_in,
    words_with_dot,
)
from conference.admin.forgeries import is_key
from delegates.admin import cells
from delegates.admin.letters import RemembersAnswers
from delegates.forms import PrintedRecordForm
from delegates.models import Delegation

SHOWN = ("plate", "make", "colour", "driver_name")


class VehicleForm(PrintedRecordForm[Vehicle]):
    class Meta:
        model = Vehicle
        fields = SHOWN


class NewVehicleForm(PrintedRecordForm[Vehicle]):
    """Registered for a badge of a type; where there is one type, that is it."""

    badge_type = forms.ModelChoiceField(
        BadgeType.objects.filter(holder=Holder.VEHICLE),
        label=gettext_lazy("Badge type"),
        empty_label=None,
        error_messages={
            "required": gettext_lazy("No badge type is for vehicles yet: an organizer makes one.")
        },
    )

    class Meta:
        model = Vehicle
        fields = ["delegation", *SHOWN]


def badges_end(rows: QuerySet[Vehicle]) -> Sequence[Effect]:
    words = _("Badge %s stops being valid.")
    return named(_live(rows), lambda row: about(row.badge, words % row.badge))


def badges_are_valid_again(rows: QuerySet[Vehicle]) -> Sequence[Effect]:
    words = _("Badge %s is valid again.")
    return named(_live(rows), lambda row: about(row.badge, words % row.badge))


def _live(rows: QuerySet[Vehicle]) -> QuerySet[Generation]:
    """Of delegations that attend: those of others open nothing anyway."""
    attending = rows.filter(delegation__withdrawn_at=None)
    live = Generation.objects.live().filter(badge__vehicle__in=attending.values("pk"))
    return live.select_related("badge").order_by("badge__serial")


ON_VEHICLES = [
    Decision(
        value="withdrawn",
        words=gettext_lazy("Withdraw"),
        act=gettext_lazy("Withdraw %s"),
        will=gettext_lazy("The vehicle does not come. It can be restored."),
        done=gettext_lazy("Withdrawn"),
        decide=one_by_one(vehicles.withdraw, "vehicle"),
        needs="change",
        is_legal=lambda vehicle: not vehicle.is_withdrawn,
        follows=badges_end,
        asks_only_of_what_follows=True,
        undone_by="restored",
    ),
    Decision(
        value="restored",
        words=gettext_lazy("Restore"),
        act=gettext_lazy("Restore %s"),
        will=gettext_lazy("The vehicle comes after all."),
        done=gettext_lazy("Restored"),
        decide=one_by_one(vehicles.restore, "vehicle"),
        needs="change",
        is_legal=lambda vehicle: vehicle.is_withdrawn,
        follows=badges_are_valid_again,
        asks_only_of_what_follows=True,
    ),
]


@admin.register(Vehicle)
class VehicleAdmin(RemembersAnswers, ConferenceModelAdmin[Vehicle]):
    form = VehicleForm
    decisions = ON_VEHICLES
    list_display = ["plate", "make", "delegation_cell"]
    list_select_related = ["delegation"]
    list_filter = ["delegation"]
    search_fields = ["plate_key"]
    search_help_text = gettext_lazy("Number plate, however it is spaced, driver or delegation.")
    autocomplete_fields = ["delegation"]
    readonly_fields = ["delegation_cell", "badges_cell"]

    # Lists

    def limit(self, queryset: QuerySet[Vehicle], request: HttpRequest) -> QuerySet[Vehicle]:
        badges = with_current_generations(Badge.objects.order_by("serial"))
        loaded = Prefetch("badges", badges)
        return (
            super().limit(queryset, request).select_related("delegation").prefetch_related(loaded)
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Vehicle], search_term: str
    ) -> tuple[QuerySet[Vehicle], bool]:
        """By the plate as it is typed, by the driver, or by whose vehicle it is."""
        words = search_term.strip()
        if not words:
            return queryset, False
        conference = chosen_conference(request)
        meant = vehicles_meant(conference, words).values("pk")
        sending = delegations_meant(conference, words).values("pk")
        return queryset.filter(Q(pk__in=meant) | Q(delegation__in=sending)), False

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        states = BadgeStates(chosen_conference(request), at=timezone.now())

        @admin.display(description=gettext_lazy("state"))
        def state(vehicle: Vehicle) -> str:
            return state_in_words(vehicle)

        @admin.display(description=gettext_lazy("badge"))
        def badge(vehicle: Vehicle) -> str:
            return badges_in_words(vehicle, states)

        return [*super().get_list_display(request), state, badge]

    @admin.display(description=gettext_lazy("delegation"), ordering="delegation__protocol_key")
    def delegation_cell(self, vehicle: Vehicle) -> str:
        return cells.delegation_name(vehicle.delegation)

    # One vehicle

    def hold(self, decision: Decision, rows: QuerySet[Vehicle], form: DecisionForm) -> None:
        hold_delegations_of(rows)
        super().hold(decision, rows, form)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Vehicle | None:
        if request.method == "POST" and connection.in_atomic_block and is_key(object_id):
            hold_delegations_of(Vehicle.objects.filter(pk=int(object_id)))
        return super().get_object(request, object_id, from_field)

    def card(self, row: Vehicle) -> Card:
        about_it = ", ".join(filter(None, [row.make, row.colour]))
        return Card(row.plate, [*filter(None, [about_it]), str(row.delegation)])

    @admin.display(description=gettext_lazy("badge"))
    def badges_cell(self, vehicle: Vehicle) -> str:
        return badges_in_words(vehicle, BadgeStates(vehicle.conference, at=timezone.now()))

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj is None:
            kwargs["form"] = NewVehicleForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Vehicle | None = None) -> Any:
        if obj is None:
            return ["delegation", *SHOWN, "badge_type"]
        return ["delegation_cell", *SHOWN, "badges_cell"]

    def save_model(self, request: HttpRequest, obj: Vehicle, form: Any, change: bool) -> None:
        by, at = signed_in(request), timezone.now()
        if not change:
            badge_type = form.cleaned_data["badge_type"]
            vehicles.register(vehicle=obj, badge_type=badge_type, by=by, at=at)
        elif form.changed_data:
            vehicles.change(vehicle=obj, fields=form.changed_data, by=by, at=at)

    # Back to the page of the delegation's badges

    def back_url(self, request: HttpRequest, row: Vehicle) -> str:
        if way.is_from_there(request):
            return way.page_of(row.delegation)
        return super().back_url(request, row)

    def response_add(
        self, request: HttpRequest, obj: Vehicle, post_url_continue: str | None = None
    ) -> HttpResponse:
        self.message_user(request, _("%s is registered. Its badge waits to be printed.") % obj)
        return HttpResponseRedirect(way.page_of(obj.delegation))

    def response_change(self, request: HttpRequest, obj: Vehicle) -> HttpResponse:
        if way.is_from_there(request):
            self.message_user(request, _("%(row)s was saved.") % {"row": obj})
            return HttpResponseRedirect(way.page_of(obj.delegation))
        return super().response_change(request, obj)


def hold_delegations_of(rows: QuerySet[Vehicle]) -> None:
    """Before the vehicles, as their services do: they are counted under that lock."""
    delegations = rows.order_by().values("delegation")
    lock_delegations(Delegation.objects.filter(pk__in=delegations))


def state_in_words(vehicle: Vehicle) -> str:
    if vehicle.is_withdrawn:
        return words_with_dot("off", _("Withdrawn"))
    return words_with_dot("good", _("Registered"))


def badges_in_words(vehicle: Vehicle, states: BadgeStates) -> str:
    """Of its one badge, in most conferences."""
    found = [(badge, *states.in_words(badge)) for badge in vehicle.badges.all()]
    said = [words_with_dot(mark, f"{badge}: {words}") for badge, mark, words in found]
    return format_html_join(" ", "{}", ((one,) for one in said)) or "–"


def out_of_date(vehicle: Vehicle) -> list[Effect]:
    words = _("Badge %s will be out of date. It stays valid until it is replaced.")
    rows = Vehicle.objects.filter(pk=vehicle.pk)
    return named(_live(rows), lambda row: about(row.badge, words % row.badge))


contribute(
    Vehicle,
    SavingEffects(frozenset(SHOWN), out_of_date),
)
